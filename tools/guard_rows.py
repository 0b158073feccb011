"""The rows of the guard's corpus: JSON lines, one file a language; the README there says how to write them."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gighall.guard import Finding
from gighall.guard.weighing import SENTENCE_KINDS

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "guard" / "corpus"
Row = dict[str, Any]
Span = tuple[int, int, int]


def rows_of(folder: Path = CORPUS) -> list[Row]:
    """Return the written rows of a corpus, with the spans of their details."""
    rows = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    for row in rows:
        if "details" in row:
            row["spans"] = spans_of(messages_of(row), row["details"])
    return rows


def messages_of(row: Row) -> list[str]:
    """Return the messages of a row, oldest first."""
    return list(row["messages"]) if "messages" in row else [row["text"]]


def spans_of(messages: Sequence[str], details: Iterable[str]) -> list[Span]:
    """Return where each detail stands, as (message, start, end); each is looked for behind the one before.

    Errors: ValueError if one does not stand there.
    """
    spans = []
    message = start = 0
    for detail in details:
        while (at := messages[message].find(detail, start)) < 0:
            message, start = message + 1, 0
            if message == len(messages):
                raise ValueError(f"{detail!r} does not stand in {messages!r}")
        start = at + len(detail)
        spans.append((message, at, start))
    return spans


def coverage(row: Row, findings: Sequence[Finding]) -> float | None:
    """Return how much of a row's details the findings cover, by code points; None where none is known."""
    covered = whole = 0
    for message, start, end in row.get("spans", ()):
        places = set(range(start, end))
        seen: set[int] = set()
        for one in findings:
            if one.message == message and one.kind not in SENTENCE_KINDS:
                seen |= places & set(range(one.start, one.end))
        covered, whole = covered + len(seen), whole + len(places)
    return covered / whole if whole else None


def is_right(row: Row, finding: Finding) -> bool:
    """Return whether a finding says something true of its row."""
    if row["label"] != "contact":
        return False
    # Parts of a run may stand in messages of which the row marks nothing.
    if finding.kind in SENTENCE_KINDS or "spans" not in row or "run" in finding.evidence:
        return True
    return any(
        message == finding.message and start < finding.end and finding.start < end
        for message, start, end in row["spans"]
    )
