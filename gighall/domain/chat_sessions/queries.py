"""Reads of sessions. Every read goes through the reader's own side of the order."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Sum

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import get_order_for, moments_of
from gighall.domain.orders.rules import Moment
from gighall.domain.orders.rules.clock import ENDED, WAITS_FOR_SUPPORT, times_now
from gighall.domain.orders.states import BUYER, SELLER

from .models import ChatSession, Lease
from .rules import Leases, OrderFacts, Reckoning, reckon
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
) -> Reckoning:
    """Return where a session stands: what is billed so far, who is there, whether it is paused.

    ``now`` may be by a clock that is behind what the record says already.
    """
    of = order or session.order
    facts = moments_of(of.record_id) if moments is None else moments
    return reckon(
        facts,
        session=session.public_id,
        cap_seconds=session.cap_seconds,
        leases=leases_of(session, of),
        now=max(now, facts[-1].at) if facts else now,
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
    found = ChatSession.objects.filter(
        medium=VIDEO,
        ended_at__isnull=True,
        started_at__isnull=True,
        order__buyer_id=person_id,
        order__seller_id=other_id,
    )
    return list(found.select_related("order", "opened_by").order_by("id"))
