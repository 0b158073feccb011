"""Reads of orders. Every read goes through the reader's own side of the order."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.record.models import Entry

from .models import Deadline, Delivery, Order, Request
from .rules import Moment, OrderTimes, times_of
from .states import OPEN_STATES


def orders_of(person_id: int) -> QuerySet[Order]:
    """Return the orders in which a person buys or sells, newest first."""
    return (
        Order.objects.filter(Q(buyer_id=person_id) | Q(seller_id=person_id))
        .select_related("buyer", "seller", "gig", "record")
        .order_by("-placed_at", "-id")
    )


def open_order_of(*, gig_id: int, buyer_id: int) -> Order | None:
    """Return a buyer's newest order of a gig that is open, or None."""
    open_orders = Order.objects.filter(gig_id=gig_id, buyer_id=buyer_id).filter(state__in=OPEN_STATES)
    return open_orders.order_by("-id").first()


def open_order_between(person_id: int, other_id: int) -> Order | None:
    """Return the newest order of two people that is open, whoever of them buys, or None."""
    pairs = Q(buyer_id=person_id, seller_id=other_id) | Q(buyer_id=other_id, seller_id=person_id)
    return Order.objects.filter(pairs).filter(state__in=OPEN_STATES).order_by("-id").first()


def held_for(person_id: int) -> tuple[int, int]:
    """Return what open orders will bring a seller when they are completed: the amount and how many they are.

    Units: the amount is in the smallest coin, fees already taken off.
    """
    sums = (
        Order.objects.filter(seller_id=person_id)
        .filter(state__in=OPEN_STATES)
        .aggregate(amount=Sum(F("price_minor") - F("seller_fee_minor")), orders=Count("pk"))
    )
    return int(sums["amount"] or 0), sums["orders"]


def get_order_for(*, public_id: str, person_id: int) -> Order:
    """Return an order of which the person is a side.

    Errors: NotYours.
    """
    order = orders_of(person_id).filter(public_id=public_id).first()
    if order is None:
        raise NotYours(_("There is no such order."))
    return order


def lock_order_for(*, public_id: str, person_id: int) -> Order:
    """Return an order of the person, locked until the transaction ends.

    Errors: NotYours.
    """
    order = (
        Order.objects.select_for_update(no_key=True, of=("self",))
        .select_related("record")
        .filter(Q(buyer_id=person_id) | Q(seller_id=person_id), public_id=public_id)
        .first()
    )
    if order is None:
        raise NotYours(_("There is no such order."))
    return order


def moments_of(record_id: int) -> list[Moment]:
    """Return the facts of an order's record, oldest first, in one query over the index of facts."""
    facts = Entry.objects.filter(record_id=record_id).exclude(kind="message").order_by("number")
    rows = facts.values_list("at", "kind", "shown")
    return [Moment(at, kind, json.loads(shown or "{}")) for at, kind, shown in rows]


def times_of_order(order: Order, *, now: datetime) -> OrderTimes:
    """Return where an order's clocks stand, from the entries of its record alone."""
    return times_of(moments_of(order.record_id), now=now)


def open_request_of(order_id: int) -> Request | None:
    """Return what one side has asked of the other and was not answered yet, or None."""
    return Request.objects.filter(order_id=order_id, closed_at__isnull=True).first()


def own_entries_among(*, record_id: int, person_id: int, numbers: Sequence[int]) -> int:
    """Return how many of these numbers are messages or files that the person sent in a record."""
    own = Entry.objects.filter(record_id=record_id, author_id=person_id, kind__in=("message", "file"))
    return own.filter(number__in=numbers).count()


def newest_delivery(order_id: int) -> Delivery | None:
    """Return the newest delivery of an order."""
    return Delivery.objects.filter(order_id=order_id).order_by("-id").first()


def deadline_of(order_id: int, kind: str) -> datetime | None:
    """Return when something of an order is due, or None."""
    return Deadline.objects.filter(order_id=order_id, kind=kind).values_list("due_at", flat=True).first()


def titles_by_reference(references: list[str], person_id: int) -> dict[str, tuple[str, str]]:
    """Return (public id, title) of the person's orders by their ledger references (``order:<public id>``)."""
    ids = [reference.removeprefix("order:") for reference in references if reference.startswith("order:")]
    rows = orders_of(person_id).filter(public_id__in=ids).values_list("public_id", "title")
    return {f"order:{public_id}": (public_id, title) for public_id, title in rows}
