"""Placing an order."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.base.errors import marked as _
from gighall.domain.accounts.queries import check_person_accepted_terms
from gighall.domain.conversations.queries import conversation_between
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import get_gig_for, requirements_of
from gighall.domain.gigs.rules import check_can_order
from gighall.domain.ledger.actions import place_hold
from gighall.domain.ledger.rules import Split, split_price
from gighall.domain.organisations.models import Organisation
from gighall.domain.organisations.queries import lock_to_order_for
from gighall.domain.policy.actions import note_place
from gighall.domain.policy.queries import waivers_of_gig
from gighall.domain.record.actions import open_record

from ..models import Offer, Order
from ..rules import Seen, TooManyOrders, check_seen, needs_answers
from ..states import IN_PROGRESS, OPEN_STATES, REQUIREMENTS
from .waivers import add_waiver_fact
from .writing import Writing

DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Terms:
    """What an order is placed on: what its gig says now, or what an offer of that gig said when it was made.

    ``offer`` and ``scope`` are empty without an offer.
    """

    title: str
    kind: str
    minutes: int | None
    delivery_days: int | None
    revisions: int
    price_minor: int
    offer: str = ""
    scope: str = ""

    @classmethod
    def of_gig(cls, gig: Gig) -> "Terms":
        """Return what a gig says now."""
        return cls(gig.title_shown, gig.kind, gig.minutes, gig.delivery_days, gig.revisions, gig.price_minor)

    @classmethod
    def of_offer(cls, offer: Offer) -> "Terms":
        """Return what an offer says."""
        return cls(
            offer.title,
            offer.kind,
            offer.minutes,
            offer.delivery_days,
            offer.revisions,
            offer.price_minor,
            offer.public_id,
            offer.scope_shown,
        )


def place_order(
    *,
    gig_public_id: str,
    buyer_id: int,
    seen_price_minor: int,
    key: uuid.UUID,
    now: datetime,
    seen_changed_at: datetime | None = None,
    organisation_id: str = "",
) -> Order:
    """Order a gig, for oneself or for an organisation: the buyer's money moves into escrow, the order page exists.

    Units: seen_price_minor is the gig's price as the buyer saw it, in the smallest coin; seen_changed_at is when
    the gig that they saw had last changed.  Idempotent by ``key``: a second press returns the first order.
    Errors: NotYours, GigNotForSale, PriceChanged, GigChanged, TermsNotAccepted, TooManyOrders, NotEnoughCredits,
    NotForOrganisation.
    """
    seen = Seen(seen_price_minor, seen_changed_at)
    try:
        with transaction.atomic():
            return order_placed_under(buyer_id, key) or _place(
                gig_public_id, seen, buyer_id=buyer_id, organisation_id=organisation_id, key=key, now=now
            )
    except IntegrityError:
        # Two presses at the same moment: the other one has placed the order.
        order = order_placed_under(buyer_id, key)
        if order is None:
            raise
        return order


def order_placed_under(buyer_id: int, key: uuid.UUID) -> Order | None:
    """Return the order that a buyer has placed under a client key, or None."""
    return Order.objects.filter(buyer_id=buyer_id, place_key=key).first()


def _place(
    gig_public_id: str, seen: Seen, *, buyer_id: int, organisation_id: str, key: uuid.UUID, now: datetime
) -> Order:
    check_person_accepted_terms(buyer_id)
    gig = get_gig_for(public_id=gig_public_id, person_id=buyer_id)
    # The row is locked so that the seller's edit comes wholly before or wholly after this order.
    gig = Gig.objects.select_for_update(no_key=True).get(pk=gig.pk)
    # A second press waited here for the first one, which may have spent the credits that this one would need.
    first = order_placed_under(buyer_id, key)
    if first is not None:
        return first
    check_can_order(state=gig.state, seller_id=gig.seller_id, buyer_id=buyer_id)
    check_seen(seen, price_minor=gig.price_minor, changed_at=gig.changed_at)
    terms = Terms.of_gig(gig)
    return place_on(terms, gig=gig, buyer_id=buyer_id, organisation_id=organisation_id, key=key, now=now)


def place_on(
    terms: Terms, *, gig: Gig, buyer_id: int, organisation_id: str, key: uuid.UUID, now: datetime
) -> Order:
    """Place an order of a locked gig on these terms: the money into escrow, the order page, its first entries.

    Errors: TooManyOrders, NotEnoughCredits, NotForOrganisation.  Must run inside the transaction that holds the
    gig's row.
    """
    open_orders = Order.objects.filter(buyer_id=buyer_id).filter(state__in=OPEN_STATES).count()
    if open_orders >= limits.OPEN_ORDERS_PER_BUYER_MAX:
        raise TooManyOrders(
            _("You have {most} open orders. Accept a delivery before you order again."),
            most=limits.OPEN_ORDERS_PER_BUYER_MAX,
        )
    order, split = _order_of(gig, terms, buyer_id=buyer_id, key=key, now=now)
    if organisation_id:
        order.organisation = lock_to_order_for(public_id=organisation_id, person_id=buyer_id)
    order.hold = place_hold(
        person_id=buyer_id, amount_minor=split.buyer_pays_minor, reference=f"order:{order.public_id}", now=now
    )
    order.record = open_record(kind="order", sides={"buyer": buyer_id, "seller": gig.seller_id}, now=now)
    order.save(force_insert=True)
    note_place(place_id=order.record_id, gig_id=gig.pk)
    writing = Writing(order, now)
    writing.tell("order_placed", order.seller_id)
    writing.add_fact("order_placed", by_id=buyer_id, **_agreed(order, terms), **_continued(order))
    writing.add_fact("payment_held", amount_minor=split.buyer_pays_minor, fee_minor=split.buyer_fee_minor)
    for waiver in reversed(waivers_of_gig(gig.pk, now=now)):
        add_waiver_fact(writing, waiver)
    writing.store()
    return order


def _order_of(gig: Gig, terms: Terms, *, buyer_id: int, key: uuid.UUID, now: datetime) -> tuple[Order, Split]:
    """Return an order with what is in force now, not stored yet, and how its price divides."""
    split = split_price(
        price_minor=terms.price_minor,
        buyer_fee_basis_points=limits.BUYER_FEE_BASIS_POINTS,
        seller_fee_basis_points=limits.SELLER_FEE_BASIS_POINTS,
    )
    order = Order(
        gig=gig,
        buyer_id=buyer_id,
        seller_id=gig.seller_id,
        place_key=key,
        state=IN_PROGRESS,
        title=terms.title,
        kind=terms.kind,
        minutes=terms.minutes,
        delivery_days=terms.delivery_days,
        revisions=terms.revisions,
        requirements=[
            {"text": each.text_shown, "is_required": each.is_required} for each in requirements_of(gig.pk)
        ],
        declared_details=gig.declared_details,
        price_minor=split.price_minor,
        buyer_fee_minor=split.buyer_fee_minor,
        seller_fee_minor=split.seller_fee_minor,
        placed_at=now,
    )
    if needs_answers(order.requirements):
        order.state = REQUIREMENTS
    return order, split


def _agreed(order: Order, terms: Terms) -> dict[str, Any]:
    """Return what was agreed, as the order's first entry keeps it."""
    agreed = {"offer": terms.offer, "scope": terms.scope} if terms.offer else {}
    agreed |= _ordered_for(order.organisation)
    return agreed | {
        "title": order.title,
        "kind": order.kind,
        "minutes": order.minutes,
        "delivery_days": order.delivery_days,
        "revisions": order.revisions,
        "requirements": order.requirements,
        "declared_details": order.declared_details,
        "price_minor": order.price_minor,
        "work_seconds": (order.delivery_days or limits.SESSION_WITHIN_DAYS) * DAY_SECONDS,
        "waits_for_answers": order.state == REQUIREMENTS,
    }


def _ordered_for(organisation: Organisation | None) -> dict[str, Any]:
    """Return for which organisation the buyer orders, as it is called now; nothing for themselves."""
    if organisation is None:
        return {}
    return {"organisation": {"id": organisation.public_id, "name": organisation.name}}


def _continued(order: Order) -> dict[str, Any]:
    """Return which inbox talk the order goes on from, if the two have one, and where that stood: number and head."""
    talk = conversation_between(order.buyer_id, order.seller_id)
    if talk is None:
        return {}
    record = talk.record
    return {
        "continues": {
            "conversation": talk.public_id,
            "number": record.last_number,
            "head": bytes(record.head).hex(),
            "at": record.last_at.isoformat(),
        }
    }
