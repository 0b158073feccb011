"""A view: a text rewritten so that the finders can read it, with the way back to the text as it was written."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

# No message is longer; what stands behind this in a longer text is searched for plain details only.
VIEW_CHARACTERS_MAX = 64_000

# From one edit of spaced letters to the next one.
NEXT_LETTER = 2


@dataclass(slots=True)
class Edit:
    """One stretch of a text, half open, and what stands there in the view."""

    start: int
    end: int
    becomes: str


def with_others(edits: list[Edit], others: list[Edit]) -> list[Edit]:
    """Return edits with those of others that none of them touches; an edit gives way to others that lead into it.

    Both are in order and do not overlap among themselves.
    """
    if not edits or not others:
        return edits or others
    starts = [one.start for one in others]
    kept = []
    for one in edits:
        last = bisect_left(starts, one.start) - 1
        goes_on = last + 1 < len(others) and others[last + 1].start < one.end
        before = others[last].end if last >= 0 else -NEXT_LETTER - 1
        if before + NEXT_LETTER < one.start or (before <= one.start and not goes_on):
            kept.append(one)
    ends = [one.end for one in kept]
    free = []
    for one in others:
        next_one = bisect_right(ends, one.start)
        if next_one == len(kept) or kept[next_one].start >= one.end:
            free.append(one)
    return kept + free


class View:
    """A text with edits made. Edits are in order and do not overlap."""

    __slots__ = ("_ends", "_starts", "edits", "text")

    def __init__(self, source: str, edits: Iterable[Edit]) -> None:
        self.edits = tuple(edits)
        pieces: list[str] = []
        position = 0
        # Where in the view each edit's words begin and end.
        self._starts: list[int] = []
        grown = accumulate((len(one.becomes) - (one.end - one.start) for one in self.edits), initial=0)
        for one, shift in zip(self.edits, grown, strict=False):
            pieces += (source[position : one.start], one.becomes)
            self._starts.append(one.start + shift)
            position = one.end
        pieces.append(source[position:])
        self._ends = [start + len(one.becomes) for start, one in zip(self._starts, self.edits, strict=True)]
        self.text = "".join(pieces)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the view stands in the source; whoever touches an edit gets all of it."""
        first = bisect_right(self._starts, start) - 1
        # Edits that leave nothing behind stand where the next sign stands: they belong to neither side.
        while first >= 0 and self._ends[first] == self._starts[first] == start:
            first -= 1
        if first >= 0 and start < self._ends[first]:
            source_start = self.edits[first].start
        else:
            source_start = self._back(start)
        last = bisect_right(self._starts, end - 1) - 1
        if last >= 0 and end - 1 < self._ends[last]:
            source_end = self.edits[last].end
        else:
            source_end = self._back(end - 1) + 1
        return source_start, source_end

    def touched(self, start: int, end: int) -> tuple[Edit, ...]:
        """Return the edits that lie inside a stretch of the view."""
        return self.within(*self.span(start, end))

    def within(self, start: int, end: int) -> tuple[Edit, ...]:
        """Return the edits that lie inside a stretch of the source."""
        first = bisect_left(self.edits, start, key=lambda one: one.start)
        last = bisect_right(self.edits, end, lo=first, key=lambda one: one.end)
        return self.edits[first:last]

    def _back(self, position: int) -> int:
        """Return the place in the source of a sign of the view that no edit made."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        return self.edits[index].end + position - self._ends[index]


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits in order; of those that overlap, the one that begins first, and of equals the longest."""
    kept: list[Edit] = []
    for one in sorted(edits, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
