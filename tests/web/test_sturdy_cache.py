"""Counts of visitors while Valkey is there, away, hung up, and there again."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from gighall.base import limits
from gighall.web.shared.sturdy_cache import AWAY_SECONDS, SturdyCache
from tests.live.own_valkey import OwnValkey, own_valkey
from tests.patience import until

CALLS = 50


@pytest.fixture
def valkey() -> Iterator[OwnValkey]:
    """A Valkey of its own."""
    with own_valkey() as server:
        yield server


def test_two_programs_count_together(valkey: OwnValkey) -> None:
    one, other = SturdyCache(valkey.url, {}), SturdyCache(valkey.url, {})

    one.add("rate:guest", 0, timeout=60)
    counts = [cache.incr("rate:guest") for cache in (one, other, one)]

    assert counts == [1, 2, 3]
    assert other.get_many(["rate:guest"]) == {"rate:guest": 3}


@pytest.mark.parametrize("away", [OwnValkey.killed, OwnValkey.held_up])
def test_without_valkey_each_counts_for_itself_and_nobody_waits(
    valkey: OwnValkey, away: Callable[[OwnValkey], AbstractContextManager[None]]
) -> None:
    cache = SturdyCache(valkey.url, {})
    cache.add("rate:guest", 0, timeout=60)
    cache.incr("rate:guest")

    with away(valkey):
        began = time.monotonic()
        counts = [cache.incr("rate:guest") for _call in range(CALLS)]
        seconds = time.monotonic() - began
        is_new = cache.add("sign-in-seen", True, timeout=60)

    assert counts == list(range(1, CALLS + 1))
    assert is_new
    # It was waited for once at most in each while.
    assert seconds < limits.VALKEY_ANSWER_SECONDS * (seconds // AWAY_SECONDS + 2)
    until(
        lambda: SturdyCache(valkey.url, {}).get("back") or cache.set("back", 1),
        what="it counts together again",
    )
