"""What is due when, from where an order stands. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.base import limits

from ..states import (
    CANCELLED,
    COMPLETED,
    DELIVERED,
    FEEDBACK_OPENS,
    IN_PROGRESS,
    REQUEST_LAPSES,
    REQUIREMENTS,
    REQUIREMENTS_EXPIRE,
    REQUIREMENTS_REMIND,
    REVIEW_ENDS,
    TALK_ENDS,
    WORK_DUE,
)
from .clock import OrderTimes
from .feedback import feedback_ends_at


@dataclass(frozen=True)
class Standing:
    """Where an order stands, beside its clocks."""

    state: str
    ended_at: datetime | None
    request_lapses_at: datetime | None
    talk_is_open: bool
    has_blind_feedback: bool


def deadlines_of(standing: Standing, times: OrderTimes) -> dict[str, datetime]:
    """Return every deadline that an order has now, by its kind."""
    found: dict[str, datetime | None] = {REQUEST_LAPSES: standing.request_lapses_at}
    match standing.state:
        case state if state == REQUIREMENTS:
            found[REQUIREMENTS_REMIND] = times.remind_at
            found[REQUIREMENTS_EXPIRE] = times.answers_end_at
        case state if state == IN_PROGRESS:
            found[WORK_DUE] = None if times.is_late_said else times.due_at
        case state if state == DELIVERED:
            found[REVIEW_ENDS] = times.review_ends_at
        case state if state in (COMPLETED, CANCELLED) and standing.ended_at:
            if standing.talk_is_open:
                found[TALK_ENDS] = standing.ended_at + timedelta(days=limits.TALK_AFTER_END_DAYS)
            if standing.has_blind_feedback:
                found[FEEDBACK_OPENS] = feedback_ends_at(standing.ended_at)
    return {kind: due_at for kind, due_at in found.items() if due_at is not None}
