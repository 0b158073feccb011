"""What the room desk does with an order: the clock stands still for a case, and support decides about the money."""

from datetime import datetime

from ..models import Order
from ..queries import open_request_of
from ..rules import LAPSED
from ..states import STAFF
from .ending import close_request, end_order
from .writing import Writing


def stop_for_support(order: Order, *, case_id: str, by_id: int, now: datetime) -> None:
    """Let the clocks of a locked, open order stand still until support decides; an open request lapses.

    Must run inside the transaction that holds the order's row.
    """
    writing = Writing(order, now)
    pending = open_request_of(order.pk)
    if pending is not None:
        close_request(pending, answer=LAPSED, now=now)
        writing.add_fact("request_closed", request=pending.public_id, answer=LAPSED)
    writing.tell("order_case", order.seller_id, order.buyer_id)
    writing.add_fact("case_opened", by_id=by_id, case=case_id)
    writing.store()


def decide(
    order: Order, *, case_id: str, staff_id: str, refund_percent: int, reason: str, now: datetime
) -> None:
    """End a locked, open order as support decided: so much of the price goes back, the rest to the seller.

    Shapes: ``staff_id`` is the public id of who decided, ``reason`` is read by both sides.
    Errors: MoveRefused.  Must run inside the transaction that holds the order's row.
    """
    end_order(
        order,
        move="decide_to_refund" if refund_percent == 100 else "decide_to_pay",
        actor=STAFF,
        by_id=None,
        refund_percent=refund_percent,
        fact_kind="decided",
        now=now,
        case=case_id,
        by=staff_id,
        percent=refund_percent,
        reason=reason,
    )
