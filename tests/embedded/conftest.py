"""A hall with two live programs, for all tests that kill its parts: one worker runs them."""

from collections.abc import Iterator

import pytest

from tests.harness.halls import RunningHall, home_for


@pytest.fixture(scope="session")
def hall_of_two() -> Iterator[RunningHall]:
    """A demo hall as `gighall run --live 2` starts it."""
    hall = RunningHall(home=home_for("many"), settings={}, words=("--live", "2"))
    hall.start()
    yield hall
    assert hall.stop() == 0, hall.last_words()
    hall.forget()
