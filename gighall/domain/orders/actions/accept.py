"""Completing an order: by the buyer's word, or by silence."""

from datetime import datetime

from django.db import transaction

from ..models import Order
from ..queries import lock_order_for
from ..rules import side_of
from ..states import HALL
from .ending import end_order


@transaction.atomic
def accept_delivery(*, order_id: str, by_id: int, now: datetime) -> Order:
    """Accept the delivery: the order is completed and the seller is paid.

    Errors: NotYours, MoveRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    end_order(order, move="accept", actor=actor, by_id=by_id, refund_percent=0, fact_kind="accepted", now=now)
    return order


def complete_in_silence(order: Order, *, now: datetime) -> None:
    """Complete a locked order whose review time has ended without a word.

    Errors: MoveRefused.  Must run inside the transaction that holds the order's row.
    """
    end_order(
        order,
        move="complete_in_silence",
        actor=HALL,
        by_id=None,
        refund_percent=0,
        fact_kind="accepted_in_silence",
        now=now,
    )
