"""The list of one's orders: what needs the person first, then what is open, then what has ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import clock, limits
from gighall.base.money import format_minor
from gighall.base.text import isolated
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import (
    ALL,
    BUYING,
    ENDED,
    NEEDS_ME,
    OPEN,
    SELLING,
    SHOWS,
    listed_orders,
    moments_of_records,
)
from gighall.domain.orders.rules import OrderTimes, times_now
from gighall.domain.orders.states import DELIVERED, IN_PROGRESS, OPEN_STATES, REQUIREMENTS
from gighall.web.orders.views import state_words
from gighall.web.shared.paging import page_of

SHOW_NAMES = {
    ALL: gettext_lazy("All"),
    NEEDS_ME: gettext_lazy("Needs me"),
    OPEN: gettext_lazy("Open"),
    ENDED: gettext_lazy("Ended"),
    BUYING: gettext_lazy("I buy"),
    SELLING: gettext_lazy("I sell"),
}
EMPTY_WORDS = {
    NEEDS_ME: gettext_lazy("Nothing waits for you."),
    OPEN: gettext_lazy("No order is open."),
    ENDED: gettext_lazy("No order has ended yet."),
    BUYING: gettext_lazy("You have not ordered anything yet."),
    SELLING: gettext_lazy("Nobody has ordered from you yet."),
}
# What waits for one side, by the state of the order.
_MY_STEPS = {
    REQUIREMENTS: gettext_lazy("Answer the questions"),
    IN_PROGRESS: gettext_lazy("Deliver"),
    DELIVERED: gettext_lazy("Look at the delivery"),
}


@dataclass(frozen=True)
class OrderRow:
    """An order in a list. ``step`` is what happens next, by whom it stands in ``needs_me``; ``due`` until when."""

    title: str
    href: str
    note: str
    state_label: str
    state_tone: str
    needs_me: bool
    step: str
    due: str


def orders_context(request: HttpRequest, person_id: int) -> dict[str, Any]:
    """Return what the page with the list prints; ``?show=`` narrows it. It costs as much with one row as with many."""
    asked = request.GET.get("show", ALL)
    show = asked if asked in SHOWS else ALL
    page = page_of(request, listed_orders(person_id, show), size=limits.PAGE_ROWS)
    return {
        "orders": order_rows(page.rows, person_id, now=clock.now()),
        "page": page,
        "tab_links": [(str(name), _address(key), key == show) for key, name in SHOW_NAMES.items()],
        "empty_words": str(EMPTY_WORDS[show]) if show in EMPTY_WORDS else "",
    }


def order_rows(orders: Sequence[Any], person_id: int, *, now: datetime) -> list[OrderRow]:
    """Return orders of ``listed_orders`` as rows of the person's list, with one query for all their clocks."""
    facts = moments_of_records([order.record_id for order in orders if order.state in OPEN_STATES])
    return [_row(order, person_id, times_now(facts.get(order.record_id, []), now=now)) for order in orders]


@dataclass(frozen=True)
class OrderLink:
    """An order beside the inbox talk of its two sides."""

    title: str
    href: str
    note: str
    state_label: str
    state_tone: str


def orders_beside(orders: Iterable[Order]) -> list[OrderLink]:
    """Return orders of two people as links from their talk."""
    return [
        OrderLink(
            order.title,
            reverse("orders:show", args=[order.public_id]),
            _with_organisation(
                _("Ordered on %(date)s")
                % {"date": date_format(timezone.localtime(order.placed_at), "j F Y")},
                order,
            ),
            *state_words(order.state, is_late=False),
        )
        for order in orders
    ]


def _row(order: Any, person_id: int, times: OrderTimes) -> OrderRow:
    is_buyer = order.buyer_id == person_id
    words = _("from %(name)s · %(price)s") if is_buyer else _("for %(name)s · %(price)s")
    other = order.seller if is_buyer else order.buyer
    label, tone = state_words(order.state, is_late=times.is_late and order.state == IN_PROGRESS)
    return OrderRow(
        title=order.title,
        href=reverse("orders:show", args=[order.public_id]),
        note=_with_organisation(
            words % {"name": isolated(other.name), "price": format_minor(order.price_minor)}, order
        ),
        state_label=label,
        state_tone=tone,
        needs_me=order.needs_me,
        step=_step(order, other.name),
        due=_due(order, times),
    )


def _with_organisation(note: str, order: Any) -> str:
    """Return a note with the organisation for which the order is, if the buyer did not order for themselves."""
    if order.organisation is None:
        return note
    words = _("%(note)s · ordered for %(organisation)s")
    return words % {"note": note, "organisation": isolated(order.organisation.name)}


def _step(order: Any, other_name: str) -> str:
    """Return what happens next, in a few words; nothing of an order that has ended."""
    if order.state not in OPEN_STATES:
        return ""
    if not order.needs_me:
        return _("Waits for %(name)s") % {"name": isolated(other_name)}
    return _("Answer the request") if order.asked_by else str(_MY_STEPS[order.state])


def _due(order: Any, times: OrderTimes) -> str:
    """Return until when the next step is to be done, or by how much it is late."""
    if order.state not in OPEN_STATES:
        return ""
    due_at = order.lapses_at
    if order.asked_by is None:
        due_at = times.review_ends_at if order.state == DELIVERED else times.due_at
    if due_at is None:
        return ""
    moment = date_format(timezone.localtime(due_at), "D j M, H:i")
    is_over = order.asked_by is None and order.state == IN_PROGRESS and times.is_late
    return (_("was due %(date)s") if is_over else _("until %(date)s")) % {"date": moment}


def _address(show: str) -> str:
    address = reverse("orders:index")
    return address if show == ALL else f"{address}?{urlencode({'show': show})}"
