"""What is due when, in every state of an order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gighall.base import limits
from gighall.domain.orders.rules import Moment, OrderTimes, Standing, deadlines_of, times_of
from gighall.domain.orders.states import (
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
    STATES,
    TALK_ENDS,
    WORK_DUE,
)

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
PLACED = Standing(
    state=REQUIREMENTS,
    ended_at=None,
    request_lapses_at=None,
    talk_is_open=True,
    has_blind_feedback=False,
)
ENDED = replace(PLACED, state=COMPLETED, ended_at=START + 4 * DAY)


def times(*kinds: str, waits: bool = False) -> OrderTimes:
    """Return the times of an order in which these things happened, a day after it was placed."""
    facts: list[tuple[str, dict[str, Any]]] = [
        ("order_placed", {"work_seconds": 3 * 86_400, "waits_for_answers": waits}),
        *((kind, {"request": "r", "review_seconds": 86_400}) for kind in kinds),
    ]
    return times_of([Moment(START, kind, fact) for kind, fact in facts], now=START + DAY)


@pytest.mark.parametrize(
    ("reminded", "days"), [((), 1), ((1,), 3), ((4,), 5), ((1, 3), 5), ((1, 3, 5), None), ((6,), None)]
)
def test_missing_answers_are_reminded_of_and_then_end_the_order(
    reminded: tuple[int, ...], days: int | None
) -> None:
    facts = [Moment(START, "order_placed", {"work_seconds": 86_400, "waits_for_answers": True})]
    facts += [Moment(START + day * DAY, "requirements_reminded", {}) for day in reminded]

    found = deadlines_of(PLACED, times_of(facts, now=START + 6 * DAY))

    assert found.get(REQUIREMENTS_REMIND) == (None if days is None else START + days * DAY)
    assert found[REQUIREMENTS_EXPIRE] == START + limits.REQUIREMENTS_DAYS * DAY
    assert found.keys() <= {REQUIREMENTS_REMIND, REQUIREMENTS_EXPIRE}


@pytest.mark.parametrize("more", ["request_opened", "case_opened"])
def test_the_week_for_answers_stands_still_while_something_is_asked(more: str) -> None:
    assert deadlines_of(PLACED, times(more, waits=True)) == {}


def test_a_request_beside_missing_answers_lapses_too() -> None:
    asked = replace(PLACED, request_lapses_at=START + 2 * DAY)

    assert deadlines_of(asked, times(waits=True)).keys() == {
        REQUEST_LAPSES,
        REQUIREMENTS_REMIND,
        REQUIREMENTS_EXPIRE,
    }


def test_the_work_is_due_until_it_was_said_to_be_late() -> None:
    working = replace(PLACED, state=IN_PROGRESS)

    assert deadlines_of(working, times()) == {WORK_DUE: START + 3 * DAY}
    assert deadlines_of(working, times("late")) == {}
    assert deadlines_of(working, times("request_opened")) == {}


def test_the_review_ends_when_its_time_is_used_up() -> None:
    delivered = replace(PLACED, state=DELIVERED)

    # The day of the review went by between the delivery and now.
    assert deadlines_of(delivered, times("delivered")) == {REVIEW_ENDS: START + DAY}
    assert deadlines_of(delivered, times("delivered", "case_opened")) == {}


@pytest.mark.parametrize("state", STATES)
def test_a_request_lapses_in_every_state(state: str) -> None:
    standing = replace(PLACED, state=state, request_lapses_at=START + 2 * DAY)

    assert deadlines_of(standing, times("request_opened"))[REQUEST_LAPSES] == START + 2 * DAY


@pytest.mark.parametrize("state", [COMPLETED, CANCELLED])
@pytest.mark.parametrize("talk_is_open", [True, False])
@pytest.mark.parametrize("has_blind_feedback", [True, False])
def test_after_the_end_the_talk_closes_and_feedback_opens(
    state: str, talk_is_open: bool, has_blind_feedback: bool
) -> None:
    standing = replace(ENDED, state=state, talk_is_open=talk_is_open, has_blind_feedback=has_blind_feedback)
    expected = {}
    if talk_is_open:
        expected[TALK_ENDS] = START + (4 + limits.TALK_AFTER_END_DAYS) * DAY
    if has_blind_feedback:
        expected[FEEDBACK_OPENS] = START + (4 + limits.FEEDBACK_DAYS) * DAY

    assert deadlines_of(standing, times("accepted")) == expected


def test_an_order_from_before_ends_were_noted_has_nothing_due() -> None:
    assert deadlines_of(replace(ENDED, ended_at=None), times("accepted")) == {}
