"""View-models of the session page: what the templates print, decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.chat_sessions.queries import billed_before, order_facts, running_for, sessions_of
from gighall.domain.chat_sessions.rules import (
    OrderFacts,
    Reckoning,
    SessionRefused,
    cap_of,
    check_can_start,
)
from gighall.domain.chat_sessions.states import TEXT
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import moments_of
from gighall.domain.orders.rules import Moment
from gighall.domain.orders.states import BUYER, SELLER
from gighall.web.orders.spans import exact_words
from gighall.web.sessions.facts import SESSION_FACTS
from gighall.web.shared.say import say

NONE, MINE, THEIRS, RUNNING, PAUSED, ENDED = "none", "mine", "theirs", "running", "paused", "ended"
MINUTE_SECONDS = 60


@dataclass(frozen=True)
class Clock:
    """The timer: what counts so far and at most, as figures and as words; ``is_counting`` lets the page count on."""

    seconds: int
    cap_seconds: int | None
    figures: str
    cap_figures: str
    words: str
    is_counting: bool


@dataclass(frozen=True)
class Presence:
    """One side as the page shows it; ``seen_at`` is when somebody who is away was seen last, if ever."""

    name: str
    is_mine: bool
    is_here: bool
    seen_at: datetime | None


@dataclass(frozen=True)
class SessionPage:
    """The session of an order as one of its sides sees it.

    ``phase`` is *none*, *mine* (one pressed start oneself), *theirs*, *running*, *paused* or *ended*. ``why_not`` says
    why none can be started. ``session`` is the public id of what is open.
    """

    order: Order
    other_name: str
    session: str
    phase: str
    sentence: str
    note: str
    clock: Clock
    sides: list[Presence]
    can_start: bool
    start_label: str
    # What is said before the session is ended; empty where it cannot be.
    end_words: str
    why_not: str
    first_number: int

    @property
    def is_running(self) -> bool:
        """Say whether it can be paused."""
        return self.phase == RUNNING

    @property
    def is_paused(self) -> bool:
        """Say whether it can go on."""
        return self.phase == PAUSED

    @property
    def is_mine_alone(self) -> bool:
        """Say whether one's own start can be taken back."""
        return self.phase == MINE

    @property
    def is_ended(self) -> bool:
        """Say whether it has ended."""
        return self.phase == ENDED


def session_page(order: Order, person: Person, *, now: datetime) -> SessionPage:
    """Return the page of an order's text session, for one of its sides."""
    sessions = [each for each in sessions_of(order.pk) if each.medium == TEXT]
    newest = sessions[-1] if sessions else None
    moments = moments_of(order.record_id)
    facts = order_facts(order, now=now, moments=moments)
    standing = running_for(newest, now, order=order, moments=moments, as_shown=True) if newest else None
    phase = _phase(newest, standing, person)
    why_not = _why_not(order, facts, len(sessions)) if phase in (NONE, THEIRS, ENDED) else ""
    other = order.seller if person.pk == order.buyer_id else order.buyer
    return SessionPage(
        order=order,
        other_name=other.name,
        session=newest.public_id if newest and newest.ended_at is None else "",
        phase=phase,
        sentence=_sentence(phase, newest, standing, moments, order, person, other),
        note=_note(phase, other),
        clock=_clock(order, facts, newest, standing),
        sides=_sides(order, person, standing if phase not in (NONE, ENDED) else None),
        can_start=phase in (NONE, THEIRS, ENDED) and not why_not,
        start_label=_start_label(phase),
        end_words=_before_end() if phase in (RUNNING, PAUSED) else "",
        why_not=why_not,
        first_number=newest.first_number or 0 if newest else 0,
    )


def _phase(session: ChatSession | None, standing: Reckoning | None, person: Person) -> str:
    if session is None or standing is None or (session.ended_at is not None and session.started_at is None):
        return NONE
    if session.ended_at is not None or standing.ended_at is not None:
        return ENDED
    if session.started_at is None:
        return MINE if session.opened_by_id == person.pk else THEIRS
    return PAUSED if standing.is_paused else RUNNING


def _why_not(order: Order, facts: OrderFacts, before: int) -> str:
    try:
        check_can_start(
            facts, medium=TEXT, billed_before=billed_before(order.pk, TEXT), sessions_before=before
        )
    except SessionRefused as refusal:
        return say(refusal)
    return ""


def _before_end() -> str:
    return _(
        "The time that counts is written down, and the transcript is delivered. This cannot be taken back."
    )


def _start_label(phase: str) -> str:
    match phase:
        case "theirs":
            return _("Start the session")
        case "ended":
            return _("Start another session")
        case _:
            return _("Press start")


_SENTENCES = {
    NONE: gettext_lazy("Nothing has begun. Press start when you are ready; %(name)s presses too."),
    MINE: gettext_lazy("You pressed start. The session begins when %(name)s presses start too."),
    THEIRS: gettext_lazy("%(name)s pressed start and waits for you. The session begins when you press too."),
    PAUSED: gettext_lazy("Paused. No minute counts until one of you lets it go on."),
}


def _sentence(
    phase: str,
    session: ChatSession | None,
    standing: Reckoning | None,
    moments: Sequence[Moment],
    order: Order,
    person: Person,
    other: Person,
) -> str:
    """Return in one sentence how the session stands: the page shows it, and says it aloud when it changes."""
    if phase == ENDED:
        return _end_words(session, moments, order)
    if phase in _SENTENCES or standing is None:
        return str(_SENTENCES[phase]) % {"name": other.name}
    mine, theirs = (BUYER, SELLER) if person.pk == order.buyer_id else (SELLER, BUYER)
    if standing.is_counting:
        return _("Both of you are here: time counts.")
    if mine not in standing.present:
        return _("You are not counted as present, so no minute counts.")
    if theirs not in standing.present:
        return _("%(name)s is not here, so no minute counts.") % {"name": other.name}
    return _("The minutes of this order are used up.")


def _end_words(session: ChatSession | None, moments: Sequence[Moment], order: Order) -> str:
    ends = [each for each in moments if each.kind == "session_ended"]
    own = [each for each in ends if session and each.fact["session"] == session.public_id]
    if not own:
        return _("The session ends, because the order has moved on.")
    if own[-1].fact.get("why") == "pressed":
        return _("The session has ended. %(time)s count.") % {"time": exact_words(own[-1].fact["seconds"])}
    return SESSION_FACTS["session_ended"](dict(own[-1].fact), "")[0]


def _note(phase: str, other: Person) -> str:
    minutes = limits.SESSION_IDLE_MINUTES
    match phase:
        case "none" | "mine" | "theirs":
            return _(
                "A minute counts only while both of you have this page open, with script and a live line. Either of"
                " you can pause, go on, and end."
            )
        case "running" | "paused":
            words = ngettext(
                "Either of you can pause, go on, and end. If you are not here together for %(minutes)d minute, it ends"
                " by itself.",
                "Either of you can pause, go on, and end. If you are not here together for %(minutes)d minutes, it ends"
                " by itself.",
                minutes,
            )
            return words % {"minutes": minutes}
        case _:
            return ""


def _clock(order: Order, facts: OrderFacts, session: ChatSession | None, standing: Reckoning | None) -> Clock:
    cap = session.cap_seconds if session and session.started_at else None
    if cap is None and (session is None or session.started_at is None):
        cap = cap_of(facts, medium=TEXT, billed_before=billed_before(order.pk, TEXT))
    seconds = standing.seconds if standing else 0
    if session is not None and session.billed_seconds is not None:
        seconds = session.billed_seconds
    words = (
        _("%(time)s of %(cap)s") % {"time": exact_words(seconds), "cap": exact_words(cap)}
        if cap is not None
        else exact_words(seconds)
    )
    return Clock(
        seconds=seconds,
        cap_seconds=cap,
        figures=figures(seconds),
        cap_figures=figures(cap) if cap is not None else "",
        words=words,
        is_counting=standing is not None and standing.is_counting,
    )


def figures(seconds: int) -> str:
    """Return a time as a timer shows it, in minutes and seconds: "12:41", "60:00"."""
    minutes, rest = divmod(seconds, MINUTE_SECONDS)
    return f"{minutes}:{rest:02}"


def _sides(order: Order, person: Person, standing: Reckoning | None) -> list[Presence]:
    """Return both sides, the reader first; nobody is anywhere while nothing is open."""
    if standing is None:
        return []
    is_buyer = person.pk == order.buyer_id
    both = [(SELLER, order.seller), (BUYER, order.buyer)]
    return [
        Presence(
            name=each.name,
            is_mine=each.pk == person.pk,
            is_here=side in standing.present,
            seen_at=None if side in standing.present else standing.seen.get(side),
        )
        for side, each in (reversed(both) if is_buyer else both)
    ]
