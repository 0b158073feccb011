"""Ten thousand malformed frames over many sockets: nobody else is harmed, the sockets are closed, memory returns."""

import asyncio
import contextlib
import itertools

from websockets.exceptions import ConnectionClosed

from gighall.base import limits
from tests.live.hands import beside
from tests.live.line import Line
from tests.live.nonsense import nonsense
from tests.live.program import LiveProgram, Talk, Talker, make_talker
from tests.patience import until

FRAMES = 10_000
SOCKETS = FRAMES // limits.SOCKET_ERRORS_MAX
SOCKETS_A_PERSON = limits.SOCKETS_PER_PERSON_MAX
KILOBYTES_KEPT_MAX = 15_000


async def babble(program: LiveProgram, talker: Talker, seed: int) -> tuple[int, str]:
    """Say bad frames until the socket is closed; return how many were answered, and how it ended."""
    async with Line(program.socket_path, talker.token) as line:
        with contextlib.suppress(ConnectionClosed):
            for frame in itertools.islice(nonsense(seed), limits.SOCKET_ERRORS_MAX):
                await line.say_raw(frame)
        why = await line.bye()
        return len([frame for frame in line.heard if frame["op"] == "error"]), why


async def test_ten_thousand_bad_frames_harm_nobody_else(program: LiveProgram, talk: Talk) -> None:
    babblers = await beside(
        lambda: [make_talker(f"Babbler{number}") for number in range(SOCKETS // SOCKETS_A_PERSON)]
    )
    async with (
        Line(program.socket_path, talk.buyer.token) as buyer,
        Line(program.socket_path, talk.seller.token) as seller,
    ):
        # The first hundred warm up what is kept for good.
        await babble(program, babblers[0], seed=0)
        before = program.resident_kilobytes()

        babbling = asyncio.gather(
            *(
                babble(program, babblers[number // SOCKETS_A_PERSON], seed=number + 1)
                for number in range(SOCKETS)
            )
        )
        said = 0
        # Not so often that the hall would call that too fast.
        while not babbling.done() and said < limits.POSTS_BURST:
            assert (await buyer.post(talk.c, f"Line {said}"))["n"] == said + 1
            assert (await seller.until("entry"))["t"] == f"Line {said}"
            said += 1

        ended = await babbling
        assert ended == [(limits.SOCKET_ERRORS_MAX, "too_many_errors")] * SOCKETS
        assert said > 0
        assert [frame for line in (buyer, seller) for frame in line.heard] == []
        await beside(lambda: until(lambda: program.open_lines() == 2, what="their lines are closed"))
        await beside(
            lambda: until(
                lambda: program.resident_kilobytes() - before < KILOBYTES_KEPT_MAX,
                what="its memory has returned",
            )
        )
