"""Shapes of the API of orders, and an order as one of its sides gets it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from gighall.domain.orders.models import Order, Request
from gighall.domain.orders.rules import Moment, exceptions_told, side_of, times_now
from gighall.web.api.shapes import Count, ExceptionOut, Kind, Minor, PublicId, RequirementOut, Words

State = Literal["requirements", "in_progress", "delivered", "completed", "cancelled"]
Side = Literal["buyer", "seller"]
RequestKind = Literal["cancel", "refund", "time"]
# The forms in which a transcript can be had.
TranscriptForm = Literal["md", "html", "pdf"]
OrderShow = Literal["all", "needs_me", "open", "ended", "selling", "buying"]
# An entry's number; PostgreSQL's bigint is wider.
Number = Annotated[int, Field(ge=1, le=2**62)]


class OrderIn(Schema):
    """An order of a gig at the price that was seen; the key makes a second call harmless.

    ``seen_changed_at`` is the ``changed_at`` of the gig that was seen: with it, a gig that changed since is refused.
    ``organisation`` is for which confirmed organisation of one's own the order is; null for oneself.
    """

    gig: PublicId
    seen_price_minor: Minor
    seen_changed_at: datetime | None = None
    organisation: PublicId | None = None
    key: UUID


class AnswersIn(Schema):
    """Answers to the seller's questions in their order, empty where none is required."""

    k: UUID
    answers: Annotated[list[Words], Field(max_length=100)]


class DeliveryIn(Schema):
    """What is delivered, in words; ``picked`` are numbers of one's own messages and files that belong to it."""

    k: UUID
    t: Words
    picked: Annotated[list[Number], Field(max_length=1_000)] = []


class RequestIn(Schema):
    """What is asked of the other side and why. ``percent`` of the price goes with *refund*, ``days`` with *time*."""

    k: UUID
    t: Words
    kind: RequestKind
    percent: Count | None = None
    days: Count | None = None


class RequestAnswerIn(Schema):
    """The answer to a request; who asked can withdraw it, the other side accepts or declines."""

    answer: Literal["accepted", "declined", "withdrawn"]


class RequestOut(Schema):
    """A request that waits for its answer; ``message`` is the number of the words that say why."""

    id: str
    kind: RequestKind
    side: Side
    percent: int | None
    days: int | None
    message: int
    opened_at: datetime
    lapses_at: datetime


class OrderClockOut(Schema):
    """Where the order's clocks stand.

    ``standing`` says why the seller's clock stands still, empty while it runs; ``due_at`` and ``review_ends_at`` are
    null while their clock does not run.
    """

    standing: list[Literal["requirements", "delivered", "request", "case", "ended"]]
    due_at: datetime | None
    review_ends_at: datetime | None
    work_left_seconds: int | None
    is_late: bool
    is_very_late: bool


class OrderedForOut(Schema):
    """The organisation for which an order is."""

    id: str
    name: str


class OrderOut(Schema):
    """An order as one of its sides sees it. ``revisions`` is how many were agreed, null where nothing was said."""

    id: str
    record: str
    title: str
    state: State
    side: Side
    buyer: str
    seller: str
    organisation: OrderedForOut | None
    kind: Kind
    minutes: int | None
    delivery_days: int | None
    declared_details: list[str]
    exceptions: list[ExceptionOut]
    price_minor: int
    buyer_fee_minor: int
    seller_fee_minor: int
    placed_at: datetime
    completed_at: datetime | None
    cancelled_at: datetime | None
    requirements: list[RequirementOut]
    revisions: int | None
    revisions_used: int
    clock: OrderClockOut
    request: RequestOut | None


def order_out(
    order: Order,
    person_id: int,
    *,
    facts: Sequence[Moment],
    pending: Request | None,
    now: datetime,
) -> dict[str, object]:
    """Return an order as one of its sides gets it."""
    times = times_now(facts, now=now)
    left = times.work_left
    return {
        "id": order.public_id,
        "record": order.record.public_id,
        "title": order.title,
        "state": order.state,
        "side": side_of(person_id=person_id, buyer_id=order.buyer_id, seller_id=order.seller_id),
        "buyer": order.buyer.public_id,
        "seller": order.seller.public_id,
        "organisation": ordered_for_out(order),
        "kind": order.kind,
        "minutes": order.minutes,
        "delivery_days": order.delivery_days,
        "declared_details": order.declared_details,
        "exceptions": [
            {"kinds": list(told.kinds), "until": told.ends_at, "reason": told.reason}
            for told in exceptions_told(facts)
            if told.runs(now)
        ],
        "price_minor": order.price_minor,
        "buyer_fee_minor": order.buyer_fee_minor,
        "seller_fee_minor": order.seller_fee_minor,
        "placed_at": order.placed_at,
        "completed_at": order.completed_at,
        "cancelled_at": order.cancelled_at,
        "requirements": order.requirements,
        "revisions": order.revisions,
        "revisions_used": times.revisions,
        "clock": {
            "standing": list(times.standing),
            "due_at": times.due_at,
            "review_ends_at": times.review_ends_at,
            "work_left_seconds": None if left is None else int(left.total_seconds()),
            "is_late": times.is_late,
            "is_very_late": times.is_very_late,
        },
        "request": request_out(pending),
    }


def ordered_for_out(order: Order) -> dict[str, object] | None:
    """Return for which organisation an order is, None where the buyer ordered for themselves."""
    if order.organisation is None:
        return None
    return {"id": order.organisation.public_id, "name": order.organisation.name}


def request_out(request: Request | None) -> dict[str, object] | None:
    """Return a request that waits for its answer."""
    if request is None:
        return None
    return {
        "id": request.public_id,
        "kind": request.kind,
        "side": request.side,
        "percent": request.percent,
        "days": request.days,
        "message": request.message_number,
        "opened_at": request.opened_at,
        "lapses_at": request.lapses_at,
    }
