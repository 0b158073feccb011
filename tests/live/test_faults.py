"""Nothing acked is lost: programs are killed, the database goes away, and the client's key makes it good."""

import asyncio
import contextlib

import pytest
from websockets.exceptions import ConnectionClosed

from tests.live.hands import beside
from tests.live.line import Line, Lines, new_key
from tests.live.load import Load, chain_holds, make_talks, stored
from tests.live.program import LiveProgram, Talk, run_sql

KILLS, KILLS_LONG = 2, 20
ACKS_A_ROUND = 60
TALKS = 3
# The test's own connection stays.
CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND application_name LIKE 'gighall live%%'
"""


@pytest.fixture
def talks(live_database: str) -> list[Talk]:
    """Several talks of different people."""
    return make_talks(TALKS)


@pytest.fixture(autouse=True)
def running(program: LiveProgram) -> None:
    """Start the program again if the test before has ended it."""
    if program.process is None:
        program.start()


async def pour(line: Line, c: str, keys: list[str], acked: dict[str, int]) -> None:
    """Post as fast as the socket takes it, noting each ack, until the line breaks or all is acked."""

    async def hear() -> None:
        for _key in keys:
            frame = await line.until_any({"ack", "refused"}, lambda _frame: True)
            if frame["op"] == "ack":
                acked[frame["k"]] = frame["n"]

    hearing = asyncio.create_task(hear())
    with contextlib.suppress(ConnectionClosed):
        for key in keys:
            await line.say(op="post", c=c, k=key, t=f"Words of {key}")
        await hearing
    hearing.cancel()
    with contextlib.suppress(ConnectionClosed, asyncio.CancelledError):
        await hearing


@pytest.mark.parametrize(
    "kills", [KILLS, pytest.param(KILLS_LONG, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
)
async def test_killed_under_load_it_has_stored_what_it_acked_and_each_key_once(
    program: LiveProgram, talks: list[Talk], kills: int
) -> None:
    load = Load(program, talks)

    async with load.running():
        for _round in range(kills):
            await load.more_acks(ACKS_A_ROUND)
            program.kill()
            load.assert_kept()
            await beside(program.start)
        await load.calm()

    load.assert_whole()
    assert all(client.returns > kills for client in load.clients)
    assert [await beside(chain_holds, talk) for talk in talks] == [True] * len(talks)


async def test_told_to_end_it_settles_what_is_under_way_and_says_goodbye(
    program: LiveProgram, talk: Talk
) -> None:
    acked: dict[str, int] = {}
    async with Line(program.socket_path, talk.buyer.token) as line:
        keys = [new_key() for _position in range(40)]
        pouring = asyncio.create_task(pour(line, talk.c, keys, acked))
        while not acked:
            await asyncio.sleep(0)
        ended = asyncio.create_task(beside(program.stop))
        await pouring
        goodbyes = [frame["why"] for frame in line.heard if frame["op"] == "bye"]
        assert await ended == 0

    assert goodbyes in (["restarting"], []), goodbyes
    kept = {key: number for (_author, key), number in stored(program, talk).items()}
    assert acked.items() <= kept.items()


async def test_an_idle_socket_is_told_when_the_program_ends(program: LiveProgram, talk: Talk) -> None:
    async with Line(program.socket_path, talk.buyer.token) as line:
        ended = asyncio.create_task(beside(program.stop))

        assert await line.bye() == "restarting"
        assert await ended == 0


async def test_cut_off_from_the_database_posts_wait_and_are_stored_once(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    await buyer.post(talk.c, "Before.")
    name = program.database_url.split("/")[-1].split("?")[0]
    server = program.database_url.replace(f"/{name}?", "/postgres?")
    keys = [new_key() for _position in range(20)]

    run_sql(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    run_sql(server, CUT_OFF, name)
    for key in keys:
        await buyer.say(op="post", c=talk.c, k=key, t=f"Words of {key}")
    await buyer.say(op="since", c=talk.c, n=0)
    error = await buyer.until("error")
    run_sql(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    answers = [await buyer.answer_to(key) for key in keys]

    assert error["why"] == "try_again"
    assert [answer["n"] for answer in answers] == list(range(2, 22))
    assert [(await seller.until("entry"))["n"] for _position in range(21)] == list(range(1, 22))


async def test_doorbells_are_heard_again_after_the_database_was_away(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    seller = await lines.open(talk.seller)
    name = program.database_url.split("/")[-1].split("?")[0]
    server = program.database_url.replace(f"/{name}?", "/postgres?")

    run_sql(server, CUT_OFF, name)
    buyer = await lines.open(talk.buyer)
    await buyer.post(talk.c, "After it came back.")

    assert (await seller.until("entry"))["t"] == "After it came back."
