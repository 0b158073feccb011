"""Presence in a session: the lines of live programs through which a side is there. The live door calls these."""

from datetime import datetime, timedelta

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.domain.record.actions import NewEntry

from ..models import ChatSession, Lease
from ..queries import side_in
from ..rules import SessionRefused
from .telling import fact_of, hold_session_for, write_down

PRESENT_TIME = timedelta(seconds=limits.SESSION_PRESENT_SECONDS)


@transaction.atomic
def note_presence(*, session_id: str, by_id: int, line: str, at: datetime, now: datetime) -> ChatSession:
    """Note that a side was seen in a session through a live program; the first time it joins.

    Shapes: ``line`` names the program, ``at`` is when the side was seen. Seen again too long after the last time, it
    had left then, and joins anew.
    Errors: NotYours, SessionRefused when the session is over.
    """
    session = hold_session_for(public_id=session_id, person_id=by_id)
    if session.ended_at is not None:
        raise SessionRefused(_("This session has ended. Everything of it stands in the talk."))
    seen_at = min(at, now)
    lease = Lease.objects.select_for_update().filter(session=session, person_id=by_id, line=line).first()
    if lease is not None and seen_at - lease.at <= PRESENT_TIME:
        lease.at = max(lease.at, seen_at)
        lease.save(update_fields=["at"])
        return session
    entries = []
    if lease is not None:
        entries.append(left(session, lease, at=seen_at, is_quiet=_is_there_else(session, by_id, line)))
        lease.delete()
    Lease.objects.create(session=session, person_id=by_id, line=line, at=seen_at)
    write_down(*entries, joined(session, by_id, line, at=seen_at))
    return session


@transaction.atomic
def close_line(*, session_id: str, person_id: int, line: str, until: datetime, now: datetime) -> None:
    """Note that a side is not in a session any more through a live program, and until when it was seen there.

    Closing a line that is not open changes nothing.
    Errors: NotYours.
    """
    session = hold_session_for(public_id=session_id, person_id=person_id)
    lease = Lease.objects.select_for_update().filter(session=session, person_id=person_id, line=line).first()
    if lease is None:
        return
    # What the program saw since it last wrote the lease counts, as far as the lease reaches.
    if lease.at < until <= min(now, lease.at + PRESENT_TIME):
        lease.at = until
    entry = left(session, lease, at=now, is_quiet=_is_there_else(session, person_id, line))
    lease.delete()
    write_down(entry)


def joined(session: ChatSession, person_id: int, line: str, *, at: datetime) -> NewEntry:
    """Return the fact that a line begins; quiet where the side is there by another one, or nothing has begun."""
    is_quiet = session.started_at is None or _is_there_else(session, person_id, line)
    side = side_in(session.order, person_id)
    return fact_of(session, "session_joined", at=at, side=side, line=line, **_said(is_quiet))


def left(session: ChatSession, lease: Lease, *, at: datetime, is_quiet: bool = False) -> NewEntry:
    """Return the fact that a line has ended with its lease; ``is_quiet`` tells pages to say nothing of it."""
    return fact_of(
        session,
        "session_left",
        # A clock that was put back meanwhile takes nothing away that was proved before.
        at=max(at, lease.at),
        side=side_in(session.order, lease.person_id),
        line=lease.line,
        until=lease.at.isoformat(),
        **_said(is_quiet or session.started_at is None),
    )


def _is_there_else(session: ChatSession, person_id: int, line: str) -> bool:
    return Lease.objects.filter(session=session, person_id=person_id).exclude(line=line).exists()


def _said(is_quiet: bool) -> dict[str, bool]:
    return {"quiet": True} if is_quiet else {}
