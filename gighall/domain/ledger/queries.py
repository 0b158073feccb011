"""Reads of the ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Sum

from .models import PARTY, Account


@dataclass(frozen=True)
class StatementLine:
    """One transfer as its account's owner reads it; ``amount_minor`` is negative when money left."""

    posted_at: datetime
    kind: str
    reference: str
    amount_minor: int
    balance_minor: int


def balance_of(person_id: int) -> int:
    """Return a person's balance in minor units; zero before the first transfer."""
    account = Account.objects.filter(kind=PARTY, owner_id=person_id).first()
    return account.balance_minor if account else 0


STATEMENT_SQL = """
SELECT posted_at, kind, reference, moved, balance FROM (
    SELECT t.id, t.posted_at, t.kind, t.reference, m.moved, sum(m.moved) OVER (ORDER BY t.id) AS balance
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
            StatementLine(posted_at, kind, reference, int(moved), int(balance))
            for posted_at, kind, reference, moved, balance in cursor.fetchall()
        ]


def sum_of_all_balances() -> int:
    """Return the sum of every balance; anything but zero is a defect."""
    return int(Account.objects.aggregate(total=Sum("balance_minor"))["total"] or 0)
