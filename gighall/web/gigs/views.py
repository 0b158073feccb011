"""View-models of gigs: what the templates print, decided here."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from gighall.base import limits
from gighall.base.money import format_minor
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.states import PUBLISHED
from gighall.domain.ledger.rules import Split, split_price
from gighall.domain.policy.rules import KIND_NAMES

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


def gig_cards(gigs: Iterable[Gig]) -> list[GigCard]:
    """Return the cards of a list of gigs."""
    return [
        GigCard(
            title=gig.title_shown,
            href=reverse("gigs:show", args=[gig.public_id]),
            seller_name=gig.seller.name,
            kind_label=_("Text chat"),
            price=format_minor(gig.price_minor),
            summary=_summary(gig.text_shown_html),
            delivery_note=_("%(minutes)d minutes") % {"minutes": gig.minutes},
            state_label=_("published") if gig.state == PUBLISHED else _("draft"),
            is_published=gig.state == PUBLISHED,
        )
        for gig in gigs
    ]


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
