"""Exceptions: a seller asks for one from the gig's page, and support grants, declines or revokes it."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import lock_own_gig
from gighall.domain.notices.actions import notify
from gighall.domain.orders.actions import tell_of_waiver
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import OPEN_STATES
from gighall.domain.policy.actions import grant_waiver, revoke_waiver
from gighall.domain.policy.models import Waiver

from ..models import Ticket
from ..queries import get_exception_for_staff, request_of_gig
from ..rules import (
    ASKABLE_KINDS,
    DECLINED,
    EXCEPTION,
    GRANTED,
    check_can_decide_request,
    check_can_request,
    check_grant,
    check_grant_for_order,
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
def grant_exception(
    *,
    ticket_id: str,
    by_id: int,
    kinds: Collection[str],
    reason: str,
    expires_at: datetime,
    order_id: str = "",
    now: datetime,
) -> Ticket:
    """Let kinds that a seller asked for stand until a day, in all orders of the gig or in one; staff only.

    The open orders are told in the same transaction, and words on their way are judged anew.
    Errors: NotYours, TicketRefused, TicketClosed, TicketWordsUnfit, WaiverRefused.
    """
    check_reason(reason)
    ticket = lock_ticket_for_staff(public_id=ticket_id, by_id=by_id)
    _check_undecided(ticket)
    check_grant(kinds=kinds, asked_kinds=ticket.kinds)
    gig = _gig_of(ticket)
    order = _order_of(order_id, gig_pk=gig.pk, seller_id=gig.seller_id) if order_id else None
    check_grant_for_order(
        asked_order=ticket.order.public_id if ticket.order else "",
        order=order_id,
        is_open=order is not None and order.state in OPEN_STATES,
        is_buyer=order is not None and order.buyer_id == by_id,
    )
    waiver = grant_waiver(
        gig_id=gig.pk,
        place_id=order.record_id if order else None,
        kinds=kinds,
        reason=reason,
        by_id=by_id,
        expires_at=expires_at,
        now=now,
    )
    ticket.decided_by_id, ticket.reason, ticket.waiver = by_id, reason, waiver
    close_row(ticket, outcome=GRANTED, now=now)
    _tell_seller(gig, "exception_granted", path=f"/support/{ticket.public_id}/", now=now)
    # Records are written last.
    tell_of_waiver(waiver=waiver, now=now)
    return ticket


@transaction.atomic
def revoke_exception(*, waiver_id: str, by_id: int, reason: str, now: datetime) -> Waiver:
    """End an exception before its time, with a reason that the seller and the open orders read; staff only.

    Errors: NotYours, TicketWordsUnfit, WaiverEnded.
    """
    check_reason(reason)
    staff = Person.objects.filter(pk=by_id, is_staff=True, is_active=True).first()
    if staff is None:
        raise NotYours(_("There is no such exception."))
    get_exception_for_staff(public_id=waiver_id, staff=staff)
    waiver = revoke_waiver(public_id=waiver_id, by_id=by_id, reason=reason, now=now)
    gig = Gig.objects.get(pk=waiver.gig_id)
    asked = Ticket.objects.filter(waiver=waiver).first()
    path = f"/support/{asked.public_id}/" if asked else f"/gigs/{gig.public_id}/"
    _tell_seller(gig, "exception_revoked", path=path, now=now)
    tell_of_waiver(waiver=waiver, now=now)
    return waiver


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
    _tell_seller(_gig_of(ticket), "exception_declined", path=f"/support/{ticket.public_id}/", now=now)
    return ticket


def _check_undecided(ticket: Ticket) -> None:
    check_can_decide_request(
        kind=ticket.kind,
        outcome=ticket.outcome,
        decided_by=ticket.decided_by.name if ticket.decided_by else "",
    )


def _gig_of(ticket: Ticket) -> Gig:
    assert ticket.gig is not None, "a request is about a gig"
    return ticket.gig


def _tell_seller(gig: Gig, kind: str, *, path: str, now: datetime) -> None:
    # Without the reason: a mail must carry no contact detail, and support's words are not judged.
    payload = {"title": gig.title_shown, "path": path}
    notify(kind=kind, person_id=gig.seller_id, payload=payload, now=now)
