"""What happens when a deadline of an order is over."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from gighall.base.errors import Refused
from gighall.domain.record.actions import close_record

from ..models import Deadline, Order
from ..queries import open_request_of, times_of_order
from ..states import (
    DELIVERED,
    FEEDBACK_OPENS,
    HALL,
    IN_PROGRESS,
    REQUEST_LAPSES,
    REQUIREMENTS,
    REQUIREMENTS_EXPIRE,
    REQUIREMENTS_REMIND,
    REVIEW_ENDS,
    TALK_ENDS,
    WORK_DUE,
)
from .accept import complete_in_silence
from .ask import lapse_request
from .ending import end_order
from .feedback import open_feedback
from .writing import Writing

log = logging.getLogger(__name__)


def sweep_deadlines(*, now: datetime, limit: int) -> int:
    """Do what is due, each deadline in a transaction of its own; return how many were done.

    Several sweepers may run: a row that one of them holds is passed over by the others. An order that cannot be
    moved stays due and holds up nobody else's.
    """
    due = Deadline.objects.filter(kind__in=_WHAT_HAPPENS, due_at__lte=now).order_by("due_at", "pk")
    done = 0
    for order_id, kind in due.values_list("order_id", "kind")[:limit]:
        try:
            done += _sweep_one(order_id, kind, now)
        except (OperationalError, InterfaceError):
            # The database is away, which is no order's fault.
            raise
        except (DatabaseError, Refused, LookupError, ValueError):
            # A fact that cannot be read, too, is the fault of one order and holds up no other.
            log.exception("a deadline of order %s was not met; the next sweep tries again", order_id)
    return done


@transaction.atomic
def _sweep_one(order_id: int, kind: str, now: datetime) -> bool:
    # The order is locked before its deadline, as every action on the order does: no deadlock between them.
    locked = Order.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    order = locked.select_related("record").filter(pk=order_id).first()
    if order is None:
        return False
    deadline = Deadline.objects.filter(order=order, kind=kind, due_at__lte=now).first()
    if deadline is None:
        return False
    deadline.delete()
    if not _WHAT_HAPPENS[kind](order, now):
        # It is not due any more: what the order's entries say is what counts.
        Writing(order, now).store()
    return True


def _end_review(order: Order, now: datetime) -> bool:
    ends_at = times_of_order(order, now=now).review_ends_at
    if order.state != DELIVERED or ends_at is None or ends_at > now:
        return False
    complete_in_silence(order, now=now)
    return True


def _say_late(order: Order, now: datetime) -> bool:
    times = times_of_order(order, now=now)
    if order.state != IN_PROGRESS or times.due_at is None or times.due_at > now:
        return False
    writing = Writing(order, now)
    writing.tell("order_late", order.seller_id, order.buyer_id)
    writing.add_fact("late")
    writing.store()
    return True


def _remind(order: Order, now: datetime) -> bool:
    remind_at = times_of_order(order, now=now).remind_at
    if order.state != REQUIREMENTS or remind_at is None or remind_at > now:
        return False
    writing = Writing(order, now)
    writing.tell("order_questions", order.buyer_id)
    writing.add_fact("requirements_reminded")
    writing.store()
    return True


def _expire(order: Order, now: datetime) -> bool:
    ends_at = times_of_order(order, now=now).answers_end_at
    if order.state != REQUIREMENTS or ends_at is None or ends_at > now:
        return False
    end_order(
        order,
        move="expire_requirements",
        actor=HALL,
        by_id=None,
        refund_percent=100,
        fact_kind="cancelled",
        now=now,
        why="no_answers",
    )
    return True


def _lapse(order: Order, now: datetime) -> bool:
    request = open_request_of(order.pk)
    if request is None or request.lapses_at > now:
        return False
    lapse_request(order, request, now=now)
    return True


def _end_talk(order: Order, now: datetime) -> bool:
    if order.ended_at is None or order.record.closed_at is not None:
        return False
    # The hall itself writes in a closed record too; its last word says that it is closed.
    close_record(record_id=order.record_id, now=now)
    order.record.refresh_from_db(fields=["closed_at"])
    writing = Writing(order, now)
    writing.add_fact("talk_ended")
    writing.store()
    return True


def _open_feedback(order: Order, now: datetime) -> bool:
    writing = Writing(order, now)
    opened = open_feedback(order, writing, now=now)
    if opened:
        writing.store()
    return opened


# Each says whether something happened; what did happen has moved the deadlines.
_WHAT_HAPPENS: dict[str, Callable[[Order, datetime], bool]] = {
    REVIEW_ENDS: _end_review,
    WORK_DUE: _say_late,
    REQUIREMENTS_REMIND: _remind,
    REQUIREMENTS_EXPIRE: _expire,
    REQUEST_LAPSES: _lapse,
    TALK_ENDS: _end_talk,
    FEEDBACK_OPENS: _open_feedback,
}
