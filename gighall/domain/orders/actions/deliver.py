"""Delivering an order: in words, or by the transcript of a session."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gighall.base import limits
from gighall.domain.conversations.actions import judged_message, judging_again, message_entry
from gighall.domain.policy.rules import Judgement
from gighall.domain.record.actions import NewEntry

from ..models import Delivery, Order
from ..queries import get_order_for, lock_order_for, own_entries_among
from ..rules import (
    HeldSession,
    check_delivery,
    check_held,
    check_move,
    check_picked,
    side_of,
    stated_picks,
    stated_session,
)
from ..states import HALL
from .writing import Writing

DAY_SECONDS = 86_400


@judging_again
def deliver(
    *, order_id: str, by_id: int, text: str, key: uuid.UUID, now: datetime, picked: Sequence[int] = ()
) -> Delivery:
    """Deliver an order in words, with what was sent in the talk; the review time starts.

    Shapes: ``picked`` are numbers of the seller's own messages and files that belong to the delivery. The words
    become a message of the order's record, judged like any other, and a fact points to it.
    Errors: NotYours, MoveRefused, DeliveryUnfit, WordsRefused, KeyReused, JudgedTooEarly.
    """
    order = get_order_for(public_id=order_id, person_id=by_id)
    check_delivery(text)
    judgement = judged_message(
        record_id=order.record_id,
        place="order",
        author_id=by_id,
        text=text,
        key=key,
        now=now,
        facts_version=order.record.facts_version,
    )
    return _deliver(order_id, by_id, text, sorted(set(picked)), judgement, key, now)


@transaction.atomic
def _deliver(
    order_id: str,
    by_id: int,
    text: str,
    picked: Sequence[int],
    judgement: Judgement,
    key: uuid.UUID,
    now: datetime,
) -> Delivery:
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    transition = check_move("deliver", state=order.state, actor=actor)
    known = own_entries_among(record_id=order.record_id, person_id=by_id, numbers=picked)
    check_picked(asked=len(picked), known=known)
    order.state, order.version = transition.target, order.version + 1
    order.save(update_fields=["state", "version"])
    words = message_entry(
        record_id=order.record_id,
        place="order",
        author_id=by_id,
        text=text,
        judgement=judgement,
        key=key,
        now=now,
    )
    return _store(order, words, picked, now)


def deliver_transcript(order: Order, *, held: HeldSession, now: datetime) -> Delivery:
    """Deliver a locked order by the transcript of a session that has ended; the review time starts.

    The hall makes this move, whoever ended the session: nobody has words in it. The session's own facts stand in the
    record before, so that the ``delivered`` fact comes last and both sides are mailed the head after it.
    Errors: MoveRefused, DeliveryUnfit for a session of no time.  Must run inside the transaction that holds the
    order's row.
    """
    check_held(held)
    transition = check_move("deliver_transcript", state=order.state, actor=HALL)
    order.state, order.version = transition.target, order.version + 1
    order.save(update_fields=["state", "version"])
    writing = Writing(order, now)
    writing.tell("order_delivered", order.buyer_id)
    version = _state_delivery(writing, None, stated_session(held))
    delivery = Delivery.objects.create(
        order=order,
        by_id=order.seller_id,
        at=now,
        version=version,
        session=held.session,
        first_number=held.first_number,
        last_number=held.last_number,
        seconds=held.seconds,
        digest=held.digest,
    )
    writing.store()
    return delivery


def _store(order: Order, words: NewEntry, picked: Sequence[int], now: datetime) -> Delivery:
    writing = Writing(order, now)
    writing.tell("order_delivered", order.buyer_id)
    number = writing.add_words(words)
    version = _state_delivery(writing, words.author_id, {"message": number, **stated_picks(picked)})
    delivery = Delivery.objects.create(
        order=order,
        message_number=number,
        by_id=order.seller_id,
        at=now,
        picked=list(picked),
        version=version,
    )
    writing.store()
    return delivery


def _state_delivery(writing: Writing, by_id: int | None, what: Mapping[str, Any]) -> int:
    """Add the fact that the order was delivered, and what; return which version that is."""
    late = writing.times().late
    version = Delivery.objects.filter(order=writing.order).count() + 1
    writing.add_fact(
        "delivered",
        by_id=by_id,
        **what,
        version=version,
        late_seconds=int(late.total_seconds()),
        review_seconds=limits.REVIEW_WINDOW_DAYS * DAY_SECONDS,
        review_ends_at=(writing.now + timedelta(days=limits.REVIEW_WINDOW_DAYS)).isoformat(),
    )
    return version
