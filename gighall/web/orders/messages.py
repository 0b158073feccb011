"""A message of the timeline as its reader sees it: pieces and marks, remarks, and what the other side sees.

The live client prints the same from ``static/js/live/message-view.js``; a test holds the two against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gighall.base.masking import MASK, MASKED, NOTED, marks_in_own, marks_in_shown
from gighall.base.masking import Mark as MarkedSpan
from gighall.domain.policy.rules import KIND_NAMES, why
from gighall.domain.record.queries import SeenEntry
from gighall.web.shared.words import own_origins, shaped


@dataclass(frozen=True)
class Mark:
    """Why a piece of a message is marked, and what was done with it: *mask* or *note*."""

    kind: str
    outcome: str
    why: str
    clause_url: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a message: marked, or plain words with a form (code, a block of it, a link)."""

    text: str
    mark: Mark | None = None
    raw: str = ""
    form: str = ""
    href: str = ""


@dataclass(frozen=True)
class Said:
    """What a message says to its reader; ``other`` is what the other side reads instead, when that differs."""

    pieces: list[Piece]
    note: str = ""
    other: list[Piece] | None = None


def said_in(entry: SeenEntry, noted: Sequence[MarkedSpan], *, mine: bool, clause_url: str) -> Said:
    """Return what a message says to its author or to somebody else.

    Shapes: ``noted`` are spans of the full words that are shown with a remark.
    """
    if entry.shown is None:
        return Said([], _("These words were erased."))
    in_shown = marks_in_shown(entry.spans, noted)
    if entry.own is None:
        pieces = _pieces(entry.shown, in_shown, clause_url, for_author=mine)
        return Said(pieces, _remarks(in_shown, for_author=mine))
    in_own = marks_in_own(entry.spans, noted)
    return Said(
        _pieces(entry.own, in_own, clause_url, for_author=True),
        _remarks(in_own, for_author=True),
        _pieces(entry.shown, in_shown, clause_url, for_author=False) if entry.spans else None,
    )


def words_for_client() -> dict[str, Any]:
    """Return what the open page needs to print a message itself: names and sentences for each kind, and the mask."""
    kinds = {
        kind: {
            "name": str(_(name)),
            # What the other side reads there; the author's own sentences come with the marks.
            MASKED: _(why(kind, for_author=False, outcome=MASKED)),
            NOTED: _(why(kind, for_author=False, outcome=NOTED)),
        }
        for kind, name in KIND_NAMES.items()
    }
    return {"kinds": kinds, "mask": MASK, "grey_bars": _grey_bars("{kinds}"), "origins": own_origins()}


def _remarks(marks: Sequence[MarkedSpan], *, for_author: bool) -> str:
    """Return the sentences that stand under the words."""
    masked = dict.fromkeys(str(_(KIND_NAMES[mark["kind"]])) for mark in marks if mark["outcome"] == MASKED)
    noted = dict.fromkeys(
        _(why(mark["kind"], for_author=for_author, outcome=NOTED))
        for mark in marks
        if mark["outcome"] == NOTED
    )
    bars = [_grey_bars(", ".join(masked))] if masked and for_author else []
    return " ".join([*bars, *noted])


def _grey_bars(kinds: str) -> str:
    return _("The other side sees a grey bar instead of: %(kinds)s.") % {"kinds": kinds}


def _pieces(text: str, marks: Sequence[MarkedSpan], clause_url: str, *, for_author: bool) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    for span in marks:
        if span["s"] > position:
            pieces += _plain(text[position : span["s"]])
        sentence = _(why(span["kind"], for_author=for_author, outcome=span["outcome"]))
        mark = Mark(span["kind"], span["outcome"], sentence, clause_url)
        pieces.append(Piece(text[span["s"] : span["e"]], mark))
        position = span["e"]
    if position < len(text):
        pieces += _plain(text[position:])
    return pieces


def _plain(words: str) -> list[Piece]:
    return [
        Piece(each.text, raw=each.raw, form=each.form, href=each.href)
        for each in shaped(words, own_origins())
    ]
