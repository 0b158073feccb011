"""The hall's clock in tests: pages and actions believe the same moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.orders.actions import sweep_deadlines
from tests.world import World


def test_an_order_page_says_when_silence_counts_and_later_that_it_counted(
    world: World,
    client_of: Callable[[Person | None], Client],
    pass_time: Callable[[timedelta], datetime],
) -> None:
    client = client_of(world.buyer)
    path = f"/orders/{world.delivered.public_id}/"
    before = client.get(path).content.decode()

    now = pass_time(timedelta(days=limits.REVIEW_WINDOW_DAYS, hours=1))
    sweep_deadlines(now=now, limit=10)
    after = client.get(path).content.decode()

    assert "Counts as accepted on" in before
    assert "Counts as accepted on" not in after
    assert "The review time ended without a word" in after
