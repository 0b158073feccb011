"""Escrow: money is held, and settled once."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base.errors import marked as _

from ..models import ESCROW, FEE, FEES, HOLD, REFUND, RELEASE, Account, Hold, Transfer
from ..queries import purse_of
from ..rules import (
    HoldAlreadySettled,
    Settlement,
    Split,
    check_can_spend,
    check_settlement,
    clears_after,
    settlement_after_refund,
)
from .transfers import account_of, hall_account


def place_hold(*, person_id: int, amount_minor: int, reference: str, now: datetime) -> Hold:
    """Move a buyer's money into escrow; what is still clearing cannot be spent.

    Units: amount_minor, 1 = the smallest coin.  Errors: NotEnoughCredits, StillClearing.
    Must run inside a transaction.
    """
    account, escrow = account_of(person_id), hall_account(ESCROW)
    _lock_accounts(account.pk, escrow.pk)
    check_can_spend(purse_of(person_id, now=now), amount_minor=amount_minor)
    hold = Hold.objects.create(account=account, amount_minor=amount_minor, reference=reference, placed_at=now)
    _post(hold, account, escrow, amount_minor, kind=HOLD, posting_id=uuid.uuid4(), now=now)
    return hold


def settle_hold(
    *, hold_id: int, seller_id: int, settlement: Settlement, clears_at: datetime | None, now: datetime
) -> uuid.UUID:
    """Pay a hold out, all of it and once: to the seller, to the hall, back to the buyer; return the posting's id.

    A part of nothing makes no transfer. What the seller gets can be spent from ``clears_at`` on; without it,
    after CLEARING_DAYS. What the buyer gets back can be spent at once.
    Errors: HoldAlreadySettled if it was paid or given back before; SettlementUnfit if the parts are not the hold.
    Source: docs/decisions.md (a hold settles once).  Must run inside a transaction.
    """
    hold = Hold.objects.select_for_update(of=["self"], no_key=True).select_related("account").get(pk=hold_id)
    if hold.settled_at is not None:
        raise HoldAlreadySettled(_("This order was already settled."))
    check_settlement(settlement, amount_minor=hold.amount_minor)
    escrow, fees, seller = hall_account(ESCROW), hall_account(FEES), account_of(seller_id)
    _lock_accounts(escrow.pk, fees.pk, seller.pk, hold.account_id)
    posting_id = uuid.uuid4()
    legs = [
        (RELEASE, seller, settlement.seller_minor),
        (FEE, fees, settlement.fee_minor),
        (REFUND, hold.account, settlement.buyer_minor),
    ]
    for kind, to, amount_minor in legs:
        if amount_minor:
            clears = clears_at or clears_after(now) if kind == RELEASE else None
            _post(hold, escrow, to, amount_minor, kind=kind, posting_id=posting_id, now=now, clears_at=clears)
    hold.settled_at = now
    hold.save(update_fields=["settled_at"])
    return posting_id


def release_hold(*, hold_id: int, seller_id: int, split: Split, now: datetime) -> uuid.UUID:
    """Pay the seller from an escrow hold and keep the fees; return the posting's id.

    Errors: HoldAlreadySettled if it was paid or given back before.
    Source: docs/decisions.md (a hold settles once).  Must run inside a transaction.
    """
    whole = settlement_after_refund(split, refund_basis_points=0)
    return settle_hold(hold_id=hold_id, seller_id=seller_id, settlement=whole, clears_at=None, now=now)


def _lock_accounts(*account_ids: int) -> None:
    """Lock accounts in the order of their ids, so that two opposite moves never wait for each other."""
    assert transaction.get_connection().in_atomic_block
    list(Account.objects.select_for_update(no_key=True).filter(pk__in=account_ids).order_by("pk"))


def _post(
    hold: Hold,
    debit: Account,
    credit: Account,
    amount_minor: int,
    *,
    kind: str,
    posting_id: uuid.UUID,
    now: datetime,
    clears_at: datetime | None = None,
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
        clears_at=clears_at,
    )
