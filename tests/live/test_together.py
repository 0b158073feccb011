"""Two live programs, one Valkey, one database: what dies, and what they count together."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack

import pytest

from gighall.base import limits
from tests.live.hands import beside
from tests.live.line import Line, new_key
from tests.live.load import Load, chain_holds, make_talks
from tests.live.own_valkey import OwnValkey, own_valkey, two_programs
from tests.live.program import LiveProgram, Talk, Talker
from tests.patience import until

TALKS = 2
ACKS_A_ROUND = 30
# Longer than any test: what comes has not come by a round, or because somebody fell silent.
NEVER_SECONDS = 3_600
BURST, SLOWLY = 40, 0.01
SOCKETS = 3
STRICT: dict[str, float] = {
    "LIVE_CHECK_SECONDS": NEVER_SECONDS,
    "HERE_SECONDS": NEVER_SECONDS,
    "POSTS_BURST": BURST,
    "POSTS_PER_SECOND": SLOWLY,
    "SOCKETS_PER_PERSON_MAX": SOCKETS,
}


@pytest.fixture(scope="module")
def valkey() -> Iterator[OwnValkey]:
    """A Valkey of its own."""
    with own_valkey() as server:
        yield server


@pytest.fixture(scope="module")
def pair(live_database: str, valkey: OwnValkey) -> Iterator[tuple[LiveProgram, LiveProgram]]:
    """Two programs that look for nothing by themselves and give little at once."""
    with two_programs(live_database, valkey, **STRICT) as programs:
        yield programs


@pytest.fixture
def talks(live_database: str) -> list[Talk]:
    """Several talks of different people."""
    return make_talks(TALKS)


async def test_one_program_killed_under_load_everybody_goes_on_at_the_other(
    live_database: str, valkey: OwnValkey, talks: list[Talk]
) -> None:
    with two_programs(live_database, valkey) as (here, there):
        load = Load(here, talks, there)
        async with load.running():
            for program in (here, there):
                await load.more_acks(ACKS_A_ROUND)
                program.kill()
                load.assert_kept()
                await load.more_acks(ACKS_A_ROUND)
                await beside(program.start)
            await load.calm()

        load.assert_whole()
        assert [await beside(chain_holds, talk) for talk in talks] == [True] * len(talks)


async def test_valkey_killed_and_emptied_under_load_nothing_is_missing_and_no_gap_stays(
    live_database: str, valkey: OwnValkey, talks: list[Talk]
) -> None:
    with two_programs(live_database, valkey) as (here, there):
        load = Load(here, talks, there)
        async with load.running():
            await load.more_acks(ACKS_A_ROUND)
            valkey.kill()
            await load.more_acks(ACKS_A_ROUND)
            await beside(valkey.start)
            await load.more_acks(ACKS_A_ROUND)
            await beside(valkey.flush)
            with valkey.held_up():
                await load.more_acks(ACKS_A_ROUND)
            await load.more_acks(ACKS_A_ROUND)
            await load.calm()

        load.assert_whole()
        assert [await beside(chain_holds, talk) for talk in talks] == [True] * len(talks)
        # Nobody had to come back: neither program minded.
        assert {client.returns for client in load.clients} == {1}


async def test_what_was_said_while_valkey_was_away_comes_when_it_is_back(
    pair: tuple[LiveProgram, LiveProgram], valkey: OwnValkey, talk: Talk
) -> None:
    here, there = pair
    async with (
        Line(here.socket_path, talk.buyer.token) as buyer,
        Line(there.socket_path, talk.seller.token) as seller,
    ):
        valkey.kill()
        assert (await buyer.post(talk.c, "Nobody rings."))["op"] == "ack"
        await beside(valkey.start)

        assert (await seller.until("entry"))["t"] == "Nobody rings."


async def answers_to_posts(line: Line, talk: Talk, count: int) -> list[str]:
    """Post so often at once; return the kinds of the answers."""
    keys = [new_key() for _post in range(count)]
    for key in keys:
        await line.say(op="post", c=talk.c, k=key, t=f"Words of {key}")
    return [(await line.answer_to(key))["op"] for key in keys]


async def test_two_programs_keep_one_limit_of_posts(
    pair: tuple[LiveProgram, LiveProgram], talk: Talk
) -> None:
    here, there = pair
    async with (
        Line(here.socket_path, talk.buyer.token) as one,
        Line(there.socket_path, talk.buyer.token) as other,
        Line(there.socket_path, talk.seller.token) as seller,
    ):
        answers = await asyncio.gather(*(answers_to_posts(line, talk, BURST) for line in (one, other)))
        of_another = await seller.post(talk.c, "I have my own.")

    acked = sum(kinds.count("ack") for kinds in answers)
    # A twentieth each program gives by itself.
    assert BURST <= acked <= BURST + 2 * (BURST // limits.VALKEY_LOTS)
    assert of_another["op"] == "ack"


@pytest.mark.parametrize("away", [OwnValkey.killed, OwnValkey.held_up])
async def test_without_valkey_nobody_is_refused_or_kept_waiting(
    pair: tuple[LiveProgram, LiveProgram],
    valkey: OwnValkey,
    talk: Talk,
    away: Callable[[OwnValkey], AbstractContextManager[None]],
) -> None:
    here, _there = pair
    async with Line(here.socket_path, talk.buyer.token) as buyer:
        await until_kept(valkey, f"gighall:sockets:{talk.buyer.id}")
        with away(valkey):
            began = time.monotonic()
            answers = await answers_to_posts(buyer, talk, BURST)
            async with Line(here.socket_path, talk.seller.token) as seller:
                last = [record["last"] for record in seller.hello["records"]]
            seconds = time.monotonic() - began

    assert answers == ["ack"] * BURST
    assert last == [BURST]
    # Had each post waited for Valkey, it would have taken longer.
    assert seconds < BURST * limits.VALKEY_ANSWER_SECONDS


async def test_two_programs_keep_one_limit_of_sockets(
    pair: tuple[LiveProgram, LiveProgram], talk: Talk
) -> None:
    here, there = pair
    async with AsyncExitStack() as stack:
        paths = [here.socket_path, there.socket_path] * SOCKETS
        opened = [
            await stack.enter_async_context(Line(path, talk.buyer.token)) for path in paths[: SOCKETS + 1]
        ]

        assert await opened[0].bye() == "too_many_sockets"
        for line in opened[1:]:
            assert (await line.post(talk.c, "Still here."))["op"] == "ack"


async def test_an_emptied_valkey_is_told_again_who_is_connected(
    pair: tuple[LiveProgram, LiveProgram], valkey: OwnValkey, talk: Talk
) -> None:
    here, _there = pair
    kept = (f"gighall:here:{talk.record.pk}", f"gighall:sockets:{talk.seller.id}")
    async with Line(here.socket_path, talk.seller.token) as seller:
        await seller.say(op="here", c=talk.c)
        await until_kept(valkey, *kept)

        await beside(valkey.flush)

        await until_kept(valkey, *kept)


async def until_kept(valkey: OwnValkey, *names: str) -> None:
    """Wait until Valkey keeps all of these."""
    await beside(lambda: until(lambda: all(map(valkey.counted, names)), what=f"{names} are written down"))


async def test_a_killed_program_takes_with_it_who_was_here_and_connected_by_it(
    live_database: str, valkey: OwnValkey, talk: Talk
) -> None:
    with two_programs(live_database, valkey, **STRICT) as (here, there):
        async with AsyncExitStack() as stack:

            async def open_socket(program: LiveProgram, talker: Talker) -> Line:
                return await stack.enter_async_context(Line(program.socket_path, talker.token))

            seller = await open_socket(here, talk.seller)
            await seller.say(op="here", c=talk.c)
            await until_kept(valkey, f"gighall:here:{talk.record.pk}")
            # Nobody of the talk was connected there when it was said.
            buyer = await open_socket(there, talk.buyer)
            await buyer.say(op="here", c=talk.c)
            came = await buyer.until("here")
            for _socket in range(SOCKETS - 1):
                await open_socket(here, talk.buyer)

            here.kill()
            went = await buyer.until("here")
            for _socket in range(SOCKETS - 1):
                await open_socket(there, talk.buyer)
            counted = f"gighall:sockets:{talk.buyer.id}"
            await beside(
                lambda: until(lambda: valkey.counted(counted) == SOCKETS, what="the living are counted")
            )
            oldest = await buyer.post(talk.c, "Still here.")

    by = talk.seller.person.public_id
    assert [(frame["by"], frame["on"]) for frame in (came, went)] == [(by, True), (by, False)]
    assert oldest["op"] == "ack"
