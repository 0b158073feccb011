"""Masking: how withheld spans look to the other side. Plain Python.

A span is ``{"s": start, "e": end, "kind": kind}`` in code points of the full words. A mark is a span that some
words on the page carry: withheld there (*mask*), or shown whole with a remark: noted (*note*), or let stand by an
exception (*allow*).
"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

MASK = "█████"
ALLOWED, MASKED, NOTED = "allow", "mask", "note"


class Span(TypedDict):
    """A stretch of the full words, half open, and what was found there."""

    s: int
    e: int
    kind: str
    # Whether it only completes what the author's messages before began.
    run: NotRequired[bool]


class Mark(Span):
    """A marked stretch of some words, and what the mark says: *mask*, *note* or *allow*.

    ``until`` is when the exception ends that lets it stand, in ISO 8601.
    """

    outcome: str
    until: NotRequired[str]


def mask(text: str, spans: Sequence[Span]) -> str:
    """Return the words with every span replaced by the mask; spans are ordered and do not overlap."""
    parts: list[str] = []
    position = 0
    for span in spans:
        parts += [text[position : span["s"]], MASK]
        position = span["e"]
    return "".join([*parts, text[position:]])


def shown_spans(spans: Sequence[Span]) -> list[Span]:
    """Return where the masks stand in the shown words, computed without knowing the full ones."""
    shift = 0
    shown: list[Span] = []
    for span in spans:
        start = span["s"] + shift
        shown.append({**span, "s": start, "e": start + len(MASK)})
        shift += len(MASK) - (span["e"] - span["s"])
    return shown


def marks_in_own(masked: Sequence[Span], noted: Sequence[Mark]) -> list[Mark]:
    """Return the marks of the full words, in their order; masked and noted spans do not overlap."""
    return _in_order(masked, noted)


def marks_in_shown(masked: Sequence[Span], noted: Sequence[Mark]) -> list[Mark]:
    """Return the marks of the shown words, in their order: the same ones as of the full words."""
    return _in_order(shown_spans(masked), [_moved(mark, masked) for mark in noted])


def _in_order(masked: Sequence[Span], noted: Sequence[Mark]) -> list[Mark]:
    marks: list[Mark] = [{**span, "outcome": MASKED} for span in masked]
    return sorted([*marks, *noted], key=lambda mark: mark["s"])


def _moved(mark: Mark, masked: Sequence[Span]) -> Mark:
    shift = sum(len(MASK) - (each["e"] - each["s"]) for each in masked if each["e"] <= mark["s"])
    return {**mark, "s": mark["s"] + shift, "e": mark["e"] + shift}
