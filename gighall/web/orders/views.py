"""View-models of orders: what the templates print, decided here."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base.money import format_minor
from gighall.domain.gigs.states import DELIVERABLE
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import can_move, side_of
from gighall.domain.orders.states import BUYER, COMPLETED, DELIVERED, IN_PROGRESS
from gighall.web.gigs.words import (
    Asked,
    as_title,
    asked_now,
    length_words,
    revisions_words,
    sold_words,
)

STATE_LABELS = {
    IN_PROGRESS: gettext_lazy("in progress"),
    DELIVERED: gettext_lazy("delivered"),
    COMPLETED: gettext_lazy("completed"),
}
STATE_TONES = {IN_PROGRESS: "active", DELIVERED: "waiting", COMPLETED: "good"}


@dataclass(frozen=True)
class OrderRow:
    """An order in a list."""

    title: str
    href: str
    note: str
    state_label: str
    state_tone: str


@dataclass(frozen=True)
class NextStep:
    """What happens next, said to one side. ``turn`` is *mine*, *theirs* or *none*."""

    title: str
    body: str
    turn: str
    due: str = ""
    can_deliver: bool = False
    can_accept: bool = False


@dataclass(frozen=True)
class OrderPage:
    """An order as one of its sides sees it."""

    order: Order
    side: str
    other_name: str
    state_label: str
    state_tone: str
    steps: list[tuple[str, str]]
    price_lines: list[tuple[str, int]]
    total_label: str
    total_minor: int
    sold: str
    terms: list[tuple[str, str]]
    asked: Asked
    asks_now: bool
    next_step: NextStep
    delivery_key: uuid.UUID
    message_key: uuid.UUID


def order_row(order: Order, person_id: int) -> OrderRow:
    """Return an order as a row of the person's list."""
    is_buyer = order.buyer_id == person_id
    words = _("from %(name)s · %(price)s") if is_buyer else _("for %(name)s · %(price)s")
    other = order.seller if is_buyer else order.buyer
    return OrderRow(
        title=order.title,
        href=reverse("orders:show", args=[order.public_id]),
        note=words % {"name": other.name, "price": format_minor(order.price_minor)},
        state_label=str(STATE_LABELS[order.state]),
        state_tone=STATE_TONES[order.state],
    )


def order_page(order: Order, *, person_id: int, review_ends_at: datetime | None) -> OrderPage:
    """Return the order page of one side.

    Shapes: ``order`` comes with buyer and seller; the person is one of them.
    """
    side = side_of(person_id=person_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or BUYER
    is_buyer = side == BUYER
    fee = order.buyer_fee_minor if is_buyer else -order.seller_fee_minor
    return OrderPage(
        order=order,
        side=side,
        other_name=order.seller.name if is_buyer else order.buyer.name,
        state_label=str(STATE_LABELS[order.state]),
        state_tone=STATE_TONES[order.state],
        steps=_steps(order.state),
        price_lines=[(_("Price"), order.price_minor), (_("Fee of the hall"), fee)],
        total_label=_("You paid") if is_buyer else _("You receive"),
        total_minor=order.price_minor + fee,
        sold=as_title(sold_words(kind=order.kind, minutes=order.minutes, delivery_days=order.delivery_days)),
        terms=_terms(order),
        asked=asked_now(
            [(each["text"], each["is_required"]) for each in order.requirements],
            order.declared_details,
            for_seller=not is_buyer,
        ),
        asks_now=is_buyer and order.state == IN_PROGRESS,
        next_step=_next_step(order, side, review_ends_at),
        delivery_key=uuid.uuid4(),
        message_key=uuid.uuid4(),
    )


def _terms(order: Order) -> list[tuple[str, str]]:
    """Return what was agreed beside the price; of revisions nothing where nothing was said when it was placed."""
    label = _("Delivery") if order.kind == DELIVERABLE else _("Length")
    terms = [(label, length_words(minutes=order.minutes, delivery_days=order.delivery_days))]
    if order.revisions is not None:
        terms.append((_("Revisions"), revisions_words(order.revisions)))
    return terms


def _steps(state: str) -> list[tuple[str, str]]:
    titles = [_("Ordered and paid"), _("Talk and work"), _("Delivered"), _("Accepted and paid out")]
    reached = {IN_PROGRESS: 1, DELIVERED: 2, COMPLETED: 4}[state]
    return [
        (title, "done" if place < reached else "now" if place == reached else "later")
        for place, title in enumerate(titles)
    ]


def _next_step(order: Order, side: str, review_ends_at: datetime | None) -> NextStep:
    other = order.seller.name if side == BUYER else order.buyer.name
    names = {"name": other}
    due = ""
    if review_ends_at is not None:
        moment = date_format(timezone.localtime(review_ends_at), "l, j F, H:i")
        due = _("Counts as accepted on %(date)s.") % {"date": moment}
    if order.state == COMPLETED:
        return NextStep(
            _("Completed"),
            _("Everything stays on this page. You can still write to %(name)s here.") % names,
            "none",
        )
    if can_move("deliver", state=order.state, actor=side):
        return NextStep(
            _("Talk, then deliver"),
            _("Work it out with %(name)s in the chat. When you are done, deliver what was agreed.") % names,
            "mine",
            can_deliver=True,
        )
    if can_move("accept", state=order.state, actor=side):
        return NextStep(
            _("Look at the delivery"),
            _("If it is what you ordered, accept it: then %(name)s is paid. Until then you can talk here.")
            % names,
            "mine",
            due,
            can_accept=True,
        )
    if side == BUYER:
        return NextStep(
            _("Talk with %(name)s") % names,
            _("Say what you need. When the work is done, %(name)s delivers it here and you accept it.")
            % names,
            "none",
        )
    return NextStep(
        _("%(name)s looks at your delivery") % names,
        _("You are paid when it is accepted."),
        "theirs",
        due,
    )
