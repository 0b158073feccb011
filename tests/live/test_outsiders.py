"""Whoever has no place in a record, or has lost it, gets nothing of it by the socket, whatever they say."""

import pytest

from tests.live.hands import beside
from tests.live.line import Frame, Line, Lines, new_key
from tests.live.program import LiveProgram, Talk, make_record, query_sql, run_sql

NOWHERE = "Nowhere1234567"
OPS: list[Frame] = [
    {"op": "post", "t": "Let me in."},
    {"op": "post", "t": "Let me in at anna@mail.example."},
    {"op": "since", "n": 0},
    {"op": "got", "n": 1},
    {"op": "read", "n": 1},
    {"op": "read", "n": 10**9},
    {"op": "typing"},
    {"op": "here"},
    {"op": "check", "t": "anna@mail.example"},
]
LEAVE_SQL = "UPDATE participant SET until_number = %s WHERE record_id = %s AND person_id = %s"


async def answers_to(line: Line, c: str) -> list[Frame]:
    """Say everything that can be said about a record; return what is answered, without the keys."""
    answers = []
    for said in OPS:
        key = {"k": new_key()} if said["op"] == "post" else {}
        await line.say(**said, **key, c=c)
        answer = await line.until_any({"refused", "error", "page", "checked", "ack"}, lambda _frame: True)
        answers.append({name: value for name, value in answer.items() if name not in ("k", "c")})
    return answers


async def nothing_more(line: Line) -> bool:
    """Say whether nothing that was not asked for has come to a socket."""
    await line.say(op="ping")
    await line.until("pong")
    return line.heard == []


def traces_of(program: LiveProgram, person_id: int) -> list[tuple[object, ...]]:
    """Return whatever a person's words and signals have left in the database."""
    return [
        row
        for table, column in (
            ("entry", "author_id"),
            ("conversations_readingmark", "person_id"),
            ("policy_verdict", "person_id"),
        )
        for row in query_sql(program.database_url, f"SELECT * FROM {table} WHERE {column} = %s", person_id)
    ]


async def test_an_outsider_is_answered_as_if_the_record_did_not_exist(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    outsider, buyer = await lines.open(talk.outsider), await lines.open(talk.buyer)
    seller = await lines.open(talk.seller)
    await buyer.post(talk.c, "Between us.")
    await seller.until("entry")

    about_theirs = await answers_to(outsider, talk.c)
    about_nothing = await answers_to(outsider, NOWHERE)

    assert about_theirs == about_nothing
    assert {answer["why"] for answer in about_theirs} == {"no_access"}
    assert outsider.hello["records"] == []
    assert await nothing_more(buyer)
    assert await nothing_more(seller)
    assert traces_of(program, talk.outsider.id) == []


async def test_what_others_do_in_a_record_never_reaches_an_outsider(lines: Lines, talk: Talk) -> None:
    outsider = await lines.open(talk.outsider)
    await answers_to(outsider, talk.c)
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    await buyer.post(talk.c, "Between us.")
    for said in ({"op": "here"}, {"op": "typing"}, {"op": "got", "n": 1}, {"op": "read", "n": 1}):
        await seller.say(**said, c=talk.c)
    await buyer.until("read")

    assert await nothing_more(outsider)


async def test_who_lost_their_place_gets_nothing_of_what_came_after(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    seller, buyer = await lines.open(talk.seller), await lines.open(talk.buyer)
    await seller.post(talk.c, "While you were here.")
    run_sql(program.database_url, LEAVE_SQL, 1, talk.record.pk, talk.buyer.id)
    assert await buyer.bye() == "removed"
    back = await lines.open(talk.buyer)
    await seller.post(talk.c, "Without you.")

    answers = await answers_to(back, talk.c)
    for said in ({"op": "here"}, {"op": "typing"}, {"op": "read", "n": 1}):
        await seller.say(**said, c=talk.c)
    await seller.post(talk.c, "Still without you.")

    pages = [answer for answer in answers if answer["op"] == "page"]
    others = [answer for answer in answers if answer["op"] != "page"]
    # What they could read while they were there stays theirs.
    assert [[entry["t"] for entry in page["entries"]] for page in pages] == [["While you were here."]]
    assert [(page["last"], page["more"]) for page in pages] == [(1, False)]
    assert {answer["why"] for answer in others} == {"no_access"}
    assert await nothing_more(back)
    assert traces_of(program, talk.buyer.id) == []
    assert [frame for frame in seller.heard if frame["op"] != "here"] == []


async def test_who_holds_a_socket_of_another_record_learns_nothing_of_this_one(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    other = await beside(make_record, talk.outsider, talk.seller)
    outsider, buyer = await lines.open(talk.outsider), await lines.open(talk.buyer)
    seller = await lines.open(talk.seller)

    await seller.say(op="here", c=talk.c)
    await buyer.until("here")
    await seller.say(op="typing", c=talk.c)
    await buyer.until("typing")
    await outsider.say(op="here", c=other.public_id)

    assert await nothing_more(outsider)
    assert (await seller.until("here"))["c"] == other.public_id


@pytest.mark.parametrize("op", ["got", "read"])
async def test_nobody_marks_in_the_name_of_another(
    lines: Lines, program: LiveProgram, talk: Talk, op: str
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    await buyer.post(talk.c, "One")

    await seller.say(op=op, c=talk.c, n=1, by=talk.buyer.person.public_id)

    assert (await buyer.until(op))["by"] == talk.seller.person.public_id
