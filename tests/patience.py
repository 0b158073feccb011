"""Waiting for facts: ask again and again, with a bound, and say what never came true."""

import time
from collections.abc import Callable
from typing import TypeVar

Fact = TypeVar("Fact")
PAUSE_SECONDS = 0.05


def until(ask: Callable[[], Fact | None], *, what: str, seconds: float = 20) -> Fact:
    """Return the first true answer; fail with ``what`` when none came within the bound."""
    give_up_at = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > give_up_at:
            raise AssertionError(f"Not within {seconds:g} seconds: {what}.")
        time.sleep(PAUSE_SECONDS)
