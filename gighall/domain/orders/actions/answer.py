"""Answering the seller's questions, with which the work begins."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gighall.domain.conversations.actions import judged_message, judging_again, message_entry
from gighall.domain.policy.rules import Judgement

from ..models import Order
from ..queries import get_order_for, lock_order_for
from ..rules import answered, check_answers, check_move, kinds_declared, side_of
from .writing import Writing


@judging_again
def answer_requirements(
    *, order_id: str, by_id: int, answers: Sequence[str], key: uuid.UUID, now: datetime
) -> Order:
    """Answer the seller's questions, one answer for each, empty where none is required; the work begins.

    Questions and answers become one message of the order's record, in which the personal details that the gig
    declared are no findings.
    Errors: NotYours, MoveRefused, AnswersUnfit, MessageUnfit, WordsRefused, KeyReused, JudgedTooEarly.
    """
    order = get_order_for(public_id=order_id, person_id=by_id)
    check_answers(order.requirements, answers)
    text = answered(order.requirements, answers)
    judgement = judged_message(
        record_id=order.record_id,
        place="order",
        author_id=by_id,
        text=text,
        key=key,
        now=now,
        allowed=kinds_declared(order.declared_details),
        facts_version=order.record.facts_version,
    )
    return _answer(order_id, by_id, text, judgement, key, now)


@transaction.atomic
def _answer(
    order_id: str, by_id: int, text: str, judgement: Judgement, key: uuid.UUID, now: datetime
) -> Order:
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    transition = check_move("answer_requirements", state=order.state, actor=actor)
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
    writing.tell("order_answered", order.seller_id)
    number = writing.add_words(words)
    writing.add_fact("requirements_answered", by_id=by_id, message=number)
    writing.store()
    return order
