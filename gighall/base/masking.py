"""Masking: how withheld spans look to the other side. Plain Python.

A span is ``{"s": start, "e": end, "kind": kind}`` in code points of the full words.
"""

from collections.abc import Sequence
from typing import TypedDict

MASK = "█████"


class Span(TypedDict):
    """A stretch of the full words, half open, and what was found there."""

    s: int
    e: int
    kind: str


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
