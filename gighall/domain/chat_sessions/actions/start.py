"""Opening and starting a session: one side presses start, then the other."""

from datetime import datetime

from django.db import transaction

from gighall.base.errors import marked as _
from gighall.domain.orders.actions.writing import Writing
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import lock_order_for

from ..models import ChatSession
from ..queries import billed_before, open_session_of, order_facts
from ..rules import SessionRefused, cap_of, check_can_start, check_can_withdraw
from ..states import PRESSED, TEXT
from .telling import fact_of, hold_session_for, write_down

TAKEN_BACK = _(
    "The other side took their start back. Press start again if you want to open the session yourself."
)


@transaction.atomic
def press_start(
    *, order_id: str, by_id: int, now: datetime, medium: str = TEXT, joins: str = ""
) -> ChatSession:
    """Press start: the first side opens a session and waits, the second side starts it. Twice is once.

    Shapes: ``joins`` is the session that the page showed as waiting for this side; empty for none.
    Errors: NotYours, SessionRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    session = open_session_of(order.pk, medium)
    if joins and (session is None or session.public_id != joins):
        raise SessionRefused(TAKEN_BACK)
    facts = order_facts(order, now=now)
    before = billed_before(order.pk, medium)
    if session is None:
        earlier = ChatSession.objects.filter(order=order).count()
        check_can_start(facts, medium=medium, billed_before=before, sessions_before=earlier)
        return _open(order, medium=medium, by_id=by_id, number=earlier + 1, now=now)
    session.order = order
    if session.started_at is None and session.opened_by_id != by_id:
        check_can_start(facts, medium=medium, billed_before=before, sessions_before=0)
        cap_seconds = cap_of(facts, medium=medium, billed_before=before)
        _start(session, by_id=by_id, cap_seconds=cap_seconds, now=now)
    return session


@transaction.atomic
def withdraw_start(*, session_id: str, by_id: int, now: datetime) -> ChatSession:
    """Take one's own start back before the other side has pressed. Twice is once.

    Errors: NotYours, SessionRefused.
    """
    session = hold_session_for(public_id=session_id, person_id=by_id)
    is_own, is_started = session.opened_by_id == by_id, session.started_at is not None
    is_over = session.ended_at is not None
    if is_own and is_over and not is_started and session.why == PRESSED:
        return session
    check_can_withdraw(is_own=is_own, is_started=is_started, is_over=is_over)
    withdraw(session, by_id=by_id, why=PRESSED, now=now)
    return session


def withdraw(session: ChatSession, *, by_id: int | None, why: str, now: datetime) -> None:
    """End a session that nobody has started. Must run inside the transaction that holds the order's row."""
    session.ended_at, session.why = now, why
    session.save(update_fields=["ended_at", "why"])
    # Locked by id, as live programs do when they move them on.
    leases = [lease.pk for lease in session.leases.select_for_update().order_by("id")]
    session.leases.filter(pk__in=leases).delete()
    write_down(fact_of(session, "session_withdrawn", at=now, by_id=by_id, why=why))


def _open(order: Order, *, medium: str, by_id: int, number: int, now: datetime) -> ChatSession:
    session = ChatSession.objects.create(
        order=order, number=number, medium=medium, opened_by_id=by_id, opened_at=now
    )
    writing = Writing(order, now)
    writing.tell("session_opened", order.seller_id if by_id == order.buyer_id else order.buyer_id)
    writing.add_fact("session_opened", by_id=by_id, session=session.public_id, medium=medium)
    writing.store()
    return session


def _start(session: ChatSession, *, by_id: int, cap_seconds: int | None, now: datetime) -> None:
    number = write_down(
        fact_of(
            session, "session_started", at=now, by_id=by_id, medium=session.medium, cap_seconds=cap_seconds
        )
    )
    session.started_at, session.cap_seconds, session.first_number = now, cap_seconds, number
    session.save(update_fields=["started_at", "cap_seconds", "first_number"])
