"""Completing an order: by the buyer's word, or by silence."""

from datetime import datetime

from django.db import transaction

from gighall.domain.ledger.actions import release_hold
from gighall.domain.ledger.rules import Split
from gighall.domain.notices.actions import notify
from gighall.domain.record.actions import NewEntry, append_entries

from ..models import Deadline, Order
from ..queries import lock_order_for, newest_delivery
from ..rules import check_move, side_of


@transaction.atomic
def accept_delivery(*, order_id: str, by_id: int, now: datetime) -> Order:
    """Accept the delivery: the order is completed and the seller is paid.

    Errors: NotYours, MoveRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    actor = side_of(person_id=by_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or ""
    complete(order, move="accept", actor=actor, by_id=by_id, now=now)
    return order


def complete(order: Order, *, move: str, actor: str, by_id: int | None, now: datetime) -> None:
    """Complete a locked order and release its hold minus the fee.

    Errors: MoveRefused.  Must run inside a transaction that holds the order's row.
    """
    transition = check_move(move, state=order.state, actor=actor)
    order.state, order.version, order.completed_at = transition.target, order.version + 1, now
    order.save(update_fields=["state", "version", "completed_at"])
    delivery = newest_delivery(order.pk)
    if delivery is not None:
        delivery.accepted_at = now
        delivery.save(update_fields=["accepted_at"])
    Deadline.objects.filter(order=order).delete()
    split = Split(order.price_minor, order.buyer_fee_minor, order.seller_fee_minor)
    release_hold(hold_id=order.hold_id, seller_id=order.seller_id, split=split, now=now)
    notify(
        kind="order_completed",
        person_id=order.seller_id,
        payload={"title": order.title, "path": f"/orders/{order.public_id}/"},
        now=now,
    )
    append_entries(
        [
            NewEntry.fact(
                record_id=order.record_id,
                kind="accepted" if by_id is not None else "accepted_in_silence",
                at=now,
                author_id=by_id,
                fact={},
            ),
            NewEntry.fact(
                record_id=order.record_id,
                kind="payment_released",
                at=now,
                fact={"amount_minor": split.seller_receives_minor, "fee_minor": split.seller_fee_minor},
            ),
        ]
    )
