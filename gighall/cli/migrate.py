"""``gighall migrate``: database, static files and the front's own pages, as this version wants them."""

import argparse
import json
from pathlib import Path
from typing import Any

from gighall.base import clock
from gighall.base.environment import read_environment
from gighall.embedded.refusals import CannotStart

from .django_door import check_database, open_django

# What the front serves itself, when no program can: (template, file).
FRONT_PAGES = (("errors/413.html", "413.html"), ("errors/unavailable.html", "unavailable.html"))


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("migrate", help="bring database and static files to this version")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> None:
    """Migrate; prints the hall's kind and, in a demo world, its people as one line of JSON."""
    environment = read_environment()
    open_django()
    check_database()
    from django.core.management import call_command

    from gighall.domain.accounts.actions import publish_first_terms

    call_command("migrate", interactive=False, verbosity=0)
    publish_first_terms(now=clock.now())
    kind = check_kind(demo=environment.demo)
    call_command("collectstatic", interactive=False, verbosity=0)
    write_front_pages(environment.home / "front" / "errors")
    print(json.dumps({"kind": kind, "people": demo_people() if kind == "demo" else []}))


def check_kind(*, demo: bool) -> str:
    """Return the hall's kind; a demo start on a real hall is refused, and the other way round.

    Errors: CannotStart.
    """
    kind = _present_kind()
    if demo and kind == "real":
        raise CannotStart(
            "This database holds a real hall: set GIGHALL_DEMO=no, or give the demo another GIGHALL_HOME."
        )
    if not demo and kind == "demo":
        raise CannotStart(
            "This database holds a demo hall, which never becomes a real one: "
            "set GIGHALL_HOME or DATABASE_URL to a fresh place."
        )
    return kind


def _present_kind() -> str:
    from django.db import ProgrammingError

    from gighall.domain.accounts.queries import hall_kind

    try:
        return hall_kind()
    except ProgrammingError:
        return "empty"  # The tables are not there yet.


def write_front_pages(folder: Path) -> None:
    """Render the pages for a body that is too large and for programs that do not answer."""
    from django.template.loader import render_to_string

    folder.mkdir(parents=True, exist_ok=True)
    for template, name in FRONT_PAGES:
        (folder / name).write_text(render_to_string(template), encoding="utf-8")


def demo_people() -> list[dict[str, str]]:
    """Return who one can be in the demo world."""
    from gighall.domain.accounts.queries import hall_or_none

    hall = hall_or_none()
    return list(hall.demo_people or []) if hall else []
