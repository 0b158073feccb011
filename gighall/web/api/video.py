"""The API of an order's video call: starting, joining, asking, hanging up. The call itself is between browsers."""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from gighall.base import clock
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.chat_sessions import actions
from gighall.domain.chat_sessions.queries import get_session_for, open_session_of, running_for
from gighall.domain.chat_sessions.rules.video import has_asked_for_video, may_have_video
from gighall.domain.chat_sessions.states import VIDEO
from gighall.domain.orders.queries import get_order_for, is_business_order, moments_of
from gighall.web.api.order_shapes import Side
from gighall.web.api.shapes import PublicId, RefusalOut
from gighall.web.shared.signed_in import person_of
from gighall.web.video.connecting import connection_of

router = Router(tags=["video"])


class JoinIn(Schema):
    """Starts a call, or joins the one that rings; ``joins`` is that one, and empty to start."""

    joins: PublicId = ""


class CallIn(Schema):
    """The call that is meant."""

    session: PublicId


class CallOut(Schema):
    """The call of an order. Where it may have none, ``why_not`` is the sentence why.

    ``state`` is *none*, *ringing* from the seller's start on, *running* once the buyer has joined.
    ``together_seconds`` are the seconds of both in the open call; ``present`` are the sides that are in it.
    ``is_asked``: the buyer has asked for a call and none was started since.
    """

    may_have: bool
    why_not: str
    state: Literal["none", "ringing", "running"]
    session: str | None = None
    together_seconds: int = 0
    cap_seconds: int | None = None
    present: list[Side] = []
    is_asked: bool = False


class ServerOut(Schema):
    """A server of a connection, as ``RTCPeerConnection`` takes it."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class ConnectionOut(Schema):
    """The settings of a browser's connection: its servers, and whether everything goes through them (*relay*)."""

    ice_servers: list[ServerOut]
    ice_transport_policy: Literal["all", "relay"]


ANSWERS = {200: CallOut, 404: RefusalOut, 409: RefusalOut}


def _out(request: HttpRequest, order_id: str) -> dict[str, object]:
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    may_have, why_not = may_have_video(
        kind=order.kind,
        is_business=is_business_order(order),
        everywhere=settings.GIGHALL_VIDEO_EVERYWHERE,
    )
    moments = moments_of(order.record_id)
    found: dict[str, object] = {
        "may_have": may_have,
        "why_not": why_not,
        "state": "none",
        "is_asked": has_asked_for_video(moments),
    }
    session = open_session_of(order.pk, VIDEO)
    if session is None:
        return found
    standing = running_for(session, clock.now(), order=order, moments=moments)
    return found | {
        "state": "ringing" if session.started_at is None else "running",
        "session": session.public_id,
        "together_seconds": standing.seconds,
        "cap_seconds": session.cap_seconds,
        "present": list(standing.present),
    }


def _check_is_of(order_id: str, session_id: str, person_id: int) -> None:
    session = get_session_for(public_id=session_id, person_id=person_id)
    if session.order.public_id != order_id:
        raise NotYours(_("There is no such call."))


@router.get("/orders/{order_id}/video", response={200: CallOut, 404: RefusalOut})
def show_call(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Return whether the order may have a video call, and where one stands."""
    return _out(request, order_id)


@router.get(
    "/orders/{order_id}/video/connection",
    response={200: ConnectionOut, 404: RefusalOut, 409: RefusalOut},
    exclude_none=True,
)
def show_connection(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Return by which servers to connect, with credentials for a while; only while a call is open."""
    order = get_order_for(public_id=order_id, person_id=person_of(request).pk)
    found = connection_of(order, now=clock.now())
    return {
        "ice_servers": found["iceServers"],
        "ice_transport_policy": found["iceTransportPolicy"],
    }


@router.post("/orders/{order_id}/video/wish", response=ANSWERS)
def ask_for_video(request: HttpRequest, order_id: str) -> dict[str, object]:
    """Ask the seller for a video call, as the buyer."""
    actions.ask_for_video(
        order_id=order_id,
        by_id=person_of(request).pk,
        everywhere=settings.GIGHALL_VIDEO_EVERYWHERE,
        now=clock.now(),
    )
    return _out(request, order_id)


@router.post("/orders/{order_id}/video/start", response=ANSWERS)
def start_call(request: HttpRequest, order_id: str, body: JoinIn) -> dict[str, object]:
    """Start a video call as the seller, or join it as the buyer. Attend it on the live line (``attend``)."""
    actions.start_call(
        order_id=order_id,
        by_id=person_of(request).pk,
        everywhere=settings.GIGHALL_VIDEO_EVERYWHERE,
        joins=body.joins,
        now=clock.now(),
    )
    return _out(request, order_id)


@router.post("/orders/{order_id}/video/withdrawal", response=ANSWERS)
def withdraw_call(request: HttpRequest, order_id: str, body: CallIn) -> dict[str, object]:
    """Stop calling before the other side has joined."""
    _check_is_of(order_id, body.session, person_of(request).pk)
    actions.withdraw_start(session_id=body.session, by_id=person_of(request).pk, now=clock.now())
    return _out(request, order_id)


@router.post("/orders/{order_id}/video/end", response=ANSWERS)
def end_call(request: HttpRequest, order_id: str, body: CallIn) -> dict[str, object]:
    """Hang up: the call ends for both."""
    _check_is_of(order_id, body.session, person_of(request).pk)
    actions.end_session(session_id=body.session, by_id=person_of(request).pk, now=clock.now())
    return _out(request, order_id)
