"""Details split over several messages, on the line: withheld in the part that completes them."""

import asyncio
from datetime import timedelta

import pytest

from gighall.base import clock, limits
from gighall.base.masking import MASK
from gighall.domain.accounts.models import Person
from gighall.domain.record.actions import erase_entries
from tests.live.hands import beside, write_on_page, write_without_bell
from tests.live.line import Frame, Lines, new_key
from tests.live.program import LiveProgram, Talk, query_sql, run_sql

PARTS = ("my number is 415", "223", "8810")
SAYS = "Together with your messages just before"
VERDICTS_SQL = "SELECT client_key::text, outcome, hidden_contacts FROM policy_verdict WHERE person_id = %s"
SHOWN_SQL = "SELECT shown FROM entry WHERE record_id = %s AND number > %s ORDER BY number"
MOVE_CLOCK_SQL = """
INSERT INTO clock_offset (id, seconds) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET seconds = EXCLUDED.seconds
"""
FORGIVE_SQL = "UPDATE policy_verdict SET hidden_contacts = 0 WHERE person_id = %s"
RACES = 8


def found(frame: Frame) -> list[tuple[int, int, str, str]]:
    """Return the marks of a frame."""
    return [(mark["s"], mark["e"], mark["kind"], mark["outcome"]) for mark in frame["marks"]]


async def test_the_part_that_completes_a_number_is_withheld_and_its_author_is_told_why(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    acks = [await buyer.post(talk.c, part) for part in PARTS]
    read = [await seller.until("entry") for _part in PARTS]

    assert [found(ack) for ack in acks] == [[], [], [(0, 4, "phone", "mask")]]
    assert [entry["t"] for entry in read] == [PARTS[0], PARTS[1], MASK]
    assert acks[2]["marks"][0]["why"].startswith(SAYS)
    assert not read[2]["marks"][0]["why"].startswith(SAYS)
    assert query_sql(program.database_url, VERDICTS_SQL, talk.buyer.id) == [(acks[2]["k"], "mask", 1)]
    # Fetched from the record it says the same.
    own = await buyer.catch_up(talk.c)
    assert own[2]["own"] == PARTS[2]
    assert own[2]["marks"][0]["why"] == acks[2]["marks"][0]["why"]


async def test_parts_poured_without_waiting_for_an_answer_are_judged_in_their_order(
    lines: Lines, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    texts = [*PARTS, "88 10", "Thanks, that is fine."]
    keys = [new_key() for _text in texts]

    for key, text in zip(keys, texts, strict=True):
        await buyer.say(op="post", c=talk.c, k=key, t=text)
    answers = [await buyer.answer_to(key) for key in keys]

    assert [bool(answer["marks"]) for answer in answers] == [False, False, True, True, False]


async def test_messages_of_the_other_side_neither_break_a_run_nor_are_part_of_it(
    lines: Lines, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)

    for who, text in [(buyer, PARTS[0]), (seller, "48"), (buyer, PARTS[1]), (seller, "22"), (seller, "388")]:
        assert found(await who.post(talk.c, text)) == []
    assert found(await buyer.post(talk.c, PARTS[2])) == [(0, 4, "phone", "mask")]


async def test_a_check_while_typing_says_what_would_be_completed_and_changes_nothing(
    lines: Lines, talk: Talk
) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    for part in PARTS[:2]:
        await buyer.post(talk.c, part)

    for who, marks in [(buyer, [(0, 4, "phone", "mask")]), (seller, []), (buyer, [(0, 4, "phone", "mask")])]:
        await who.say(op="check", c=talk.c, t=PARTS[2])
        assert found(await who.until("checked")) == marks
    assert found(await buyer.post(talk.c, "Thanks, that is fine.")) == []


async def test_parts_by_the_pages_form_and_by_the_line_are_one_run(lines: Lines, talk: Talk) -> None:
    await beside(write_on_page, talk, PARTS[0])
    buyer = await lines.open(talk.buyer)
    assert found(await buyer.post(talk.c, PARTS[1])) == []
    await beside(write_without_bell, talk, "8")

    # The line learns of it in the moment in which it stores the next one.
    assert found(await buyer.post(talk.c, "810")) == [(0, 3, "phone", "mask")]


async def test_erased_words_are_no_part_of_a_run(lines: Lines, program: LiveProgram, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)
    numbers = [(await buyer.post(talk.c, part))["n"] for part in PARTS[:2]]
    desk = await lines.open(talk.seller)

    await beside(erase, talk, numbers)
    await desk.until("entry", lambda frame: frame["kind"] == "erased")

    assert found(await buyer.post(talk.c, PARTS[2])) == []


def erase(talk: Talk, numbers: list[int]) -> None:
    """Let staff take words away."""
    Person.objects.filter(pk=talk.outsider.id).update(is_staff=True)
    erase_entries(
        record_id=talk.record.pk, numbers=numbers, by_id=talk.outsider.id, clause="privacy", now=clock.now()
    )


async def test_the_same_key_again_gets_the_same_marks_whatever_came_since(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    words = [(new_key(), text) for text in ("22", PARTS[0], "388", "Thanks, that is fine.")]
    first = [await buyer.post(talk.c, text, key) for key, text in words]
    other = await lines.open(talk.buyer)

    again = [await who.post(talk.c, text, key) for key, text in words for who in (buyer, other)]

    assert [bool(ack["marks"]) for ack in first] == [False, False, True, False]
    assert again == [ack for ack in first for _who in range(2)]
    kept = query_sql(program.database_url, VERDICTS_SQL, talk.buyer.id)
    assert kept == [(words[2][0], "mask", 1)]


async def test_a_message_sent_again_long_after_gets_no_verdict_by_what_came_since(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    key = new_key()
    first = await buyer.post(talk.c, PARTS[2], key)
    for _entry in range(limits.RUN_MESSAGES_MAX):
        await buyer.post(talk.c, "Something else.")
    for part in PARTS[:2]:
        await buyer.post(talk.c, part)

    assert await buyer.post(talk.c, PARTS[2], key) == first
    assert query_sql(program.database_url, VERDICTS_SQL, talk.buyer.id) == []


@pytest.mark.parametrize("texts", [("22", "388"), ("223 8", "810 9")])
async def test_two_sockets_that_post_a_part_each_at_once_never_both_pass(
    lines: Lines, program: LiveProgram, talk: Talk, texts: tuple[str, str]
) -> None:
    one, other = await lines.open(talk.buyer), await lines.open(talk.buyer)
    await one.post(talk.c, PARTS[0])

    answers = await asyncio.gather(one.post(talk.c, texts[0]), other.post(talk.c, texts[1]))

    first, second = sorted(answers, key=lambda ack: int(ack["n"]))
    assert found(second) != []
    assert (found(first) != []) == (len("".join(texts)) > 6)


async def test_the_line_and_the_pages_form_at_once_never_both_pass(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    for race in range(RACES):
        for _message in range(limits.RUN_MESSAGES_MAX):
            last = (await buyer.post(talk.c, "Let me think about it."))["n"]
        last = (await buyer.post(talk.c, PARTS[0]))["n"]

        async def post(pause: float) -> None:
            await asyncio.sleep(pause)
            await buyer.post(talk.c, "388")

        await asyncio.gather(beside(write_on_page, talk, "22"), post(0.002 * race))

        read = [row[0] for row in query_sql(program.database_url, SHOWN_SQL, talk.record.pk, last)]
        assert [text == MASK for text in read] == [False, True]
        run_sql(program.database_url, FORGIVE_SQL, talk.buyer.id)


async def test_who_splits_details_again_and_again_is_refused_and_told_what_must_go(
    lines: Lines, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    rounds = []
    for _time in range(limits.HIDDEN_CONTACTS_MAX + 1):
        for _message in range(limits.RUN_MESSAGES_MAX):
            await buyer.post(talk.c, "Let me think about it.")
        rounds.append([await buyer.post(talk.c, part) for part in PARTS])

    ops = [[answer["op"] for answer in answers] for answers in rounds]
    refused = rounds[-1][-1]
    assert ops == [["ack"] * 3] * limits.HIDDEN_CONTACTS_MAX + [["ack", "ack", "refused"]]
    assert refused["why"] == "withheld_again"
    assert refused["marks"][0]["why"].startswith(SAYS)
    # What was refused is not stored, so it is no part of what comes next.
    assert (await buyer.post(talk.c, "Thanks, that is fine."))["op"] == "ack"


async def test_numbers_of_an_honest_talk_do_not_combine(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)

    for text in ("12", "34 EUR", "2025", "14:30", "or 16", "45 EUR", "deal"):
        assert found(await buyer.post(talk.c, text)) == []


async def test_what_was_said_long_ago_is_no_part_of_a_run(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    """Last in this module: it moves the hall's clock."""
    buyer = await lines.open(talk.buyer)
    for part in PARTS[:2]:
        await buyer.post(talk.c, part)
    assert query_sql(program.database_url, VERDICTS_SQL, talk.buyer.id) == []

    await buyer.say(op="check", c=talk.c, t=PARTS[2])
    marks = found(await buyer.until("checked"))
    assert marks != []
    run_sql(
        program.database_url, MOVE_CLOCK_SQL, timedelta(minutes=limits.RUN_MINUTES, seconds=1).total_seconds()
    )
    # The live program reads the clock anew every two seconds.
    async with asyncio.timeout(30):
        while marks:
            await asyncio.sleep(0.3)
            await buyer.say(op="check", c=talk.c, t=PARTS[2])
            marks = found(await buyer.until("checked"))

    assert found(await buyer.post(talk.c, PARTS[2])) == []
