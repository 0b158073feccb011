"""Waiting for facts, with a bound; and telling all that is wrong at once."""

import time
from collections.abc import Callable, Iterable
from typing import TypeVar

Fact = TypeVar("Fact")
PAUSE_SECONDS = 0.05
# How long a test waits for a fact before it gives up: a machine may have much else to do, and a fact that has come
# ends the waiting.
PATIENCE_SECONDS = 60


def assert_none(found: Iterable[str]) -> None:
    """Fail with every one of the things that should not be there, one to a line."""
    lines = sorted(found)
    assert not lines, "\n" + "\n".join(lines)


def until(ask: Callable[[], Fact | None], *, what: str, seconds: float = PATIENCE_SECONDS) -> Fact:
    """Return the first true answer; fail with ``what`` when none came within the bound."""
    give_up_at = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > give_up_at:
            raise AssertionError(f"Not within {seconds:g} seconds: {what}.")
        time.sleep(PAUSE_SECONDS)
