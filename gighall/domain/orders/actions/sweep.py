"""What happens when a deadline of an order is over."""

from datetime import datetime

from django.db import transaction

from ..models import Deadline, Order
from ..states import DELIVERED, HALL, REVIEW_ENDS
from .accept import complete


def sweep_deadlines(*, now: datetime, limit: int) -> int:
    """Do what is due, each deadline in a transaction of its own; return how many were done.

    Several sweepers may run: a row that one of them holds is passed over by the others.
    """
    done = 0
    while done < limit and _sweep_one(now):
        done += 1
    return done


@transaction.atomic
def _sweep_one(now: datetime) -> bool:
    # The order is locked before its deadline, as every action on the order does: no deadlock between them.
    due = (
        Order.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        .filter(deadlines__due_at__lte=now, deadlines__kind=REVIEW_ENDS)
        .order_by("deadlines__due_at", "pk")
        .first()
    )
    if due is None:
        return False
    deadline = Deadline.objects.filter(order=due, kind=REVIEW_ENDS, due_at__lte=now).first()
    if deadline is None:
        return True
    if due.state == DELIVERED:
        complete(due, move="complete_in_silence", actor=HALL, by_id=None, now=now)
    else:
        deadline.delete()
    return True
