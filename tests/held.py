"""A session that two people hold in an order, made by the same actions as the doors call."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from gighall.domain.accounts.models import Person
from gighall.domain.chat_sessions.actions import end_session, note_presence, press_start
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.conversations.actions import post_message
from gighall.domain.orders.models import Order

WORDS = (
    "My loop runs one time too often.",
    "Which numbers does it print?",
    "One to eleven; I wanted one to ten.",
    "Then take the plus one away.",
)
# How far apart two signs of presence may be, with something to spare.
STEP_SECONDS = 10


def begin_session(order: Order, *, at: datetime) -> ChatSession:
    """Let both sides press start and be there."""
    press_start(order_id=order.public_id, by_id=order.buyer_id, now=at)
    session = press_start(order_id=order.public_id, by_id=order.seller_id, now=at)
    see_both(session, order, at=at)
    return session


def see_both(session: ChatSession, order: Order, *, at: datetime) -> None:
    """Let both sides be seen in the session."""
    for person_id in (order.buyer_id, order.seller_id):
        note_presence(session_id=session.public_id, by_id=person_id, line="one", at=at, now=at)


def hold_session(
    order: Order, *, at: datetime, seconds: int = 120, words: Sequence[str] = WORDS, by: Person | None = None
) -> ChatSession:
    """Hold a whole session of so many seconds, in which the sides say these words in turns; one of them ends it."""
    session, end_at = begin_session(order, at=at), at + timedelta(seconds=seconds)
    sides = (order.buyer_id, order.seller_id)
    for turn, text in enumerate(words):
        post_message(
            record_id=order.record_id,
            author_id=sides[turn % 2],
            text=text,
            key=uuid.uuid4(),
            now=at + timedelta(seconds=turn % seconds),
        )
    while at < end_at:
        at = min(end_at, at + timedelta(seconds=STEP_SECONDS))
        see_both(session, order, at=at)
    return end_session(session_id=session.public_id, by_id=by.pk if by else order.buyer_id, now=at)
