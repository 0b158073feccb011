"""The API of an order's sessions, with the same meaning as its page. Presence comes by the socket alone."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema

from gighall.base import clock
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.chat_sessions import actions
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.chat_sessions.queries import get_session_for, get_sessions_for, running_for, side_in
from gighall.domain.orders.queries import get_order_for, moments_of
from gighall.web.api.order_shapes import Side
from gighall.web.api.shapes import PublicId, RefusalOut
from gighall.web.shared.signed_in import person_of

router = Router(tags=["sessions"])

SessionState = Literal["opened", "running", "paused", "ended", "withdrawn"]


class StartIn(Schema):
    """A press on start. ``joins`` is the session that waits for this side; with it nothing else is ever opened."""

    joins: PublicId | None = None


class SessionOut(Schema):
    """A session of an order.

    ``seconds`` are billed so far: the time both were there, up to their last signs of life; ``is_counting`` says that
    they grow just now. ``present`` are the sides that are there. ``why`` says how it ended.
    """

    id: str
    number: int
    medium: Literal["text", "video"]
    state: SessionState
    opened_by: Side
    opened_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    why: Literal["", "pressed", "cap", "idle", "order_ended", "support"]
    cap_seconds: int | None
    seconds: int
    is_counting: bool
    present: list[Side]
    first_number: int | None
    last_number: int | None


ANSWERS = {200: SessionOut, 404: RefusalOut, 409: RefusalOut}


def session_out(session: ChatSession) -> dict[str, object]:
    """Return a session as the sides of its order get it."""
    order = session.order
    standing = running_for(session, clock.now(), order=order, moments=moments_of(order.record_id))
    billed = session.billed_seconds
    return {
        "id": session.public_id,
        "number": session.number,
        "medium": session.medium,
        "state": _state(session, is_paused=standing.is_paused),
        "opened_by": side_in(order, session.opened_by_id),
        "opened_at": session.opened_at,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "why": session.why,
        "cap_seconds": session.cap_seconds,
        "seconds": standing.seconds if billed is None else billed,
        "is_counting": standing.is_counting,
        "present": list(standing.present),
        "first_number": session.first_number,
        "last_number": session.last_number,
    }


def _state(session: ChatSession, *, is_paused: bool) -> SessionState:
    if session.ended_at is not None:
        return "withdrawn" if session.started_at is None else "ended"
    if session.started_at is None:
        return "opened"
    return "paused" if is_paused else "running"


@router.get("/orders/{order_id}/sessions", response={200: list[SessionOut], 404: RefusalOut})
def list_sessions(request: HttpRequest, order_id: str) -> list[dict[str, object]]:
    """Return the sessions of one of the person's orders, the oldest first."""
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    found = get_sessions_for(order_id=order_id, person_id=person_of(request).pk)
    for session in found:
        session.order = order
    return [session_out(session) for session in found]


@router.post("/orders/{order_id}/sessions", response=ANSWERS)
def press_start(request: HttpRequest, order_id: str, body: StartIn) -> dict[str, object]:
    """Press start: the first side opens a session, the second begins it. Twice is once."""
    session = actions.press_start(
        order_id=order_id, by_id=person_of(request).pk, joins=body.joins or "", now=clock.now()
    )
    return _out(request, session.public_id)


@router.get("/orders/{order_id}/sessions/{session_id}", response={200: SessionOut, 404: RefusalOut})
def show_session(request: HttpRequest, order_id: str, session_id: str) -> dict[str, object]:
    """Return a session of one of the person's orders."""
    return session_out(_session(request, order_id, session_id))


@router.post("/orders/{order_id}/sessions/{session_id}/withdrawal", response=ANSWERS)
def withdraw_start(request: HttpRequest, order_id: str, session_id: str) -> dict[str, object]:
    """Take one's own start back, before the other side has pressed."""
    return _pressed(request, order_id, session_id, actions.withdraw_start)


@router.post("/orders/{order_id}/sessions/{session_id}/pause", response=ANSWERS)
def pause_session(request: HttpRequest, order_id: str, session_id: str) -> dict[str, object]:
    """Let a session stand still: nothing counts until either side lets it go on."""
    return _pressed(request, order_id, session_id, actions.pause)


@router.post("/orders/{order_id}/sessions/{session_id}/resumption", response=ANSWERS)
def resume_session(request: HttpRequest, order_id: str, session_id: str) -> dict[str, object]:
    """Let a paused session go on."""
    return _pressed(request, order_id, session_id, actions.resume)


@router.post("/orders/{order_id}/sessions/{session_id}/end", response=ANSWERS)
def end_session(request: HttpRequest, order_id: str, session_id: str) -> dict[str, object]:
    """End a session: what counts is written down, and its transcript is the delivery."""
    return _pressed(request, order_id, session_id, actions.end_session)


def _session(request: HttpRequest, order_id: str, session_id: str) -> ChatSession:
    session = get_session_for(public_id=session_id, person_id=person_of(request).pk)
    if session.order.public_id != order_id:
        raise NotYours(_("There is no such session."))
    return session


def _pressed(
    request: HttpRequest, order_id: str, session_id: str, action: Callable[..., object]
) -> dict[str, object]:
    session = _session(request, order_id, session_id)
    action(session_id=session.public_id, by_id=person_of(request).pk, now=clock.now())
    return _out(request, session.public_id)


def _out(request: HttpRequest, session_id: str) -> dict[str, object]:
    return session_out(get_session_for(public_id=session_id, person_id=person_of(request).pk))
