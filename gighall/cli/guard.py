"""``gighall guard``: judge texts without a hall, a database or Django: ``check`` JSON lines, ``explain`` one text.

``scan``, for files, stands in a module of its own.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from typing import Any

from gighall.base.errors import marked as _
from gighall.cli import guard_scan
from gighall.cli.json_lines import LineUnreadable, Row, answer_lines
from gighall.guard import Finding, find

MARK, PALE, PLAIN = "\x1b[1;31m", "\x1b[2m", "\x1b[0m"


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("guard", help="look for contact details in texts")
    actions = parser.add_subparsers(required=True, metavar="action")
    check = actions.add_parser(
        "check", help='judge JSON lines {"id": …, "messages": […]} or {"id": …, "text": …}'
    )
    check.add_argument("file", nargs="?", help="the lines; without it, the standard input")
    check.set_defaults(run=check_lines)
    guard_scan.add(actions)
    explain = actions.add_parser("explain", help="show what is found in a text, and why")
    explain.add_argument(
        "text",
        nargs="*",
        help="one text, or consecutive messages of one author; without any, each line of the standard input is one",
    )
    explain.set_defaults(run=explain_text)


def check_lines(arguments: argparse.Namespace) -> int:
    """Answer each line as soon as it is read, in order."""
    return answer_lines(arguments.file, answer_to)


def answer_to(row: Row) -> Row:
    """Return what is said about the texts of a row.

    Errors: LineUnreadable.
    """
    texts = row.get("messages")
    if texts is None:
        texts = [row.get("text")]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise LineUnreadable(_("it has no “messages”, a list of texts, and no “text”."))
    findings = find(texts)
    return {"flag": bool(findings), "spans": [_span(one) for one in findings]}


def _span(finding: Finding) -> dict[str, Any]:
    return {"message": finding.message, "start": finding.start, "end": finding.end, "kind": finding.kind}


def explain_text(arguments: argparse.Namespace) -> int:
    """Print each text with what was found marked, and the evidence below."""
    texts = arguments.text or [line.rstrip("\r\n") for line in sys.stdin]
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # as every stream of text
    mark, pale, plain = _colours()
    findings = find(texts)
    for index, text in enumerate(texts):
        here = [one for one in findings if one.message == index]
        print(marked_text(text, here, before=f"{mark}⟦", after=f"⟧{plain}"))
        for one in here:
            hidden = ", disguised" if one.hidden else ""
            words = printable(text[one.start : one.end])
            print(f"  {mark}{one.kind}{plain} {one.confidence:.2f}{hidden}: {words}")
            print(f"    {pale}{one.start}–{one.end}, reads {printable(one.value)}{plain}")
            print(f"    {pale}because: {' · '.join(map(printable, one.evidence))}{plain}")
            print(f"    {one.sentence}")
    if not findings:
        print("  nothing found")
    return 0


def _colours() -> tuple[str, str, str]:
    """Return how a terminal is told to mark words, to pale them, and to go back; nothing where nobody wants it."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return (MARK, PALE, PLAIN) if wanted else ("", "", "")


def marked_text(text: str, findings: Iterable[Finding], *, before: str = "⟦", after: str = "⟧") -> str:
    """Return a text, printable, with signs around what was found."""
    marks = sorted([(one.start, 1, before) for one in findings] + [(one.end, 0, after) for one in findings])
    parts: list[str] = []
    position = 0
    for place, _order, sign in marks:
        parts += [printable(text[position:place]), sign]
        position = place
    return "".join([*parts, printable(text[position:])])


def printable(text: str) -> str:
    """Return a text without signs that a terminal obeys or hides: they are shown as escapes."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else ascii(sign)[1:-1] for sign in text)
