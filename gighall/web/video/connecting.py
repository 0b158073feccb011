"""By which servers the browsers of a call connect, from the operator's settings."""

from datetime import datetime
from typing import Any

from django.conf import settings

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.domain.chat_sessions.queries import open_session_of
from gighall.domain.chat_sessions.rules.turn import Servers, connection_settings
from gighall.domain.chat_sessions.rules.video import VideoRefused
from gighall.domain.chat_sessions.states import VIDEO
from gighall.domain.orders.models import Order


def servers_in_force() -> Servers:
    """Return the servers that the operator has set up."""
    return Servers(
        stun_urls=settings.GIGHALL_STUN_URLS,
        turn_urls=settings.GIGHALL_TURN_URLS,
        turn_secret=settings.GIGHALL_TURN_SECRET or "",
    )


def connection_of(order: Order, *, now: datetime) -> dict[str, Any]:
    """Return the settings of a browser's connection in the open call of an order.

    Errors: VideoRefused when there is none: nobody gets into the relay without a call.
    """
    session = open_session_of(order.pk, VIDEO)
    if session is None:
        raise VideoRefused(_("There is no video call in this order just now."))
    return connection_settings(
        servers_in_force(), name=session.public_id, now=now, seconds=limits.TURN_CREDENTIAL_SECONDS
    )
