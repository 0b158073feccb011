"""``python -m tests.bench.driver``: drives a server with load, by a plan in JSON.

The plan is the first line of the input. Each line of the output is one object: ``at`` is *ready*, *begin*, *end* (with
the figures) or *calm* (all that was posted has come). Whoever started it reads the processes' clocks at these moments.
"""

import asyncio
import json
import resource
import sys
import time
import uuid
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import uvloop

from tests.bench.wire import Wire, framed, open_wire
from tests.bench.xmpp import ARCHIVED, XmppWire, open_xmpp

# As servers write it, with or without blanks.
ACK = (b'{"op":"ack"', b'{"op": "ack"')
ENTRY = (b'{"op":"entry"', b'{"op": "entry"')
REFUSED = (b'{"op":"refused"', b'{"op": "refused"')
# How many sockets are opened at a time.
OPENING = 16
WARM_SECONDS_MAX = 8
CALM_SECONDS_MAX = 30
# A load that is paced posts what is due so often.
TICK_SECONDS = 0.002


@dataclass(frozen=True)
class Plan:
    """What is to be done.

    ``mode``: ``talk`` (post, ack, entry), ``echo`` (what is said comes back), ``xmpp`` (message, message), ``idle``.
    """

    mode: str
    address: str
    world: str
    conversations: int
    outstanding: int = 1
    warm_seconds: float = 1
    seconds: float = 5
    texts: tuple[str, ...] = ()
    # With a rate, posts leave at that pace, whatever is outstanding.
    per_second: float | None = None
    sockets: int = 0


@dataclass
class Count:
    """What is counted while it matters."""

    is_measured: bool = False
    acks: list[float] = field(default_factory=list)
    receipts: list[float] = field(default_factory=list)
    posted: int = 0
    acked: int = 0
    received: int = 0
    others: dict[str, int] = field(default_factory=dict)

    def note(self, frame: bytes) -> None:
        """Count a frame that nobody waits for."""
        said = json.loads(frame)
        name = f"{said['op']} {said.get('why', '')}".strip()
        if name == "hello":
            return
        self.others[name] = self.others.get(name, 0) + 1


class Talk:
    """One conversation: one side posts, the other one listens."""

    def __init__(self, record: str, count: Count, texts: Iterator[bytes]) -> None:
        self._record = record.encode()
        self._count = count
        self._texts = texts
        self.posting = True
        self.refill = True
        self._unacked: deque[float] = deque()
        self._unreceived: deque[float] = deque()
        self.writer: Wire | XmppWire | None = None

    def post(self) -> None:
        """Say the next words, under a new key."""
        now = time.perf_counter()
        self._unacked.append(now)
        self._unreceived.append(now)
        self._count.posted += 1
        assert self.writer is not None
        self.writer.say(self._post_of(str(uuid.uuid4()).encode(), next(self._texts)))

    @staticmethod
    def written(text: str) -> bytes:
        """Return a text as it stands in a post."""
        return json.dumps(text).encode()

    def _post_of(self, key: bytes, text: bytes) -> bytes:
        return framed(b'{"op":"post","c":"%b","k":"%b","t":%b}' % (self._record, key, text))

    def hear_answer(self, frame: bytes) -> None:
        """Take what comes to the side that posts. Its answers come in the order of its posts."""
        count = self._count
        if frame.startswith(ACK):
            count.acked += 1
            sent = self._unacked.popleft()
            if count.is_measured:
                count.acks.append(time.perf_counter() - sent)
            if self.refill and self.posting:
                self.post()
            return
        count.note(frame)
        if frame.startswith(REFUSED):
            # It was not stored, so it is not lost either.
            self._unreceived.remove(self._unacked.popleft())
            count.posted -= 1
            if self.refill and self.posting:
                self.post()

    def hear_entry(self, frame: bytes) -> None:
        """Take what comes to the side that listens."""
        count = self._count
        if frame.startswith(ENTRY):
            count.received += 1
            sent = self._unreceived.popleft()
            if count.is_measured:
                count.receipts.append(time.perf_counter() - sent)
        else:
            count.note(frame)

    def hear_echo(self, frame: bytes) -> None:
        """Take back what was said."""
        count = self._count
        count.acked += 1
        count.received += 1
        sent = self._unacked.popleft()
        if count.is_measured:
            count.receipts.append(time.perf_counter() - sent)
        if self.posting:
            self.post()


class XmppTalk(Talk):
    """A conversation by XMPP: nothing is said to the side that posts, so it goes on when the other one has heard."""

    @staticmethod
    def written(text: str) -> bytes:
        """Return a text as it stands in a message."""
        return escape(text).encode()

    def _post_of(self, key: bytes, text: bytes) -> bytes:
        return b"<message type='chat' to='%b' id='%b'><body>%b</body></message>" % (self._record, key, text)

    def hear_answer(self, frame: bytes) -> None:
        """Take what comes to the side that posts: what could not be brought."""
        self._note("brought back")

    def hear_entry(self, frame: bytes) -> None:
        """Take what comes to the side that listens."""
        if ARCHIVED not in frame:
            self._note("not archived")
        count = self._count
        count.received += 1
        sent = self._unreceived.popleft()
        if count.is_measured:
            count.receipts.append(time.perf_counter() - sent)
        if self.posting:
            self.post()
            assert self.writer is not None
            self.writer.flush()

    def _note(self, what: str) -> None:
        self._count.others[what] = self._count.others.get(what, 0) + 1


class Driver:
    """One run of a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.count = Count()
        with Path(plan.world).open(encoding="ascii") as rows:
            self.rows = [json.loads(row) for row in islice(rows, plan.conversations)]
        self.talks: list[Talk] = []
        self.wires: list[Wire | XmppWire] = []

    async def run(self) -> None:
        """Do what is planned."""
        if self.plan.mode == "idle":
            await self._open_idle()
            _say(at="ready", sockets=sum(not wire.is_closed for wire in self.wires))
            sys.stdin.readline()
            return
        await self._open_talks()
        _say(at="ready", sockets=len(self.wires))
        pace = asyncio.create_task(self._pace()) if self.plan.per_second else None
        if pace is None:
            for talk in self.talks:
                for _one in range(self.plan.outstanding):
                    talk.post()
                self._flush(talk)
        await self._warm_up()
        await self._measure()
        for talk in self.talks:
            talk.posting = False
        if pace is not None:
            pace.cancel()
        await self._calm()
        count = self.count
        _say(at="calm", posted=count.posted, acked=count.acked, received=count.received, others=count.others)

    async def _warm_up(self) -> None:
        """Let the load settle: until everything that was posted first has come back, or for long enough."""
        first = 2 * len(self.talks) * self.plan.outstanding
        began = time.monotonic()
        while (waited := time.monotonic() - began) < WARM_SECONDS_MAX:
            await asyncio.sleep(TICK_SECONDS * 10)
            if waited > self.plan.warm_seconds and self.count.received >= first:
                return

    async def _measure(self) -> None:
        count = self.count
        _say(at="begin")
        began, received, cpu = time.perf_counter(), count.received, _own_cpu()
        count.is_measured = True
        await asyncio.sleep(self.plan.seconds)
        count.is_measured = False
        took = time.perf_counter() - began
        _say(
            at="end",
            seconds=took,
            delivered=count.received - received,
            ack=_spread(count.acks),
            receipt=_spread(count.receipts),
            driver_cpu=_own_cpu() - cpu,
        )

    async def _open_talks(self) -> None:
        kind = XmppTalk if self.plan.mode == "xmpp" else Talk
        texts = [kind.written(text) for text in self.plan.texts]
        for position, row in enumerate(self.rows):
            # Each goes through the texts in their order, from a place of its own.
            first = position * len(texts) // len(self.rows)
            own = cycle(texts[first:] + texts[:first])
            self.talks.append(kind(row["conversation"], self.count, own))
        for first in range(0, len(self.rows), OPENING):
            chosen = zip(self.talks, self.rows, strict=True)
            some = islice(chosen, first, first + OPENING)
            await asyncio.gather(*(self._open(talk, row) for talk, row in some))
        self.count.others.clear()

    async def _open(self, talk: Talk, row: dict[str, str]) -> None:
        echo = self.plan.mode == "echo"
        hear = talk.hear_echo if echo else talk.hear_answer
        opened = open_xmpp if self.plan.mode == "xmpp" else open_wire
        if not echo:
            self.wires.append(await opened(self.plan.address, row["b_token"], talk.hear_entry))
        talk.writer = await opened(self.plan.address, row["a_token"], hear)
        self.wires.append(talk.writer)

    async def _open_idle(self) -> None:
        tokens = cycle([row[side] for row in self.rows for side in ("a_token", "b_token")])
        wanted = list(islice(tokens, self.plan.sockets))
        for first in range(0, len(wanted), OPENING):
            some = wanted[first : first + OPENING]
            self.wires += await asyncio.gather(
                *(open_wire(self.plan.address, token, self.count.note) for token in some)
            )

    async def _pace(self) -> None:
        assert self.plan.per_second
        began, sent = time.perf_counter(), 0
        turns = cycle(self.talks)
        for talk in self.talks:
            talk.refill = False
        while True:
            due = int((time.perf_counter() - began) * self.plan.per_second)
            for _one in range(due - sent):
                talk = next(turns)
                talk.post()
                self._flush(talk)
            sent = due
            await asyncio.sleep(TICK_SECONDS)

    def _flush(self, talk: Talk) -> None:
        assert talk.writer is not None
        talk.writer.flush()

    async def _calm(self) -> None:
        """Wait until everything that was posted has arrived."""
        until = time.monotonic() + CALM_SECONDS_MAX
        while self.count.received < self.count.posted and time.monotonic() < until:
            await asyncio.sleep(0.02)


def _spread(seconds: list[float]) -> dict[str, float]:
    """Return the median and the 99th percentile in milliseconds."""
    if not seconds:
        return {}
    ordered = sorted(seconds)
    return {"p50": ordered[len(ordered) // 2] * 1000, "p99": ordered[len(ordered) * 99 // 100] * 1000}


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _say(**words: Any) -> None:
    print(json.dumps(words), flush=True)


def main() -> None:
    """Run the plan that stands in the first line of the input."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    said = json.loads(sys.stdin.readline())
    plan = Plan(**{**said, "texts": tuple(said.get("texts", ()))})
    uvloop.run(Driver(plan).run())


if __name__ == "__main__":
    main()
