"""The fair clock: it runs only while the ball is with the seller, and the entries alone say so."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.base import limits
from gighall.domain.orders.rules import Moment, OrderTimes, times_of

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WORK = {"work_seconds": 3 * 86_400, "waits_for_answers": False}


def at(days: float) -> datetime:
    """Return the moment so many days after the order was placed."""
    return START + days * DAY


Happened = tuple[float, str, dict[str, Any]]


def told(*happened: Happened) -> list[Moment]:
    """Return the facts of an order: after how many days, what, and what it says."""
    return [Moment(at(days), kind, fact) for days, kind, fact in happened]


def times(days: float, *happened: Happened) -> OrderTimes:
    """Return where the clocks stand so many days after the order was placed."""
    return times_of(told(*happened), now=at(days))


PLACED: Happened = (0.0, "order_placed", WORK)
ASKING: Happened = (0.0, "order_placed", WORK | {"waits_for_answers": True})
ANSWERED: Happened = (2.0, "requirements_answered", {"message": 3})
DELIVERED: Happened = (1.0, "delivered", {"review_seconds": 3 * 86_400})
OPENED: Happened = (1.0, "request_opened", {"request": "r"})


def closed(days: float, **fact: Any) -> Happened:
    """Return that the request was closed."""
    return (days, "request_closed", {"request": "r", "answer": "declined", **fact})


def test_the_clock_runs_from_the_order_on_when_nothing_is_asked() -> None:
    assert times(1, PLACED).due_at == at(3)
    assert times(1, PLACED).standing == ()
    assert not times(3, PLACED).is_late
    assert times(3.5, PLACED).late == DAY / 2


@pytest.mark.parametrize(
    ("happened", "why"),
    [
        ([ASKING], ("requirements",)),
        ([PLACED, DELIVERED], ("delivered",)),
        ([PLACED, OPENED], ("request",)),
        ([PLACED, (1.0, "case_opened", {})], ("case",)),
        ([PLACED, DELIVERED, (1.5, "request_opened", {"request": "r"})], ("delivered", "request")),
        ([PLACED, DELIVERED, (1.5, "accepted", {})], ("ended",)),
    ],
)
def test_it_stands_still_and_says_why(happened: list[Any], why: tuple[str, ...]) -> None:
    assert times(2, *happened).standing == why
    assert times(2, *happened).due_at is None
    assert times(2, *happened).work_left == times(90, *happened).work_left


def test_waiting_for_answers_costs_the_seller_nothing() -> None:
    assert times(2, ASKING, ANSWERED).due_at == at(5)


def test_a_request_costs_the_seller_nothing_while_it_is_open() -> None:
    assert times(3, PLACED, OPENED, closed(3)).due_at == at(5)


def test_time_that_was_agreed_is_added() -> None:
    assert times(3, PLACED, OPENED, closed(3, adds_seconds=2 * 86_400)).due_at == at(7)


def test_who_was_late_and_gets_time_is_in_time_again() -> None:
    happened: list[Happened] = [
        PLACED,
        (5.0, "request_opened", {"request": "r"}),
        closed(6, adds_seconds=86_400),
    ]

    assert times(5, PLACED).is_late
    assert times(6, *happened).due_at == at(7)
    assert not times(6.5, *happened).is_late


def test_a_revision_gives_time_and_the_next_delivery_a_whole_review() -> None:
    revision = (2.0, "revision_requested", {"adds_seconds": 2 * 86_400})
    again = (4.0, "delivered", {"review_seconds": 3 * 86_400})

    assert times(2, PLACED, DELIVERED, revision).due_at == at(2 + 2 + 2)
    assert times(2, PLACED, DELIVERED, revision).revisions == 1
    assert times(4, PLACED, DELIVERED, revision, again).review_ends_at == at(7)


def test_the_review_stands_still_while_something_is_asked() -> None:
    opened = (2.0, "request_opened", {"request": "r"})

    assert times(1, PLACED, DELIVERED).review_ends_at == at(4)
    assert times(3, PLACED, DELIVERED, opened).review_ends_at is None
    assert times(4, PLACED, DELIVERED, opened, closed(3.5)).review_ends_at == at(5.5)


def test_the_review_can_be_extended() -> None:
    extended = (2.0, "review_extended", {"adds_seconds": 3 * 86_400})

    assert times(2, PLACED, DELIVERED, extended).review_ends_at == at(7)
    assert times(2, PLACED, DELIVERED, extended).is_review_extended


def test_very_late_begins_after_its_hours() -> None:
    hours = timedelta(hours=limits.VERY_LATE_HOURS)

    assert not times_of(told(PLACED), now=at(3) + hours - timedelta(seconds=1)).is_very_late
    assert times_of(told(PLACED), now=at(3) + hours).is_very_late


def test_an_order_from_before_the_clock_is_never_late() -> None:
    old = (0.0, "order_placed", {"title": "An old one", "price_minor": 4_000})

    assert times(400, old).due_at is None
    assert not times(400, old).is_late
    assert times(2, old, (1.0, "delivered", {"message": 4})).review_ends_at == at(
        1 + limits.REVIEW_WINDOW_DAYS
    )


@pytest.mark.parametrize(
    "begun",
    [
        # The night loses an hour; gains one; half an hour.
        datetime(2026, 3, 28, 23, 30, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2026, 10, 24, 23, 30, tzinfo=ZoneInfo("Europe/Berlin")),
        datetime(2026, 4, 4, 22, tzinfo=ZoneInfo("Australia/Lord_Howe")),
        datetime(2026, 3, 7, 20, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 6, 1, 8, tzinfo=ZoneInfo("Asia/Kathmandu")),
        datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Pacific/Apia")),
    ],
)
def test_three_days_are_seventy_two_hours_in_every_zone(begun: datetime) -> None:
    moments = [Moment(begun.astimezone(UTC), "order_placed", WORK)]

    due_at = times_of(moments, now=begun.astimezone(UTC) + DAY).due_at

    assert due_at is not None
    assert due_at - begun.astimezone(UTC) == timedelta(hours=72)


HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                ("requirements_answered", {}),
                ("delivered", {"review_seconds": 3 * 86_400}),
                ("revision_requested", {"adds_seconds": 86_400}),
                ("review_extended", {"adds_seconds": 86_400}),
                ("request_opened", {"request": "a"}),
                ("request_closed", {"request": "a", "answer": "declined", "adds_seconds": 0}),
                ("request_closed", {"request": "a", "answer": "accepted", "adds_seconds": 86_400}),
                ("case_opened", {}),
                ("case_closed", {}),
                ("message_of_another_kind", {}),
            ]
        ),
        st.integers(0, 5 * 86_400),
    ),
    max_size=12,
)


@given(HAPPENINGS, st.booleans(), st.integers(0, 40 * 86_400))
def test_replaying_gives_the_same_times_and_no_time_is_lost(
    happenings: list[Any], waits: bool, seconds: int
) -> None:
    moment, moments = START, [Moment(START, "order_placed", WORK | {"waits_for_answers": waits})]
    for (kind, fact), pause in happenings:
        moment += timedelta(seconds=pause)
        moments.append(Moment(moment, kind, fact))
    now = START + timedelta(seconds=seconds)

    first = times_of(moments, now=now)
    again = times_of([each for each in moments if each.at <= now], now=now)

    assert first == again
    assert (first.due_at is None) == bool(first.standing)
    # Looking twice, or in between, changes nothing: while nothing happens the due time stays where it is.
    upcoming = next((each.at for each in moments if each.at > now), None)
    later = now + timedelta(hours=1)
    if first.due_at is not None and (upcoming is None or upcoming > later):
        assert times_of(moments, now=later).due_at == first.due_at
