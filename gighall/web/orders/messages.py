"""A message of the timeline as its reader sees it: pieces and marks, remarks, and what the other side sees.

The live client prints the same from ``static/js/live/message-view.js``; a test holds the two against each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gighall.base.masking import ALLOWED, MASK, MASKED, NOTED, marks_in_own, marks_in_shown
from gighall.base.masking import Mark as MarkedSpan
from gighall.domain.policy.rules import KIND_NAMES
from gighall.domain.record.queries import SeenEntry
from gighall.web.shared.verdicts import contact_href, why_words
from gighall.web.shared.words import own_origins, shaped


@dataclass(frozen=True)
class Mark:
    """Why a piece of a message is marked, and what was done with it: *mask*, *note* or *allow*."""

    kind: str
    outcome: str
    why: str
    help_url: str


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

    pieces: tuple[Piece, ...]
    note: str = ""
    other: tuple[Piece, ...] | None = None


def said_in(entry: SeenEntry, noted: Sequence[MarkedSpan], *, mine: bool, place: str) -> Said:
    """Return what a message says to its author or to somebody else.

    Shapes: ``noted`` are spans of the full words that are shown with a remark; ``place`` is *inbox* or *order*.
    """
    if entry.shown is None:
        return Said((), _("These words were erased."))
    in_shown = marks_in_shown(entry.spans, noted)
    if entry.own is None:
        pieces = _pieces(entry.shown, in_shown, place, for_author=mine)
        return Said(pieces, _remarks(in_shown, place, for_author=mine))
    in_own = marks_in_own(entry.spans, noted)
    return Said(
        _pieces(entry.own, in_own, place, for_author=True),
        _remarks(in_own, place, for_author=True),
        _pieces(entry.shown, in_shown, place, for_author=False) if entry.spans else None,
    )


def words_for_client() -> dict[str, Any]:
    """Return what the open page needs to print a message itself: names and sentences for each kind, and the mask."""
    kinds = _kinds_in(get_language())
    return {"kinds": kinds, "mask": MASK, "grey_bars": _grey_bars("{kinds}"), "origins": own_origins()}


@lru_cache
def _kinds_in(language: str | None) -> Mapping[str, Mapping[str, str]]:
    return {
        kind: {
            "name": str(_(name)),
            # What the other side reads there; the author's own sentences come with the marks.
            **{outcome: _for_reader(kind, outcome) for outcome in (MASKED, NOTED)},
        }
        for kind, name in KIND_NAMES.items()
    }


def _for_reader(kind: str, outcome: str) -> str:
    mark: MarkedSpan = {"s": 0, "e": 0, "kind": kind, "outcome": outcome}
    return why_words(mark, for_author=False, place="")


def _remarks(marks: Sequence[MarkedSpan], place: str, *, for_author: bool) -> str:
    """Return the sentences that stand under the words."""
    masked = dict.fromkeys(str(_(KIND_NAMES[mark["kind"]])) for mark in marks if mark["outcome"] == MASKED)
    noted = dict.fromkeys(
        why_words(mark, for_author=for_author, place=place)
        for mark in marks
        if mark["outcome"] in (NOTED, ALLOWED)
    )
    bars = [_grey_bars(", ".join(masked))] if masked and for_author else []
    return " ".join([*bars, *noted])


def _grey_bars(kinds: str) -> str:
    return _("The other side sees a grey bar instead of: %(kinds)s.") % {"kinds": kinds}


def _pieces(text: str, marks: Sequence[MarkedSpan], place: str, *, for_author: bool) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    position = 0
    for span in marks:
        if span["s"] > position:
            pieces += _plain(text[position : span["s"]])
        sentence = why_words(span, for_author=for_author, place=place)
        mark = Mark(span["kind"], span["outcome"], sentence, contact_href(place))
        pieces.append(Piece(text[span["s"] : span["e"]], mark))
        position = span["e"]
    if position < len(text):
        pieces += _plain(text[position:])
    return tuple(pieces)


def _plain(words: str) -> list[Piece]:
    if "`" not in words and "://" not in words:
        # Nearly all words: nothing in them begins code or an address.
        return [Piece(words, raw=words)]
    return [
        Piece(each.text, raw=each.raw, form=each.form, href=each.href)
        for each in shaped(words, own_origins())
    ]
