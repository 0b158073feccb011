"""What is said about a file, in the form of what is said about messages."""

from typing import Any

from gighall.guard.files import limits
from gighall.guard.files.scan import Scan


def answer(scan: Scan) -> dict[str, Any]:
    """Return a scan as data: flag and spans, where each piece with a finding stands, and what was not read."""
    spans = [
        {"message": one.message, "start": one.start, "end": one.end, "kind": one.kind}
        for one in scan.findings
    ]
    said: dict[str, Any] = {"flag": scan.flag, "spans": spans}
    if scan.findings:
        said["parts"] = [_part(scan, index) for index in dict.fromkeys(one.message for one in scan.findings)]
    if scan.unread:
        said["unread"] = list(scan.unread)
    return said


def unread(why: str) -> dict[str, Any]:
    """Return what is said about a file that could not be read at all."""
    return {"flag": False, "spans": [], "unread": [why]}


def _part(scan: Scan, index: int) -> dict[str, Any]:
    piece = scan.pieces[index]
    found = [
        piece.text[one.start : min(one.end, one.start + limits.EXCERPT_CHARACTERS_MAX)]
        for one in scan.findings
        if one.message == index
    ]
    return {"message": index, "where": piece.where, "found": found}
