"""The clock of a ticket: support's time for it, which runs only while the ball is with support. Plain Python.

It begins when somebody asks, stands still from support's answer until the asker writes again, and goes on where it
stood: an empty answer wins no time. What was asked and answered is all that it knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.base import limits

ALLOWED = timedelta(hours=limits.TICKET_ANSWER_HOURS)


@dataclass(frozen=True)
class Turn:
    """Somebody wrote on a ticket what the other reads; notes among staff are no turns."""

    at: datetime
    by_support: bool


@dataclass(frozen=True)
class TicketClock:
    """How much of its time support has used, and until when it means to answer (None: the clock stands still)."""

    used: timedelta
    due_at: datetime | None


def ticket_clock(
    *, opened_at: datetime, turns: Sequence[Turn], closed_at: datetime | None, now: datetime
) -> TicketClock:
    """Return where the clock of a ticket stands.

    Shapes: ``turns`` are in the order in which they were written.
    A machine's clock may have been set back: a moment before an earlier one counts as that earlier one, so that
    used time never shrinks.
    """
    used, running_since, last = timedelta(0), opened_at, opened_at
    is_with_support = True
    for turn in turns:
        last = max(last, turn.at)
        if turn.by_support and is_with_support:
            used += last - running_since
        elif not turn.by_support and not is_with_support:
            running_since = last
        is_with_support = not turn.by_support
    if closed_at is not None:
        ended = max(last, closed_at)
        return TicketClock(used + (ended - running_since if is_with_support else timedelta(0)), None)
    if not is_with_support:
        return TicketClock(used, None)
    due_at = running_since + ALLOWED - used
    return TicketClock(used + max(last, now) - running_since, due_at)


def is_overdue(due_at: datetime | None, *, now: datetime) -> bool:
    """Say whether support has not answered in its time."""
    return due_at is not None and due_at <= now
