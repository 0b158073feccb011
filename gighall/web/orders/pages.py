"""Pages of orders. An outsider gets the same answer as for an order that never existed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.conversations import actions as conversations
from gighall.domain.conversations.queries import conversation_between, draft_in
from gighall.domain.orders import queries
from gighall.domain.orders.models import Order
from gighall.web.orders.evidence import bundle_response
from gighall.web.orders.finding import ALL, found_context, narrowed_context, show_asked, ways_context
from gighall.web.orders.forms import MoveForm
from gighall.web.orders.lists import orders_context
from gighall.web.orders.situation import situation_of
from gighall.web.orders.timeline import reader_of
from gighall.web.orders.views import OrderPage, order_page
from gighall.web.orders.window import answer_to_day, part_context, start_asked, window_context
from gighall.web.shared.drafts import save_typed
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key, number_posted

# What the order page prints where it shows no window of its timeline.
_NOWHERE: dict[str, Any] = {
    "is_narrowed": False,
    "found": None,
    "empty_words": "",
    "unread_above": "",
    "earlier_href": "",
    "earlier_from": 0,
    "later_from": 0,
    "unread_from": 0,
    "floor": 1,
    "window_max": limits.TIMELINE_WINDOW_ENTRIES,
    "window_page": limits.TIMELINE_PAGE_ENTRIES,
}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the orders in which the person buys or sells, what needs them first; narrowed by ``?show=``."""
    return render(request, "orders/index.html", orders_context(request, person_of(request).pk))


@login_required
@require_safe
def show(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show the order page: the timeline, the composer and the next step; narrowed by ``?show=`` or ``?q=``.

    ``?at=`` opens it at an entry, ``?on=`` at a day.
    """
    person_id = person_of(request).pk
    order = queries.get_order_for(public_id=order_id, person_id=person_id)
    to_day = answer_to_day(request, record_id=order.record_id, person_id=person_id)
    return to_day or show_order(request, order)


def show_order(
    request: HttpRequest,
    order: Order,
    *,
    status: int = 200,
    typed: MoveForm | None = None,
    message: dict[str, str] | None = None,
) -> HttpResponse:
    """Answer the order page; with a form that was refused, or a message that was, the words stand there again."""
    page = _page(request, order, typed)
    context = _entries_context(request, order) | {
        "order": order,
        "page": page,
        "message": message or {"text": "", "error": ""},
        "draft": draft_in(record_id=order.record_id, person_id=person_of(request).pk),
        "talk": _talk(order) if page.is_closed else None,
    }
    return render(request, "orders/show.html", context, status=status)


def _entries_context(request: HttpRequest, order: Order) -> dict[str, Any]:
    """Return the entries that the address asks for: words that were looked for, one kind, or a part of all."""
    reader = reader_of(order, person_of(request))
    # What was refused is shown beside the newest entries, whatever the address of the form said.
    ways = ways_context(request, order)
    if ways["typed"]:
        return _NOWHERE | ways | found_context(request, order, ways["typed"]) | {"clause": reader.clause}
    if show_asked(request) != ALL:
        return _NOWHERE | ways | narrowed_context(request, order, reader) | {"is_narrowed": True}
    window = window_context(
        record_id=order.record_id,
        reader=reader,
        asked_from=start_asked(request),
        last=order.record.last_number,
    )
    return _NOWHERE | ways | window


def _talk(order: Order) -> str:
    """Return where the two may write to each other when the order's talk has ended, if they ever did."""
    talk = conversation_between(order.buyer_id, order.seller_id)
    return reverse("inbox:show", args=[talk.public_id]) if talk else ""


@login_required
@require_safe
def timeline(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer the entries after ``?after=``, or the last before ``?before=``: the same markup as on the page."""
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    reader = reader_of(order, person_of(request))
    context = part_context(request, record_id=order.record_id, reader=reader, last=order.record.last_number)
    return render(request, "orders/timeline.html", context)


@login_required
@require_safe
def state(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer the panel with the next step, for a page that is open while the order moves."""
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return render(request, "orders/state.html", {"page": _page(request, order, None)})


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
        return show_order(request, order, status=422, message={"text": text, "error": say(refusal)})
    return redirect(f"{reverse('orders:show', args=[order_id])}#entry-{number}")


@login_required
@require_POST
def mark_read(request: HttpRequest, order_id: str) -> HttpResponse:
    """Note what the person has read on the open page, where no socket can tell it."""
    person_id = person_of(request).pk
    order = queries.get_order_for(public_id=order_id, person_id=person_id)
    conversations.mark_read(
        record_id=order.record_id,
        person_id=person_id,
        number=min(number_posted(request, "number") or 0, order.record.last_number),
        now=clock.now(),
    )
    return HttpResponse(status=204)


@login_required
@require_POST
def save_draft(request: HttpRequest, order_id: str) -> HttpResponse:
    """Keep what the person is writing here."""
    order = queries.get_order_for(public_id=order_id, person_id=person_of(request).pk)
    return save_typed(request, order.record_id)


def _page(request: HttpRequest, order: Order, typed: MoveForm | None) -> OrderPage:
    situation = situation_of(order, person_id=person_of(request).pk, now=clock.now())
    return order_page(situation, typed=typed)
