"""Money coming in: credits granted by hand, demo credits, and payments through a provider."""

from .bank_words import write_bank_words
from .credits import grant_credits, take_demo_credits
from .payments import announce_payment, confirm_payment, decline_payment, withdraw_payment
from .reconciliation import keep_reconciliation

__all__ = [
    "announce_payment",
    "confirm_payment",
    "decline_payment",
    "grant_credits",
    "keep_reconciliation",
    "take_demo_credits",
    "withdraw_payment",
    "write_bank_words",
]
