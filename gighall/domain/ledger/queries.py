"""Reads of the ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Sum

from .models import PARTY, Account, Transfer
from .rules import Purse


@dataclass(frozen=True)
class StatementLine:
    """One transfer as its account's owner reads it; ``amount_minor`` is negative when money left."""

    posted_at: datetime
    kind: str
    reference: str
    amount_minor: int
    balance_minor: int
    # Until when what came in could not, or cannot yet, be spent.
    clears_at: datetime | None


@dataclass(frozen=True)
class ClearingPart:
    """What can be spent from a moment on."""

    amount_minor: int
    clears_at: datetime


def balance_of(person_id: int) -> int:
    """Return a person's balance in minor units; zero before the first transfer."""
    account = Account.objects.filter(kind=PARTY, owner_id=person_id).first()
    return account.balance_minor if account else 0


PURSE_SQL = """
SELECT a.balance_minor, coalesce(parts.whole, 0), coalesce(parts.soonest, 0), parts.at FROM ledger_account a
CROSS JOIN LATERAL (
    SELECT sum(t.amount_minor) AS whole, min(t.clears_at) AS at,
           (array_agg(t.amount_minor ORDER BY t.clears_at, t.id))[1] AS soonest
    FROM ledger_transfer t WHERE t.credit_id = a.id AND t.clears_at > %s
) parts WHERE a.kind = 'party' AND a.owner_id = %s
"""


def purse_of(person_id: int, *, now: datetime) -> Purse:
    """Return a person's balance, how much of it is still clearing, and the part that clears next."""
    with connection.cursor() as cursor:
        cursor.execute(PURSE_SQL, [now, person_id])
        row = cursor.fetchone()
    return Purse(int(row[0]), int(row[1]), int(row[2]), row[3]) if row else Purse(0, 0)


def clearing_minor_of(person_id: int, now: datetime) -> int:
    """Return how much of a person's balance cannot be spent yet, in minor units."""
    return purse_of(person_id, now=now).clearing_minor


def available_minor_of(person_id: int, now: datetime) -> int:
    """Return what a person can spend now, in minor units: the balance less what is still clearing."""
    return purse_of(person_id, now=now).available_minor


def clearing_parts_of(person_id: int, *, now: datetime, limit: int) -> list[ClearingPart]:
    """Return the parts of a person's balance that are still clearing, the one that clears next first."""
    rows = (
        Transfer.objects.filter(credit__kind=PARTY, credit__owner_id=person_id, clears_at__gt=now)
        .order_by("clears_at", "id")
        .values_list("amount_minor", "clears_at")
    )
    return [ClearingPart(amount_minor, clears_at) for amount_minor, clears_at in rows[:limit] if clears_at]


STATEMENT_SQL = """
SELECT posted_at, kind, reference, moved, balance, clears_at FROM (
    SELECT t.id, t.posted_at, t.kind, t.reference, m.moved, sum(m.moved) OVER (ORDER BY t.id) AS balance,
           CASE WHEN t.credit_id = a.id THEN t.clears_at END AS clears_at
    FROM ledger_account a
    JOIN ledger_transfer t ON a.id IN (t.debit_id, t.credit_id)
    CROSS JOIN LATERAL (SELECT CASE WHEN t.credit_id = a.id THEN t.amount_minor ELSE -t.amount_minor END AS moved) m
    WHERE a.kind = 'party' AND a.owner_id = %s
) lines ORDER BY id DESC LIMIT %s
"""


def statement_of(person_id: int, *, limit: int) -> list[StatementLine]:
    """Return the newest lines of a person's statement, each with the balance after it."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT_SQL, [person_id, limit])
        return [
            StatementLine(posted_at, kind, reference, int(moved), int(balance), clears_at)
            for posted_at, kind, reference, moved, balance, clears_at in cursor.fetchall()
        ]


def sum_of_all_balances() -> int:
    """Return the sum of every balance; anything but zero is a defect."""
    return int(Account.objects.aggregate(total=Sum("balance_minor"))["total"] or 0)
