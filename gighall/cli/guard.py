"""``gighall guard``: judge texts without a hall, a database or Django: ``check`` JSON lines, ``explain`` one text.

``scan``, for files, stands in a module of its own.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.cli import guard_scan
from gighall.guard import Finding, find


class LineUnreadable(Refused):
    """A line of the input is no JSON object with an id and texts."""

    code = "line_unreadable"


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("guard", help="look for contact details in texts")
    actions = parser.add_subparsers(required=True, metavar="action")
    check = actions.add_parser(
        "check", help='judge JSON lines {"id": …, "messages": […]} or {"id": …, "text": …}'
    )
    check.add_argument("file", nargs="?", type=argparse.FileType(encoding="utf-8"), default=None)
    check.set_defaults(run=check_lines)
    guard_scan.add(actions)
    explain = actions.add_parser("explain", help="show what is found in a text, and why")
    explain.add_argument("text", nargs="+", help="one text, or consecutive messages of one author")
    explain.set_defaults(run=explain_text)


def check_lines(arguments: argparse.Namespace) -> int:
    """Answer each line as soon as it is read, in order."""
    if arguments.file is None and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    lines: Iterable[str] = arguments.file or sys.stdin
    for number, line in enumerate(lines, start=1):
        if line.strip():
            print(json.dumps(answer_to(line, number), ensure_ascii=False), flush=True)
    return 0


def answer_to(line: str, number: int) -> dict[str, Any]:
    """Return what is said about one line of the input.

    Errors: LineUnreadable.
    """
    try:
        row = json.loads(line)
        texts = row["messages"] if "messages" in row else [row["text"]]
        if not all(isinstance(text, str) for text in texts):
            raise TypeError
        id_ = row.get("id")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LineUnreadable(
            _("Line {number} is no JSON object with “id” and “messages” or “text”."), number=number
        ) from None
    findings = find(texts)
    return {"id": id_, "flag": bool(findings), "spans": [_span(one) for one in findings]}


def _span(finding: Finding) -> dict[str, Any]:
    return {"message": finding.message, "start": finding.start, "end": finding.end, "kind": finding.kind}


def explain_text(arguments: argparse.Namespace) -> int:
    """Print each text with what was found marked, and the evidence below."""
    findings = find(arguments.text)
    for index, text in enumerate(arguments.text):
        here = [one for one in findings if one.message == index]
        print(marked_text(text, here))
        for one in here:
            hidden = ", disguised" if one.hidden else ""
            print(f"  {one.kind} {one.confidence:.2f}{hidden}: {text[one.start : one.end]}")
            print(f"    reads {one.value}; {' · '.join(one.evidence)}")
    if not findings:
        print("  nothing found")
    return 0


def marked_text(text: str, findings: Iterable[Finding]) -> str:
    """Return a text with brackets around what was found."""
    marks = sorted(
        [(one.start, 1, "⟦") for one in findings] + [(one.end, 0, "⟧") for one in findings], reverse=True
    )
    for place, _order, sign in marks:
        text = text[:place] + sign + text[place:]
    return text
