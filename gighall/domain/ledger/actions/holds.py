"""Escrow: money is held, and settled once."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base.errors import marked as _
from gighall.base.money import format_minor

from ..models import ESCROW, FEES, Account, Hold, Transfer
from ..rules import HoldAlreadySettled, NotEnoughCredits, Split
from .transfers import account_of, hall_account


def place_hold(*, person_id: int, amount_minor: int, reference: str, now: datetime) -> Hold:
    """Move a buyer's money into escrow.

    Units: amount_minor, 1 = the smallest coin.  Errors: NotEnoughCredits.
    Must run inside a transaction.
    """
    account, escrow = account_of(person_id), hall_account(ESCROW)
    locked = {row.pk: row for row in _lock_accounts(account.pk, escrow.pk)}
    missing = amount_minor - locked[account.pk].balance_minor
    if missing > 0:
        raise NotEnoughCredits(
            _(
                "You need {missing} more credits for this order. Add them on your money page, then press again."
            ),
            missing=format_minor(missing),
        )
    hold = Hold.objects.create(account=account, amount_minor=amount_minor, reference=reference, placed_at=now)
    _post(hold, account, escrow, amount_minor, "hold", uuid.uuid4(), now)
    return hold


def release_hold(*, hold_id: int, seller_id: int, split: Split, now: datetime) -> uuid.UUID:
    """Pay the seller from an escrow hold and keep the fees; return the posting's id.

    Errors: HoldAlreadySettled if it was paid or given back before.
    Source: docs/decisions.md (a hold settles once).  Must run inside a transaction.
    """
    hold = Hold.objects.select_for_update(no_key=True).get(pk=hold_id)
    if hold.settled_at is not None:
        raise HoldAlreadySettled(_("This order was already settled."))
    escrow, fees, seller = hall_account(ESCROW), hall_account(FEES), account_of(seller_id)
    _lock_accounts(escrow.pk, fees.pk, seller.pk)
    posting_id = uuid.uuid4()
    _post(hold, escrow, seller, split.seller_receives_minor, "release", posting_id, now)
    if split.hall_keeps_minor:
        _post(hold, escrow, fees, split.hall_keeps_minor, "fee", posting_id, now)
    hold.settled_at = now
    hold.save(update_fields=["settled_at"])
    return posting_id


def _lock_accounts(*account_ids: int) -> list[Account]:
    assert transaction.get_connection().in_atomic_block
    return list(Account.objects.select_for_update(no_key=True).filter(pk__in=account_ids).order_by("pk"))


def _post(
    hold: Hold,
    debit: Account,
    credit: Account,
    amount_minor: int,
    kind: str,
    posting_id: uuid.UUID,
    now: datetime,
) -> None:
    Transfer.objects.create(
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        kind=kind,
        reference=hold.reference,
        idempotency_key=f"hold:{hold.pk}:{kind}",
        posting_id=posting_id,
        hold=hold,
        posted_at=now,
    )
