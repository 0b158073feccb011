"""View-models of gigs: what the templates print, decided here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from gighall.base import limits
from gighall.base.money import format_minor
from gighall.domain.gigs.models import Gig, GigRequirement
from gighall.domain.gigs.states import DELIVERABLE, PUBLISHED
from gighall.domain.ledger.rules import Split, split_price
from gighall.domain.policy.queries import waivers_of_gig
from gighall.domain.policy.rules import KIND_NAMES, until_words
from gighall.web.gigs.words import (
    KIND_LABELS,
    KIND_TITLES,
    PLACE_FOR_BUYER,
    PLACE_FOR_SELLER,
    Asked,
    as_title,
    asked_before,
    category_label,
    length_words,
    revisions_words,
    sold_words,
)
from gighall.web.shared.verdicts import kind_names

SUMMARY_CHARACTERS = 140


@dataclass(frozen=True)
class GigCard:
    """A gig in a list."""

    title: str
    href: str
    seller_name: str
    kind_label: str
    price: str
    summary: str
    delivery_note: str
    state_label: str
    is_published: bool
    is_online: bool


@dataclass(frozen=True)
class PlaceWords:
    """Where the talk takes place, said to the seller or to the buyer."""

    title: str
    body: str


@dataclass(frozen=True)
class ExceptionPanel:
    """An exception as a gig's page tells of it before anybody orders."""

    kinds: str
    until: str
    reason: str


@dataclass(frozen=True)
class GigPage:
    """What a gig's page says beside its words."""

    sold: str
    category_label: str
    category_href: str
    length_label: str
    length: str
    revisions: str
    asked: Asked
    place: PlaceWords
    exceptions: list[ExceptionPanel]


def gig_cards(gigs: Iterable[Gig], *, online: Collection[int] = ()) -> list[GigCard]:
    """Return the cards of a list of gigs; ``online`` are the keys of sellers who are here."""
    return [
        GigCard(
            title=gig.title_shown,
            href=reverse("gigs:show", args=[gig.public_id]),
            seller_name=gig.seller.name,
            kind_label=str(KIND_LABELS[gig.kind]),
            price=format_minor(gig.price_minor),
            summary=_summary(gig.text_shown_html),
            delivery_note=length_words(minutes=gig.minutes, delivery_days=gig.delivery_days),
            state_label=_("published") if gig.state == PUBLISHED else _("draft"),
            is_published=gig.state == PUBLISHED,
            is_online=gig.seller_id in online,
        )
        for gig in gigs
    ]


def gig_page(
    gig: Gig, requirements: list[GigRequirement], *, for_seller: bool, exceptions: list[ExceptionPanel]
) -> GigPage:
    """Return what a gig's page says to its seller, or to anybody else; ``exceptions`` are those of its orders."""
    return GigPage(
        sold=as_title(sold_words(kind=gig.kind, minutes=gig.minutes, delivery_days=gig.delivery_days)),
        category_label=category_label(gig.category),
        category_href=f"{reverse('home:front')}?{urlencode({'category': gig.category})}",
        length_label=_("Delivery") if gig.kind == DELIVERABLE else _("Length"),
        length=length_words(minutes=gig.minutes, delivery_days=gig.delivery_days),
        revisions=revisions_words(gig.revisions),
        asked=asked_before(
            [(each.text_shown, each.is_required) for each in requirements],
            gig.declared_details,
            for_seller=for_seller,
        ),
        place=_place_words(gig, for_seller=for_seller, exceptions=exceptions),
        exceptions=exceptions,
    )


def exceptions_of_gig(gig: Gig, *, now: datetime) -> list[ExceptionPanel]:
    """Return what outside contact support allows in the orders of a gig, for who thinks about ordering it."""
    return [
        ExceptionPanel(
            kinds=kind_names(waiver.kinds),
            until=until_words(waiver.expires_at.isoformat()),
            reason=waiver.reason,
        )
        for waiver in waivers_of_gig(gig.pk, now=now)
    ]


def _place_words(gig: Gig, *, for_seller: bool, exceptions: list[ExceptionPanel]) -> PlaceWords:
    words = PLACE_FOR_SELLER if for_seller else PLACE_FOR_BUYER
    if for_seller:
        after = _("You talk, deliver and get paid there; nothing happens outside the hall.")
    elif gig.declared_details or exceptions:
        after = _("Questions before that go to the seller’s inbox. You need no other app.")
    else:
        after = _(
            "Questions before that go to the seller’s inbox. You need no other app, and no address or number"
            " changes hands."
        )
    return PlaceWords(str(KIND_TITLES[gig.kind]), f"{words[gig.kind]} {after}")


def _summary(html: str) -> str:
    """Return the first words of a text, cut between words; the template escapes them again."""
    words = " ".join(unescape(strip_tags(html)).split())
    if len(words) <= SUMMARY_CHARACTERS:
        return words
    cut = words[:SUMMARY_CHARACTERS]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:.–-") + "…"


def split_of(gig: Gig) -> Split:
    """Return how the gig's price divides under the fees in force."""
    return split_price(
        price_minor=gig.price_minor,
        buyer_fee_basis_points=limits.BUYER_FEE_BASIS_POINTS,
        seller_fee_basis_points=limits.SELLER_FEE_BASIS_POINTS,
    )


def withheld_names(gig: Gig) -> str:
    """Return the kinds of contact details that are withheld in a gig's words, as a list in words."""
    return ", ".join(_(KIND_NAMES[kind]) for kind in gig.withheld_kinds)
