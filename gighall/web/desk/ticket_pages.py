"""Staff pages: the queue of tickets, and a ticket with everything that can be done about it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import clean_line, clean_text
from gighall.domain.accounts.models import Person
from gighall.domain.desk import actions, queries
from gighall.domain.desk.models import Ticket
from gighall.domain.desk.rules import (
    ALL,
    CLOSED,
    EXCEPTION,
    MINE,
    QUESTION,
    TICKET_SHOWS,
    UNASSIGNED,
    TicketClosed,
)
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import OPEN_STATES
from gighall.web.desk.exception_views import exception_row
from gighall.web.desk.support_pages import done_or_said
from gighall.web.desk.ticket_forms import DeclineForm, GrantForm, HandOverForm, NoteForm, StaffAnswerForm
from gighall.web.desk.ticket_views import lines_of, own_note, staff_row, ticket_facts
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only
from gighall.web.shared.typed import client_key


@require_safe
@staff_only
def tickets(request: HttpRequest) -> HttpResponse:
    """List tickets: those that nobody has, one's own, all that are open, or those that are closed."""
    staff, now = person_of(request), clock.now()
    show = request.GET.get("show", "")
    show = show if show in TICKET_SHOWS else ALL
    page = page_of(request, queries.tickets_for_staff(staff, show=show), size=limits.PAGE_ROWS)
    queue = queries.ticket_queue_of(staff)
    context = {
        "tickets": [staff_row(ticket, now=now) for ticket in page.rows],
        "page": page,
        "show_tabs": _tabs(show, queue),
        "shows_closed": show == CLOSED,
        "own_note": own_note(queue.own),
        "answer_hours": limits.TICKET_ANSWER_HOURS,
    }
    return render(request, "support/tickets.html", context)


def _tabs(show: str, queue: queries.TicketQueue) -> list[tuple[str, str, bool]]:
    address = reverse("staff:tickets")
    return [
        (_("All open"), address, show == ALL),
        (
            _("Unassigned %(count)d") % {"count": queue.unassigned},
            f"{address}?show={UNASSIGNED}",
            show == UNASSIGNED,
        ),
        (_("Mine %(count)d") % {"count": queue.mine}, f"{address}?show={MINE}", show == MINE),
        (_("Closed"), f"{address}?show={CLOSED}", show == CLOSED),
    ]


@dataclass
class _Forms:
    """What can be filled in on the page of a ticket; each as it was typed, or fresh."""

    answer: StaffAnswerForm
    note: NoteForm
    hand_over: HandOverForm
    grant: GrantForm
    decline: DeclineForm


def _forms(ticket: Ticket, staff: Person, typed: dict[str, Any]) -> _Forms:
    orders = _orders_to_grant(ticket, staff) if ticket.kind == EXCEPTION and not ticket.outcome else []
    colleagues = [
        each
        for each in queries.staff_who_may_have(ticket)
        if each.pk not in (ticket.assigned_to_id, staff.pk)
    ]
    seen = ticket.assigned_to.public_id if ticket.assigned_to else ""
    return _Forms(
        answer=StaffAnswerForm(typed.get("answer")),
        note=NoteForm(typed.get("note"), prefix="note"),
        hand_over=HandOverForm(typed.get("hand_over"), colleagues=colleagues, initial={"seen": seen}),
        grant=GrantForm(
            typed.get("grant"),
            prefix="grant",
            asked=ticket.kinds,
            orders=orders,
            whole_gig=ticket.order is None,
            today=localdate(clock.now()),
        ),
        decline=DeclineForm(typed.get("decline"), prefix="decline"),
    )


def _orders_to_grant(ticket: Ticket, staff: Person) -> list[Order]:
    if ticket.order is not None:
        return [ticket.order] if ticket.order.state in OPEN_STATES else []
    assert ticket.gig is not None, "a request is about a gig"
    orders = queries.open_orders_of_gig(gig_id=ticket.gig.pk, seller_id=ticket.by_id)
    return [order for order in orders if order.buyer_id != staff.pk]


def _found(request: HttpRequest, ticket_id: str) -> Ticket:
    return queries.get_ticket_for_staff(public_id=ticket_id, staff=person_of(request))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def ticket(request: HttpRequest, ticket_id: str) -> HttpResponse:
    """Show a ticket with everything that was written and done; take support's answer."""
    found, staff = _found(request, ticket_id), person_of(request)
    filled = _forms(found, staff, {"answer": request.POST or None})
    form = filled.answer

    def answer() -> None:
        actions.answer_ticket(
            ticket_id=ticket_id,
            by_id=staff.pk,
            words=clean_text(form.cleaned_data["words"]),
            closes=form.cleaned_data["closes"],
            key=client_key(request),
            now=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and done_or_said(form, answer):
        messages.success(request, _("Answered. The asker gets a mail."))
        return redirect("staff:ticket", ticket_id)
    return _show(request, found, filled)


@staff_only
@require_POST
def notes(request: HttpRequest, ticket_id: str) -> HttpResponse:
    """Keep a note that staff alone read."""
    found, staff = _found(request, ticket_id), person_of(request)
    filled = _forms(found, staff, {"note": request.POST})
    form = filled.note

    def note() -> None:
        actions.add_note(
            ticket_id=ticket_id,
            by_id=staff.pk,
            words=clean_text(form.cleaned_data["words"]),
            key=client_key(request),
            now=clock.now(),
        )

    if form.is_valid() and done_or_said(form, note):
        return redirect("staff:ticket", ticket_id)
    return _show(request, found, filled)


@staff_only
@require_POST
def assignment(request: HttpRequest, ticket_id: str) -> HttpResponse:
    """Take a ticket, hand it to a colleague, or give it back to all."""
    try:
        actions.assign_ticket(
            ticket_id=ticket_id,
            by_id=person_of(request).pk,
            to_id=clean_line(request.POST.get("to", "")),
            seen=clean_line(request.POST.get("seen", "")),
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    return redirect("staff:ticket", ticket_id)


@staff_only
@require_POST
def refusal(request: HttpRequest, ticket_id: str) -> HttpResponse:
    """Decline a request for an exception."""
    found, staff = _found(request, ticket_id), person_of(request)
    filled = _forms(found, staff, {"decline": request.POST})
    form = filled.decline

    def decline() -> None:
        actions.decline_exception(
            ticket_id=ticket_id,
            by_id=staff.pk,
            reason=clean_text(form.cleaned_data["reason"]),
            now=clock.now(),
        )

    said = _("Declined. The seller gets a mail.")
    return _decided(request, found, filled, form=form, decide=decline, said=said)


@staff_only
@require_POST
def grant(request: HttpRequest, ticket_id: str) -> HttpResponse:
    """Grant a request for an exception."""
    found, staff = _found(request, ticket_id), person_of(request)
    filled = _forms(found, staff, {"grant": request.POST})
    form = filled.grant

    def give() -> None:
        actions.grant_exception(
            ticket_id=ticket_id,
            by_id=staff.pk,
            kinds=form.cleaned_data["kinds"],
            reason=clean_text(form.cleaned_data["reason"]),
            expires_at=form.cleaned_data["until"],
            order_id=form.cleaned_data["order"],
            now=clock.now(),
        )

    said = _("Granted. It holds from now on; the seller and the open orders are told.")
    return _decided(request, found, filled, form=form, decide=give, said=said)


def _decided(
    request: HttpRequest,
    found: Ticket,
    filled: _Forms,
    *,
    form: forms.Form,
    decide: Callable[[], object],
    said: str,
) -> HttpResponse:
    try:
        if form.is_valid() and done_or_said(form, decide, passes=TicketClosed):
            messages.success(request, said)
            return redirect("staff:ticket", found.public_id)
    except TicketClosed as closed:
        messages.warning(request, say(closed))
        return redirect("staff:ticket", found.public_id)
    return _show(request, found, filled)


def _show(request: HttpRequest, found: Ticket, filled: _Forms) -> HttpResponse:
    now, staff = clock.now(), person_of(request)
    is_open = not found.outcome
    wrong = any(form.errors for form in vars(filled).values())
    context: dict[str, Any] = {
        "ticket": found,
        "row": staff_row(found, now=now),
        "facts": ticket_facts(found),
        "lines": lines_of(found, queries.messages_for_staff(found), reader_id=staff.pk),
        "forms": filled,
        "is_open": is_open,
        "can_decide": is_open and found.kind == EXCEPTION,
        "can_close": found.kind == QUESTION,
        "exception": exception_row(found.waiver, found.gig, now=now) if found.waiver else None,
        "is_mine": found.assigned_to_id == staff.pk,
        "has_colleagues": bool(filled.hand_over.colleagues),
        "me_id": staff.public_id,
        "seen": found.assigned_to.public_id if found.assigned_to else "",
        "key": request.POST.get("client_key") or uuid.uuid4(),
        "note_key": request.POST.get("client_key") or uuid.uuid4(),
    }
    return render(request, "support/ticket.html", context, status=422 if wrong else 200)
