"""Reads of gigs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.written_query import Given, WrittenQuery
from gighall.domain.accounts.queries import present_people

from .models import Gig, GigRequirement
from .rules import CHEAPEST, DEAREST, GigWish, swapped
from .states import PUBLISHED


def found_gigs(wish: GigWish, *, now: datetime) -> QuerySet[Gig]:
    """Return the published gigs that fit a wish, with their sellers.

    Each word must stand in title or text, by its beginning; so that a slip of the finger finds what was meant, two
    neighbouring letters may be swapped, or the word be nearly one of the title. Of words, the best match comes
    first unless a price order was asked for; what is equal comes newest first, then by key.
    """
    gigs = _fitting(wish, now=now).select_related("seller")
    order = {CHEAPEST: ["price_minor"], DEAREST: ["-price_minor"]}.get(wish.sort, [])
    if wish.words and not order:
        gigs = gigs.annotate(
            rank=SearchRank(F("search"), _beginning(*wish.words)),
            likeness=TrigramWordSimilarity(" ".join(wish.words), "title_shown"),
        )
        order = ["-rank", "-likeness"]
    return gigs.order_by(*order, "-published_at", "-id")


def counts_by_category(wish: GigWish, *, now: datetime) -> dict[str, int]:
    """Return how many gigs of each category fit a wish, whichever category it names; none of those without."""
    counted = _fitting(replace(wish, category=""), now=now).values("category")
    return dict(counted.annotate(count=Count("pk")).order_by("category").values_list("category", "count"))


def _fitting(wish: GigWish, *, now: datetime) -> QuerySet[Gig]:
    gigs = Gig.objects.filter(state=PUBLISHED)
    if wish.category:
        gigs = gigs.filter(category=wish.category)
    if wish.kind:
        gigs = gigs.filter(kind=wish.kind)
    if wish.price_minor_max is not None:
        gigs = gigs.filter(price_minor__lte=wish.price_minor_max)
    if wish.minutes_max is not None or wish.days_max is not None:
        # An empty condition adds nothing to the other; a column that is null fits no limit.
        short = Q(minutes__lte=wish.minutes_max) if wish.minutes_max is not None else Q()
        soon = Q(delivery_days__lte=wish.days_max) if wish.days_max is not None else Q()
        gigs = gigs.filter(short | soon)
    if wish.is_online:
        gigs = gigs.filter(Exists(present_people(now=now).filter(person=OuterRef("seller"))))
    for word in wish.words:
        gigs = gigs.filter(
            Q(search=_beginning(word, *swapped(word))) | Q(title_shown__trigram_word_similar=word)
        )
    return gigs


def online_sellers(gigs: Iterable[Gig], *, now: datetime) -> frozenset[int]:
    """Return which of the gigs' sellers have a page open just now, in one query."""
    sellers = {gig.seller_id for gig in gigs}
    return frozenset(present_people(now=now).filter(person__in=sellers).values_list("person_id", flat=True))


def requirements_of(gig_id: int) -> list[GigRequirement]:
    """Return the questions of a gig, in their order."""
    return list(GigRequirement.objects.filter(gig_id=gig_id).order_by("position"))


def _beginning(*words: str) -> SearchQuery:
    """Return a query for any word that begins like one of these; they consist of letters and digits."""
    return SearchQuery(" | ".join(f"{word}:*" for word in words), search_type="raw", config="simple")


def gigs_of(seller_id: int) -> list[Gig]:
    """Return all gigs of a seller, drafts too, newest first."""
    return list(Gig.objects.filter(seller_id=seller_id).select_related("seller").order_by("-id"))


def published_gigs_of(seller_id: int) -> QuerySet[Gig]:
    """Return what a seller has for sale, newest first."""
    return Gig.objects.filter(seller_id=seller_id, state=PUBLISHED).order_by("-id")


_GIG = WrittenQuery(lambda: Gig.objects.select_related("seller").filter(public_id=Given("public_id")))


def get_gig_for(*, public_id: str, person_id: int | None) -> Gig:
    """Return a gig that the person may read: a published one, or their own.

    Errors: NotYours.
    """
    gig = _GIG.first(public_id=public_id)
    if gig is None or (gig.state != PUBLISHED and gig.seller_id != person_id):
        raise NotYours(_("There is no such gig."))
    return gig


def titles_for(*, public_ids: Iterable[str], person_id: int) -> dict[str, str]:
    """Return the titles, as others read them, of those of these gigs that a person may read, in one query."""
    readable = Gig.objects.filter(Q(state=PUBLISHED) | Q(seller_id=person_id), public_id__in=set(public_ids))
    return dict(readable.values_list("public_id", "title_shown"))


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
