"""``gighall run --live 2``: two live programs behind one front, with a Valkey that comes with the hall."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.embedded.hall_talks import Front, talks_in
from tests.embedded.parts import kill, sockets_of, until_whole
from tests.harness.halls import RunningHall
from tests.live.hands import beside
from tests.live.line import Line
from tests.live.program import Talk


@pytest.fixture(scope="module")
def talk(hall_of_two: RunningHall) -> Talk:
    """Two people of the hall with a shared record."""
    return talks_in(hall_of_two, 1)[0]


def open_lines(path: Path) -> int:
    """Return how many lines stand at a socket, as the kernel counts them."""
    rows = [line.split() for line in Path("/proc/net/unix").read_text(encoding="ascii").splitlines()]
    return sum(row[-1] == str(path) and row[3] != "00010000" for row in rows)


async def open_all(stack: AsyncExitStack, hall: RunningHall, talk: Talk) -> list[Line]:
    """Open a line of the buyer's, then three of both, through the front."""
    people = (talk.buyer, talk.seller, talk.buyer, talk.seller)
    return [await stack.enter_async_context(Line(Front(hall).way, one.token)) for one in people]


async def test_lines_are_shared_out_and_what_is_posted_reaches_all(
    hall_of_two: RunningHall, talk: Talk
) -> None:
    await until_whole(hall_of_two)
    async with AsyncExitStack() as stack:
        buyer, *others = await open_all(stack, hall_of_two, talk)
        shares = [open_lines(path) for path in sockets_of(hall_of_two)]

        answer = await buyer.post(talk.c, "To whom it may concern.")
        told = [(await line.until("entry"))["t"] for line in others]

    assert shares == [2, 2]
    assert answer["op"] == "ack"
    assert told == ["To whom it may concern."] * len(others)


@pytest.mark.parametrize("part", ["live", "live-2"])
async def test_a_killed_live_program_is_missed_by_nobody_and_comes_back(
    hall_of_two: RunningHall, talk: Talk, part: str
) -> None:
    await until_whole(hall_of_two)
    await beside(kill, hall_of_two, part)
    async with AsyncExitStack() as stack:
        buyer, *others = await open_all(stack, hall_of_two, talk)

        answer = await buyer.post(talk.c, "It goes on.")
        told = [(await line.until("entry"))["t"] for line in others]

    assert answer["op"] == "ack"
    assert told == ["It goes on."] * len(others)
    await until_whole(hall_of_two)


async def test_a_killed_valkey_comes_back_and_words_go_on(hall_of_two: RunningHall, talk: Talk) -> None:
    await until_whole(hall_of_two)
    async with AsyncExitStack() as stack:
        buyer, *others = await open_all(stack, hall_of_two, talk)
        await beside(kill, hall_of_two, "valkey")

        answer = await buyer.post(talk.c, "Without it.")
        told = [(await line.until("entry"))["t"] for line in others]

    assert answer["op"] == "ack"
    assert told == ["Without it."] * len(others)
    await until_whole(hall_of_two)


@pytest.mark.parametrize("count", ["0", "17", "two", "-1"])
def test_a_senseless_number_of_programs_is_refused(count: str, tmp_path: Path) -> None:
    refused = RunningHall(home=tmp_path / "none", settings={}).command("run", f"--live={count}")

    assert refused.returncode == 2
    assert "is not a whole number from 1 to 16" in refused.stderr
