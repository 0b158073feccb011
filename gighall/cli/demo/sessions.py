"""A session of the demo world: both press start, are seen again and again while they talk, and one of them ends it."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from gighall.base import clock, limits
from gighall.domain.chat_sessions import actions
from gighall.domain.conversations.actions import post_message
from gighall.domain.orders.models import Order

# The name of the live program through which both were there.
LINE = "demo"


def hold_session(order: Order, talk: Sequence[dict[str, Any]], *, seconds: int, now: datetime) -> datetime:
    """Hold a session with a message every so many seconds, and let the buyer end it; return when that was."""
    sides = {"buyer": order.buyer_id, "seller": order.seller_id}
    for person_id in (order.seller_id, order.buyer_id):
        session = actions.press_start(order_id=order.public_id, by_id=person_id, now=now)

    def see_both() -> None:
        for person_id in sides.values():
            actions.note_presence(
                session_id=session.public_id, by_id=person_id, line=LINE, at=now, now=max(now, clock.now())
            )

    see_both()
    for line in talk:
        for _sign in range(seconds // limits.SESSION_PRESENT_SECONDS):
            now += timedelta(seconds=limits.SESSION_PRESENT_SECONDS)
            see_both()
        ((side, words),) = line.items()
        post_message(record_id=order.record_id, author_id=sides[side], text=words, key=uuid.uuid4(), now=now)
    actions.end_session(session_id=session.public_id, by_id=order.buyer_id, now=now)
    return now
