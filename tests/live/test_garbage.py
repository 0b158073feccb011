"""What sockets leave in memory is looked for in the rounds, seldom, and found."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from gighall.base.limits import SOCKETS_GONE_MAX
from gighall.live.exchange import Exchange
from gighall.live.sockets import Grant, Socket
from gighall.live.store import Store


class Left:
    """Something that holds itself, as what belongs to a socket does: only the search for garbage takes it away."""

    def __init__(self) -> None:
        self.myself = self


@pytest.fixture
def no_other_search() -> Iterator[None]:
    """Let nothing but the rounds look for garbage."""
    gc.disable()
    yield
    gc.enable()


def leave(exchange: Exchange, sockets: int) -> None:
    """Let so many sockets go."""
    for _socket in range(sockets):
        exchange.leave(Socket(Grant(1, "somebody", "hash"), abort=lambda: None))


@pytest.mark.usefixtures("no_other_search")
async def test_what_sockets_left_is_looked_for_once_many_have_gone() -> None:
    exchange = Exchange(Store(""))
    left = weakref.ref(Left())

    leave(exchange, SOCKETS_GONE_MAX - 1)
    exchange.tidy()
    before = left()
    is_left_by_few = before is not None
    del before
    leave(exchange, 1)
    exchange.tidy()

    assert is_left_by_few
    assert left() is None


@pytest.mark.usefixtures("no_other_search")
async def test_after_a_search_sockets_are_counted_anew() -> None:
    exchange = Exchange(Store(""))
    leave(exchange, SOCKETS_GONE_MAX)
    exchange.tidy()
    left = weakref.ref(Left())

    leave(exchange, SOCKETS_GONE_MAX - 1)
    exchange.tidy()

    assert left() is not None
