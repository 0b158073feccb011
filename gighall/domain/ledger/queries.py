"""Reads of the ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Sum

from gighall.base import limits

from .models import ESCROW, FEES, PARTY, SOURCE, Account, Transfer
from .rules import Problem, Purse
from .statements import LEDGER_PROBLEMS_SQL, PURSE_SQL, STATEMENT_SQL


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


@dataclass(frozen=True)
class Totals:
    """Where all the money of the hall stands, in minor units."""

    in_hall_minor: int
    of_people_minor: int
    in_escrow_minor: int
    fees_minor: int


def balance_of(person_id: int) -> int:
    """Return a person's balance in minor units; zero before the first transfer."""
    account = Account.objects.filter(kind=PARTY, owner_id=person_id).first()
    return account.balance_minor if account else 0


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


def totals() -> Totals:
    """Return where all the money of the hall stands: what came in, and who or what has it now."""
    rows = Account.objects.values_list("kind").annotate(total=Sum("balance_minor")).order_by("kind")
    sums = {kind: int(total) for kind, total in rows}
    return Totals(-sums.get(SOURCE, 0), sums.get(PARTY, 0), sums.get(ESCROW, 0), sums.get(FEES, 0))


def ledger_problems() -> list[Problem]:
    """Return whatever does not add up in the books; an empty list is the proof that everything does."""
    with connection.cursor() as cursor:
        cursor.execute(LEDGER_PROBLEMS_SQL, [limits.RECONCILIATION_PROBLEMS_MAX])
        rows = cursor.fetchall()
    return [Problem(kind, about, int(expected), int(stands)) for kind, about, expected, stands in rows]
