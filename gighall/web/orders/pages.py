"""Pages of orders. An outsider gets the same answer as for an order that never existed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.conversations import actions as conversations
from gighall.domain.conversations.queries import draft_in
from gighall.domain.orders import actions, queries
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import REVIEW_ENDS
from gighall.web.orders.evidence import bundle_response
from gighall.web.orders.timeline import reader_of, timeline_context, window_context
from gighall.web.orders.views import OrderPage, order_page, order_row
from gighall.web.shared.drafts import save_typed
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key, number_asked


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the orders in which the person buys or sells."""
    person_id = person_of(request).pk
    page = page_of(request, queries.orders_of(person_id), size=limits.PAGE_ROWS)
    rows = [order_row(order, person_id) for order in page.rows]
    return render(request, "orders/index.html", {"orders": rows, "page": page})


@login_required
@require_safe
def show(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show the order page: the timeline, the composer and the next step."""
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return _show(request, order)


def _show(request: HttpRequest, order: Order, *, status: int = 200, **more: Any) -> HttpResponse:
    context = window_context(
        record_id=order.record_id,
        reader=reader_of(order, person_of(request)),
        asked_from=number_asked(request, "from", None),
        last=order.record.last_number,
    )
    context |= {
        "order": order,
        "page": _page(request, order),
        "message": {"text": "", "error": ""},
        "delivery": {"text": "", "error": ""},
        "draft": draft_in(record_id=order.record_id, person_id=person_of(request).pk),
    }
    return render(request, "orders/show.html", {**context, **more}, status=status)


@login_required
@require_safe
def timeline(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer the entries after ``?after=``: the same markup as on the page."""
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    context = timeline_context(
        record_id=order.record_id,
        reader=reader_of(order, person_of(request)),
        after=number_asked(request, "after", 0),
    )
    return render(request, "orders/timeline.html", context)


@login_required
@require_safe
def state(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer the panel with the next step, for a page that is open while the order moves."""
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    context = {"page": _page(request, order), "delivery": {"text": "", "error": ""}}
    return render(request, "orders/state.html", context)


@login_required
@require_safe
def bundle(request: HttpRequest, order_id: str) -> FileResponse:
    """Answer everything of the order as one file that can be verified offline."""
    person = person_of(request)
    order = queries.get_order_for(public_id=order_id, person_id=person.pk)
    return bundle_response(request, order, person)


@login_required
@require_POST
def post_message(request: HttpRequest, order_id: str) -> HttpResponse:
    """Store a message written without the live line."""
    person = person_of(request)
    order = queries.get_order_for(public_id=order_id, person_id=person.pk)
    text = plain_lines(request.POST.get("text", ""))
    try:
        number = conversations.post_message(
            record_id=order.record_id,
            author_id=person.pk,
            text=text,
            key=client_key(request),
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        return _show(request, order, status=422, message={"text": text, "error": say(refusal)})
    return redirect(f"{reverse('orders:show', args=[order_id])}#entry-{number}")


@login_required
@require_POST
def save_draft(request: HttpRequest, order_id: str) -> HttpResponse:
    """Keep what the person is writing here."""
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return save_typed(request, order.record_id)


@login_required
@require_POST
def deliver(request: HttpRequest, order_id: str) -> HttpResponse:
    """Deliver the order in words."""
    person = person_of(request)
    text = plain_lines(request.POST.get("text", ""))
    try:
        actions.deliver(
            order_id=order_id, by_id=person.pk, text=text, key=client_key(request), now=clock.now()
        )
    except NotYours:
        raise
    except Refused as refusal:
        order = queries.get_order_for(public_id=order_id, person_id=person.pk)
        return _show(request, order, status=422, delivery={"text": text, "error": say(refusal)})
    messages.success(request, _("Delivered. The buyer was told."))
    return redirect("orders:show", order_id)


@login_required
@require_POST
def accept(request: HttpRequest, order_id: str) -> HttpResponse:
    """Accept the delivery."""
    try:
        actions.accept_delivery(order_id=order_id, by_id=person_of(request).pk, now=clock.now())
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        messages.success(request, _("Accepted. The seller was paid."))
    return redirect("orders:show", order_id)


def _page(request: HttpRequest, order: Order) -> OrderPage:
    ends_at = queries.deadline_of(order.pk, REVIEW_ENDS)
    return order_page(order, person_id=person_of(request).pk, review_ends_at=ends_at)
