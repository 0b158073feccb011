"""Reads of sessions. Every read goes through the reader's own side of the order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.written_query import Given, WrittenQuery
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import get_order_for, moments_of
from gighall.domain.orders.rules import Moment
from gighall.domain.orders.rules.clock import ENDED, WAITS_FOR_SUPPORT, times_now
from gighall.domain.orders.states import BUYER, SELLER
from gighall.domain.record.models import Record
from gighall.domain.record.queries import ShownEntry, shown_entries

from .models import ChatSession, Lease
from .rules import Leases, OrderFacts, Reckoning, carried_on, reckon
from .rules.transcript import (
    SESSION_ENDED,
    SESSION_STARTED,
    SessionTalk,
    SpokenEntry,
    digest_of,
    erased_in,
    issued,
    sessions_in,
    talk_of,
    transcript,
)
from .states import TEXT, VIDEO


def sessions_of(order_id: int) -> list[ChatSession]:
    """Return all sessions of an order, the oldest first."""
    return list(ChatSession.objects.filter(order_id=order_id).select_related("opened_by").order_by("number"))


def open_session_of(order_id: int, medium: str = TEXT) -> ChatSession | None:
    """Return the session of an order that has not ended, or None: opened by one side, or started by both."""
    return (
        ChatSession.objects.filter(order_id=order_id, medium=medium, ended_at__isnull=True)
        .select_related("opened_by")
        .first()
    )


def newest_session_of(order_id: int, medium: str = TEXT) -> ChatSession | None:
    """Return the newest session of an order, whether it has ended or not, or None."""
    found = ChatSession.objects.filter(order_id=order_id, medium=medium).select_related("opened_by")
    return found.order_by("-number").first()


def get_session_for(*, public_id: str, person_id: int) -> ChatSession:
    """Return a session of an order of which the person is a side; the order comes with it.

    Errors: NotYours.
    """
    session = ChatSession.objects.select_related("order", "opened_by").filter(public_id=public_id).first()
    if session is None or person_id not in (session.order.buyer_id, session.order.seller_id):
        raise NotYours(_("There is no such session."))
    return session


def get_sessions_for(*, order_id: str, person_id: int) -> list[ChatSession]:
    """Return the sessions of an order of which the person is a side, the oldest first.

    Errors: NotYours.
    """
    return sessions_of(get_order_for(public_id=order_id, person_id=person_id).pk)


def side_in(order: Order, person_id: int) -> str:
    """Return on which side of an order a person of it is."""
    return BUYER if person_id == order.buyer_id else SELLER


def leases_of(session: ChatSession, order: Order) -> Leases:
    """Return until when each open line of a session was seen, by side and line."""
    rows = Lease.objects.filter(session=session).order_by("id").values_list("person_id", "line", "at")
    return {(side_in(order, person_id), line): at for person_id, line, at in rows}


def running_for(
    session: ChatSession,
    now: datetime,
    *,
    order: Order | None = None,
    moments: Sequence[Moment] | None = None,
    as_shown: bool = False,
) -> Reckoning:
    """Return where a session stands: what is billed so far, who is there, whether it is paused.

    ``now`` may be by a clock that is behind what the record says already. ``as_shown`` counts who is there as there
    up to now: what a timer shows, and never less than what is billed in the end.
    """
    of = order or session.order
    facts = moments_of(of.record_id) if moments is None else moments
    moment = max(now, facts[-1].at) if facts else now
    leases = leases_of(session, of) if session.ended_at is None else {}
    return reckon(
        facts,
        session=session.public_id,
        cap_seconds=session.cap_seconds,
        leases=carried_on(leases, now=moment) if as_shown else leases,
        now=moment,
    )


def billed_before(order_id: int, medium: str) -> int:
    """Return the seconds that were billed in sessions of an order that have ended."""
    ended = ChatSession.objects.filter(order_id=order_id, medium=medium, billed_seconds__isnull=False)
    return int(ended.aggregate(seconds=Sum("billed_seconds"))["seconds"] or 0)


def order_facts(order: Order, *, now: datetime, moments: Sequence[Moment] | None = None) -> OrderFacts:
    """Return what a session asks of its order."""
    facts = moments_of(order.record_id) if moments is None else moments
    standing = times_now(facts, now=now).standing
    has_case = WAITS_FOR_SUPPORT in standing and ENDED not in standing
    return OrderFacts(state=order.state, kind=order.kind, minutes=order.minutes, has_case=has_case)


def calls_ringing_for(person_id: int, other_id: int) -> list[ChatSession]:
    """Return the video calls that one person has started and the other has not joined yet, with their orders."""
    return _RINGING.all(person_id=person_id, other_id=other_id)


_RINGING = WrittenQuery(
    lambda: (
        ChatSession.objects.filter(
            medium=VIDEO,
            ended_at__isnull=True,
            started_at__isnull=True,
            order__buyer_id=Given("person_id"),
            order__seller_id=Given("other_id"),
        )
        .select_related("order", "opened_by")
        .order_by("id")
    )
)


@dataclass(frozen=True)
class Transcript:
    """The transcript of a session as it can be made today. ``text`` is the Markdown as it is handed out.

    ``is_whole`` says that it has the digest that the record states.
    """

    talk: SessionTalk
    entries: list[SpokenEntry]
    text: str
    erased: list[int]
    is_whole: bool


def transcript_of(record: Record, session: str) -> Transcript:
    """Return the transcript of a session that was held in a record and has ended.

    It asks for nobody's place in the record: only for who has found it as one of its sides, or as staff on its case.
    Errors: NotYours.
    """
    talk = next((talk for talk in held_sessions(record) if talk.session == session), None)
    if talk is None:
        raise NotYours(_("There is no such transcript."))
    return _made(record, talk)


def transcripts_of(record: Record) -> list[Transcript]:
    """Return the transcripts of all sessions of a record that have ended, the oldest first; for who may read it."""
    return [_made(record, talk) for talk in held_sessions(record)]


def held_sessions(record: Record) -> list[SessionTalk]:
    """Return the sessions that were held in a record and have ended, by its facts, the oldest first."""
    kinds = (SESSION_STARTED, SESSION_ENDED)
    facts = shown_entries(record_id=record.pk, kinds=kinds)
    return sessions_in(record.public_id, map(_spoken, facts))


def digest_at_end(session: ChatSession, record: Record, *, by_id: int | None, now: datetime) -> str:
    """Return the digest of the transcript of a session that ends now, for the facts that will state it.

    Shapes: the session knows already why it ended, what is billed and which entries it covers.
    Must run inside the transaction that holds the record's row.
    """
    first, last = session.first_number or 1, session.last_number or 1
    entries = [_spoken(each) for each in shown_entries(record_id=record.pk, first=first, last=last)]
    said = {"session": session.public_id, "why": session.why, "seconds": session.billed_seconds}
    # As the record will have it: to the millisecond, and never before the entry before.
    at = max(now.replace(microsecond=now.microsecond // 1_000 * 1_000), entries[-1].at)
    side = "" if by_id is None else side_in(session.order, by_id)
    ended = SpokenEntry(last + 1, SESSION_ENDED, side, at, json.dumps(said))
    return digest_of(transcript(talk_of(record.public_id, entries[0], ended), entries))


def _made(record: Record, talk: SessionTalk) -> Transcript:
    shown = shown_entries(record_id=record.pk, first=talk.first, last=talk.last)
    entries = [_spoken(each) for each in shown]
    text, erased = transcript(talk, entries), erased_in(talk, entries)
    return Transcript(talk, entries, issued(talk, text, erased), erased, digest_of(text) == talk.digest)


def _spoken(entry: ShownEntry) -> SpokenEntry:
    return SpokenEntry(entry.number, entry.kind, entry.side, entry.at, entry.shown, entry.is_cut)
