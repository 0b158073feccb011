"""Asking support about an order, and deciding. Whoever writes has locked the order first, then the case."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person
from gighall.domain.orders.actions import decide, stop_for_support
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import lock_order_for
from gighall.domain.orders.states import OPEN_STATES

from ..models import Case
from ..rules import check_can_ask, check_can_decide, check_case, check_decision


@transaction.atomic
def open_case(*, order_id: str, by_id: int, words: str, wanted: str, key: uuid.UUID, now: datetime) -> Case:
    """Ask support to decide about an open order of one's own; its clocks stand still from here on.

    Shapes: ``wanted`` is *release*, *refund* or *split*.  Idempotent by ``key``.
    Errors: NotYours, CaseRefused, CaseWordsUnfit.
    """
    check_case(words=words, wanted=wanted)
    order = lock_order_for(public_id=order_id, person_id=by_id)
    known = Case.objects.filter(order=order, by_id=by_id, key=key).first()
    if known is not None:
        return known
    waiting = Case.objects.filter(order=order, decided_at__isnull=True)
    check_can_ask(is_order_open=order.state in OPEN_STATES, has_case=waiting.exists())
    case = Case.objects.create(order=order, by_id=by_id, words=words, wanted=wanted, key=key, opened_at=now)
    stop_for_support(order, case_id=case.public_id, by_id=by_id, now=now)
    return case


@transaction.atomic
def decide_case(*, case_id: str, by_id: int, refund_percent: int, reason: str, now: datetime) -> Case:
    """End the order of a case: so much of its price goes back to the buyer, the rest to the seller; staff only.

    Errors: NotYours, CaseRefused, CaseWordsUnfit, CaseClosed.
    """
    check_decision(refund_percent=refund_percent, reason=reason)
    staff = Person.objects.filter(pk=by_id, is_staff=True, is_active=True).first()
    found = Case.objects.filter(public_id=case_id).values_list("order_id", flat=True).first()
    if staff is None or found is None:
        raise NotYours(_("There is no such case."))
    orders = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("record")
    order = orders.get(pk=found)
    # The order is locked: what is read of the case now is what the winner of a race has left.
    cases = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("decided_by")
    case = cases.get(public_id=case_id)
    check_can_decide(
        is_side=by_id in (order.buyer_id, order.seller_id),
        decided_at=case.decided_at,
        decided_by=case.decided_by.name if case.decided_by else "",
        is_order_open=order.state in OPEN_STATES,
    )
    case.decided_at, case.decided_by = now, staff
    case.refund_percent, case.reason = refund_percent, reason
    case.save(update_fields=["decided_at", "decided_by", "refund_percent", "reason"])
    decide(
        order,
        case_id=case.public_id,
        staff_id=staff.public_id,
        refund_percent=refund_percent,
        reason=reason,
        now=now,
    )
    return case
