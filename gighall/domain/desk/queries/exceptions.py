"""Reads of exceptions for staff: those that run, and those that have ended."""

from datetime import datetime

from django.db.models import Q, QuerySet

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.models import Gig
from gighall.domain.orders.models import Order
from gighall.domain.policy.models import Waiver
from gighall.domain.policy.queries import waivers


def exceptions_for_staff(staff: Person) -> QuerySet[Waiver]:
    """Return all exceptions that somebody on the staff may end: none for a gig or an order of their own.

    Shapes: each comes with the ``ticket`` by which it was asked for, if there is one.
    """
    if not staff.is_staff:
        return Waiver.objects.none()
    own_gigs = Gig.objects.filter(seller_id=staff.pk).values("pk")
    own_orders = Order.objects.filter(buyer_id=staff.pk).values("record_id")
    of_others = ~Q(gig_id__in=own_gigs) & (Q(place_id__isnull=True) | ~Q(place_id__in=own_orders))
    return waivers().select_related("ticket").filter(of_others)


def running_exceptions(staff: Person, *, now: datetime) -> QuerySet[Waiver]:
    """Return the exceptions that run, the one that ends first at the top."""
    running = exceptions_for_staff(staff).filter(revoked_at__isnull=True, expires_at__gt=now)
    return running.order_by("expires_at", "id")


def ended_exceptions(staff: Person, *, now: datetime) -> QuerySet[Waiver]:
    """Return the exceptions that have expired or were revoked, the newest first."""
    return exceptions_for_staff(staff).filter(Q(revoked_at__isnull=False) | Q(expires_at__lte=now))


def get_exception_for_staff(*, public_id: str, staff: Person) -> Waiver:
    """Return an exception that somebody on the staff may end.

    Errors: NotYours.
    """
    waiver = exceptions_for_staff(staff).filter(public_id=public_id).first()
    if waiver is None:
        raise NotYours(_("There is no such exception."))
    return waiver


def gigs_of_exceptions(found: list[Waiver]) -> dict[int, Gig]:
    """Return the gigs of exceptions by key, with their sellers, in one query."""
    return Gig.objects.select_related("seller").in_bulk({waiver.gig_id for waiver in found})
