"""What happens when a deadline of an order is over."""

import logging
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from gighall.base.errors import Refused

from ..models import Deadline, Order
from ..states import DELIVERED, HALL, REVIEW_ENDS
from .accept import complete

log = logging.getLogger(__name__)


def sweep_deadlines(*, now: datetime, limit: int) -> int:
    """Do what is due, each deadline in a transaction of its own; return how many were done.

    Several sweepers may run: a row that one of them holds is passed over by the others. An order that cannot be
    completed stays due and holds up nobody else's.
    """
    due = Deadline.objects.filter(kind=REVIEW_ENDS, due_at__lte=now).order_by("due_at", "pk")
    done = 0
    for order_id in due.values_list("order_id", flat=True)[:limit]:
        try:
            done += _sweep_one(order_id, now)
        except (OperationalError, InterfaceError):
            # The database is away, which is no order's fault.
            raise
        except (DatabaseError, Refused):
            log.exception("a deadline of order %s was not met; the next sweep tries again", order_id)
    return done


@transaction.atomic
def _sweep_one(order_id: int, now: datetime) -> bool:
    # The order is locked before its deadline, as every action on the order does: no deadlock between them.
    order = Order.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=order_id).first()
    if order is None:
        return False
    deadline = Deadline.objects.filter(order=order, kind=REVIEW_ENDS, due_at__lte=now).first()
    if deadline is None:
        return False
    if order.state == DELIVERED:
        complete(order, move="complete_in_silence", actor=HALL, by_id=None, now=now)
    else:
        deadline.delete()
    return True
