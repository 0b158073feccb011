"""What the fair clock knows, and what each fact of an order's record does to it."""

from datetime import timedelta

from gighall.domain.orders.rules import OrderTimes, times_now, times_of
from tests.rules.test_fair_clock import DAY, DELIVERED, OPENED, PLACED, Happened, at, closed, times, told

EXTENDED = (2.0, "review_extended", {"adds_seconds": 86_400})


def test_all_that_the_clock_knows_is_told() -> None:
    revision = (3.0, "revision_requested", {"adds_seconds": 0})
    again = (4.0, "delivered", {"review_seconds": 2 * 86_400})

    assert times(0.5, PLACED) == OrderTimes(
        standing=(),
        work_left=2.5 * DAY,
        due_at=at(3),
        review_left=timedelta(),
        review_ends_at=None,
        remind_at=None,
        answers_end_at=None,
        is_late_said=False,
        revisions=0,
        is_review_extended=False,
        has_delivery=False,
    )
    assert times(2.5, PLACED, DELIVERED, EXTENDED) == OrderTimes(
        standing=("delivered",),
        work_left=2 * DAY,
        due_at=None,
        review_left=2.5 * DAY,
        review_ends_at=at(5),
        remind_at=None,
        answers_end_at=None,
        is_late_said=False,
        revisions=0,
        is_review_extended=True,
        has_delivery=True,
    )
    assert times(4.5, PLACED, DELIVERED, EXTENDED, revision, again) == OrderTimes(
        standing=("delivered",),
        work_left=1 * DAY,
        due_at=None,
        review_left=1.5 * DAY,
        review_ends_at=at(6),
        remind_at=None,
        answers_end_at=None,
        is_late_said=False,
        revisions=1,
        is_review_extended=False,
        has_delivery=True,
    )


def test_the_review_lasts_as_long_as_its_delivery_says() -> None:
    short = (1.0, "delivered", {"review_seconds": 3_600})

    assert times(1, PLACED, short).review_ends_at == at(1 + 1 / 24)


def test_the_wait_for_answers_stands_still_while_something_is_asked() -> None:
    asking = (0.0, "order_placed", {"work_seconds": 86_400, "waits_for_answers": True})
    opened = (2.0, "request_opened", {"request": "r"})

    assert (times(1, asking).remind_at, times(1, asking).answers_end_at) == (at(1), at(7))
    assert (times(3, asking, opened).remind_at, times(3, asking, opened).answers_end_at) == (None, None)
    assert times(5, asking, opened, closed(4)).answers_end_at == at(9)
    assert times(5, asking, (1.0, "requirements_reminded", {}), opened, closed(4)).remind_at == at(5)
    assert times(5, asking, (2.0, "requirements_answered", {})).answers_end_at is None


def test_lateness_is_said_once_until_more_time_is_given() -> None:
    late: Happened = (3.0, "late", {})

    assert times(4, PLACED, late).is_late_said
    assert times(4, PLACED, late, closed(3.5)).is_late_said
    assert not times(4, PLACED, late, closed(3.5, adds_seconds=86_400)).is_late_said


def test_a_clock_that_is_behind_overlooks_nothing() -> None:
    facts = told(PLACED, DELIVERED)

    assert times_now(facts, now=at(0.9)) == times_of(facts, now=at(1))
    assert times_now(facts, now=at(2)) == times_of(facts, now=at(2))
    assert times_now([], now=at(1)).standing == ()


def test_every_revision_is_counted() -> None:
    rounds = [
        each
        for days in (1.0, 2.0, 3.0)
        for each in (
            (days, "delivered", {"review_seconds": 86_400}),
            (days + 0.5, "revision_requested", {"adds_seconds": 0}),
        )
    ]

    assert times(4, PLACED, *rounds).revisions == 3


def test_the_clock_goes_on_when_support_is_done() -> None:
    looked_at = times(3, PLACED, (1.0, "case_opened", {}), (2.0, "case_closed", {}))

    assert looked_at.standing == ()
    assert looked_at.due_at == at(4)


def test_a_request_that_says_nothing_of_time_gives_none_and_takes_none() -> None:
    asked_late = (5.0, "request_opened", {"request": "r"})
    answered = (6.0, "request_closed", {"request": "r", "answer": "declined"})

    assert times(6, PLACED, asked_late, answered).late == 2 * DAY
    assert times(6, PLACED, asked_late, answered).due_at == at(4)


def test_an_order_without_an_end_of_its_work_gets_none_by_more_time() -> None:
    old = (0.0, "order_placed", {"title": "An old one"})

    assert times(3, old, OPENED, closed(2, adds_seconds=86_400)).work_left is None


def test_requests_are_told_apart() -> None:
    other = (1.5, "request_opened", {"request": "s"})

    assert times(2, PLACED, OPENED, other, closed(2)).standing == ("request",)
    assert times(2, PLACED, OPENED, closed(2)).standing == ()


def test_what_happens_later_is_not_known_yet() -> None:
    assert times_of(told(PLACED, DELIVERED), now=at(0.9)) == times_of(told(PLACED), now=at(0.9))
    assert times_of(told(PLACED, DELIVERED), now=at(1)).has_delivery
