"""What staff on a case read about its order beside the record: both sides, the money, the times, the deliveries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base.text import isolated
from gighall.domain.desk.models import Case
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import times_of_order
from gighall.domain.orders.rules import OrderTimes
from gighall.domain.orders.rules.clock import (
    WAITS_FOR_ANSWERS,
    WAITS_FOR_REQUEST,
    WAITS_FOR_REVIEW,
    WAITS_FOR_SUPPORT,
)
from gighall.web.gigs.words import as_title, revisions_words, sold_words
from gighall.web.orders.facts import entry_href, moment_words
from gighall.web.orders.spans import span_words
from gighall.web.orders.views import STATE_LABELS, STATE_TONES

Fact = tuple[str, str]
# Why the clock of the work stands still.
_STANDING = {
    WAITS_FOR_ANSWERS: gettext_lazy("the buyer has not answered the questions"),
    WAITS_FOR_REVIEW: gettext_lazy("the buyer looks at the delivery"),
    WAITS_FOR_REQUEST: gettext_lazy("a request is open"),
    WAITS_FOR_SUPPORT: gettext_lazy("it is with support"),
}


@dataclass(frozen=True)
class Side:
    """One of the two people of an order."""

    name: str
    address: str
    part: str


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery, and the way to its words in the record."""

    version: int
    at: datetime
    href: str


@dataclass(frozen=True)
class CaseFacts:
    """An order as staff on a case need it."""

    sold: str
    state_label: str
    state_tone: str
    sides: list[Side]
    price_lines: list[tuple[str, int]]
    held_minor: int
    times: list[Fact]
    deliveries: list[DeliveryLine]


def case_facts(case: Case, *, now: datetime) -> CaseFacts:
    """Return what is known about a case's order."""
    order = case.order
    deliveries = order.deliveries.order_by("id").annotate(
        stands_at=Coalesce("message_number", "first_number")
    )
    return CaseFacts(
        sold=as_title(sold_words(kind=order.kind, minutes=order.minutes, delivery_days=order.delivery_days)),
        state_label=str(STATE_LABELS[order.state]),
        state_tone=STATE_TONES[order.state],
        sides=[_side(case, order.buyer_id, _buyer_words(order)), _side(case, order.seller_id, _("Seller"))],
        price_lines=[
            (_("Price"), order.price_minor),
            (_("Fee of the buyer"), order.buyer_fee_minor),
        ],
        held_minor=order.price_minor + order.buyer_fee_minor,
        times=_times(order, times_of_order(order, now=now)),
        deliveries=[DeliveryLine(each.version, each.at, entry_href(each.stands_at)) for each in deliveries],
    )


def _buyer_words(order: Order) -> str:
    if order.organisation is None:
        return _("Buyer")
    return _("Buyer, for %(organisation)s") % {"organisation": isolated(order.organisation.name)}


def _side(case: Case, person_id: int, part: str) -> Side:
    order = case.order
    person = order.buyer if order.buyer_id == person_id else order.seller
    asked = _("%(part)s, asked support") if case.by_id == person_id else "%(part)s"
    return Side(person.name, person.email, asked % {"part": part})


def _times(order: Order, times: OrderTimes) -> list[Fact]:
    facts = [(_("Ordered"), moment_words(order.placed_at))]
    if order.ended_at is not None:
        facts.append((_("Ended"), moment_words(order.ended_at)))
    elif times.standing:
        reasons = ", ".join(str(_STANDING[reason]) for reason in times.standing)
        facts.append((_("The clock stands still"), reasons))
    if times.due_at is not None:
        facts.append((_("Due"), moment_words(times.due_at)))
    if times.is_late:
        facts.append((_("Late by"), span_words(times.late)))
    elif times.work_left is not None and order.ended_at is None:
        facts.append((_("Time left for the work"), span_words(times.work_left)))
    if order.revisions is not None:
        facts.append((_("Revisions in the price"), revisions_words(order.revisions)))
    facts.append((_("Revisions asked for"), str(times.revisions)))
    return facts
