"""Catching up by number: first load, reconnect, lost doorbells and locked records take the same road."""

from gighall.base import limits
from tests.live.hands import beside, note_delivery, write_on_page, write_without_bell
from tests.live.line import Line, Lines, new_key
from tests.live.program import LiveProgram, Talk, make_record, query_sql, run_sql


async def test_pages_are_bounded_and_say_whether_there_is_more(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)
    keys = [new_key() for _position in range(limits.PAGE_ENTRIES_MAX + 5)]
    for key in keys:
        await buyer.say(op="post", c=talk.c, k=key, t="Line")
    for key in keys:
        await buyer.answer_to(key)

    await buyer.say(op="since", c=talk.c, n=0)
    first = await buyer.until("page")
    await buyer.say(op="since", c=talk.c, n=first["entries"][-1]["n"])
    second = await buyer.until("page")

    assert (len(first["entries"]), first["more"]) == (limits.PAGE_ENTRIES_MAX, True)
    assert ([entry["n"] for entry in second["entries"]], second["more"]) == (list(range(201, 206)), False)
    assert first["last"] == second["last"] == 205


async def test_a_reconnect_brings_what_was_missed(lines: Lines, program: LiveProgram, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)
    async with Line(program.socket_path, talk.seller.token):
        await buyer.post(talk.c, "One")
    await buyer.post(talk.c, "Two")
    await buyer.post(talk.c, "Three")

    seller = await lines.open(talk.seller)

    assert seller.hello["records"] == [{"c": talk.c, "kind": "order", "last": 3}]
    assert [entry["t"] for entry in await seller.catch_up(talk.c, after=1)] == ["Two", "Three"]


async def test_a_doorbell_of_a_page_brings_the_entries(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    await beside(write_on_page, talk, "One", "Two", "Three")

    for line in (buyer, seller):
        assert [(await line.until("entry"))["t"] for _position in range(3)] == ["One", "Two", "Three"]


async def test_a_lost_doorbell_is_made_good_by_the_next_round(lines: Lines, talk: Talk) -> None:
    seller = await lines.open(talk.seller)

    await beside(write_without_bell, talk, "Nobody rang.")

    assert (await seller.until("entry"))["t"] == "Nobody rang."


async def test_a_fact_comes_without_words_and_with_a_change(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)

    await beside(note_delivery, talk)

    entry, changed = await buyer.until("entry"), await buyer.until("changed")
    assert (entry["kind"], entry["t"], entry["by"]) == ("delivered", None, talk.seller.person.public_id)
    assert (changed["what"], changed["id"]) == ("record", talk.c)


async def test_a_record_made_while_the_socket_is_open_reaches_it(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)
    other = await beside(make_record, talk.buyer, talk.outsider)

    await beside(write_on_page, Talk(other, talk.buyer, talk.outsider, talk.seller), "A new order.")

    entry = await buyer.until("entry")
    assert (entry["c"], entry["n"]) == (other.public_id, 1)
    assert (await buyer.post(other.public_id, "And on."))["n"] == 2


async def test_a_post_judged_under_old_facts_is_judged_again(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    await buyer.post(talk.c, "First.")
    run_sql(program.database_url, "UPDATE record SET facts_version = facts_version + 1")

    answers = [await buyer.post(talk.c, "Call +49 151 23456789"), await buyer.post(talk.c, "Third.")]

    assert [answer["n"] for answer in answers] == [2, 3]
    assert len(answers[0]["marks"]) == 1
    kept = "SELECT outcome FROM policy_verdict WHERE person_id = %s"
    assert query_sql(program.database_url, kept, talk.buyer.id) == [("mask",)]
