"""What the buyer can do with a delivery besides accepting it: ask for a revision, or take more time."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base import limits
from gighall.domain.conversations.actions import judged_message, judging_again, message_entry
from gighall.domain.policy.rules import Judgement

from ..models import Order
from ..queries import get_order_for, lock_order_for, times_of_order
from ..rules import check_move, check_points, check_review_extension, check_revision, side_of
from .writing import Writing

DAY_SECONDS = 86_400


@judging_again
def request_revision(*, order_id: str, by_id: int, text: str, key: uuid.UUID, now: datetime) -> Order:
    """Ask the seller to change the delivery; the order goes back to work, with more time for it.

    The points are a message of the order's record, and a fact points to it.
    Errors: NotYours, MoveRefused, PointsUnfit, WordsRefused, KeyReused, JudgedTooEarly.
    """
    order = get_order_for(public_id=order_id, person_id=by_id)
    check_points(text)
    judgement = judged_message(
        record_id=order.record_id,
        place="order",
        author_id=by_id,
        text=text,
        key=key,
        now=now,
        facts_version=order.record.facts_version,
    )
    return _request_revision(order_id, by_id, text, judgement, key, now)


@transaction.atomic
def _request_revision(
    order_id: str, by_id: int, text: str, judgement: Judgement, key: uuid.UUID, now: datetime
) -> Order:
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    transition = check_move("request_revision", state=order.state, actor=actor)
    used = times_of_order(order, now=now).revisions
    check_revision(used=used, included=order.revisions)
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
    writing = Writing(order, now)
    writing.tell("order_revision", order.seller_id)
    number = writing.add_words(words)
    writing.add_fact(
        "revision_requested",
        by_id=by_id,
        message=number,
        count=used + 1,
        adds_seconds=limits.REVISION_DAYS * DAY_SECONDS,
    )
    writing.store()
    return order


@transaction.atomic
def extend_review(*, order_id: str, by_id: int, now: datetime) -> Order:
    """Give the buyer more time to look at the delivery, once.

    Errors: NotYours, MoveRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    check_move("extend_review", state=order.state, actor=actor)
    check_review_extension(used=times_of_order(order, now=now).is_review_extended)
    order.version += 1
    order.save(update_fields=["version"])
    writing = Writing(order, now)
    writing.add_fact("review_extended", by_id=by_id, adds_seconds=limits.REVIEW_EXTENSION_DAYS * DAY_SECONDS)
    writing.store()
    return order
