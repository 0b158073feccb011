"""Delivering an order."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base.errors import marked as _
from gighall.domain.conversations.actions import judged_message, message_entry
from gighall.domain.notices.actions import notify
from gighall.domain.policy.rules import Judgement
from gighall.domain.record.actions import NewEntry, append_entries
from gighall.domain.record.models import Record
from gighall.domain.record.rules import KeyReused

from ..models import Deadline, Delivery, Order
from ..queries import get_order_for, lock_order_for
from ..rules import check_delivery, check_move, review_ends_at, side_of
from ..states import REVIEW_ENDS


def deliver(*, order_id: str, by_id: int, text: str, key: uuid.UUID, now: datetime) -> Delivery:
    """Deliver an order in words; the review time starts.

    The words become a message of the order's record, judged like any other, and a fact points to it.
    Errors: NotYours, MoveRefused, DeliveryUnfit, WordsRefused, KeyReused.
    """
    order = get_order_for(public_id=order_id, person_id=by_id)
    check_delivery(text)
    judgement = judged_message(
        record_id=order.record_id, place="order", author_id=by_id, text=text, key=key, now=now
    )
    return _deliver(order_id=order_id, by_id=by_id, text=text, judgement=judgement, key=key, now=now)


@transaction.atomic
def _deliver(
    *, order_id: str, by_id: int, text: str, judgement: Judgement, key: uuid.UUID, now: datetime
) -> Delivery:
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    transition = check_move("deliver", state=order.state, actor=actor)
    order.state, order.version = transition.target, order.version + 1
    order.save(update_fields=["state", "version"])
    due_at = review_ends_at(now)
    Deadline.objects.create(kind=REVIEW_ENDS, order=order, due_at=due_at)
    words = message_entry(
        record_id=order.record_id,
        place="order",
        author_id=by_id,
        text=text,
        judgement=judgement,
        key=key,
        now=now,
    )
    notify(
        kind="order_delivered",
        person_id=order.buyer_id,
        payload={"title": order.title, "path": f"/orders/{order.public_id}/"},
        now=now,
    )
    return _store(order, words, due_at)


def _store(order: Order, words: NewEntry, due_at: datetime) -> Delivery:
    # The record is locked first, so the number that the words will get is known to the fact about them.
    record = Record.objects.select_for_update(no_key=True).get(pk=order.record_id)
    number = record.last_number + 1
    fact = NewEntry.fact(
        record_id=order.record_id,
        kind="delivered",
        at=words.at,
        author_id=words.author_id,
        fact={"message": number, "review_ends_at": due_at.isoformat()},
    )
    delivery = Delivery.objects.create(order=order, message_number=number, by_id=order.seller_id, at=words.at)
    if append_entries([words, fact])[0] != number:
        # The key stood under an earlier message: the fact would point to no words at all.
        raise KeyReused(_("These words were sent before as a message. Reload the page, then deliver them."))
    return delivery
