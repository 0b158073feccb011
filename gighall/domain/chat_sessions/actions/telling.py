"""Holding a session's order, and writing what happens in a session into the order's record."""

from datetime import datetime
from typing import Any

from gighall.domain.orders.models import Order
from gighall.domain.record.actions import NewEntry, append_entries

from ..models import ChatSession
from ..queries import get_session_for


def hold_session(session_id: int) -> ChatSession:
    """Return a session with its order locked until the transaction ends: every action on either waits for it."""
    order_id = ChatSession.objects.values_list("order_id", flat=True).get(pk=session_id)
    order = (
        Order.objects.select_for_update(no_key=True, of=("self",)).select_related("record").get(pk=order_id)
    )
    session = ChatSession.objects.get(pk=session_id)
    session.order = order
    return session


def hold_session_for(*, public_id: str, person_id: int) -> ChatSession:
    """Return a session of the person's with its order locked.

    Errors: NotYours.
    """
    return hold_session(get_session_for(public_id=public_id, person_id=person_id).pk)


def fact_of(
    session: ChatSession, kind: str, /, *, at: datetime, by_id: int | None = None, **fact: Any
) -> NewEntry:
    """Return what happened in a session as an entry; nobody as author means that the hall saw it."""
    return NewEntry.fact(
        record_id=session.order.record_id,
        kind=kind,
        at=at,
        author_id=by_id,
        fact={"session": session.public_id, **fact},
    )


def write_down(*entries: NewEntry) -> int:
    """Write what happened, as the last write of its transaction; return the number of the last entry.

    A step of a session is mailed to nobody: both look at it while it happens.
    """
    return append_entries(entries)[-1]
