"""``gighall replay FILE``: a talk from a file, held again by two real socket clients."""

import argparse
from pathlib import Path
from typing import Any

from gighall.base.environment import read_environment

from .django_door import check_database, open_django, take_time


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("replay", help="hold a talk from a file again, by two socket clients")
    parser.add_argument("file", type=Path, help='JSON lines: {"by": "…", "text": "…"}, two speakers')
    parser.add_argument("--order", help="the public id of an order; without it, people and an order are made")
    parser.add_argument("--url", help="where the hall answers (default: as the settings say)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Replay, compare both sides and print figures; 1 when they differ.

    Errors: TalkUnreadable, TalkBroken, NoStage, and the refusals of the actions.
    """
    from .talk.replaying import read_talk, replay_on, socket_address

    lines = read_talk(arguments.file)
    address = socket_address(arguments.url or read_environment().origin)
    open_django()
    check_database()
    take_time()

    from .talk.stage import clear, new_stage, stage_of

    names = list(dict.fromkeys(line.by for line in lines))
    stage = stage_of(arguments.order) if arguments.order else new_stage(names)
    try:
        return replay_on(stage, lines, names, address)
    finally:
        clear(stage)
