"""Reads of orders. Every read goes through the reader's own side of the order."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _

from .models import Deadline, Delivery, Order
from .states import COMPLETED


def orders_of(person_id: int) -> QuerySet[Order]:
    """Return the orders in which a person buys or sells, newest first."""
    return (
        Order.objects.filter(Q(buyer_id=person_id) | Q(seller_id=person_id))
        .select_related("buyer", "seller", "gig", "record")
        .order_by("-placed_at", "-id")
    )


def open_order_of(*, gig_id: int, buyer_id: int) -> Order | None:
    """Return a buyer's newest order of a gig that is not completed, or None."""
    open_orders = Order.objects.filter(gig_id=gig_id, buyer_id=buyer_id).exclude(state=COMPLETED)
    return open_orders.order_by("-id").first()


def open_order_between(person_id: int, other_id: int) -> Order | None:
    """Return the newest order of two people that is not completed, whoever of them buys, or None."""
    pairs = Q(buyer_id=person_id, seller_id=other_id) | Q(buyer_id=other_id, seller_id=person_id)
    return Order.objects.filter(pairs).exclude(state=COMPLETED).order_by("-id").first()


def held_for(person_id: int) -> tuple[int, int]:
    """Return what open orders will bring a seller when they are completed: the amount and how many they are.

    Units: the amount is in the smallest coin, fees already taken off.
    """
    sums = (
        Order.objects.filter(seller_id=person_id)
        .exclude(state=COMPLETED)
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
        Order.objects.select_for_update(no_key=True)
        .filter(Q(buyer_id=person_id) | Q(seller_id=person_id), public_id=public_id)
        .first()
    )
    if order is None:
        raise NotYours(_("There is no such order."))
    return order


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
