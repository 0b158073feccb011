"""The pages on which somebody asks support a question, and reads and writes on what they have asked."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import clean_line, clean_text
from gighall.domain.desk import actions, queries
from gighall.domain.desk.models import Ticket
from gighall.domain.desk.rules import EXCEPTION
from gighall.domain.gigs.queries import get_own_gig
from gighall.domain.orders.queries import orders_of
from gighall.web.desk.ticket_forms import AnswerForm, QuestionForm, RequestForm
from gighall.web.desk.ticket_views import exception_facts, lines_of, own_row, ticket_facts
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key


def done_or_said(form: forms.Form, act: Callable[[], object], *, passes: type[Refused] = NotYours) -> bool:
    """Do what a valid form asks for; a refusal stands in the form, and False is returned.

    Errors: NotYours, and refusals of the kind that passes.
    """
    try:
        act()
    except (NotYours, passes):
        raise
    except Refused as refusal:
        form.add_error(None, say(refusal))
        return False
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show what one has asked support, and take a new question."""
    person, now = person_of(request), clock.now()
    orders = orders_of(person.pk)[: limits.GIG_ORDERS_OFFERED_MAX]
    form = QuestionForm(request.POST or None, orders=orders, initial={"order": request.GET.get("order", "")})

    def ask() -> None:
        actions.open_ticket(
            by_id=person.pk,
            subject=clean_line(form.cleaned_data["subject"]),
            words=clean_text(form.cleaned_data["words"]),
            order_id=form.cleaned_data["order"],
            key=client_key(request),
            now=now,
        )

    if request.method == "POST" and form.is_valid() and done_or_said(form, ask):
        messages.success(request, _("Support has it. You get a mail when they answer."))
        return redirect("support:index")
    page = page_of(request, queries.tickets_of(person.pk), size=limits.PAGE_ROWS)
    context = {
        "form": form,
        "tickets": [own_row(ticket, now=now) for ticket in page.rows],
        "page": page,
        "key": request.POST.get("client_key") or uuid.uuid4(),
        "answer_hours": limits.TICKET_ANSWER_HOURS,
    }
    return render(request, "support/index.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, ticket_id: str) -> HttpResponse:
    """Show something that one has asked support, and take what one writes about it."""
    person = person_of(request)
    ticket = queries.get_ticket_for(public_id=ticket_id, person_id=person.pk)
    form = AnswerForm(request.POST or None)

    def answer() -> None:
        actions.answer_ticket(
            ticket_id=ticket_id,
            by_id=person.pk,
            words=clean_text(form.cleaned_data["words"]),
            key=client_key(request),
            now=clock.now(),
        )

    if request.method == "POST" and form.is_valid() and done_or_said(form, answer):
        messages.success(request, _("Support has it."))
        return redirect("support:show", ticket_id)
    return _show(request, ticket, form)


def _show(request: HttpRequest, ticket: Ticket, form: AnswerForm) -> HttpResponse:
    is_request = ticket.kind == EXCEPTION
    said = queries.messages_for_asker(ticket)
    context = {
        "ticket": ticket,
        "row": own_row(ticket, now=clock.now()),
        "facts": ticket_facts(ticket),
        "allowed": exception_facts(ticket.waiver, now=clock.now()) if ticket.waiver else [],
        "lines": lines_of(ticket, said, reader_id=person_of(request).pk),
        "form": form,
        "key": request.POST.get("client_key") or uuid.uuid4(),
        "close_label": _("Withdraw the request") if is_request else _("Close: it is settled"),
    }
    return render(request, "support/show.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def closing(request: HttpRequest, ticket_id: str) -> HttpResponse:
    """Close what one has asked."""
    try:
        actions.close_ticket(ticket_id=ticket_id, by_id=person_of(request).pk, now=clock.now())
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        messages.success(request, _("Closed. You can ask again whenever you like."))
    return redirect("support:show", ticket_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_exception(request: HttpRequest, gig_id: str) -> HttpResponse:
    """Ask for an exception for one's own gig; where one has asked, lead there."""
    person = person_of(request)
    gig = get_own_gig(public_id=gig_id, seller_id=person.pk)
    orders = queries.open_orders_of_gig(gig_id=gig.pk, seller_id=person.pk)
    form = RequestForm(request.POST or None, orders=orders)
    asked: list[Ticket] = []

    def ask() -> None:
        asked.append(
            actions.ask_exception(
                gig_id=gig_id,
                by_id=person.pk,
                kinds=form.cleaned_data["kinds"],
                words=clean_text(form.cleaned_data["words"]),
                order_id=form.cleaned_data["order"],
                key=client_key(request),
                now=clock.now(),
            )
        )

    if request.method == "POST":
        if form.is_valid() and done_or_said(form, ask):
            messages.success(request, _("Support has your request. You get a mail when they have decided."))
            return redirect("support:show", asked[0].public_id)
    elif open_request := queries.request_of_gig(gig.pk):
        return redirect("support:show", open_request.public_id)
    context = {
        "gig": gig,
        "form": form,
        "has_orders": bool(orders),
        "key": request.POST.get("client_key") or uuid.uuid4(),
        "answer_hours": limits.TICKET_ANSWER_HOURS,
    }
    return render(request, "support/exception.html", context, status=422 if form.errors else 200)
