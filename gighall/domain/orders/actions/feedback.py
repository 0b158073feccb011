"""Feedback: both sides, blind until both have given theirs or the time is over; one public answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.text import clean_text
from gighall.domain.policy.queries import shown_in

from ..models import Feedback, Order
from ..queries import lock_order_for, times_of_order
from ..rules import side_of
from ..rules.feedback import check_can_give, check_feedback, check_reply
from ..states import BUYER
from .writing import Writing

BOTH = 2


@transaction.atomic
def give_feedback(
    *, order_id: str, by_id: int, stars: Sequence[int], text: str, private_note: str, now: datetime
) -> Feedback:
    """Say how an ended order was; the other side reads it when both have, or when the time is over.

    Shapes: ``stars`` answer the three questions in their order, one to five each.
    Errors: NotYours, FeedbackRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    side = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    words, note = clean_text(text), clean_text(private_note)
    given = Feedback.objects.filter(order=order)
    times = times_of_order(order, now=now)
    check_can_give(
        state=order.state,
        ended_at=order.ended_at,
        had_work=times.has_delivery or times.is_late,
        is_given=given.filter(side=side).exists(),
        now=now,
    )
    check_feedback(stars=stars, text=words, private_note=note)
    feedback = Feedback.objects.create(
        order=order,
        side=side,
        by_id=by_id,
        about_id=order.seller_id if side == BUYER else order.buyer_id,
        result_stars=stars[0],
        talk_stars=stars[1],
        time_stars=stars[2],
        text=words,
        text_shown=shown_in("profile", words).words,
        private_note=note,
        given_at=now,
    )
    writing = Writing(order, now)
    writing.add_fact("feedback_given", by_id=by_id)
    if given.count() == BOTH:
        open_feedback(order, writing, now=now)
    writing.store()
    return feedback


def open_feedback(order: Order, writing: Writing, *, now: datetime) -> bool:
    """Show what was said about a locked order's sides; say whether there was anything to show.

    Must run inside the transaction that holds the order's row.
    """
    opened = Feedback.objects.filter(order=order, shown_at__isnull=True).update(shown_at=now)
    if opened:
        writing.tell("order_feedback", order.seller_id, order.buyer_id)
        writing.add_fact("feedback_opened", count=opened)
    return bool(opened)


@transaction.atomic
def reply_to_feedback(*, feedback_id: str, by_id: int, text: str, now: datetime) -> Feedback:
    """Answer feedback about oneself in public, once.

    Errors: NotYours, FeedbackRefused.
    """
    feedback = (
        Feedback.objects.select_for_update(no_key=True)
        .filter(public_id=feedback_id, about_id=by_id, shown_at__isnull=False)
        .first()
    )
    if feedback is None:
        raise NotYours(_("There is no such feedback."))
    words = clean_text(text)
    check_reply(words, is_replied=feedback.replied_at is not None)
    feedback.reply, feedback.reply_shown, feedback.replied_at = words, shown_in("profile", words).words, now
    feedback.save(update_fields=["reply", "reply_shown", "replied_at"])
    return feedback
