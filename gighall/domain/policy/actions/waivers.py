"""Exceptions: granting and revoking them, and which gig an order is of."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person

from ..models import OrderPlace, Waiver
from ..rules import WaiverRefused, check_can_revoke, check_waiver, check_waiver_reason
from ..statements import LOCK_GRANTS_SQL


def note_place(*, place_id: int, gig_id: int) -> None:
    """Write down which gig an order's record is about; exceptions for the gig hold there from now on.

    Must run inside the transaction that opens the record.
    """
    OrderPlace.objects.create(place_id=place_id, gig_id=gig_id)


@transaction.atomic
def grant_waiver(
    *,
    gig_id: int,
    kinds: Collection[str],
    reason: str,
    by_id: int,
    expires_at: datetime,
    now: datetime,
    place_id: int | None = None,
) -> Waiver:
    """Let kinds of contact details stand in all orders of a gig, or in the one whose record is ``place_id``.

    Whoever grants tells the orders too (``orders.tell_of_waiver``), in the same transaction: else words on their
    way would be judged as if nothing had happened.
    Errors: NotYours for who is not staff, or for an order of another gig; WaiverRefused.
    """
    _check_staff(by_id)
    check_waiver(kinds=kinds, reason=reason, expires_at=expires_at, now=now)
    if place_id is not None and not OrderPlace.objects.filter(place_id=place_id, gig_id=gig_id).exists():
        raise NotYours(_("There is no such order of this gig."))
    with connection.cursor() as cursor:
        cursor.execute(LOCK_GRANTS_SQL, [f"exceptions:{gig_id}"])
    running = Waiver.objects.filter(gig_id=gig_id, revoked_at__isnull=True, expires_at__gt=now)
    if running.count() >= limits.WAIVERS_RUNNING_MAX:
        raise WaiverRefused(
            _("{most} exceptions run for this gig. Revoke one before you grant another."),
            most=limits.WAIVERS_RUNNING_MAX,
        )
    return Waiver.objects.create(
        gig_id=gig_id,
        place_id=place_id,
        kinds=sorted(set(kinds)),
        reason=reason.strip(),
        granted_by_id=by_id,
        granted_at=now,
        expires_at=expires_at,
    )


@transaction.atomic
def revoke_waiver(*, public_id: str, by_id: int, reason: str, now: datetime) -> Waiver:
    """End an exception before its time; what was said under it stays as it was judged.

    Whoever revokes tells the orders too, as with ``grant_waiver``.
    Errors: NotYours for who is not staff, WaiverRefused, WaiverEnded.
    """
    _check_staff(by_id)
    check_waiver_reason(reason)
    # Verdicts that point to it need not wait.
    waiver = Waiver.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    if waiver is None:
        raise NotYours(_("There is no such exception."))
    check_can_revoke(expires_at=waiver.expires_at, revoked_at=waiver.revoked_at, now=now)
    waiver.revoked_at, waiver.revoked_by_id, waiver.revoked_because = now, by_id, reason.strip()
    waiver.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    return waiver


def _check_staff(person_id: int) -> None:
    if not Person.objects.filter(pk=person_id, is_staff=True, is_active=True).exists():
        raise NotYours(_("There is no such exception."))
