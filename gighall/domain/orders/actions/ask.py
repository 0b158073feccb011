"""The resolution centre: one side asks, the other accepts, declines or answers with another wish."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.domain.conversations.actions import judged_message, judging_again, message_entry
from gighall.domain.policy.rules import Judgement

from ..models import Order, Request
from ..queries import get_order_for, lock_order_for, open_request_of, times_of_order
from ..rules import (
    ACCEPTED,
    CANCEL,
    COUNTERED,
    LAPSED,
    REFUND,
    TIME,
    RequestRefused,
    Wish,
    check_can_answer,
    check_can_request,
    check_points,
    side_of,
    silence_cancels,
    stated_wish,
)
from ..rules.clock import WAITS_FOR_SUPPORT
from ..states import BUYER, HALL
from .ending import close_request, end_order
from .writing import Writing

DAY_SECONDS = 86_400
ALREADY_CLOSED = _("This request was answered or withdrawn meanwhile. Look at the newest entries.")


@judging_again
def open_request(
    *, order_id: str, by_id: int, wish: Wish, text: str, key: uuid.UUID, now: datetime
) -> Request:
    """Ask the other side to cancel, to give a part of the price back, or for more time; the clock stands still.

    Shapes: ``text`` says why. While another's request is open this answers it with a wish of one's own.
    Errors: NotYours, RequestRefused, PointsUnfit, WordsRefused, KeyReused, JudgedTooEarly.
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
    return _open_request(order_id, by_id, wish, text, judgement, key, now)


@transaction.atomic
def _open_request(
    order_id: str,
    by_id: int,
    wish: Wish,
    text: str,
    judgement: Judgement,
    key: uuid.UUID,
    now: datetime,
) -> Request:
    order = lock_order_for(public_id=order_id, person_id=by_id)
    side = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    pending = open_request_of(order.pk)
    is_counter = pending is not None and pending.side != side
    check_can_request(
        wish,
        state=order.state,
        has_open_request=pending is not None and not is_counter,
        has_case=WAITS_FOR_SUPPORT in times_of_order(order, now=now).standing,
        asked_before=Request.objects.filter(order=order, side=side).count(),
    )
    writing = Writing(order, now)
    if pending is not None:
        close_request(pending, answer=COUNTERED, now=now)
        closed = {"request": pending.public_id, "answer": COUNTERED}
    words = message_entry(
        record_id=order.record_id,
        place="order",
        author_id=by_id,
        text=text,
        judgement=judgement,
        key=key,
        now=now,
    )
    other_id = order.seller_id if side == BUYER else order.buyer_id
    writing.tell("order_request", other_id)
    number = writing.add_words(words)
    request = Request.objects.create(
        order=order,
        kind=wish.kind,
        side=side,
        percent=wish.percent if wish.kind == REFUND else None,
        days=wish.days if wish.kind == TIME else None,
        message_number=number,
        opened_at=now,
        lapses_at=now + timedelta(hours=limits.REQUEST_ANSWER_HOURS),
    )
    if is_counter:
        writing.add_fact("request_closed", by_id=by_id, **closed)
    writing.add_fact(
        "request_opened",
        by_id=by_id,
        request=request.public_id,
        message=number,
        **stated_wish(wish),
    )
    writing.store()
    return request


@transaction.atomic
def answer_request(*, order_id: str, request_id: str, by_id: int, answer: str, now: datetime) -> Order:
    """Accept, decline or withdraw the open request of an order; what was accepted takes effect at once.

    Shapes: ``answer`` is *accepted*, *declined* or *withdrawn*.
    Errors: NotYours, RequestRefused, MoveRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    side = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    request = open_request_of(order.pk)
    if request is None or request.public_id != request_id:
        raise RequestRefused(ALREADY_CLOSED)
    check_can_answer(side=side, asked_by=request.side, answer=answer)
    close_request(request, answer=answer, now=now)
    _take_effect(order, request, answer=answer, side=side, by_id=by_id, now=now)
    return order


def lapse_request(order: Order, request: Request, *, now: datetime) -> None:
    """Close a request of a locked order that was not answered in time, and do what silence means.

    Must run inside the transaction that holds the order's row.
    """
    wish = Wish(request.kind, request.percent, request.days)
    times = times_of_order(order, now=now)
    cancels = silence_cancels(wish, asked_by=request.side, state=order.state, has_delivery=times.has_delivery)
    close_request(request, answer=LAPSED, now=now)
    writing = Writing(order, now)
    writing.add_fact("request_closed", request=request.public_id, answer=LAPSED)
    if not cancels:
        writing.store()
        return
    end_order(
        order,
        move="cancel_in_silence",
        actor=HALL,
        by_id=None,
        refund_percent=100,
        fact_kind="cancelled",
        now=now,
        writing=writing,
        why="silence",
    )


def _take_effect(
    order: Order, request: Request, *, answer: str, side: str, by_id: int, now: datetime
) -> None:
    writing = Writing(order, now)
    added = request.days * DAY_SECONDS if answer == ACCEPTED and request.days else 0
    writing.add_fact(
        "request_closed", by_id=by_id, request=request.public_id, answer=answer, adds_seconds=added
    )
    if answer != ACCEPTED or request.kind == TIME:
        order.version += 1
        order.save(update_fields=["version"])
        other_id = order.seller_id if side == BUYER else order.buyer_id
        writing.tell("order_request_answered", other_id)
        writing.store()
        return
    percent = 100 if request.kind == CANCEL else request.percent or 100
    end_order(
        order,
        move="agree_to_cancel" if percent == 100 else "agree_to_refund",
        actor=side,
        by_id=by_id,
        refund_percent=percent,
        fact_kind="cancelled" if percent == 100 else "refunded_in_part",
        now=now,
        writing=writing,
        **({"why": "agreed"} if percent == 100 else {"percent": percent}),
    )
