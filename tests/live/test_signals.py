"""Signals: how far a record has come to somebody, who types, who is here. Told at once, to the others only."""

import asyncio

from gighall.base import limits
from tests.live.hands import beside
from tests.live.line import Frame, Line, Lines
from tests.live.program import LiveProgram, Talk, query_sql, run_sql, running_with
from tests.patience import until

SIGNALS = {"got", "read", "typing", "here"}
MARKS_SQL = "SELECT received, number FROM conversations_readingmark WHERE record_id = %s AND person_id = %s"


async def signals_heard(line: Line) -> list[Frame]:
    """Return the signals that have come to a socket up to now."""
    await line.say(op="ping")
    await line.until("pong")
    return [frame for frame in line.heard if frame["op"] in SIGNALS]


async def kept_marks(program: LiveProgram, talk: Talk, received: int, read: int) -> None:
    """Wait until the seller's marks stand in the database like this."""

    def stand() -> bool:
        rows = query_sql(program.database_url, MARKS_SQL, talk.record.pk, talk.seller.id)
        return rows == [(received, read)]

    await beside(lambda: until(stand, what=f"the marks {received} and {read} are kept"))


async def test_what_is_got_and_read_is_told_to_the_other_side_and_kept(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    seller_at_desk = await lines.open(talk.seller)
    for words in ("One", "Two", "Three"):
        await buyer.post(talk.c, words)

    await seller.say(op="got", c=talk.c, n=3)
    await seller.say(op="read", c=talk.c, n=2)

    by = talk.seller.person.public_id
    assert await buyer.until("got") == {"op": "got", "c": talk.c, "n": 3, "by": by}
    assert await buyer.until("read") == {"op": "read", "c": talk.c, "n": 2, "by": by}
    assert await signals_heard(seller) == await signals_heard(seller_at_desk) == []
    await kept_marks(program, talk, received=3, read=2)


async def test_marks_beyond_the_last_entry_are_cut_and_lower_ones_change_nothing(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    for words in ("One", "Two"):
        await buyer.post(talk.c, words)

    await seller.say(op="read", c=talk.c, n=2**60)
    await seller.say(op="read", c=talk.c, n=1)
    await seller.say(op="got", c=talk.c, n=2)
    await seller.say(op="typing", c=talk.c)

    await buyer.until("typing")
    assert [(frame["op"], frame["n"]) for frame in buyer.heard] == [("read", 2)]
    await kept_marks(program, talk, received=2, read=2)


async def test_marks_wait_while_the_database_is_away(lines: Lines, program: LiveProgram, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    await buyer.post(talk.c, "One")
    await seller.until("entry")
    name = program.database_url.split("/")[-1].split("?")[0]
    server = program.database_url.replace(f"/{name}?", "/postgres?")

    run_sql(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    run_sql(
        server,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = %s AND application_name LIKE 'gighall live%%'",
        name,
    )
    await seller.say(op="read", c=talk.c, n=1)
    told = await buyer.until("read")
    # As soon as the program has tried and failed, it may come back.
    await beside(
        lambda: until(lambda: "marks wait for the database" in program.last_words(), what="it tried")
    )
    run_sql(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")

    assert told["n"] == 1
    await kept_marks(program, talk, received=1, read=1)


async def test_marks_are_written_before_the_program_ends(program: LiveProgram, talk: Talk) -> None:
    async with (
        Line(program.socket_path, talk.buyer.token) as buyer,
        Line(program.socket_path, talk.seller.token) as seller,
    ):
        await buyer.post(talk.c, "The last words.")
        await seller.say(op="read", c=talk.c, n=1)
        await buyer.until("read")
        assert await beside(program.stop) == 0
    await beside(program.start)

    rows = query_sql(program.database_url, MARKS_SQL, talk.record.pk, talk.seller.id)
    assert rows == [(1, 1)]


async def test_typing_reaches_the_other_side_only(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    buyer_at_desk, outsider = await lines.open(talk.buyer), await lines.open(talk.outsider)

    await buyer.say(op="typing", c=talk.c)

    by = talk.buyer.person.public_id
    assert await seller.until("typing") == {"op": "typing", "c": talk.c, "by": by}
    for line in (buyer, buyer_at_desk, outsider):
        assert await signals_heard(line) == []


async def test_who_comes_is_announced_and_told_who_is_here(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    buyer_key, seller_key = talk.buyer.person.public_id, talk.seller.person.public_id

    await buyer.say(op="here", c=talk.c)
    announced = await seller.until("here")
    alone = await signals_heard(buyer)
    await seller.say(op="here", c=talk.c)
    answered = await seller.until("here")

    assert announced == {"op": "here", "c": talk.c, "by": buyer_key, "on": True}
    assert alone == []
    assert (answered["by"], answered["on"]) == (buyer_key, True)
    assert (await buyer.until("here"))["by"] == seller_key


async def test_only_the_last_socket_that_leaves_takes_its_person_away(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    seller = await lines.open(talk.seller)
    async with Line(program.socket_path, talk.buyer.token) as phone:
        async with Line(program.socket_path, talk.buyer.token) as desk:
            for line in (phone, desk):
                await line.say(op="here", c=talk.c)
                await signals_heard(line)
        assert [frame["on"] for frame in await signals_heard(seller)] == [True]
        # The phone is heard after the desk has gone: had that counted, the word would stand before this one.
        await phone.say(op="typing", c=talk.c)
        await seller.until("typing")
        assert [frame["on"] for frame in seller.heard] == [True]

    assert (await seller.until("here", lambda frame: not frame["on"]))["by"] == talk.buyer.person.public_id


async def test_who_comes_back_is_told_how_far_the_others_have_come(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    await buyer.post(talk.c, "One")
    await seller.say(op="read", c=talk.c, n=1)
    await buyer.until("read")

    back = await lines.open(talk.buyer)
    await back.say(op="here", c=talk.c)

    assert (await back.until("read"))["n"] == 1


async def test_where_one_may_not_write_one_is_not_seen(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    await buyer.post(talk.c, "One")
    run_sql(
        program.database_url, "UPDATE participant SET may_write = false WHERE record_id = %s", talk.record.pk
    )
    # With a newcomer the door looks at the record anew.
    seller = await lines.open(talk.seller)

    for op in ("typing", "here"):
        await seller.say(op=op, c=talk.c)
    await seller.say(op="read", c=talk.c, n=1)

    assert (await buyer.until("read"))["n"] == 1
    assert [frame["op"] for frame in buyer.heard] == []
    assert await signals_heard(seller) == []


async def test_signals_beyond_the_pace_are_dropped_and_nothing_else(live_database: str, talk: Talk) -> None:
    said = limits.SIGNALS_BURST * 2
    async with (
        running_with(live_database, SIGNALS_PER_SECOND=0.01) as program,
        Line(program.socket_path, talk.buyer.token) as buyer,
        Line(program.socket_path, talk.seller.token) as seller,
    ):
        for _position in range(said):
            await buyer.say(op="typing", c=talk.c)
        await buyer.post(talk.c, "Still here.")
        await seller.until("entry")
        heard = [frame["op"] for frame in seller.heard]
        errors = [frame for frame in buyer.heard if frame["op"] == "error"]

    assert limits.SIGNALS_BURST <= len(heard) < said
    assert errors == []


async def test_somebody_who_is_silent_is_no_longer_here(live_database: str, talk: Talk) -> None:
    async with (
        running_with(live_database, HERE_SECONDS=0.5) as quick,
        Line(quick.socket_path, talk.buyer.token) as buyer,
        Line(quick.socket_path, talk.seller.token) as seller,
    ):
        await buyer.say(op="here", c=talk.c)
        heard = [(await seller.until("here"))["on"] for _turn in range(2)]
        assert (await buyer.post(talk.c, "And yet I am."))["n"] == 1

    assert heard == [True, False]


async def test_who_has_a_socket_is_written_down_as_present(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    seen = "SELECT person_id FROM accounts_presence WHERE person_id = ANY(%s)"
    both = [talk.buyer.id, talk.seller.id]

    await asyncio.gather(lines.open(talk.buyer), lines.open(talk.seller))

    await beside(
        lambda: until(lambda: len(query_sql(program.database_url, seen, both)) == 2, what="both are present")
    )


async def test_presence_is_written_again_and_again(live_database: str, talk: Talk) -> None:
    seen = "SELECT seen_at FROM accounts_presence WHERE person_id = %s"

    def seen_at() -> object:
        rows = query_sql(live_database, seen, talk.buyer.id)
        return rows[0][0] if rows else None

    async with (
        running_with(live_database, PRESENT_WRITTEN_SECONDS=0.3) as quick,
        Line(quick.socket_path, talk.buyer.token),
    ):
        first = await beside(lambda: until(seen_at, what="the buyer is present"))
        await beside(lambda: until(lambda: seen_at() != first, what="it is written again"))
