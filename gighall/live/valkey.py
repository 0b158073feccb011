"""One program's lines to Valkey: what it says on channels, what it hears there, and what it asks.

Valkey may be away at any moment. Nothing here waits long for it, and nothing that matters hangs on it.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import uuid4

from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from gighall.base import limits

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
CHANNELS_AT_ONCE = 500
COMMANDS_AT_ONCE = 1_000
BEAT = "beat"

Command = Sequence[str | int | float]
Thing = TypeVar("Thing")


class ValkeyAway(Exception):
    """Valkey did not answer in time, or not at all."""


class Valkey:
    """Says and asks over a small pool; hears over a line of its own, by sharded channels."""

    def __init__(self, address: str) -> None:
        # What this program calls itself among its neighbours: it hears its own words too.
        self.program = uuid4().hex
        self._client = Redis.from_url(
            address,
            protocol=2,
            socket_timeout=limits.VALKEY_SILENCE_SECONDS,
            socket_connect_timeout=limits.VALKEY_SILENCE_SECONDS,
            # What failed is never said again by itself: whoever said it knows better.
            retry=Retry(NoBackoff(), 0),
        )
        self._away_until = 0.0
        self._line: AbstractConnection | None = None
        # Channels that are to be heard, that Valkey was asked for, and that it has confirmed.
        self._wanted: set[str] = set()
        self._asked: set[str] = set()
        self._heard: set[str] = set()
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._changed = asyncio.Event()
        self.hears = asyncio.Event()

    @property
    def own_channel(self) -> str:
        """Return the channel of this program, on which only its own beats are heard."""
        return f"gighall:program:{self.program}"

    async def say(self, words: Iterable[tuple[str, str]]) -> None:
        """Say words on channels, in their order.

        Errors: ValkeyAway; some of them may have been said.
        """
        commands = [("SPUBLISH", channel, word) for channel, word in words]
        for some in _portions(commands, COMMANDS_AT_ONCE):
            await self.ask(some)

    async def ask(self, commands: Iterable[Command]) -> list[Any]:
        """Return Valkey's answers to commands.

        Errors: ValkeyAway. For a moment after it nothing is asked, so that nobody waits for it again and again.
        """
        if time.monotonic() < self._away_until:
            raise ValkeyAway("Valkey was away a moment ago")
        try:
            async with asyncio.timeout(limits.VALKEY_ANSWER_SECONDS):
                async with self._client.pipeline(transaction=False) as calls:
                    for command in commands:
                        calls.execute_command(*command)
                    return list(await calls.execute())
        except (RedisError, OSError, TimeoutError) as error:
            self._away_until = time.monotonic() + AGAIN_SECONDS
            raise ValkeyAway(f"{type(error).__name__} {error}") from error

    async def hear(self, channel: str) -> None:
        """Hear a channel from now on; returns when Valkey has confirmed it, or did not in good time."""
        self._wanted.add(channel)
        if self._line is None or channel in self._heard:
            return
        waiting = self._waiting.setdefault(channel, asyncio.get_running_loop().create_future())
        self._changed.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(waiting), limits.VALKEY_ANSWER_SECONDS)

    def hear_no_more(self, channel: str) -> None:
        """Hear a channel no more."""
        self._wanted.discard(channel)
        self._changed.set()

    async def listen(
        self, on_word: Callable[[str, str], None], on_line: Callable[[], Awaitable[None]]
    ) -> None:
        """Hear what is said, for ever. ``on_line`` is awaited whenever the line stands anew: words may be missing."""
        while True:
            line = self._client.connection_pool.make_connection()
            try:
                await line.connect()
                self._line = line
                await self._ask_for_channels(line)
                # Confirmed last of all: then everything is heard.
                await line.send_command("SSUBSCRIBE", self.own_channel)
                async with asyncio.TaskGroup() as work:
                    work.create_task(self._hear_all(line, on_word, on_line))
                    work.create_task(self._keep_channels(line))
            except* (RedisError, OSError, ValkeyAway) as failed:
                log.warning("the neighbours are not heard: %s", failed.exceptions[0])
            finally:
                self._lose_line()
                with contextlib.suppress(RedisError, OSError):
                    await line.disconnect(nowait=True)
            await asyncio.sleep(AGAIN_SECONDS)

    async def beat(self) -> None:
        """Say something to oneself: a line on which that is not heard is dead.

        Errors: ValkeyAway.
        """
        await self.say([(self.own_channel, BEAT)])

    async def close(self) -> None:
        """End all connections."""
        await self._client.aclose()

    async def _hear_all(
        self,
        line: AbstractConnection,
        on_word: Callable[[str, str], None],
        on_line: Callable[[], Awaitable[None]],
    ) -> None:
        while True:
            said = await line.read_response(timeout=limits.VALKEY_SILENCE_SECONDS)
            kind, channel, word = (each.decode() if isinstance(each, bytes) else each for each in said)
            if kind == "smessage" and channel != self.own_channel:
                on_word(channel, word)
            elif kind == "ssubscribe" and channel == self.own_channel:
                self.hears.set()
                await on_line()
            elif kind == "ssubscribe":
                self._heard.add(channel)
                self._go_on(channel)

    async def _keep_channels(self, line: AbstractConnection) -> None:
        while True:
            await self._changed.wait()
            # Who comes in the same turn of the loop is asked for together.
            await asyncio.sleep(0)
            await self._ask_for_channels(line)

    async def _ask_for_channels(self, line: AbstractConnection) -> None:
        self._changed.clear()
        gone, come = sorted(self._asked - self._wanted), sorted(self._wanted - self._asked)
        self._asked = set(self._wanted)
        self._heard.difference_update(gone)
        for word, channels in (("SUNSUBSCRIBE", gone), ("SSUBSCRIBE", come)):
            for some in _portions(channels, CHANNELS_AT_ONCE):
                if not line.is_connected:
                    # It would connect again by itself, and hear nothing.
                    raise ValkeyAway("the line broke")
                await line.send_command(word, *some)

    def _lose_line(self) -> None:
        self._line = None
        self.hears.clear()
        self._asked.clear()
        self._heard.clear()
        for channel in list(self._waiting):
            self._go_on(channel)

    def _go_on(self, channel: str) -> None:
        waiting = self._waiting.pop(channel, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)


def _portions(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]
