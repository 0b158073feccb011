"""``gighall guard scan``: look for contact details in files, without a hall, a database or Django."""

import argparse
from typing import Any

from gighall.base.errors import marked as _
from gighall.cli.json_lines import LineUnreadable, Row, answer_lines


def add(actions: Any) -> None:
    """Register the action."""
    scan = actions.add_parser("scan", help='judge files, named in JSON lines {"id": …, "path": …}')
    scan.add_argument("file", nargs="?", help="the lines; without it, the standard input")
    scan.add_argument(
        "--host", action="append", default=[], help="a host (with port, if any) to which links are no finding"
    )
    scan.add_argument("--no-ocr", action="store_true", help="do not read the words in pictures")
    scan.set_defaults(run=scan_lines)


def scan_lines(arguments: argparse.Namespace) -> int:
    """Answer each line as soon as it is read, in order."""
    # What reads files is loaded here: no other command needs it.
    from gighall.guard.files.apart import Apart

    own_hosts = frozenset(host.lower() for host in arguments.host)
    with Apart(own_hosts=own_hosts, with_ocr=not arguments.no_ocr) as reader:
        return answer_lines(arguments.file, lambda row: dict(reader.scan(path_in(row))), each_at_once=True)


def path_in(row: Row) -> str:
    """Return the path that a line of the input names.

    Errors: LineUnreadable.
    """
    path = row.get("path")
    if not isinstance(path, str):
        raise LineUnreadable(_("it has no “path”."))
    return path
