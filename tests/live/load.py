"""Load: clients that lose nothing, as the protocol asks of them, and what must be true of a record after it."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from gighall.domain.record.chain import verify
from gighall.domain.record.models import Record
from gighall.domain.record.queries import chain_of
from tests.live.line import Frame, Line, new_key
from tests.live.program import Talk, Talker, make_record, make_talker, query_sql

AGAIN_SECONDS = 0.02
OUTSTANDING = 8
END_SECONDS_MAX = 120
# A broken line, a program that is not there (yet), a database that is away at the greeting.
BROKEN = (ConnectionClosed, InvalidHandshake, OSError, TimeoutError, EOFError)
STORED_SQL = "SELECT author_id, client_key::text, number FROM entry WHERE record_id = %s ORDER BY number"


@dataclass(eq=False)
class Client:
    """One device in one talk: keeps each post until its answer, comes back, and posts again what is open.

    It follows the talk by number: ``seen`` holds every entry from 1 on, without a gap, and its own acks. On one line
    nothing may be told to it twice, and nothing that was acked there.
    """

    ways: Sequence[Path | str]
    talker: Talker
    c: str
    name: str
    open_posts: dict[str, str] = field(default_factory=dict)
    acked: dict[str, int] = field(default_factory=dict)
    seen: dict[int, str | None] = field(default_factory=dict)
    returns: int = 0
    writes: bool = True
    _tries: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _texts: dict[str, str] = field(default_factory=dict)
    _sent: set[str] = field(default_factory=set)
    _told: set[int] = field(default_factory=set)

    @property
    def last(self) -> int:
        """Return up to which number everything is known."""
        return len(self.seen)

    async def talk(self) -> None:
        """Write and follow for ever, over as many lines as it takes."""
        while True:
            with contextlib.suppress(*BROKEN):
                async with Line(self._next_way(), self.talker.token) as line:
                    self.returns += 1
                    self._sent.clear()
                    self._told.clear()
                    await line.say(op="since", c=self.c, n=self.last)
                    await self._use(line)
            await asyncio.sleep(AGAIN_SECONDS)

    def _next_way(self) -> Path | str:
        """Return where to go now: whoever lost a line tries the next program."""
        way = self.ways[self._tries % len(self.ways)]
        self._tries += 1
        return way

    async def _use(self, line: Line) -> None:
        while True:
            await self._post(line)
            await self._act_on(line, await line.next_frame())

    async def _post(self, line: Line) -> None:
        while self.writes and len(self.open_posts) < OUTSTANDING:
            key = new_key()
            self.open_posts[key] = self._texts[key] = f"{self.name} says {next(self._numbers)}"
        for key, text in self.open_posts.items():
            if key not in self._sent:
                self._sent.add(key)
                await line.say(op="post", c=self.c, k=key, t=text)

    async def _act_on(self, line: Line, frame: Frame) -> None:
        match frame["op"]:
            case "ack":
                assert self.acked.get(frame["k"], frame["n"]) == frame["n"]
                self.acked[frame["k"]] = frame["n"]
                self.open_posts.pop(frame["k"], None)
                self._told.add(frame["n"])
                await self._see(line, frame["n"], self._texts[frame["k"]])
            case "refused":
                # Nothing else may happen to a post here; it is sent again.
                assert frame["why"] in ("try_again", "too_fast"), frame
                self._sent.discard(frame["k"])
                await asyncio.sleep(AGAIN_SECONDS)
            case "entry":
                assert frame["n"] not in self._told
                self._told.add(frame["n"])
                await self._see(line, frame["n"], frame["t"])
            case "page":
                for entry in frame["entries"]:
                    await self._see(line, entry["n"], entry["t"])
                if frame["more"]:
                    await line.say(op="since", c=self.c, n=self.last)
            case "behind" | "error":
                await line.say(op="since", c=self.c, n=self.last)

    async def _see(self, line: Line, number: int, text: str | None) -> None:
        if number == self.last + 1:
            self.seen[number] = text
        elif number > self.last:
            await line.say(op="since", c=self.c, n=self.last)
        else:
            # The same words, unless they were erased before or since.
            assert text is None or self.seen[number] in (text, None)


class Door(Protocol):
    """A way to live programs, and the database behind them."""

    @property
    def way(self) -> Path | str:
        """Return where to connect to."""

    @property
    def database_url(self) -> str:
        """Return where everything is stored."""


class Load:
    """Many clients at once, over several talks; each side's devices begin at different programs."""

    def __init__(self, program: Door, talks: Sequence[Talk], *others: Door, devices: int = 2) -> None:
        self.program = program
        self.talks = list(talks)
        ways = [one.way for one in (program, *others)]
        self.clients = [
            Client(ways[start:] + ways[:start], talker, talk.c, f"{side} {device}")
            for talk in talks
            for side, talker in (("buyer", talk.buyer), ("seller", talk.seller))
            for device in range(devices)
            for start in [device % len(ways)]
        ]

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Load"]:
        """Let all clients talk while the block runs; what goes wrong in one fails the test."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(client.talk()) for client in self.clients]
            yield self
            for task in tasks:
                task.cancel()

    def acks(self) -> int:
        """Return how many posts were acked."""
        return sum(len(client.acked) for client in self.clients)

    async def more_acks(self, count: int) -> None:
        """Wait until so many more posts of every talk were acked."""
        goals = {talk.c: self._acks_of(talk) + count for talk in self.talks}
        async with asyncio.timeout(END_SECONDS_MAX):
            while any(self._acks_of(talk) < goals[talk.c] for talk in self.talks):
                await asyncio.sleep(AGAIN_SECONDS)

    async def calm(self) -> None:
        """Let nobody write anything new; wait until all is acked and everybody has seen everything."""
        for client in self.clients:
            client.writes = False
        async with asyncio.timeout(END_SECONDS_MAX):
            while any(client.open_posts for client in self.clients):
                await asyncio.sleep(AGAIN_SECONDS)
            for talk in self.talks:
                last = max(stored(self.program, talk).values(), default=0)
                while any(client.last < last for client in self._clients_of(talk)):
                    await asyncio.sleep(AGAIN_SECONDS)

    def assert_kept(self) -> None:
        """Check that every acked key is stored, once, under the number of its ack, and no number is missing."""
        for talk in self.talks:
            kept = stored(self.program, talk)
            for client in self._clients_of(talk):
                acked = {(client.talker.id, key): number for key, number in client.acked.items()}
                assert acked.items() <= kept.items()

    def assert_whole(self) -> None:
        """Check, after the calm, that nothing else was stored and that everybody saw the same."""
        self.assert_kept()
        for talk in self.talks:
            clients = self._clients_of(talk)
            acked = {(client.talker.id, key) for client in clients for key in client.acked}
            kept = stored(self.program, talk)
            assert kept.keys() == acked
            for client in clients:
                assert client.seen == clients[0].seen
                assert list(client.seen) == list(range(1, len(kept) + 1))

    def _clients_of(self, talk: Talk) -> list[Client]:
        return [client for client in self.clients if client.c == talk.c]

    def _acks_of(self, talk: Talk) -> int:
        return sum(len(client.acked) for client in self._clients_of(talk))


def make_talks(count: int) -> list[Talk]:
    """Return several talks of different people."""
    found = []
    for _talk in range(count):
        buyer, seller, outsider = make_talker("Bruno"), make_talker("Selma"), make_talker("Ottilie")
        found.append(Talk(make_record(buyer, seller), buyer, seller, outsider))
    return found


def stored(program: Door, talk: Talk) -> dict[tuple[int | None, str], int]:
    """Return what a record holds, by author and key, with the numbers; no number is missing, no key is there twice."""
    rows = query_sql(program.database_url, STORED_SQL, talk.record.pk)
    assert [number for _author, _key, number in rows] == list(range(1, len(rows) + 1))
    kept = {(author, key): number for author, key, number in rows}
    assert len(kept) == len(rows)
    return kept


def chain_holds(talk: Talk) -> bool:
    """Say whether a record's chain holds from its first entry to its head."""
    record = Record.objects.get(pk=talk.record.pk)
    result = verify(
        public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=chain_of(record)
    )
    return result.holds and (result.entries, result.head) == (record.last_number, bytes(record.head))
