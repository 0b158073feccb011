"""Exceptions on the line: known at once when granted, gone at once when revoked or expired, and raced by posts."""

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import pytest

from gighall.base import clock
from gighall.domain.accounts.actions import set_up_hall
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation
from gighall.domain.orders.models import Order
from gighall.domain.policy.models import Waiver
from tests.exceptions import grant, revoke
from tests.live.hands import beside
from tests.live.line import Frame, Line, Lines, new_key
from tests.live.program import LiveProgram, Talk, make_talker, query_sql, run_sql
from tests.patience import PATIENCE_SECONDS
from tests.world import DRAFT_WORDS, GIG_WORDS, PASSWORD, PURSE_MINOR, give_credits, make_gig, make_order

PHONE = "+49 151 23456789"
WORDS = f"Ring me on {PHONE}."
MAIL = "someone.else@mail.example"
DISGUISED = "mail: anna [at] mailbox [dot] com"
RACES = 12
POSTS_IN_A_RACE = 6
ENTRIES_SQL = """
SELECT e.number, e.kind, e.shown, v.outcome, v.waiver_id
FROM entry e LEFT JOIN policy_verdict v
  ON v.place = 'order' AND v.place_id = e.record_id AND v.person_id = e.author_id AND v.client_key = e.client_key
WHERE e.record_id = %s AND e.number > %s ORDER BY e.number
"""
MOVE_CLOCK_SQL = """
INSERT INTO clock_offset (id, seconds) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET seconds = EXCLUDED.seconds
"""


class GigTalk(Talk):
    """The talk of an order, with the staff of the hall and a second order of the seller's other gig."""

    order: Order
    other: Order
    operator: Person


@pytest.fixture(scope="module")
def operator(live_database: str) -> Person:
    """Who runs the hall."""
    return set_up_hall(
        hall_name="The Long Table",
        accent_hue=150,
        name="Olga",
        email=f"olga-{uuid.uuid4().hex}@hall.example",
        password=PASSWORD,
        terms_number=1,
        now=clock.now(),
    )


@pytest.fixture
def gig_talk(live_database: str, operator: Person) -> GigTalk:
    """A buyer with orders of two gigs of one seller."""
    now = clock.now()
    buyer, seller, outsider = make_talker("Bruno"), make_talker("Selma"), make_talker("Ottilie")
    give_credits(buyer.person, PURSE_MINOR, by=operator, now=now)
    order = make_order(make_gig(seller.person, GIG_WORDS, now=now), buyer.person, now=now)
    talk = GigTalk(order.record, buyer, seller, outsider)
    talk.order, talk.operator = order, operator
    talk.other = make_order(make_gig(seller.person, DRAFT_WORDS, now=now), buyer.person, now=now)
    return talk


def allow(talk: GigTalk, **wanted: Any) -> Waiver:
    """Let support make an exception for the talk's gig."""
    return grant(talk.order.gig, talk.operator, now=clock.now(), **wanted)


def end(talk: GigTalk, waiver: Waiver) -> Waiver:
    """Let support revoke it."""
    return revoke(waiver, talk.operator, now=clock.now())


def outcomes(frame: Frame) -> list[tuple[str, str]]:
    """Return the kinds and outcomes of a frame's marks."""
    return [(mark["kind"], mark["outcome"]) for mark in frame["marks"]]


async def test_an_exception_granted_in_the_middle_of_a_talk_and_revoked_again(
    lines: Lines, gig_talk: GigTalk
) -> None:
    talk = gig_talk
    seller, buyer = await lines.open(talk.seller), await lines.open(talk.buyer)

    before = await seller.post(talk.c, WORDS)
    waiver = await beside(allow, talk)
    during = await seller.post(talk.c, f"{WORDS} Or {MAIL}")
    await beside(end, talk, waiver)
    after = await seller.post(talk.c, WORDS)

    assert [outcomes(ack) for ack in (before, during, after)] == [
        [("phone", "mask")],
        [("phone", "allow"), ("email", "mask")],
        [("phone", "mask")],
    ]
    read = [await buyer.until("entry", lambda frame: frame["kind"] == "message") for _ack in range(3)]
    assert [PHONE in frame["t"] for frame in read] == [False, True, False]
    assert all(MAIL not in frame["t"] for frame in read)
    allowed, masked = read[1]["marks"]
    assert read[1]["t"][allowed["s"] : allowed["e"]] == PHONE
    assert allowed["why"].startswith("Allowed here by support’s exception until ")
    assert allowed["why"] == during["marks"][0]["why"]
    assert (allowed["help"], masked["help"]) == ("/contact/#order", "/contact/#order")
    assert "ask support for an exception" in during["marks"][1]["why"]
    # Both sides' pages are told to fetch what support did.
    assert (await buyer.until("changed"))["id"] == talk.c


async def test_what_was_allowed_stays_so_wherever_it_is_read_later(lines: Lines, gig_talk: GigTalk) -> None:
    talk = gig_talk
    waiver = await beside(allow, talk)
    seller = await lines.open(talk.seller)
    number = (await seller.post(talk.c, WORDS))["n"]
    await beside(end, talk, waiver)

    buyer = await lines.open(talk.buyer)
    entries = await buyer.catch_up(talk.c, number - 1)

    assert entries[0]["t"] == WORDS
    assert outcomes(entries[0]) == [("phone", "allow")]


async def test_a_check_while_typing_follows_a_grant_and_a_revocation(lines: Lines, gig_talk: GigTalk) -> None:
    talk = gig_talk
    seller = await lines.open(talk.seller)

    async def checked() -> list[tuple[str, str]]:
        await seller.say(op="check", c=talk.c, t=WORDS)
        return outcomes(await seller.until("checked"))

    assert await checked() == [("phone", "mask")]
    waiver = await beside(allow, talk)
    await seller.until("changed")
    assert await checked() == [("phone", "allow")]
    await beside(end, talk, waiver)
    await seller.until("changed")
    assert await checked() == [("phone", "mask")]


async def test_it_holds_neither_in_the_inbox_nor_in_an_order_of_another_gig(
    lines: Lines, gig_talk: GigTalk
) -> None:
    talk = gig_talk
    asked = await beside(begin, talk)
    await beside(allow, talk)
    seller = await lines.open(talk.seller)

    for record in (talk.other.record.public_id, asked):
        assert outcomes(await seller.post(record, WORDS)) == [("phone", "mask")]
    assert outcomes(await seller.post(talk.c, WORDS)) == [("phone", "allow")]


def begin(talk: GigTalk) -> str:
    """Let the two talk in the inbox too; return that record."""
    begun = begin_conversation(
        by_id=talk.buyer.id, with_id=talk.seller.id, about="", text="Hi", key=uuid.uuid4(), now=clock.now()
    )
    return begun.record.public_id


async def test_an_outsider_can_neither_see_nor_use_it(lines: Lines, gig_talk: GigTalk) -> None:
    talk = gig_talk
    await beside(allow, talk)
    outsider = await lines.open(talk.outsider)

    await outsider.say(op="check", c=talk.c, t=WORDS)
    assert (await outsider.until("error"))["why"] == "no_access"
    assert (await outsider.post(talk.c, WORDS))["why"] == "no_access"


async def test_hidden_contact_under_an_exception_is_not_counted(
    lines: Lines, program: LiveProgram, gig_talk: GigTalk
) -> None:
    talk = gig_talk
    await beside(lambda: allow(talk, kinds=["email"]))
    seller = await lines.open(talk.seller)

    for _time in range(5):
        assert outcomes(await seller.post(talk.c, DISGUISED)) == [("email", "allow")]

    counted = "SELECT count(*) FROM policy_verdict WHERE person_id = %s AND hidden_contacts > 0"
    assert query_sql(program.database_url, counted, talk.seller.id) == [(0,)]
    assert outcomes(await seller.post(talk.c, WORDS)) == [("phone", "mask")]


async def test_revocations_and_posts_at_once_agree_about_the_order_of_things(
    lines: Lines, program: LiveProgram, gig_talk: GigTalk
) -> None:
    talk = gig_talk
    seller, buyer = await lines.open(talk.seller), await lines.open(talk.buyer)
    for race in range(RACES):
        waiver = await beside(allow, talk)
        last = query_sql(
            program.database_url, "SELECT last_number FROM record WHERE id = %s", talk.record.pk
        )[0][0]

        async def pour(who: Line, pause: float) -> list[Frame]:
            await asyncio.sleep(pause)
            return [await who.post(talk.c, WORDS) for _post in range(POSTS_IN_A_RACE)]

        revoking = asyncio.create_task(beside(end, talk, waiver))
        answers = await asyncio.gather(pour(seller, 0), pour(buyer, 0.001 * race))
        await revoking

        rows = query_sql(program.database_url, ENTRIES_SQL, talk.record.pk, last)
        fact = next(number for number, kind, *_rest in rows if kind == "exception_revoked")
        said = {number: rest for number, kind, *rest in rows if kind == "message"}
        assert len(said) == 2 * POSTS_IN_A_RACE
        for number, (shown, outcome, waiver_id) in said.items():
            # Whatever stands after the revocation is withheld, whatever stands before it was allowed.
            is_before = number < fact
            assert (PHONE in shown) == is_before
            assert (outcome, waiver_id) == (("allow", waiver.pk) if is_before else ("mask", None))
        for ack in (frame for frames in answers for frame in frames):
            assert outcomes(ack) == [("phone", "allow" if ack["n"] < fact else "mask")]


async def test_it_is_withheld_again_after_the_exception_has_expired(
    lines: Lines, program: LiveProgram, gig_talk: GigTalk
) -> None:
    """Last in this module: it moves the hall's clock."""
    talk = gig_talk
    await beside(lambda: allow(talk, days=1))
    seller = await lines.open(talk.seller)
    assert outcomes(await seller.post(talk.c, WORDS)) == [("phone", "allow")]

    run_sql(program.database_url, MOVE_CLOCK_SQL, timedelta(days=2).total_seconds())
    found = [("phone", "allow")]
    # The live program reads the clock anew every two seconds.
    async with asyncio.timeout(PATIENCE_SECONDS):
        while found != [("phone", "mask")]:
            await asyncio.sleep(0.2)
            found = outcomes(await seller.post(talk.c, WORDS))

    assert outcomes(await seller.post(talk.c, WORDS, new_key())) == [("phone", "mask")]
