"""Rules of sessions. Plain Python: facts in, an answer or a refusal out."""

from .billing import Leases, Reckoning, carried_on, reckon
from .steps import (
    OrderFacts,
    SessionRefused,
    cap_of,
    check_can_start,
    check_can_withdraw,
    check_is_running,
    is_delivered_by,
)

__all__ = [
    "Leases",
    "OrderFacts",
    "Reckoning",
    "SessionRefused",
    "cap_of",
    "carried_on",
    "check_can_start",
    "check_can_withdraw",
    "check_is_running",
    "is_delivered_by",
    "reckon",
]
