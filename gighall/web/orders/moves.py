"""The moves of an order, each a POST to a noun. What was typed comes back with a refusal; twice is done once."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.conversations.actions import save_draft
from gighall.domain.orders import actions, queries
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import ACCEPTED, DECLINED, REQUEST_KINDS, WITHDRAWN
from gighall.web.orders.forms import AnswersForm, MoveForm, RequestForm, RevisionForm
from gighall.web.orders.pages import show_order
from gighall.web.orders.views import delivery_form
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key

# The composer's own words can be sent as the points of a revision: its form says so.
FROM_COMPOSER = "composer"


@login_required
@require_POST
def answer_questions(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer the seller's questions; the work begins."""
    form = AnswersForm(_order(request, order_id).requirements, request.POST)

    def press(key: uuid.UUID) -> None:
        actions.answer_requirements(
            order_id=order_id, by_id=person_of(request).pk, answers=form.answers, key=key, now=clock.now()
        )

    return _in_words(request, order_id, form, press, said=_("Answered. The seller was told."))


@login_required
@require_POST
def deliver(request: HttpRequest, order_id: str) -> HttpResponse:
    """Deliver the order in words, with what was picked from the talk."""
    form = delivery_form(_order(request, order_id), person_of(request).pk, request.POST)

    def press(key: uuid.UUID) -> None:
        actions.deliver(
            order_id=order_id,
            by_id=person_of(request).pk,
            text=form.words,
            picked=form.numbers,
            key=key,
            now=clock.now(),
        )

    return _in_words(request, order_id, form, press, said=_("Delivered. The buyer was told."))


@login_required
@require_POST
def ask_for_revision(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask the seller to change the delivery, point by point."""
    form = RevisionForm(request.POST)

    def press(key: uuid.UUID) -> None:
        actions.request_revision(
            order_id=order_id, by_id=person_of(request).pk, text=form.words, key=key, now=clock.now()
        )

    return _in_words(request, order_id, form, press, said=_("The seller was told what to change."))


@login_required
@require_POST
def ask(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask the other side to cancel, for a part of the money, or for time; or answer their request with another."""
    form = RequestForm(REQUEST_KINDS, request.POST)

    def press(key: uuid.UUID) -> None:
        actions.open_request(
            order_id=order_id,
            by_id=person_of(request).pk,
            wish=form.wish,
            text=form.words,
            key=key,
            now=clock.now(),
        )

    return _in_words(request, order_id, form, press, said=_("Asked. The other side was told."))


@login_required
@require_POST
def accept(request: HttpRequest, order_id: str) -> HttpResponse:
    """Accept the delivery."""

    def press() -> None:
        actions.accept_delivery(order_id=order_id, by_id=person_of(request).pk, now=clock.now())

    return _at_once(request, order_id, press, said=_("Accepted. The seller was paid."))


@login_required
@require_POST
def extend_review(request: HttpRequest, order_id: str) -> HttpResponse:
    """Take more time to look at the delivery, once."""

    def press() -> None:
        actions.extend_review(order_id=order_id, by_id=person_of(request).pk, now=clock.now())

    return _at_once(request, order_id, press, said=_("You have more time to look."))


@login_required
@require_POST
def cancel(request: HttpRequest, order_id: str) -> HttpResponse:
    """Cancel an order that is very late, alone."""

    def press() -> None:
        actions.cancel_very_late(order_id=order_id, by_id=person_of(request).pk, now=clock.now())

    return _at_once(request, order_id, press, said=_("Cancelled. You have your money back."))


@login_required
@require_POST
def answer_request(request: HttpRequest, order_id: str, request_id: str) -> HttpResponse:
    """Accept or decline what the other side asks, or withdraw what one asked oneself."""
    answer = request.POST.get("answer", "")

    def press() -> None:
        actions.answer_request(
            order_id=order_id,
            request_id=request_id,
            by_id=person_of(request).pk,
            answer=answer,
            now=clock.now(),
        )

    said = {
        ACCEPTED: _("Accepted, and done."),
        DECLINED: _("Declined. Everything goes on as before."),
        WITHDRAWN: _("Withdrawn. Everything goes on as before."),
    }
    return _at_once(request, order_id, press, said=said.get(answer, ""))


def _order(request: HttpRequest, order_id: str) -> Order:
    return queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)


def _in_words(
    request: HttpRequest, order_id: str, form: MoveForm, press: Callable[[uuid.UUID], None], *, said: str
) -> HttpResponse:
    """Make a move that has words: lead to them, or show them again with what is wrong."""
    order, key = _order(request, order_id), client_key(request)
    if not form.is_valid():
        return _refused(request, order, form)
    try:
        press(key)
    except NotYours:
        raise
    except Refused as refusal:
        # Pressed twice: the first press has done it, and the second one is led to the same place.
        if _number(order, request, key, form) is None:
            form.refuse(refusal)
            return _refused(request, _order(request, order_id), form)
    else:
        messages.success(request, said)
        if request.POST.get("from") == FROM_COMPOSER:
            save_draft(record_id=order.record_id, person_id=person_of(request).pk, text="", now=clock.now())
    return _to_entry(order_id, _number(order, request, key, form))


def _refused(request: HttpRequest, order: Order, form: MoveForm) -> HttpResponse:
    if request.POST.get("from") == FROM_COMPOSER:
        sentences = [str(sentence) for found in form.errors.values() for sentence in found]
        words = {"text": request.POST.get("text", ""), "error": " ".join(sentences)}
        return show_order(request, order, status=422, message=words)
    return show_order(request, order, status=422, typed=form)


def _at_once(request: HttpRequest, order_id: str, press: Callable[[], None], *, said: str) -> HttpResponse:
    """Make a move without words: lead to what it wrote, or say why it cannot be made."""
    try:
        press()
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
        return redirect("orders:show", order_id)
    messages.success(request, said)
    return _to_entry(order_id, _order(request, order_id).record.last_number)


def _number(order: Order, request: HttpRequest, key: uuid.UUID, form: MoveForm) -> int | None:
    return queries.moved_under(
        record_id=order.record_id,
        person_id=person_of(request).pk,
        key=key,
        words=form.words,
        stated=form.stated,
    )


def _to_entry(order_id: str, number: int | None) -> HttpResponse:
    return redirect(f"{reverse('orders:show', args=[order_id])}#entry-{number}")
