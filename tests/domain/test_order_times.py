"""The deadlines of an order where clocks differ, jobs were down, and requests stop what else would run."""

from datetime import timedelta

from gighall.base import limits
from gighall.domain.orders.actions import sweep_deadlines
from gighall.domain.orders.models import Deadline
from gighall.domain.orders.queries import times_of_order
from gighall.domain.orders.rules import ACCEPTED, CANCEL, DECLINED, REFUND, TIME, Wish
from gighall.domain.orders.states import (
    CANCELLED,
    COMPLETED,
    REQUIREMENTS,
    REQUIREMENTS_EXPIRE,
    REVIEW_ENDS,
)
from tests.domain.test_order_moves import ask, asking_order, hand_over, kinds, later, reply, reread
from tests.world import World


def sweep(world: World, days: float) -> int:
    """Let the jobs do once what is due so many days after the world was made."""
    return sweep_deadlines(now=later(world, days), limit=100)


def test_a_delivery_by_a_clock_that_is_behind_is_accepted_in_silence(world: World) -> None:
    order = world.order
    request = ask(order, order.seller_id, Wish(TIME, days=1), at=later(world))
    reply(order, request, order.buyer_id, DECLINED, at=later(world) + timedelta(seconds=2))

    # Another machine, or a press that waited for the row: its now is before what the record says already.
    hand_over(order, at=later(world) + timedelta(seconds=1))

    assert Deadline.objects.filter(order=order, kind=REVIEW_ENDS).exists()
    sweep(world, 1 + limits.REVIEW_WINDOW_DAYS)
    assert reread(order).state == COMPLETED


def test_a_request_stops_the_week_for_answers(world: World) -> None:
    order = asking_order(world)
    for day in (1, 3, 5):
        sweep(world, day)
    request = ask(order, order.buyer_id, Wish(REFUND, percent=10), at=later(world, 6))

    sweep(world, 7.5)
    reply(order, request, order.seller_id, DECLINED, at=later(world, 7.5))
    sweep(world, 7.6)

    assert reread(order).state == REQUIREMENTS
    expires = Deadline.objects.get(order=order, kind=REQUIREMENTS_EXPIRE).due_at
    assert expires == later(world, 8.5)
    sweep(world, 8.5)
    assert reread(order).state == CANCELLED


def test_jobs_that_were_down_remind_once_of_the_days_that_went_by(world: World) -> None:
    order = asking_order(world)

    for _again in range(3):
        sweep(world, 4)

    assert kinds(order).count("requirements_reminded") == 1
    sweep(world, 5)
    assert kinds(order).count("requirements_reminded") == 2


def test_who_is_late_again_after_more_time_is_told_again(world: World) -> None:
    order = world.order
    sweep(world, limits.SESSION_WITHIN_DAYS + 0.1)
    assert kinds(order).count("late") == 1
    request = ask(order, order.seller_id, Wish(TIME, days=2), at=later(world, 8))
    reply(order, request, order.buyer_id, ACCEPTED, at=later(world, 8))

    sweep(world, 10.1)
    sweep(world, 10.2)

    assert times_of_order(order, now=later(world, 10.2)).is_late
    assert kinds(order).count("late") == 2


def test_the_end_of_the_talk_leaves_nothing_due(world: World) -> None:
    order = world.order
    request = ask(order, order.buyer_id, Wish(CANCEL), at=later(world))
    reply(order, request, order.seller_id, ACCEPTED, at=later(world))

    sweep(world, 1 + limits.TALK_AFTER_END_DAYS)

    assert not Deadline.objects.filter(order=order).exists()
