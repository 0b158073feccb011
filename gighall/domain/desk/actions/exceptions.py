"""Exceptions: a seller asks for one from the gig's page, and support grants, declines or revokes it."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.gigs.queries import lock_own_gig
from gighall.domain.notices.actions import notify
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import OPEN_STATES

from ..models import Ticket
from ..queries import request_of_gig
from ..rules import (
    ASKABLE_KINDS,
    DECLINED,
    EXCEPTION,
    check_can_decide_request,
    check_can_request,
    check_reason,
    check_request,
)
from .ticket_rows import close_row, lock_ticket_for_staff, set_clock


@transaction.atomic
def ask_exception(
    *,
    gig_id: str,
    by_id: int,
    kinds: Collection[str],
    words: str,
    order_id: str = "",
    key: uuid.UUID,
    now: datetime,
) -> Ticket:
    """Ask support to let kinds of contact details stand in the orders of one's gig, or in one open order of it.

    A gig has one open request at a time. Idempotent by ``key``.
    Errors: NotYours, TicketRefused, TicketWordsUnfit.
    """
    check_request(kinds=kinds, words=words)
    # Whoever presses twice waits here for the first press.
    gig = lock_own_gig(public_id=gig_id, seller_id=by_id)
    known = Ticket.objects.filter(by_id=by_id, key=key).first()
    if known is not None:
        return known
    order = _order_of(order_id, gig_pk=gig.pk, seller_id=by_id) if order_id else None
    check_can_request(
        has_request=request_of_gig(gig.pk) is not None,
        is_order_open=order.state in OPEN_STATES if order else None,
    )
    ticket = Ticket(
        kind=EXCEPTION,
        by_id=by_id,
        key=key,
        gig=gig,
        order=order,
        words=words,
        kinds=[kind for kind in ASKABLE_KINDS if kind in kinds],
        opened_at=now,
    )
    set_clock(ticket, [], now=now)
    ticket.save()
    return ticket


def _order_of(public_id: str, *, gig_pk: int, seller_id: int) -> Order:
    order = Order.objects.filter(public_id=public_id, gig_id=gig_pk, seller_id=seller_id).first()
    if order is None:
        raise NotYours(_("There is no such order of this gig."))
    return order


@transaction.atomic
def decline_exception(*, ticket_id: str, by_id: int, reason: str, now: datetime) -> Ticket:
    """Decline a request for an exception with a reason that the seller reads; staff only.

    Errors: NotYours, TicketRefused, TicketClosed, TicketWordsUnfit.
    """
    check_reason(reason)
    ticket = lock_ticket_for_staff(public_id=ticket_id, by_id=by_id)
    _check_undecided(ticket)
    ticket.decided_by_id, ticket.reason = by_id, reason
    close_row(ticket, outcome=DECLINED, now=now)
    _tell_seller(ticket, "exception_declined", now=now)
    return ticket


def _check_undecided(ticket: Ticket) -> None:
    check_can_decide_request(
        kind=ticket.kind,
        outcome=ticket.outcome,
        decided_by=ticket.decided_by.name if ticket.decided_by else "",
    )


def _tell_seller(ticket: Ticket, kind: str, *, now: datetime) -> None:
    # Without the reason: a mail must carry no contact detail, and support's words are not judged.
    assert ticket.gig is not None, "a request is about a gig"
    payload = {"title": ticket.gig.title_shown, "path": f"/support/{ticket.public_id}/"}
    notify(kind=kind, person_id=ticket.by_id, payload=payload, now=now)
