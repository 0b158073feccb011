"""The fair clock as a page shows it: until when it runs, in both zones, or why it stands still."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from gighall.base import limits
from gighall.domain.orders.rules.clock import (
    WAITS_FOR_ANSWERS,
    WAITS_FOR_REQUEST,
    WAITS_FOR_REVIEW,
    WAITS_FOR_SUPPORT,
)
from gighall.web.orders.situation import Situation
from gighall.web.orders.spans import both_zones, span_words


@dataclass(frozen=True)
class ClockFace:
    """A clock of an order. ``state`` is *runs*, *stands* or *over*; ``rows`` are moments as (label, words)."""

    title: str
    state: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def clocks_of(at: Situation) -> list[ClockFace]:
    """Return the clocks that matter now: the seller's while there is work, the buyer's while there is a delivery."""
    if not at.is_open:
        return []
    faces = [_review_clock(at)] if WAITS_FOR_REVIEW in at.times.standing else []
    return [*faces, *_work_clock(at)]


def _work_clock(at: Situation) -> list[ClockFace]:
    left = at.times.work_left
    if left is None:
        # Orders from before the clock agreed on no time.
        return []
    title = _("The seller’s time") if at.is_buyer else _("Your time for the work")
    if at.times.standing:
        lines = [_standing_words(at), *_left_words(left)]
        return [ClockFace(title, "stands", lines=lines)]
    if at.times.is_late:
        very_late_at = at.now + left + timedelta(hours=limits.VERY_LATE_HOURS)
        words = _("It is over by %(span)s.") % {"span": span_words(at.times.late)}
        lines = [words, *_very_late_words(at)]
        rows = [] if at.times.is_very_late else _rows(at, very_late_at)
        return [ClockFace(title, "over", rows, lines)]
    rows = _rows(at, at.times.due_at)
    return [ClockFace(title, "runs", rows, [_("It runs: %(span)s left.") % {"span": span_words(left)}])]


def _review_clock(at: Situation) -> ClockFace:
    title = _("Your time to look at the delivery") if at.is_buyer else _("The buyer’s time to look")
    ends_at = at.times.review_ends_at
    if ends_at is None:
        return ClockFace(
            title,
            "stands",
            lines=[_standing_words(at, but=WAITS_FOR_REVIEW), *_left_words(at.times.review_left)],
        )
    return ClockFace(title, "runs", _rows(at, ends_at), [_("After that, silence counts as acceptance.")])


def _rows(at: Situation, moment: datetime | None) -> list[tuple[str, str]]:
    if moment is None:
        return []
    said = both_zones(moment, at.other)
    rows = [(_("Until"), said.here)]
    if said.there:
        rows.append((_("For %(name)s") % {"name": at.other.name}, said.there))
    return rows


def _standing_words(at: Situation, *, but: str = "") -> str:
    reasons = [_reason(at, why) for why in at.times.standing if why != but]
    return _("It stands still: %(reasons)s.") % {"reasons": _(", and ").join(reasons)}


def _reason(at: Situation, why: str) -> str:
    name = {"name": at.other.name}
    if why == WAITS_FOR_ANSWERS:
        mine, theirs = _("the seller’s questions wait for your answers"), _("%(name)s has not answered yet")
        return mine if at.is_buyer else theirs % name
    if why == WAITS_FOR_REVIEW:
        mine, theirs = _("you are looking at the delivery"), _("%(name)s is looking at the delivery")
        return mine if at.is_buyer else theirs % name
    if why == WAITS_FOR_REQUEST:
        mine, theirs = _("a request waits for your answer"), _("your request waits for an answer of %(name)s")
        return mine if at.is_asked else theirs % name
    if why == WAITS_FOR_SUPPORT:
        return _("support looks at the order")
    raise ValueError(f"the clock stands still for {why!r}, which has no words")


def _left_words(left: timedelta) -> list[str]:
    if left <= timedelta():
        return [_("When it runs again, no time is left.")]
    return [_("When it runs again: %(span)s left.") % {"span": span_words(left)}]


def _very_late_words(at: Situation) -> list[str]:
    if at.times.is_very_late:
        return [
            _("You can cancel alone and get everything back.")
            if at.is_buyer
            else _("The buyer can cancel alone now and get everything back.")
        ]
    return [
        _("After that you can cancel alone and get everything back:")
        if at.is_buyer
        else _("After that the buyer can cancel alone and get everything back:")
    ]
