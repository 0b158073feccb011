"""The clock of a ticket: support's time, which runs only while the ball is with support."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.base import limits
from gighall.domain.desk.rules import Turn, is_overdue, ticket_clock

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ALLOWED = limits.TICKET_ANSWER_HOURS
SUPPORT, ASKER = True, False


def at(hours: float) -> datetime:
    """Return a moment so many hours after the ticket was opened."""
    return OPENED + timedelta(hours=hours)


# What is written (hours, by support), when it was closed, when one looks; hours used, and due after how many hours.
CASES = [
    ("nobody has answered", [], None, 5, 5, ALLOWED),
    ("support is late", [], None, ALLOWED + 3, ALLOWED + 3, ALLOWED),
    ("the asker writes more before an answer", [(4, ASKER)], None, 6, 6, ALLOWED),
    ("support has answered: it stands still", [(10, SUPPORT)], None, 90, 10, None),
    ("support answers twice", [(10, SUPPORT), (20, SUPPORT)], None, 90, 10, None),
    ("the asker writes again: it goes on", [(10, SUPPORT), (100, ASKER)], None, 101, 11, 90 + ALLOWED),
    ("a hollow answer wins no time", [(47, SUPPORT), (47.5, ASKER)], None, 48, 47.5, ALLOWED + 0.5),
    (
        "answered late, asked again: late at once",
        [(ALLOWED + 2, SUPPORT), (60, ASKER)],
        None,
        60,
        ALLOWED + 2,
        58,
    ),
    ("closed while it waits", [], 7, 90, 7, None),
    ("closed while it stands still", [(3, SUPPORT)], 7, 90, 3, None),
    # Clocks that jump.
    ("the clock was set back when one looks", [(10, SUPPORT), (20, ASKER)], None, 1, 10, 10 + ALLOWED),
    ("looked at before it was opened", [], None, -5, 0, ALLOWED),
    ("an answer from before the question", [(-4, SUPPORT)], None, 50, 0, None),
    ("a reply from before the answer", [(10, SUPPORT), (2, ASKER)], None, 12, 12, ALLOWED),
    ("closed before the last answer", [(10, SUPPORT), (20, ASKER)], 5, 90, 10, None),
    ("the clock leapt a year ahead", [(8_760, SUPPORT)], None, 8_761, 8_760, None),
]


@pytest.mark.parametrize(
    ("turns", "closed", "now", "used", "due"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_clock_of_a_ticket(
    turns: list[tuple[float, bool]], closed: float | None, now: float, used: float, due: float | None
) -> None:
    clock = ticket_clock(
        opened_at=OPENED,
        turns=[Turn(at(hours), by_support) for hours, by_support in turns],
        closed_at=None if closed is None else at(closed),
        now=at(now),
    )

    assert clock.used == timedelta(hours=used)
    assert clock.due_at == (None if due is None else at(due))


HOURS = st.floats(-1_000, 10_000, allow_nan=False)


@given(st.lists(st.tuples(HOURS, st.booleans()), max_size=20), HOURS, HOURS)
def test_used_time_never_shrinks_and_is_never_more_than_what_passed(
    written: list[tuple[float, bool]], now: float, later: float
) -> None:
    turns = [Turn(at(hours), by_support) for hours, by_support in written]

    before, after = (
        ticket_clock(opened_at=OPENED, turns=turns, closed_at=None, now=at(moment))
        for moment in sorted((now, later))
    )

    assert timedelta(0) <= before.used <= after.used
    passed = max([OPENED, at(max(now, later)), *(turn.at for turn in turns)]) - OPENED
    assert after.used <= passed
    # When it is due does not move because somebody looks.
    assert before.due_at == after.due_at


def test_a_clock_that_stands_still_is_never_overdue() -> None:
    assert not is_overdue(None, now=at(10_000))
    assert not is_overdue(at(2), now=at(1.99))
    assert is_overdue(at(2), now=at(2))
