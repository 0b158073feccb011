"""What can be done with money. Every action runs inside the transaction of the action that needs it."""

from .holds import place_hold, release_hold, settle_hold
from .transfers import account_of, credit_person, hall_account

__all__ = ["account_of", "credit_person", "hall_account", "place_hold", "release_hold", "settle_hold"]
