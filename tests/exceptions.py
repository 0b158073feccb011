"""Exceptions for tests: granted and revoked as the desk does it, policy and orders in one transaction."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from gighall.domain.accounts.models import Person
from gighall.domain.gigs.models import Gig
from gighall.domain.orders.actions import tell_of_waiver
from gighall.domain.orders.models import Order
from gighall.domain.policy.actions import grant_waiver, revoke_waiver
from gighall.domain.policy.models import Waiver

REASON = "The lesson is a call on the learner’s own line; nothing else reaches them."
REVOKED = "The lessons have moved to the order page."


@transaction.atomic
def grant(
    gig: Gig,
    by: Person,
    *,
    now: datetime,
    kinds: Collection[str] = ("phone", "handle"),
    days: float = 30,
    only: Order | None = None,
) -> Waiver:
    """Let support make an exception for a gig, or for one of its orders only."""
    waiver = grant_waiver(
        gig_id=gig.pk,
        place_id=only.record_id if only else None,
        kinds=kinds,
        reason=REASON,
        by_id=by.pk,
        expires_at=now + timedelta(days=days),
        now=now,
    )
    tell_of_waiver(waiver=waiver, now=now)
    return waiver


@transaction.atomic
def revoke(waiver: Waiver, by: Person, *, now: datetime) -> Waiver:
    """Let support end an exception."""
    revoked = revoke_waiver(public_id=waiver.public_id, by_id=by.pk, reason=REVOKED, now=now)
    tell_of_waiver(waiver=revoked, now=now)
    return revoked
