"""``gighall guard scan``: look for contact details in files, without a hall, a database or Django."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _

if TYPE_CHECKING:
    from gighall.guard.files import Scan


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
    from gighall.guard.files import ocr, scan

    image_text = None if arguments.no_ocr else ocr.installed()
    own_hosts = frozenset(host.lower() for host in arguments.host)
    lines: Iterable[str] = arguments.file or sys.stdin
    for number, line in enumerate(lines, start=1):
        if line.strip():
            id_, path = row_of(line, number)
            said = answer(scan(Path(path), own_hosts=own_hosts, image_text=image_text))
            print(json.dumps({"id": id_, **said}, ensure_ascii=False), flush=True)
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


def answer(scan: "Scan") -> dict[str, Any]:
    """Return what is said about a file: as for messages, and where each piece with a finding stands."""
    spans = [
        {"message": one.message, "start": one.start, "end": one.end, "kind": one.kind}
        for one in scan.findings
    ]
    parts = []
    for index in dict.fromkeys(one.message for one in scan.findings):
        piece = scan.pieces[index]
        texts = [piece.text[one.start : one.end] for one in scan.findings if one.message == index]
        parts.append({"message": index, "where": piece.where, "found": texts})
    said: dict[str, Any] = {"flag": scan.flag, "spans": spans}
    if parts:
        said["parts"] = parts
    if scan.unread:
        said["unread"] = list(scan.unread)
    return said
