"""What an exception does to orders: both sides are told, and words on their way are judged again."""

from datetime import datetime
from typing import Any

from gighall.base import limits
from gighall.domain.gigs.models import Gig
from gighall.domain.policy.models import Waiver
from gighall.domain.record.actions import raise_facts

from ..models import Order
from ..states import OPEN_STATES
from .writing import Writing


def tell_of_waiver(*, waiver: Waiver, now: datetime) -> None:
    """Tell the open orders of an exception that was just granted, or just revoked; from now on they are judged by it.

    Must run inside the transaction of ``policy.grant_waiver`` or ``policy.revoke_waiver``. The gig's row is locked so
    that an order placed meanwhile comes wholly before or wholly after.
    """
    Gig.objects.select_for_update(no_key=True).get(pk=waiver.gig_id)
    orders = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("record")
    of_gig = orders.filter(gig_id=waiver.gig_id, record__closed_at__isnull=True)
    if waiver.place_id is not None:
        of_gig = of_gig.filter(record_id=waiver.place_id)
    talking = list(of_gig.order_by("pk"))
    raise_facts(record_ids=[order.record_id for order in talking])
    still_open = [order for order in talking if order.state in OPEN_STATES]
    for order in still_open[-limits.WAIVER_ORDERS_TOLD_MAX :]:
        writing = Writing(order, now)
        add_waiver_fact(writing, waiver)
        writing.store()


def add_waiver_fact(writing: Writing, waiver: Waiver) -> None:
    """Add that an exception was granted, or revoked, to what a move writes."""
    writing.add_fact(_kind(waiver), **_stated(waiver))


def _kind(waiver: Waiver) -> str:
    return "exception_granted" if waiver.revoked_at is None else "exception_revoked"


def _stated(waiver: Waiver) -> dict[str, Any]:
    """Return what the fact says: which exception, its kinds, its end, and why it was granted or revoked."""
    stated = {
        "waiver": waiver.public_id,
        "kinds": waiver.kinds,
        "until": waiver.ended_at.isoformat(),
        "reason": waiver.reason if waiver.revoked_at is None else waiver.revoked_because,
    }
    return stated | ({"only_here": True} if waiver.place_id is not None else {})
