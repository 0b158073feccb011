"""Masking: how withheld spans look to the other side. Plain Python.

A span is ``{"s": start, "e": end, "kind": kind}`` in code points of the full words. A mark is a span that some
words on the page carry: withheld there (*mask*), or shown whole with a remark (*note*).
"""

from collections.abc import Sequence
from typing import TypedDict

MASK = "█████"
MASKED, NOTED = "mask", "note"


class Span(TypedDict):
    """A stretch of the full words, half open, and what was found there."""

    s: int
    e: int
    kind: str


class Mark(Span):
    """A marked stretch of some words, and what the mark says: *mask* or *note*."""

    outcome: str


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
        shown.append({"s": start, "e": start + len(MASK), "kind": span["kind"]})
        shift += len(MASK) - (span["e"] - span["s"])
    return shown


def marks_in_own(masked: Sequence[Span], noted: Sequence[Span]) -> list[Mark]:
    """Return the marks of the full words, in their order; masked and noted spans do not overlap."""
    return _in_order(masked, noted)


def marks_in_shown(masked: Sequence[Span], noted: Sequence[Span]) -> list[Mark]:
    """Return the marks of the shown words, in their order: the same ones as of the full words."""
    return _in_order(shown_spans(masked), [_moved(span, masked) for span in noted])


def _in_order(masked: Sequence[Span], noted: Sequence[Span]) -> list[Mark]:
    marks: list[Mark] = [{**span, "outcome": MASKED} for span in masked]
    marks += [{**span, "outcome": NOTED} for span in noted]
    return sorted(marks, key=lambda mark: mark["s"])


def _moved(span: Span, masked: Sequence[Span]) -> Span:
    shift = sum(len(MASK) - (each["e"] - each["s"]) for each in masked if each["e"] <= span["s"])
    return {"s": span["s"] + shift, "e": span["e"] + shift, "kind": span["kind"]}
