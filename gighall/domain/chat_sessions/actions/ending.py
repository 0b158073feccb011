"""Ending a session: who is there leaves with the last lease, and what is billed is written down once.

The transcript of what was sold is the delivery of the order, in the same transaction.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from gighall.domain.orders.actions import deliver_transcript
from gighall.domain.orders.actions.writing import Writing
from gighall.domain.orders.rules import HeldSession
from gighall.domain.orders.states import OPEN_STATES
from gighall.domain.record.models import Record

from ..models import ChatSession, Lease
from ..queries import digest_at_end, order_facts, running_for
from ..rules import check_is_running, is_delivered_by
from ..states import ORDER_ENDED, PRESSED, SUPPORT
from .presence import left
from .telling import fact_of, hold_session_for, write_down


@transaction.atomic
def end_session(*, session_id: str, by_id: int, now: datetime) -> ChatSession:
    """End a session that has begun, by either side; its transcript delivers the order. Twice is once.

    Errors: NotYours, SessionRefused.
    """
    session = hold_session_for(public_id=session_id, person_id=by_id)
    if session.ended_at is not None and session.started_at is not None:
        return session
    check_is_running(is_started=session.started_at is not None, is_over=session.ended_at is not None)
    finish(session, by_id=by_id, why=PRESSED, now=now)
    return session


def finish(session: ChatSession, *, by_id: int | None, why: str, now: datetime) -> None:
    """End a session that has begun: close its lines, write down what is billed, and deliver it if it was sold.

    Must run inside the transaction that holds the order's row.
    """
    order = session.order
    facts = order_facts(order, now=now)
    if order.state not in OPEN_STATES:
        by_id, why = None, ORDER_ENDED
    elif facts.has_case:
        by_id, why = None, SUPPORT
    # From here on nothing is written in the record by anybody else: what is read of it stays true.
    record = Record.objects.select_for_update(no_key=True).get(pk=order.record_id)
    leases = Lease.objects.select_for_update().filter(session=session).order_by("id")
    lines = [left(session, lease, at=now, is_quiet=True) for lease in leases]
    session.last_number = write_down(*lines) if lines else record.last_number
    Lease.objects.filter(session=session).delete()
    session.ended_at, session.why = now, why
    seconds = session.billed_seconds = running_for(session, now).seconds
    session.save(update_fields=["ended_at", "why", "billed_seconds", "last_number"])
    digest = digest_at_end(session, record, by_id=by_id, now=now)
    if not is_delivered_by(facts, medium=session.medium, seconds=seconds):
        writing = Writing(order, now)
        writing.add_fact("session_ended", by_id=by_id, session=session.public_id, **_ended(session, digest))
        writing.store()
        return
    # The delivery mails both sides the head that comes after both facts.
    write_down(fact_of(session, "session_ended", at=now, by_id=by_id, **_ended(session, digest)))
    deliver_transcript(order, held=_held(session, seconds, digest), now=now)


def _ended(session: ChatSession, digest: str) -> dict[str, Any]:
    """Return what the record says of the end of a session."""
    return {"why": session.why, "seconds": session.billed_seconds, "digest": digest}


def _held(session: ChatSession, seconds: int, digest: str) -> HeldSession:
    return HeldSession(
        session=session.public_id,
        medium=session.medium,
        first_number=session.first_number or 1,
        last_number=session.last_number or 1,
        seconds=seconds,
        cap_seconds=session.cap_seconds,
        digest=digest,
    )
