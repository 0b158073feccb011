"""Two live programs of one hall: they tell each other over Valkey, and do without it when it is away."""

import time
from collections.abc import Iterator

import pytest

from tests.live.line import Line
from tests.live.own_valkey import OwnValkey, own_valkey, two_programs
from tests.live.program import LiveProgram, Talk

TURNS = 10
# Where rounds are rare, they bring one lost word; had they to bring every one, it would take far longer than this.
ROUND_SECONDS = 20
RARE_ROUNDS: dict[str, float] = {"LIVE_CHECK_SECONDS": ROUND_SECONDS}
SECONDS_MAX = TURNS * ROUND_SECONDS / 2


@pytest.fixture
def valkey() -> Iterator[OwnValkey]:
    """A Valkey of its own."""
    with own_valkey() as server:
        yield server


@pytest.fixture
def pair(live_database: str, valkey: OwnValkey) -> Iterator[tuple[LiveProgram, LiveProgram]]:
    """Two live programs as they are."""
    with two_programs(live_database, valkey) as programs:
        yield programs


@pytest.fixture
def pair_with_rare_rounds(live_database: str, valkey: OwnValkey) -> Iterator[tuple[LiveProgram, LiveProgram]]:
    """Two live programs that look only now and then for what Valkey did not tell them."""
    with two_programs(live_database, valkey, **RARE_ROUNDS) as programs:
        yield programs


async def test_what_one_program_stores_the_other_tells_at_once(
    pair_with_rare_rounds: tuple[LiveProgram, LiveProgram], talk: Talk
) -> None:
    here, there = pair_with_rare_rounds
    async with (
        Line(here.socket_path, talk.buyer.token) as buyer,
        Line(there.socket_path, talk.seller.token) as seller,
    ):
        began = time.monotonic()
        for turn in range(TURNS):
            await buyer.post(talk.c, f"Question {turn}")
            assert (await seller.until("entry"))["t"] == f"Question {turn}"
            await seller.post(talk.c, f"Answer {turn}")
            assert (await buyer.until("entry"))["t"] == f"Answer {turn}"

        assert time.monotonic() - began < SECONDS_MAX
        assert [entry["n"] for entry in await buyer.catch_up(talk.c)] == list(range(1, 2 * TURNS + 1))


async def test_signals_reach_the_sockets_of_the_other_program(
    pair: tuple[LiveProgram, LiveProgram], talk: Talk
) -> None:
    here, there = pair
    async with Line(here.socket_path, talk.buyer.token) as buyer:
        async with Line(there.socket_path, talk.seller.token) as seller:
            await buyer.post(talk.c, "One")
            await seller.until("entry")

            await seller.say(op="got", c=talk.c, n=1)
            await seller.say(op="read", c=talk.c, n=1)
            await seller.say(op="typing", c=talk.c)
            await seller.say(op="here", c=talk.c)

            by = talk.seller.person.public_id
            for op in ("got", "read", "typing", "here"):
                frame = await buyer.until(op)
                assert (frame["c"], frame["by"]) == (talk.c, by)
            await buyer.say(op="here", c=talk.c)
            assert (await seller.until("here"))["by"] == talk.buyer.person.public_id
            assert (await buyer.until("here"))["by"] == by

        assert (await buyer.until("here"))["on"] is False


async def test_without_valkey_the_rounds_bring_it(
    pair: tuple[LiveProgram, LiveProgram], valkey: OwnValkey, talk: Talk
) -> None:
    here, there = pair
    async with (
        Line(here.socket_path, talk.buyer.token) as buyer,
        Line(there.socket_path, talk.seller.token) as seller,
    ):
        valkey.kill()

        await buyer.post(talk.c, "Nobody rings.")

        assert (await seller.until("entry"))["t"] == "Nobody rings."


async def test_when_one_program_is_killed_the_talk_goes_on_at_the_other(
    pair: tuple[LiveProgram, LiveProgram], talk: Talk
) -> None:
    here, there = pair
    async with Line(there.socket_path, talk.seller.token) as seller:
        async with Line(here.socket_path, talk.buyer.token) as buyer:
            await buyer.post(talk.c, "One")
            here.kill()
        async with Line(there.socket_path, talk.buyer.token) as buyer:
            await buyer.post(talk.c, "Two")

            assert [(await seller.until("entry"))["t"] for _turn in range(2)] == ["One", "Two"]
