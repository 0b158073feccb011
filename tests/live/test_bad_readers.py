"""Lines that do not read, or whose other end has vanished: nobody else is slower for them, and they are let go."""

import asyncio
import base64
import json
import os
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, unix_connect

from gighall.base import limits
from tests.live.hands import beside
from tests.live.line import ADDRESS, Line, Lines, new_key
from tests.live.program import LiveProgram, Talk, Talker, make_record, running_with
from tests.patience import PATIENCE_SECONDS, until

MESSAGES = 3_000
WORDS = "x" * 2_000
KILOBYTES_MAX = 30_000
# A reader's queue, the kernel's buffers and what the allocator keeps of all that.
KILOBYTES_KEPT_MAX = 10_000
HALF_OPEN = 15
# Within this the test itself has to answer: a pause of the machine must not look like a line that is half open.
PING_SECONDS = 4


@asynccontextmanager
async def sleeping(program: LiveProgram, talker: Talker) -> AsyncIterator[ClientConnection]:
    """Open a socket that reads its greeting, so that it stands in its records, and nothing more."""
    headers = {"Authorization": f"Bearer {talker.token}"}
    sleeper = await unix_connect(
        str(program.socket_path), ADDRESS, additional_headers=headers, max_queue=1, compression=None
    )
    assert json.loads(await sleeper.recv())["op"] == "hello"
    try:
        yield sleeper
    finally:
        sleeper.transport.abort()


async def pour(line: Line, c: str, count: int) -> None:
    """Post so many long messages, as fast as the socket takes them."""
    keys = [new_key() for _position in range(count)]
    for key in keys:
        await line.say(op="post", c=c, k=key, t=WORDS)
    for key in keys:
        assert (await line.answer_to(key))["op"] == "ack"
    line.heard.clear()


async def seconds_of_a_post(line: Line, c: str) -> float:
    """Return how long a post takes to its ack."""
    began = time.monotonic()
    assert (await line.post(c, "How are you?"))["op"] == "ack"
    return time.monotonic() - began


async def test_a_socket_that_never_reads_slows_nobody_and_its_memory_returns(
    live_database: str, talk: Talk
) -> None:
    other = await beside(make_record, talk.buyer, talk.outsider)
    async with (
        running_with(live_database, POSTS_PER_SECOND=MESSAGES, POSTS_BURST=3 * MESSAGES) as program,
        Line(program.socket_path, talk.buyer.token) as buyer,
        Line(program.socket_path, talk.seller.token) as seller,
    ):
        await pour(buyer, talk.c, 500)
        before = program.resident_kilobytes()
        async with sleeping(program, talk.seller):
            await asyncio.gather(pour(buyer, talk.c, MESSAGES // 2), pour(seller, talk.c, MESSAGES // 2))
            held = program.resident_kilobytes()
            # In turns, so that whatever else this machine does slows both alike.
            turns = [
                (await seconds_of_a_post(buyer, talk.c), await seconds_of_a_post(buyer, other.public_id))
                for _turn in range(60)
            ]

        assert held - before < KILOBYTES_MAX
        beside_it, elsewhere = (statistics.median(times) for times in zip(*turns, strict=True))
        assert beside_it < elsewhere * 3
        await beside(
            lambda: until(
                lambda: program.resident_kilobytes() - before < KILOBYTES_KEPT_MAX,
                what="its memory has returned",
            )
        )


async def test_a_socket_that_begins_to_read_is_told_that_it_is_behind(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    # More than a socket's queue and the buffers below it hold.
    posts = limits.POSTS_BURST
    async with sleeping(program, talk.seller) as sleeper:
        for _position in range(posts):
            assert (await buyer.post(talk.c, "x" * 9_000))["op"] == "ack"

        seen: list[int] = []
        behind = None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while behind is None:
                frame = json.loads(await sleeper.recv())
                if frame["op"] == "entry":
                    seen.append(frame["n"])
                behind = frame if frame["op"] == "behind" else None

    assert (behind["c"], behind["last"]) == (talk.c, posts)
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) < posts


async def test_a_slow_reader_gets_the_last_mark_of_those_that_it_missed(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    async with sleeping(program, talk.seller) as sleeper:
        for _position in range(limits.POSTS_BURST):
            assert (await seller.post(talk.c, "x" * 9_000))["op"] == "ack"
        for number in (1, 2, 3, 4):
            await buyer.say(op="read", c=talk.c, n=number)
        assert (await seller.until("read", lambda frame: frame["n"] == 4))["n"] == 4

        numbers: list[int] = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not numbers:
                frame = json.loads(await sleeper.recv())
                numbers += [frame["n"]] if frame["op"] == "read" else []

    assert numbers == [4]


async def half_open(
    program: LiveProgram, talker: Talker
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a line by hand: after the upgrade its other end neither reads nor answers, and hangs up neither."""
    reader, writer = await asyncio.open_unix_connection(str(program.socket_path), limit=1024)
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {talker.token}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    )
    writer.write(request.encode())
    assert b"101" in await reader.readline()
    return reader, writer


async def test_half_open_lines_are_let_go_and_the_others_stay(live_database: str, talk: Talk) -> None:
    async with (
        running_with(live_database, SOCKET_PING_SECONDS=PING_SECONDS) as quick,
        Line(quick.socket_path, talk.buyer.token) as buyer,
    ):
        lines = [await half_open(quick, talk.seller) for _position in range(HALF_OPEN)]
        # Something waits for them, too.
        for _position in range(50):
            assert (await buyer.post(talk.c, WORDS))["op"] == "ack"

        await beside(lambda: until(lambda: quick.open_lines() == 1, what="all of them were let go"))

        assert (await buyer.post(talk.c, "Still here."))["n"] == 51
        for _reader, writer in lines:
            writer.transport.abort()
