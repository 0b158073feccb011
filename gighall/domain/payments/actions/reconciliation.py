"""The books are checked once a day, and what was found is kept."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from gighall.base import limits

from ..models import Reconciliation
from ..queries import money_problems


@transaction.atomic
def keep_reconciliation(*, now: datetime) -> Reconciliation | None:
    """Check that all money adds up and keep the answer; None when that was done within a day already."""
    newest = Reconciliation.objects.order_by("-at").first()
    if newest is not None and now - newest.at < timedelta(hours=limits.RECONCILIATION_HOURS):
        return None
    problems = [asdict(problem) for problem in money_problems()]
    return Reconciliation.objects.create(at=now, problems=problems)
