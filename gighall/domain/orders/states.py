"""States of an order and the moves between them, as data."""

from dataclasses import dataclass

REQUIREMENTS = "requirements"
IN_PROGRESS = "in_progress"
DELIVERED = "delivered"
COMPLETED = "completed"
CANCELLED = "cancelled"
STATES = (REQUIREMENTS, IN_PROGRESS, DELIVERED, COMPLETED, CANCELLED)
# The buyer's money is in escrow.
OPEN_STATES = (REQUIREMENTS, IN_PROGRESS, DELIVERED)
ENDED_STATES = (COMPLETED, CANCELLED)

# Kinds of deadlines: what happens by itself when nobody does anything.
REVIEW_ENDS = "review_ends"
REQUIREMENTS_REMIND = "requirements_remind"
REQUIREMENTS_EXPIRE = "requirements_expire"
WORK_DUE = "work_due"
REQUEST_LAPSES = "request_lapses"
FEEDBACK_OPENS = "feedback_opens"
TALK_ENDS = "talk_ends"

BUYER, SELLER, HALL, STAFF = "buyer", "seller", "hall", "staff"


@dataclass(frozen=True)
class Transition:
    """One move: who may make it, from which states, to which."""

    name: str
    actors: tuple[str, ...]
    sources: tuple[str, ...]
    target: str


SIDES = (BUYER, SELLER)
TRANSITIONS = (
    Transition("answer_requirements", (BUYER,), (REQUIREMENTS,), IN_PROGRESS),
    Transition("expire_requirements", (HALL,), (REQUIREMENTS,), CANCELLED),
    Transition("deliver", (SELLER,), (IN_PROGRESS,), DELIVERED),
    # A session of the order has ended: its transcript is the delivery, whoever ended it.
    Transition("deliver_transcript", (HALL,), (IN_PROGRESS,), DELIVERED),
    Transition("accept", (BUYER,), (DELIVERED,), COMPLETED),
    Transition("complete_in_silence", (HALL,), (DELIVERED,), COMPLETED),
    Transition("request_revision", (BUYER,), (DELIVERED,), IN_PROGRESS),
    Transition("extend_review", (BUYER,), (DELIVERED,), DELIVERED),
    Transition("cancel_very_late", (BUYER,), (IN_PROGRESS,), CANCELLED),
    # One side asked, the other agrees.
    Transition("agree_to_cancel", SIDES, OPEN_STATES, CANCELLED),
    Transition("agree_to_refund", SIDES, OPEN_STATES, COMPLETED),
    # The buyer asked to cancel before anything was delivered, and the seller says nothing.
    Transition("cancel_in_silence", (HALL,), (REQUIREMENTS, IN_PROGRESS), CANCELLED),
    Transition("decide_to_pay", (STAFF,), OPEN_STATES, COMPLETED),
    Transition("decide_to_refund", (STAFF,), OPEN_STATES, CANCELLED),
)
