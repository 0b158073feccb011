"""Reads of orders. Every read goes through the reader's own side of the order."""

import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import (
    Avg,
    BooleanField,
    Case,
    Count,
    F,
    FilteredRelation,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.written_query import Given, WrittenQuery
from gighall.domain.record.models import Entry
from gighall.domain.record.queries import entries_for_place, number_under, own_words

from .models import Deadline, Delivery, Feedback, Offer, Order, Request
from .rules import Moment, OrderTimes, times_now
from .statements import FACTS_SQL
from .states import BUYER, DELIVERED, IN_PROGRESS, OPEN_STATES, REQUIREMENTS, SELLER

# What a list of orders may be narrowed to.
ALL, NEEDS_ME, OPEN, ENDED, SELLING, BUYING = "all", "needs_me", "open", "ended", "selling", "buying"
SHOWS = (ALL, NEEDS_ME, OPEN, ENDED, SELLING, BUYING)
# What says nothing about an order's clocks.
_TALK = ("message", "file")
# What comes with an order wherever it is read.
_WITH = ("buyer", "seller", "gig", "record", "organisation")
_ORDER_FOR = WrittenQuery(
    lambda: Order.objects.filter(
        Q(buyer_id=Given("person_id")) | Q(seller_id=Given("person_id")), public_id=Given("public_id")
    ).select_related(*_WITH)
)
_OPEN_REQUEST = WrittenQuery(
    lambda: Request.objects.filter(order_id=Given("order_id"), closed_at__isnull=True).order_by("id")[:1]
)


def orders_of(person_id: int) -> QuerySet[Order]:
    """Return the orders in which a person buys or sells, newest first."""
    return (
        Order.objects.filter(Q(buyer_id=person_id) | Q(seller_id=person_id))
        .select_related(*_WITH)
        .order_by("-placed_at", "-id")
    )


def listed_orders(person_id: int, show: str = ALL) -> QuerySet[Order]:
    """Return the orders of a person that fit a wish (one of ``SHOWS``): first what needs them, then what is open.

    Shapes: each with ``needs_me``, and ``asked_by`` and ``asked_kind`` of the request that is open (null: none).
    """
    # Of anything: the type checker does not know annotations.
    found: QuerySet[Any] = (
        orders_of(person_id)
        .annotate(asking=FilteredRelation("requests", condition=Q(requests__closed_at__isnull=True)))
        .annotate(asked_by=F("asking__side"), asked_kind=F("asking__kind"), lapses_at=F("asking__lapses_at"))
        .annotate(needs_me=_needs(person_id), is_open=Q(state__in=OPEN_STATES))
        .order_by("-needs_me", "-is_open", "-placed_at", "-id")
    )
    match show:
        case "needs_me":
            return found.filter(needs_me=True)
        case "open":
            return found.filter(is_open=True)
        case "ended":
            return found.filter(is_open=False)
        case "selling":
            return found.filter(seller_id=person_id)
        case "buying":
            return found.filter(buyer_id=person_id)
        case _:
            return found


def _needs(person_id: int) -> Case:
    """Say in the database whether an order waits for this person: who is asked something answers first."""
    buys, sells = Q(buyer_id=person_id), Q(seller_id=person_id)
    return Case(
        When(~Q(state__in=OPEN_STATES), then=Value(False)),
        When(buys & Q(asking__side=SELLER), then=Value(True)),
        When(sells & Q(asking__side=BUYER), then=Value(True)),
        When(asking__side__isnull=False, then=Value(False)),
        When(buys & Q(state__in=(REQUIREMENTS, DELIVERED)), then=Value(True)),
        When(sells & Q(state=IN_PROGRESS), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def orders_between(person_id: int, other_id: int) -> QuerySet[Order]:
    """Return the orders of two people, whoever of them buys, newest first."""
    return orders_of(person_id).filter(Q(buyer_id=other_id) | Q(seller_id=other_id))


def open_order_of(*, gig_id: int, buyer_id: int) -> Order | None:
    """Return a buyer's newest order of a gig that is open, or None."""
    open_orders = Order.objects.filter(gig_id=gig_id, buyer_id=buyer_id).filter(state__in=OPEN_STATES)
    return open_orders.order_by("-id").first()


def open_order_between(person_id: int, other_id: int) -> Order | None:
    """Return the newest order of two people that is open, whoever of them buys, or None."""
    return _OPEN_BETWEEN.first(one=person_id, other=other_id)


_OPEN_BETWEEN = WrittenQuery(
    lambda: (
        Order.objects.filter(
            Q(buyer_id=Given("one"), seller_id=Given("other"))
            | Q(buyer_id=Given("other"), seller_id=Given("one"))
        )
        .filter(state__in=OPEN_STATES)
        .order_by("-id")[:1]
    )
)


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
    order = _ORDER_FOR.first(public_id=public_id, person_id=person_id)
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


def is_business_order(order: Order) -> bool:
    """Say whether the buyer of an order is a business client: they placed it for an organisation of theirs.

    Only a confirmed organisation can be ordered for. What becomes of it, and of its members, changes no order.
    """
    return order.organisation_id is not None


def moments_of(record_id: int) -> list[Moment]:
    """Return the facts of an order's record, oldest first, in one query over the index of facts."""
    return moments_of_records([record_id]).get(record_id, [])


def moments_of_records(record_ids: Iterable[int]) -> dict[int, list[Moment]]:
    """Return the facts of several orders by their records, each oldest first, in one query; files are no steps."""
    found: dict[int, list[Moment]] = {}
    with connection.cursor() as cursor:
        cursor.execute(FACTS_SQL, {"records": list(record_ids), "talk": list(_TALK)})
        rows = cursor.fetchall()
    for record_id, at, kind, shown in rows:
        found.setdefault(record_id, []).append(Moment(at, kind, json.loads(shown or "{}")))
    return found


def times_of_order(order: Order, *, now: datetime) -> OrderTimes:
    """Return where an order's clocks stand, from the entries of its record alone."""
    return times_now(moments_of(order.record_id), now=now)


def open_request_of(order_id: int) -> Request | None:
    """Return what one side has asked of the other and was not answered yet, or None."""
    return _OPEN_REQUEST.first(order_id=order_id)


def open_requests_of(order_ids: Collection[int]) -> dict[int, Request]:
    """Return what waits for an answer in several orders, by order, in one query."""
    waiting = Request.objects.filter(order_id__in=order_ids, closed_at__isnull=True)
    return {request.order_id: request for request in waiting}


def own_entries_among(*, record_id: int, person_id: int, numbers: Sequence[int]) -> int:
    """Return how many of these numbers are messages or files that the person sent in a record."""
    own = Entry.objects.filter(record_id=record_id, author_id=person_id, kind__in=("message", "file"))
    return own.filter(number__in=numbers).count()


def own_entries(*, record_id: int, person_id: int, also: Collection[int] = ()) -> list[Entry]:
    """Return the newest messages and files that the person sent in a record, and others by number, newest first."""
    newest = _OWN_NEWEST.all(record_id=record_id, person_id=person_id)
    missing = set(also) - {entry.number for entry in newest}
    more = _own_sent(record_id, person_id).filter(number__in=missing) if missing else []
    return [*newest, *more]


def _own_sent(record_id: int | Given, person_id: int | Given) -> QuerySet[Entry]:
    own = entries_for_place(record_id=record_id, person_id=person_id).filter(author_id=person_id)
    return own.filter(kind__in=_TALK, shown__isnull=False).order_by("-number")


_OWN_NEWEST = WrittenQuery(
    lambda: _own_sent(Given("record_id"), Given("person_id"))[: limits.DELIVERY_OFFERED_MAX]
)


def moved_under(
    *, record_id: int, person_id: int, key: uuid.UUID, words: str, stated: Mapping[str, Any]
) -> int | None:
    """Return the number of these words if the person made this very move with them under a client key, or None.

    It tells a move that was sent twice from one that is refused: then the first one stands already. Other words
    under the same key, or the same with another wish, are no repetition.
    Shapes: ``stated`` is what the move's fact says beside the words.
    """
    number = number_under(record_id=record_id, author_id=person_id, key=key)
    if number is None or own_words(record_id=record_id, author_id=person_id, number=number) != words:
        return None
    facts = [each.fact for each in moments_of(record_id) if each.fact.get("message") == number]
    return number if any(stated.items() <= fact.items() for fact in facts) else None


def newest_delivery(order_id: int) -> Delivery | None:
    """Return the newest delivery of an order."""
    return Delivery.objects.filter(order_id=order_id).order_by("-id").first()


def deadline_of(order_id: int, kind: str) -> datetime | None:
    """Return when something of an order is due, or None."""
    return Deadline.objects.filter(order_id=order_id, kind=kind).values_list("due_at", flat=True).first()


def offers_of(person_id: int) -> QuerySet[Offer]:
    """Return the offers that a person made or got, newest first."""
    return (
        Offer.objects.filter(Q(seller_id=person_id) | Q(buyer_id=person_id))
        .select_related("seller", "buyer", "gig", "order", "record__conversation")
        .order_by("-id")
    )


def open_offers_in(record_id: int, *, now: datetime) -> QuerySet[Offer]:
    """Return the offers of a talk that were not answered and have not expired."""
    return Offer.objects.filter(record_id=record_id, answer="", expires_at__gt=now).order_by("-id")


def get_offer_for(*, public_id: str, person_id: int) -> Offer:
    """Return an offer that the person made or got.

    Errors: NotYours.
    """
    offer = offers_of(person_id).filter(public_id=public_id).first()
    if offer is None:
        raise NotYours(_("There is no such offer."))
    return offer


def lock_offer_for(*, public_id: str, person_id: int) -> Offer:
    """Return an offer of the person, locked until the transaction ends; it comes before every lock of an order.

    Errors: NotYours.
    """
    offer = (
        Offer.objects.select_for_update(no_key=True)
        .filter(Q(seller_id=person_id) | Q(buyer_id=person_id), public_id=public_id)
        .first()
    )
    if offer is None:
        raise NotYours(_("There is no such offer."))
    return offer


def answers_of_offers(public_ids: Collection[str]) -> dict[str, str]:
    """Return how offers were answered, empty where nobody has, in one query; none for none."""
    if not public_ids:
        return {}
    return dict(Offer.objects.filter(public_id__in=public_ids).values_list("public_id", "answer"))


def has_written(*, record_id: int, person_id: int) -> bool:
    """Say whether a person has sent a message or a file in a record."""
    return Entry.objects.filter(record_id=record_id, author_id=person_id, kind__in=_TALK).exists()


def feedback_of(order_id: int, *, person_id: int) -> list[Feedback]:
    """Return the feedback of an order that one of its sides may read: their own, and what is shown."""
    readable = Q(by_id=person_id) | Q(shown_at__isnull=False)
    return list(Feedback.objects.filter(readable, order_id=order_id).select_related("by").order_by("id"))


def feedback_about(person_id: int, *, side: str, gig_id: int | None = None) -> QuerySet[Feedback]:
    """Return what is shown of what buyers (or sellers) said about a person, the newest first."""
    shown = Feedback.objects.filter(about_id=person_id, side=side, shown_at__isnull=False)
    if gig_id is not None:
        shown = shown.filter(order__gig_id=gig_id)
    return shown.select_related("by", "order").order_by("-shown_at", "-id")


def private_notes() -> QuerySet[Feedback]:
    """Return the feedback that has a note for support, the newest first; for staff."""
    noted = Feedback.objects.exclude(private_note="")
    return noted.select_related("by", "about", "order").order_by("-given_at", "-id")


def rating_of(shown: QuerySet[Feedback]) -> tuple[int, float | None]:
    """Return how many there are and the mean of all their stars; None of none."""
    stars = Avg((F("result_stars") + F("talk_stars") + F("time_stars")) / 3.0)
    found = shown.order_by().aggregate(count=Count("pk"), mean=stars)
    return int(found["count"]), found["mean"]


def titles_by_reference(references: list[str], person_id: int) -> dict[str, tuple[str, str]]:
    """Return (public id, title) of the person's orders by their ledger references (``order:<public id>``)."""
    ids = [reference.removeprefix("order:") for reference in references if reference.startswith("order:")]
    rows = orders_of(person_id).filter(public_id__in=ids).values_list("public_id", "title")
    return {f"order:{public_id}": (public_id, title) for public_id, title in rows}
