"""Ending an order: the money moves once, and the order is completed or cancelled."""

from datetime import datetime
from typing import Any

from gighall.base.money import share_of
from gighall.domain.ledger.actions import settle_hold
from gighall.domain.ledger.rules import Settlement, Split, clears_after, settlement_after_refund

from ..models import Order, Request
from ..queries import newest_delivery, open_request_of
from ..rules import LAPSED, check_move
from ..states import COMPLETED
from .writing import Writing

# A percent in basis points.
HUNDREDTH = 100


def settlement_of(order: Order, *, refund_percent: int) -> Settlement:
    """Return how an order's escrow divides when a share of its price goes back to the buyer."""
    split = Split(order.price_minor, order.buyer_fee_minor, order.seller_fee_minor)
    return settlement_after_refund(split, refund_basis_points=refund_percent * HUNDREDTH)


def end_order(
    order: Order,
    *,
    move: str,
    actor: str,
    by_id: int | None,
    refund_percent: int,
    fact_kind: str,
    now: datetime,
    writing: Writing | None = None,
    **fact: Any,
) -> None:
    """End a locked order: settle its hold, close what was asked, say so in the record, and tell both sides.

    Shapes: ``refund_percent`` of the price goes back to the buyer, the rest to the seller less the fee.
    Errors: MoveRefused.  Must run inside the transaction that holds the order's row.
    """
    transition = check_move(move, state=order.state, actor=actor)
    order.state, order.version = transition.target, order.version + 1
    if transition.target == COMPLETED:
        order.completed_at = now
    else:
        order.cancelled_at = now
    order.save(update_fields=["state", "version", "completed_at", "cancelled_at"])
    delivery = newest_delivery(order.pk)
    if delivery is not None and transition.target == COMPLETED:
        delivery.accepted_at = now
        delivery.save(update_fields=["accepted_at"])
    writing = writing or Writing(order, now)
    pending = open_request_of(order.pk)
    if pending is not None:
        close_request(pending, answer=LAPSED, now=now)
        writing.add_fact("request_closed", request=pending.public_id, answer=LAPSED)
    settlement = settlement_of(order, refund_percent=refund_percent)
    settle_hold(
        hold_id=order.hold_id,
        seller_id=order.seller_id,
        settlement=settlement,
        clears_at=clears_after(now),
        now=now,
    )
    told = [person_id for person_id in (order.seller_id, order.buyer_id) if person_id != by_id]
    writing.tell("order_completed" if transition.target == COMPLETED else "order_cancelled", *told)
    writing.add_fact(fact_kind, by_id=by_id, **fact)
    rest_minor = order.price_minor - share_of(order.price_minor, refund_percent * HUNDREDTH)
    _say_where_the_money_went(writing, settlement, fee_minor=rest_minor - settlement.seller_minor)
    writing.store()


def close_request(request: Request, *, answer: str, now: datetime) -> None:
    """Close an open request with an answer."""
    request.answer, request.closed_at = answer, now
    request.save(update_fields=["answer", "closed_at"])


def _say_where_the_money_went(writing: Writing, settlement: Settlement, *, fee_minor: int) -> None:
    if settlement.seller_minor:
        # The fee that the seller pays; the buyer's own was said when the money was held.
        writing.add_fact("payment_released", amount_minor=settlement.seller_minor, fee_minor=fee_minor)
    if settlement.buyer_minor:
        writing.add_fact("payment_refunded", amount_minor=settlement.buyer_minor)
