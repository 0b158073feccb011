"""View-models of offers: the card in the talk, and the page on which one is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.base.money import format_minor
from gighall.domain.gigs.states import DELIVERABLE
from gighall.domain.ledger.rules import split_price
from gighall.domain.orders.models import Offer
from gighall.domain.orders.rules import (
    ACCEPTED,
    DECLINED,
    EXPIRED,
    OPEN,
    WITHDRAWN,
    side_of,
    state_of_offer,
)
from gighall.domain.orders.states import BUYER
from gighall.web.gigs.words import as_title, length_words, revisions_words, sold_words
from gighall.web.orders.facts import moment_words

STATE_LABELS = {
    OPEN: gettext_lazy("open"),
    ACCEPTED: gettext_lazy("accepted"),
    DECLINED: gettext_lazy("declined"),
    WITHDRAWN: gettext_lazy("withdrawn"),
    EXPIRED: gettext_lazy("expired"),
}
STATE_TONES = {OPEN: "waiting", ACCEPTED: "good"}


@dataclass(frozen=True)
class OfferCard:
    """An offer as an entry of the talk, with the way to the page on which it is answered."""

    title: str
    scope: str
    terms: list[tuple[str, str]]
    state_label: str
    href: str
    link_label: str


@dataclass(frozen=True)
class OfferPage:
    """An offer as one of its sides sees it.

    ``other_reads`` is the scope as the buyer has it, where that differs from the seller's own words.
    """

    offer: Offer
    is_buyer: bool
    other_name: str
    state_label: str
    state_tone: str
    is_open: bool
    outcome: str
    scope: str
    other_reads: str
    terms: list[tuple[str, str]]
    price_lines: list[tuple[str, int]]
    price_label: str
    total_minor: int
    talk_href: str
    order_href: str

    @property
    def missing_from(self) -> int:
        """Return what a buyer who accepts must have, in minor units; nothing where there is nothing to accept."""
        return self.total_minor if self.is_buyer and self.is_open else 0


def offer_card(fact: Mapping[str, Any], *, answer: str, mine: bool, now: datetime) -> OfferCard:
    """Return the card of an offer from the fact that made it and the answer that it has got, if any."""
    expires_at = datetime.fromisoformat(fact["expires_at"])
    state = state_of_offer(answer, expires_at=expires_at, now=now)
    if state != OPEN:
        label = _("See the offer")
    else:
        label = _("See or withdraw") if mine else _("See and accept")
    return OfferCard(
        title=fact["title"],
        scope=fact["scope"],
        terms=[
            (_("Price"), format_minor(fact["price_minor"])),
            *_terms(
                fact["kind"],
                minutes=fact["minutes"],
                delivery_days=fact["delivery_days"],
                revisions=fact["revisions"],
            ),
            (_("Stands until"), moment_words(expires_at)),
        ],
        state_label=str(STATE_LABELS[state]),
        href=reverse("offers:show", args=[fact["offer"]]),
        link_label=label,
    )


def _terms(
    kind: str, *, minutes: int | None, delivery_days: int | None, revisions: int
) -> list[tuple[str, str]]:
    return [
        (
            _("Delivery") if kind == DELIVERABLE else _("Length"),
            length_words(minutes=minutes, delivery_days=delivery_days),
        ),
        (_("Revisions"), revisions_words(revisions)),
    ]


def offer_page(offer: Offer, *, person_id: int, now: datetime) -> OfferPage:
    """Return an offer of the person as they see it.

    Shapes: ``offer`` comes with seller, buyer, order and conversation.
    """
    is_buyer = side_of(person_id=person_id, buyer_id=offer.buyer_id, seller_id=offer.seller_id) == BUYER
    state = state_of_offer(offer.answer, expires_at=offer.expires_at, now=now)
    lines, label, total_minor = _price(offer, is_buyer=is_buyer)
    terms = _terms(
        offer.kind, minutes=offer.minutes, delivery_days=offer.delivery_days, revisions=offer.revisions
    )
    return OfferPage(
        offer=offer,
        is_buyer=is_buyer,
        other_name=(offer.seller if is_buyer else offer.buyer).name,
        state_label=str(STATE_LABELS[state]),
        state_tone=STATE_TONES.get(state, "plain"),
        is_open=state == OPEN,
        outcome=_outcome(offer, state, is_buyer=is_buyer),
        scope=offer.scope_shown if is_buyer else offer.scope,
        other_reads="" if is_buyer or offer.scope == offer.scope_shown else offer.scope_shown,
        terms=[*terms, (_("Stands until"), moment_words(offer.expires_at))],
        price_lines=lines,
        price_label=label,
        total_minor=total_minor,
        talk_href=reverse("inbox:show", args=[offer.record.conversation.public_id]),
        order_href=reverse("orders:show", args=[offer.order.public_id]) if offer.order else "",
    )


def _price(offer: Offer, *, is_buyer: bool) -> tuple[list[tuple[str, int]], str, int]:
    """Return what the offer costs or brings one side: with the fees of its order, or those in force now."""
    split = split_price(
        price_minor=offer.price_minor,
        buyer_fee_basis_points=limits.BUYER_FEE_BASIS_POINTS,
        seller_fee_basis_points=limits.SELLER_FEE_BASIS_POINTS,
    )
    buyer_fee = offer.order.buyer_fee_minor if offer.order else split.buyer_fee_minor
    seller_fee = offer.order.seller_fee_minor if offer.order else split.seller_fee_minor
    sold = sold_words(kind=offer.kind, minutes=offer.minutes, delivery_days=offer.delivery_days)
    first, fee = (as_title(sold), offer.price_minor), _("Fee of the hall")
    if is_buyer:
        return [first, (fee, buyer_fee)], _("You pay"), offer.price_minor + buyer_fee
    return [first, (fee, -seller_fee)], _("You receive"), offer.price_minor - seller_fee


def _outcome(offer: Offer, state: str, *, is_buyer: bool) -> str:
    """Return what became of an offer, said to one side; nothing while it is open."""
    name = {"name": offer.seller.name if is_buyer else offer.buyer.name}
    match state:
        case "accepted":
            words = _("You accepted this offer.") if is_buyer else _("%(name)s accepted this offer.") % name
        case "declined":
            words = _("You declined this offer.") if is_buyer else _("%(name)s declined this offer.") % name
        case "withdrawn":
            words = _("%(name)s withdrew this offer.") % name if is_buyer else _("You withdrew this offer.")
        case "expired":
            words = _("This offer has expired. Talk about another one.")
        case _:
            words = ""
    return words
