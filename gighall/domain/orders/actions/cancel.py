"""Cancelling an order that is very late, by the buyer alone."""

from datetime import datetime

from django.db import transaction

from ..models import Order
from ..queries import lock_order_for, times_of_order
from ..rules import check_move, check_very_late, side_of
from .ending import end_order


@transaction.atomic
def cancel_very_late(*, order_id: str, by_id: int, now: datetime) -> Order:
    """Cancel an order that is very late: the buyer gets everything back.

    Errors: NotYours, MoveRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    check_move("cancel_very_late", state=order.state, actor=actor)
    check_very_late(is_very_late=times_of_order(order, now=now).is_very_late)
    end_order(
        order,
        move="cancel_very_late",
        actor=actor,
        by_id=by_id,
        refund_percent=100,
        fact_kind="cancelled",
        now=now,
        why="very_late",
    )
    return order
