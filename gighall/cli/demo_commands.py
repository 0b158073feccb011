"""``gighall demo``: load the demo world, or move its clock forward (``gighall demo advance 3d``)."""

import argparse
import json
import re
from datetime import timedelta
from typing import Any

from gighall.base.environment import read_environment
from gighall.embedded.refusals import CannotStart

from .django_door import check_database, open_django

SPAN = re.compile(r"(\d{1,4})([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def add(commands: Any) -> None:
    """Register the commands."""
    parser = commands.add_parser("demo", help="the demo world: load it, or move its clock")
    demo = parser.add_subparsers(required=True, metavar="command")
    loading = demo.add_parser("load", help="make the demo world in an empty hall")
    loading.set_defaults(run=load)
    advancing = demo.add_parser("advance", help="move the hall's clock forward, by 30m, 5h, 3d or 2w")
    advancing.add_argument("span", type=span, help="30m, 5h, 3d or 2w")
    advancing.set_defaults(run=advance)


def span(words: str) -> timedelta:
    """Return the time that ``30m``, ``5h``, ``3d`` or ``2w`` stands for."""
    match = SPAN.fullmatch(words)
    if not match:
        raise argparse.ArgumentTypeError(f"{words!r} is not a time such as 30m, 5h, 3d or 2w")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def load(arguments: argparse.Namespace) -> None:
    """Make the demo world; prints kind and people like ``gighall migrate``."""
    _enter_demo("empty")
    from . import demo

    print(json.dumps({"kind": "demo", "people": demo.load()}))


def advance(arguments: argparse.Namespace) -> None:
    """Move the hall's clock forward for every program."""
    _enter_demo("demo")
    from django.db import connection

    from gighall.base.clock import MOVE_OFFSET_SQL, now, take_offset

    with connection.cursor() as cursor:
        cursor.execute(MOVE_OFFSET_SQL, [arguments.span.total_seconds()])
        take_offset(float(cursor.fetchone()[0]))
    print(f"The hall's clock now reads {now():%Y-%m-%d %H:%M} UTC.")


def _enter_demo(wanted: str) -> None:
    """Enter Django for a demo command.

    Errors: CannotStart unless demo mode is on and the hall is of the wanted kind.
    """
    if not read_environment().demo:
        raise CannotStart("Demo mode is off (GIGHALL_DEMO, GIGHALL_DOMAIN or DATABASE_URL says so).")
    open_django()
    check_database()
    from gighall.domain.accounts.queries import hall_kind

    kind = hall_kind()
    if kind != wanted:
        raise CannotStart(
            f"This needs {'an empty' if wanted == 'empty' else 'a demo'} hall; this one is {kind}."
        )
