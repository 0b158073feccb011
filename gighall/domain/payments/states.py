"""States of a payment, and the providers it may come through."""

ANNOUNCED = "announced"
CONFIRMED = "confirmed"
DECLINED = "declined"
WITHDRAWN = "withdrawn"

# Each ends a payment, once.
ENDS = (CONFIRMED, DECLINED, WITHDRAWN)

BANK_TRANSFER = "bank_transfer"
PROVIDERS = (BANK_TRANSFER,)
