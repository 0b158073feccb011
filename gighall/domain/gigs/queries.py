"""Reads of gigs."""

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, Q, QuerySet

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _

from .models import Gig
from .rules import CHEAPEST, DEAREST, GigWish, swapped
from .states import PUBLISHED


def published_gigs() -> QuerySet[Gig]:
    """Return the gigs that can be ordered, newest first."""
    return Gig.objects.filter(state=PUBLISHED).select_related("seller").order_by("-published_at", "-id")


def found_gigs(wish: GigWish) -> QuerySet[Gig]:
    """Return the published gigs that fit a wish.

    Each word must stand in title or text, by its beginning; so that a slip of the finger finds what was meant, two
    neighbouring letters may be swapped, or the word be nearly one of the title. Of words, the best match comes
    first unless a price order was asked for.
    """
    gigs = published_gigs()
    if wish.price_minor_max is not None:
        gigs = gigs.filter(price_minor__lte=wish.price_minor_max)
    if wish.minutes_max is not None:
        gigs = gigs.filter(minutes__lte=wish.minutes_max)
    for word in wish.words:
        gigs = gigs.filter(
            Q(search=_beginning(word, *swapped(word))) | Q(title_shown__trigram_word_similar=word)
        )
    order = {CHEAPEST: ["price_minor"], DEAREST: ["-price_minor"]}.get(wish.sort, [])
    if wish.words and not order:
        gigs = gigs.annotate(
            rank=SearchRank(F("search"), _beginning(*wish.words)),
            likeness=TrigramWordSimilarity(" ".join(wish.words), "title_shown"),
        )
        order = ["-rank", "-likeness"]
    return gigs.order_by(*order, "-published_at", "-id")


def _beginning(*words: str) -> SearchQuery:
    """Return a query for any word that begins like one of these; they consist of letters and digits."""
    return SearchQuery(" | ".join(f"{word}:*" for word in words), search_type="raw", config="simple")


def gigs_of(seller_id: int) -> list[Gig]:
    """Return all gigs of a seller, drafts too, newest first."""
    return list(Gig.objects.filter(seller_id=seller_id).select_related("seller").order_by("-id"))


def get_gig_for(*, public_id: str, person_id: int | None) -> Gig:
    """Return a gig that the person may read: a published one, or their own.

    Errors: NotYours.
    """
    gig = Gig.objects.select_related("seller").filter(public_id=public_id).first()
    if gig is None or (gig.state != PUBLISHED and gig.seller_id != person_id):
        raise NotYours(_("There is no such gig."))
    return gig


def get_own_gig(*, public_id: str, seller_id: int) -> Gig:
    """Return a gig of this seller.

    Errors: NotYours.
    """
    return _own(Gig.objects.select_related("seller"), public_id, seller_id)


def lock_own_gig(*, public_id: str, seller_id: int) -> Gig:
    """Return a gig of this seller, locked until the transaction ends.

    Errors: NotYours.
    """
    locked = Gig.objects.select_for_update(no_key=True, of=("self",)).select_related("seller")
    return _own(locked, public_id, seller_id)


def _own(gigs: QuerySet[Gig], public_id: str, seller_id: int) -> Gig:
    gig = gigs.filter(public_id=public_id, seller_id=seller_id).first()
    if gig is None:
        raise NotYours(_("There is no such gig."))
    return gig
