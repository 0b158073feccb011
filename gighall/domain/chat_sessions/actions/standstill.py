"""Pausing a session, and going on: either side does either."""

from datetime import datetime

from django.db import transaction

from ..models import ChatSession
from ..queries import running_for
from ..rules import check_is_running
from .telling import fact_of, hold_session_for, write_down


@transaction.atomic
def pause(*, session_id: str, by_id: int, now: datetime) -> ChatSession:
    """Let a session stand still: nothing is billed until either side lets it go on. Twice is once.

    Errors: NotYours, SessionRefused.
    """
    return _set(session_id, by_id, is_paused=True, now=now)


@transaction.atomic
def resume(*, session_id: str, by_id: int, now: datetime) -> ChatSession:
    """Let a paused session go on. Twice is once.

    Errors: NotYours, SessionRefused.
    """
    return _set(session_id, by_id, is_paused=False, now=now)


def _set(session_id: str, by_id: int, *, is_paused: bool, now: datetime) -> ChatSession:
    session = hold_session_for(public_id=session_id, person_id=by_id)
    standing = running_for(session, now)
    # The order may have ended, or gone to support, while the session ran: then the session is over too.
    check_is_running(
        is_started=session.started_at is not None,
        is_over=session.ended_at is not None or standing.ended_at is not None,
    )
    if standing.is_paused != is_paused:
        kind = "session_paused" if is_paused else "session_resumed"
        write_down(fact_of(session, kind, at=now, by_id=by_id))
    return session
