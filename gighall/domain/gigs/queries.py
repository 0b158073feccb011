"""Reads of gigs."""

from django.db.models import QuerySet

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _

from .models import Gig
from .states import PUBLISHED


def published_gigs() -> QuerySet[Gig]:
    """Return the gigs that can be ordered, newest first."""
    return Gig.objects.filter(state=PUBLISHED).select_related("seller").order_by("-published_at", "-id")


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
