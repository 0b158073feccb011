"""What time does to sessions: lines that nobody sees any more, minutes that are used up, nobody there."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import moments_of_records
from gighall.domain.orders.rules import Moment

from ..models import ChatSession, Lease
from ..queries import order_facts, running_for
from ..states import CAP, IDLE, ORDER_ENDED, SUPPORT
from .ending import finish
from .presence import PRESENT_TIME, left
from .start import withdraw
from .telling import hold_session, write_down

log = logging.getLogger(__name__)

IDLE_TIME = timedelta(minutes=limits.SESSION_IDLE_MINUTES)


def sweep_sessions(*, now: datetime, limit: int) -> int:
    """Close the lines that were not seen for too long, and end the sessions that are over; return how many were done.

    Shapes: ``limit`` sessions are read at a time. Each is done in a transaction of its own; one that somebody
    holds is passed over, one that cannot be done holds up nobody else's.
    """
    done = 0
    for session in _needing(now, limit):
        try:
            done += _sweep_one(session.pk, now)
        except (OperationalError, InterfaceError):
            # The database is away, which is no session's fault.
            raise
        except (DatabaseError, Refused, LookupError, ValueError):
            log.exception("session %s was not swept; the next sweep tries again", session.pk)
    return done


def _needing(now: datetime, limit: int) -> Iterator[ChatSession]:
    """Yield the sessions in which something is due, as far as a look without locks can tell."""
    last = 0
    while True:
        open_ones = ChatSession.objects.filter(ended_at__isnull=True, pk__gt=last).order_by("pk")
        some = list(open_ones.select_related("order")[:limit])
        moments = moments_of_records([session.order.record_id for session in some])
        for session in some:
            last = session.pk
            facts = moments.get(session.order.record_id, [])
            if _stale_lines(session, now).exists() or _over(session, facts, now):
                yield session
        if len(some) < limit:
            return


@transaction.atomic
def _sweep_one(session_id: int, now: datetime) -> bool:
    order_id = ChatSession.objects.values_list("order_id", flat=True).get(pk=session_id)
    if not Order.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=order_id).exists():
        return False
    session = hold_session(session_id)
    if session.ended_at is not None:
        return False
    stale = list(_stale_lines(session, now).select_for_update().order_by("id"))
    if stale:
        entries = [left(session, lease, at=now) for lease in stale]
        Lease.objects.filter(pk__in=[lease.pk for lease in stale]).delete()
        write_down(*entries)
    why = _over(session, moments_of_records([session.order.record_id])[session.order.record_id], now)
    if why and session.started_at is None:
        withdraw(session, by_id=None, why=why, now=now)
    elif why:
        finish(session, by_id=None, why=why, now=now)
    return bool(stale or why)


def _stale_lines(session: ChatSession, now: datetime) -> QuerySet[Lease]:
    return Lease.objects.filter(session=session, at__lt=now - PRESENT_TIME)


def _over(session: ChatSession, moments: list[Moment], now: datetime) -> str:
    """Return why a session that has not ended is over, empty if it goes on."""
    facts = order_facts(session.order, now=now, moments=moments)
    standing = running_for(session, now, order=session.order, moments=moments)
    if session.order.ended_at is not None:
        return ORDER_ENDED
    if facts.has_case:
        return SUPPORT
    if session.cap_seconds is not None and standing.seconds >= session.cap_seconds:
        return CAP
    since = session.started_at or session.opened_at
    alone = standing.seen if session.started_at is None else {"both": standing.together_until}
    latest = max([since, *(at for at in alone.values() if at is not None)])
    return IDLE if now - latest >= IDLE_TIME else ""
