"""Money as integers of the smallest coin, and how it is shown and read."""

import re
from decimal import ROUND_DOWN, Decimal

CURRENCY = "EUR"
CURRENCY_SIGN = "€"
MINOR_PER_MAJOR = 100

_AMOUNT = re.compile(r"\d{1,7}(?:[.,]\d{1,2})?")


def format_minor(amount_minor: int) -> str:
    """Return an amount as people read it: ``-1205`` becomes ``−€12.05`` (a real minus sign)."""
    sign = "−" if amount_minor < 0 else ""
    major, minor = divmod(abs(amount_minor), MINOR_PER_MAJOR)
    return f"{sign}{CURRENCY_SIGN}{major:,}.{minor:02d}"


def parse_minor(text: str) -> int | None:
    """Return the amount in minor units that a person typed (``12``, ``12.50``, ``12,5``), or None."""
    cleaned = text.strip().removeprefix(CURRENCY_SIGN).strip()
    if not _AMOUNT.fullmatch(cleaned):
        return None
    return int(Decimal(cleaned.replace(",", ".")) * MINOR_PER_MAJOR)


def share_of(amount_minor: int, basis_points: int) -> int:
    """Return a share of an amount, rounded down; 10,000 basis points are the whole."""
    exact = Decimal(amount_minor) * basis_points / 10_000
    return int(exact.to_integral_value(rounding=ROUND_DOWN))
