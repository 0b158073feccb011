"""What the policy makes of words on the socket: checked while typing, noted, masked, refused after too much hiding."""

import asyncio
import json
import uuid

import pytest

from gighall.base import clock, limits
from gighall.base.limits import MESSAGE_CHARACTERS_MAX
from gighall.base.masking import Mark, Span, marks_in_own
from gighall.live.answers import Kept, StoredEntry, ack_frame, checked_frame, entry_fields
from gighall.live.judging import is_soon_judged
from tests.live.line import Line, Lines, new_key
from tests.live.program import LiveProgram, Talk, Talker, query_sql, run_sql, running_with

VERDICTS_SQL = "SELECT client_key::text, outcome FROM policy_verdict WHERE person_id = %s AND client_key = %s"
KEEP_VERDICT_SQL = """
INSERT INTO policy_verdict (person_id, place, place_id, client_key, outcome, spans, hidden_contacts, value_hashes,
                            rule_id, rule_version, clause, at)
VALUES (%s, 'order', %s, %s, %s, %s::jsonb, %s, '[]'::jsonb, 'contact-in-order', 1, 'outside-contact', now())
"""
PHONE = "+49 151 23456789"


def has_hidden(program: LiveProgram, talk: Talk, who: Talker, messages: int) -> None:
    """Let somebody have hidden contact details in so many messages of other talks."""
    for _message in range(messages):
        run_sql(program.database_url, KEEP_VERDICT_SQL, who.id, 0, new_key(), "mask", "[]", 1)


async def test_a_check_marks_the_words_as_typed_and_stores_nothing(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    words = f"🙂 call {PHONE}"

    await buyer.say(op="check", c=talk.c, t=words, i=7)
    found = await buyer.until("checked")
    await buyer.say(op="check", c=talk.c, t="  ")
    nothing = await buyer.until("checked")

    (mark,) = found["marks"]
    assert (found["c"], found["i"], words[mark["s"] : mark["e"]]) == (talk.c, 7, PHONE)
    assert (mark["kind"], mark["outcome"], mark["clause"]) == ("phone", "mask", "/terms/#outside-contact")
    assert mark["why"]
    assert nothing == {"op": "checked", "c": talk.c, "marks": []}
    assert (await buyer.post(talk.c, "The first."))["n"] == 1
    assert (await seller.until("entry"))["t"] == "The first."
    assert seller.heard == []
    kept = query_sql(program.database_url, "SELECT 1 FROM policy_verdict WHERE person_id = %s", talk.buyer.id)
    assert kept == []


async def test_words_that_cannot_be_a_message_are_not_checked(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)

    for words in ("a" * (MESSAGE_CHARACTERS_MAX + 1), "nul \x00", "half \ud83d of one"):
        await buyer.say(op="check", c=talk.c, t=words)
        assert (await buyer.until("error"))["why"] == "message_unfit"


async def test_checks_beyond_the_pace_are_not_answered(live_database: str, talk: Talk) -> None:
    asked = limits.CHECKS_BURST * 2
    async with (
        running_with(live_database, CHECKS_PER_SECOND=0.01) as program,
        Line(program.socket_path, talk.buyer.token) as buyer,
    ):
        for position in range(asked):
            await buyer.say(op="check", c=talk.c, t="Hello", i=position)
        await buyer.post(talk.c, "Still here.")
        checked = [frame["i"] for frame in buyer.heard if frame["op"] == "checked"]

    assert checked[: limits.CHECKS_BURST] == list(range(limits.CHECKS_BURST))
    assert len(checked) < asked


async def test_long_words_are_judged_while_others_go_on(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    long = ("anna@mail.example " * 600)[:MESSAGE_CHARACTERS_MAX]

    async def pour() -> list[str]:
        return [(await buyer.post(talk.c, long))["op"] for _position in range(20)]

    pouring = asyncio.create_task(pour())
    pongs = 0
    while not pouring.done():
        await seller.say(op="ping")
        await seller.until("pong")
        pongs += 1

    assert set(pouring.result()) == {"ack"}
    # One whose every word waited for the end of a judgement would come to fewer.
    assert pongs >= len(pouring.result())


async def test_after_too_much_hiding_contact_details_are_refused_and_given_back(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    has_hidden(program, talk, talk.buyer, limits.HIDDEN_CONTACTS_MAX)
    key, words = new_key(), f"So call {PHONE}"

    refused = await buyer.post(talk.c, words, key)
    again = await buyer.post(talk.c, words, key)
    stored = await buyer.post(talk.c, "So call me here.")

    (mark,) = refused["marks"]
    assert (refused["op"], refused["why"], refused["c"]) == ("refused", "withheld_again", talk.c)
    assert (words[mark["s"] : mark["e"]], mark["outcome"], bool(mark["why"])) == (PHONE, "refuse", True)
    assert refused["say"]
    assert again == refused
    assert stored["n"] == 1
    assert (await seller.until("entry"))["t"] == "So call me here."
    kept = query_sql(program.database_url, VERDICTS_SQL, talk.buyer.id, key)
    assert kept == [(key, "refuse")]


async def test_fewer_hidden_contacts_and_those_of_others_count_nothing(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    has_hidden(program, talk, talk.buyer, limits.HIDDEN_CONTACTS_MAX - 1)
    has_hidden(program, talk, talk.seller, limits.HIDDEN_CONTACTS_MAX)

    assert (await buyer.post(talk.c, f"Call {PHONE}"))["op"] == "ack"


async def test_a_stored_message_is_acked_again_though_its_author_hid_more_since(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    key = new_key()
    first = await buyer.post(talk.c, f"Call {PHONE}", key)
    has_hidden(program, talk, talk.buyer, limits.HIDDEN_CONTACTS_MAX)

    assert await buyer.post(talk.c, f"Call {PHONE}", key) == first


async def test_posts_that_need_a_look_at_the_past_keep_their_order(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    words = [f"{position} {PHONE if position % 3 == 0 else 'plain'}" for position in range(60)]
    keys = [new_key() for _words in words]

    for key, text in zip(keys, words, strict=True):
        await buyer.say(op="post", c=talk.c, k=key, t=text)
    answers = [await buyer.answer_to(key) for key in keys]

    assert [answer["n"] for answer in answers] == list(range(1, 61))


async def test_nothing_is_kept_of_one_who_may_not_write(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    run_sql(
        program.database_url,
        "UPDATE participant SET may_write = false WHERE record_id = %s AND person_id = %s",
        talk.record.pk,
        talk.buyer.id,
    )
    buyer = await lines.open(talk.buyer)
    key = new_key()

    refused = await buyer.post(talk.c, f"Call {PHONE}", key)

    assert (refused["op"], refused["why"]) == ("refused", "no_access")
    assert query_sql(program.database_url, VERDICTS_SQL, talk.buyer.id, key) == []


async def test_what_is_repeated_after_the_end_of_a_talk_gets_the_first_ack(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    key = new_key()
    first = await buyer.post(talk.c, f"Call {PHONE}", key)
    run_sql(program.database_url, "UPDATE record SET closed_at = last_at WHERE id = %s", talk.record.pk)
    back = await lines.open(talk.buyer)

    assert await back.post(talk.c, f"Call {PHONE}", key) == first
    assert (await back.post(talk.c, f"Call {PHONE}"))["why"] == "closed"


async def test_a_post_of_one_who_may_write_again_is_judged_under_the_new_facts(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    run_sql(
        program.database_url, "UPDATE participant SET may_write = false WHERE record_id = %s", talk.record.pk
    )
    buyer = await lines.open(talk.buyer)
    assert (await buyer.post(talk.c, "May I?"))["why"] == "no_access"
    run_sql(
        program.database_url, "UPDATE participant SET may_write = true WHERE record_id = %s", talk.record.pk
    )

    answer = await buyer.post(talk.c, f"Call {PHONE}")

    assert (answer["n"], len(answer["marks"])) == (1, 1)


async def test_noted_words_carry_a_remark_in_transit_and_wherever_they_are_read(
    lines: Lines, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    desk = await lines.open(talk.buyer)
    words = f"Call {PHONE}. Or let's continue on whatsapp."

    ack = await buyer.post(talk.c, words)
    told, own = await seller.until("entry"), await desk.until("entry")

    outcomes = ["mask", "note"]
    assert [mark["outcome"] for mark in ack["marks"]] == outcomes
    assert "whatsapp" in words[ack["marks"][1]["s"] : ack["marks"][1]["e"]]
    for entry in (told, own):
        assert [mark["outcome"] for mark in entry["marks"]] == outcomes
        assert "whatsapp" in entry["t"][entry["marks"][1]["s"] : entry["marks"][1]["e"]]
    assert "whatsapp" in words[own["marks"][1]["own_s"] : own["marks"][1]["own_e"]]
    # Fetched from the record they look as they did when they were told.
    del told["op"], own["op"]
    assert await seller.catch_up(talk.c) == [told]
    assert await desk.catch_up(talk.c) == [own]


async def test_who_hides_contact_details_again_and_again_is_refused_within_one_flight(
    lines: Lines, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    texts = [f"anna{turn} (at) mail (dot) example" for turn in range(limits.HIDDEN_CONTACTS_MAX + 2)]
    keys = [new_key() for _text in texts]

    for key, text in zip(keys, texts, strict=True):
        await buyer.say(op="post", c=talk.c, k=key, t=text)
    answers = [await buyer.answer_to(key) for key in keys]

    assert [answer["op"] for answer in answers] == ["ack"] * limits.HIDDEN_CONTACTS_MAX + ["refused"] * 2
    assert {answer["why"] for answer in answers[limits.HIDDEN_CONTACTS_MAX :]} == {"withheld_again"}


async def test_noted_words_of_a_page_are_shown_whole_with_a_remark_for_both_sides(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    """What a verdict notes reaches both sides, however it came about."""
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    key, words = new_key(), "We could read it together."
    await buyer.post(talk.c, words, key)
    spans = json.dumps([{"s": 9, "e": 24, "kind": "intent", "outcome": "note"}])
    run_sql(program.database_url, KEEP_VERDICT_SQL, talk.buyer.id, talk.record.pk, key, "note", spans, 0)

    ((own,), (seen,)) = (await buyer.catch_up(talk.c), await seller.catch_up(talk.c))

    assert own["t"] == seen["t"] == words
    for entry in (own, seen):
        (mark,) = entry["marks"]
        assert (mark["s"], mark["e"], mark["kind"], mark["outcome"]) == (9, 24, "intent", "note")
    assert own["marks"][0]["why"] != seen["marks"][0]["why"]


def test_marks_stand_in_order_with_their_places_in_both_texts() -> None:
    masked: list[Span] = [{"s": 5, "e": 10, "kind": "email"}, {"s": 40, "e": 42, "kind": "phone"}]
    noted: list[Mark] = [{"s": 20, "e": 30, "kind": "intent", "outcome": "note"}]
    entry = StoredEntry(
        1, "message", 1, "me", clock.now(), str(uuid.uuid4()), "x" * 50, masked, noted, "y" * 60
    )

    own, seen = (
        entry_fields(Kept("c", "order"), entry, for_author=for_author) for for_author in (True, False)
    )
    found = marks_in_own(masked, noted)
    ack = json.loads(ack_frame("k", "c", 1, clock.now(), found, place="order"))
    checked = json.loads(checked_frame("c", found, None, place="order"))

    assert [(mark["s"], mark["e"], mark["outcome"]) for mark in seen["marks"]] == [
        (5, 10, "mask"),
        (20, 30, "note"),
        (40, 45, "mask"),
    ]
    assert [(mark["own_s"], mark["own_e"]) for mark in own["marks"]] == [(5, 10), (20, 30), (40, 42)]
    assert [(mark["s"], mark["e"]) for mark in ack["marks"]] == [(5, 10), (20, 30), (40, 42)]
    assert ack["marks"] == checked["marks"]


@pytest.mark.parametrize(
    ("text", "before", "is_soon"),
    [
        ("I have read through the whole draft, slowly, and it reads well now. " * 8, (), True),
        ("I have read through the whole draft, slowly, and it reads well now. " * 11, (), False),
        ("In main.py, line 12: total = price * 3 (not 4), see v1.2.", (), True),
        ("src/app/main.py:12 lib/x.c " * 4, (), True),
        ("src/app/main.py:12 lib/x.c " * 10, (), False),
        ("@ . _ / $ - ( ) " * 8, (), False),
        ("yes", ("call " * 50,) * 2, True),
        ("yes", ("call 12 " * 50,) * 2, False),
    ],
)
def test_what_may_take_longer_than_the_loop_can_wait_is_judged_beside_it(
    text: str, before: tuple[str, ...], is_soon: bool
) -> None:
    assert is_soon_judged(text, before) == is_soon
