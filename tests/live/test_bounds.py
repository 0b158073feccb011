"""Bounded everywhere: bad frames, floods and readers that do not read harm nobody else."""

import asyncio
import contextlib

from websockets.exceptions import ConnectionClosed

from gighall.base import limits
from tests.live.hands import beside
from tests.live.line import Line, Lines, new_key
from tests.live.program import LiveProgram, Talk, running_with
from tests.patience import until

# How often somebody may do something at once, and how slowly that grows back: no test takes so long that it matters.
BURST, SLOWLY = 20, 0.01
KILOBYTES_KEPT_MAX = 8_000
BAD_FRAMES: list[tuple[str | bytes, str]] = [
    ("{", "not_json"),
    ("[" * 5_000, "not_json"),
    ('{"op": NaN}', "not_json"),
    ("[]", "bad_frame"),
    ('"post"', "bad_frame"),
    ('{"op": 7}', "bad_frame"),
    ('{"op": "shout", "c": "x"}', "unknown_op"),
    ('{"op": "got", "c": "x"}', "bad_frame"),
    ('{"op": "read", "c": "x", "n": "7"}', "bad_frame"),
    ('{"op": "typing"}', "bad_frame"),
    ('{"op": "here", "c": ["x"]}', "bad_frame"),
    ('{"op": "check", "c": "x"}', "bad_frame"),
    ('{"op": "check", "c": "x", "t": "a", "i": {}}', "bad_frame"),
    ('{"op": "check", "c": "x", "t": "a", "i": true}', "bad_frame"),
    ('{"op": "post"}', "bad_frame"),
    ('{"op": "post", "c": "x", "k": "no uuid", "t": "a"}', "bad_key"),
    ('{"op": "post", "c": "a/b", "k": "0b8e3bf6-7e5c-4bd4-9a6d-3b7c4d1f2a10", "t": "a"}', "bad_frame"),
    ('{"op": "post", "c": "x", "k": "0b8e3bf6-7e5c-4bd4-9a6d-3b7c4d1f2a10", "t": 1}', "bad_frame"),
    ('{"op": "since", "c": "x", "n": -1}', "bad_frame"),
    ('{"op": "since", "c": "x", "n": 1e99}', "bad_frame"),
    ('{"op": "since", "c": "x", "n": true}', "bad_frame"),
    (b"\x00\x01", "not_text"),
]


async def test_bad_frames_get_an_error_and_nothing_else_breaks(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)

    for frame, why in BAD_FRAMES:
        await buyer.say_raw(frame)
        assert (await buyer.until("error"))["why"] == why, frame
    assert (await buyer.post(talk.c, "Still here."))["n"] == 1


async def test_a_hundred_bad_frames_close_the_socket(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    for _position in range(limits.SOCKET_ERRORS_MAX):
        await buyer.say_raw("nonsense")

    assert await buyer.bye() == "too_many_errors"
    assert (await seller.post(talk.c, "Still here."))["n"] == 1


async def test_a_frame_beyond_all_measure_closes_its_own_socket_only(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    with contextlib.suppress(ConnectionClosed):
        await buyer.say_raw("x" * (limits.SOCKET_FRAME_BYTES_MAX + 1))

    assert await buyer.is_closed()
    assert (await seller.post(talk.c, "Still here."))["n"] == 1


async def test_who_posts_too_fast_is_slowed_down_with_a_sentence(live_database: str, talk: Talk) -> None:
    keys = [new_key() for _position in range(BURST * 2)]
    async with (
        running_with(live_database, POSTS_BURST=BURST, POSTS_PER_SECOND=SLOWLY) as program,
        Line(program.socket_path, talk.buyer.token) as buyer,
    ):
        for key in keys:
            await buyer.say(op="post", c=talk.c, k=key, t="Fast!")
        answers = [await buyer.answer_to(key) for key in keys]
        stored = await buyer.catch_up(talk.c)

    refused = [answer for answer in answers if answer["op"] == "refused"]
    assert refused
    assert {answer["why"] for answer in refused} == {"too_fast"}
    assert len(stored) == len(answers) - len(refused)


async def test_who_asks_too_fast_what_they_missed_is_told_to_try_again(
    live_database: str, talk: Talk
) -> None:
    async with (
        running_with(live_database, SINCES_BURST=BURST, SINCES_PER_SECOND=SLOWLY) as program,
        Line(program.socket_path, talk.buyer.token) as buyer,
    ):
        for _position in range(BURST * 2):
            await buyer.say(op="since", c=talk.c, n=0)
        answers = [
            await buyer.until_any({"page", "error"}, lambda _frame: True) for _position in range(BURST * 2)
        ]

    errors = [answer for answer in answers if answer["op"] == "error"]
    assert [answer["op"] for answer in answers[:BURST]] == ["page"] * BURST
    assert errors
    assert {(error["why"], error["c"]) for error in errors} == {("try_again", talk.c)}


async def test_memory_returns_after_sockets_have_left(program: LiveProgram, talk: Talk) -> None:
    async def visit() -> None:
        async with Line(program.socket_path, talk.buyer.token) as line:
            await line.post(talk.c, "Here and gone.")

    async def visit_together(rounds: int) -> None:
        for _round in range(rounds):
            await asyncio.gather(*(visit() for _position in range(10)))

    # What is kept for good is there after the first visits, as many at a time as later.
    await visit_together(5)
    before = program.resident_kilobytes()

    await visit_together(15)

    await beside(
        lambda: until(
            lambda: program.resident_kilobytes() - before < KILOBYTES_KEPT_MAX, what="its memory has returned"
        )
    )
