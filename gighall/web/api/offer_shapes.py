"""Shapes of the API of offers, and an offer as one of its sides gets it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema

from gighall.base import limits
from gighall.domain.orders.models import Offer
from gighall.domain.orders.rules import side_of, state_of_offer
from gighall.domain.orders.states import SELLER
from gighall.web.api.order_shapes import Side
from gighall.web.api.shapes import Count, FaultOut, Minor, PublicId, Words
from gighall.web.api.talk_shapes import WordsRefusedOut

OfferState = Literal["open", "accepted", "declined", "withdrawn", "expired"]


class OfferIn(Schema):
    """An offer of one's own gig; ``minutes`` of a session, ``delivery_days`` of a deliverable.

    It stands for ``expires_days``; the key makes a second call harmless.
    """

    gig: PublicId
    scope: Words
    price_minor: Minor
    minutes: Count | None = None
    delivery_days: Count | None = None
    revisions: Count = limits.GIG_REVISIONS_DEFAULT
    expires_days: Count = limits.OFFER_DAYS_DEFAULT
    key: UUID


class OfferAcceptanceIn(Schema):
    """The acceptance of an offer at the price that was seen; the key makes a second call harmless.

    ``organisation`` is for which confirmed organisation of one's own the order is; null for oneself.
    """

    seen_price_minor: Minor
    organisation: PublicId | None = None
    key: UUID


class OfferRefusedOut(WordsRefusedOut):
    """Why an offer was not made; ``faults`` is everything that is to change in what was sent."""

    faults: list[FaultOut] = []


class OfferOut(Schema):
    """An offer as one of its sides sees it; ``order`` is what its acceptance has placed."""

    id: str
    conversation: str
    gig: str
    title: str
    kind: Literal["chat_session", "video_session", "deliverable"]
    side: Side
    buyer: str
    seller: str
    scope: str
    price_minor: int
    minutes: int | None
    delivery_days: int | None
    revisions: int
    made_at: datetime
    expires_at: datetime
    state: OfferState
    closed_at: datetime | None
    order: str | None


def offer_out(offer: Offer, person_id: int, *, now: datetime) -> dict[str, object]:
    """Return an offer as one of its sides gets it; withheld words are in the seller's alone."""
    side = side_of(person_id=person_id, buyer_id=offer.buyer_id, seller_id=offer.seller_id)
    return {
        "id": offer.public_id,
        "conversation": offer.record.conversation.public_id,
        "gig": offer.gig.public_id,
        "title": offer.title,
        "kind": offer.kind,
        "side": side,
        "buyer": offer.buyer.public_id,
        "seller": offer.seller.public_id,
        "scope": offer.scope if side == SELLER else offer.scope_shown,
        "price_minor": offer.price_minor,
        "minutes": offer.minutes,
        "delivery_days": offer.delivery_days,
        "revisions": offer.revisions,
        "made_at": offer.made_at,
        "expires_at": offer.expires_at,
        "state": state_of_offer(offer.answer, expires_at=offer.expires_at, now=now),
        "closed_at": offer.closed_at,
        "order": offer.order.public_id if offer.order else None,
    }
