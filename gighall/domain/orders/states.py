"""States of an order and the moves between them, as data."""

from dataclasses import dataclass

IN_PROGRESS = "in_progress"
DELIVERED = "delivered"
COMPLETED = "completed"
STATES = (IN_PROGRESS, DELIVERED, COMPLETED)

# The one kind of deadline so far: silence until then counts as acceptance.
REVIEW_ENDS = "review_ends"

BUYER, SELLER, HALL = "buyer", "seller", "hall"


@dataclass(frozen=True)
class Transition:
    """One move: who may make it, from which state, to which."""

    name: str
    actor: str
    source: str
    target: str


TRANSITIONS = (
    Transition("deliver", SELLER, IN_PROGRESS, DELIVERED),
    Transition("accept", BUYER, DELIVERED, COMPLETED),
    Transition("complete_in_silence", HALL, DELIVERED, COMPLETED),
)
