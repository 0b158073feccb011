"""``gighall guard scan``: look for contact details in files, without a hall, a database or Django."""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _


class FileLineUnreadable(Refused):
    """A line of the input is no JSON object with an id and a path."""

    code = "file_line_unreadable"


def add(actions: Any) -> None:
    """Register the action."""
    scan = actions.add_parser("scan", help='judge files, named in JSON lines {"id": …, "path": …}')
    scan.add_argument("file", nargs="?", type=argparse.FileType(encoding="utf-8"), default=None)
    scan.add_argument(
        "--host", action="append", default=[], help="a host (with port, if any) to which links are no finding"
    )
    scan.add_argument("--no-ocr", action="store_true", help="do not read the words in pictures")
    scan.set_defaults(run=scan_lines)


def scan_lines(arguments: argparse.Namespace) -> int:
    """Answer each line as soon as it is read, in order."""
    if arguments.file is None and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    # What reads files is loaded here: no other command needs it.
    from gighall.guard.files.apart import Apart

    own_hosts = frozenset(host.lower() for host in arguments.host)
    lines: Iterable[str] = arguments.file or sys.stdin
    with Apart(own_hosts=own_hosts, with_ocr=not arguments.no_ocr) as reader:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                id_, path = row_of(line, number)
                print(json.dumps({"id": id_, **reader.scan(path)}, ensure_ascii=False), flush=True)
    return 0


def row_of(line: str, number: int) -> tuple[Any, str]:
    """Return the id and the path that a line of the input names.

    Errors: FileLineUnreadable.
    """
    try:
        row = json.loads(line)
        path = row["path"]
        if not isinstance(path, str):
            raise TypeError
        return row.get("id"), path
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FileLineUnreadable(
            _("Line {number} is no JSON object with “id” and “path”."), number=number
        ) from None
