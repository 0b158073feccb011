"""Accounts and plain transfers."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from ..models import PARTY, SOURCE, Account, Transfer


def account_of(person_id: int) -> Account:
    """Return a person's account, made at the first need."""
    return Account.objects.get_or_create(kind=PARTY, owner_id=person_id)[0]


def hall_account(kind: str) -> Account:
    """Return the hall's own account of a kind (source, escrow, fees), made at the first need."""
    return Account.objects.get_or_create(kind=kind, owner=None)[0]


def credit_person(
    *, person_id: int, amount_minor: int, kind: str, reference: str, key: str, now: datetime
) -> bool:
    """Bring credits into the hall for a person; say whether this was the first time for ``key``.

    Units: amount_minor, 1 = the smallest coin.  Idempotent by ``key``.
    """
    source, party = hall_account(SOURCE), account_of(person_id)
    try:
        with transaction.atomic():
            Transfer.objects.create(
                debit=source,
                credit=party,
                amount_minor=amount_minor,
                kind=kind,
                reference=reference,
                idempotency_key=key,
                posting_id=uuid.uuid4(),
                posted_at=now,
            )
    except IntegrityError:
        if Transfer.objects.filter(idempotency_key=key).exists():
            return False
        raise
    return True
