"""Batches of the live program and actions of Django on the same records at once: no deadlock, no gap, one chain."""

import asyncio
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import psycopg
import pytest

from gighall.base import clock
from gighall.domain.accounts.actions import set_up_hall
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import mark_read, post_message
from gighall.domain.orders.actions import accept_delivery, deliver
from gighall.domain.orders.models import Order
from gighall.domain.record.actions import erase_entries
from gighall.domain.record.rules import JudgedTooEarly
from tests.live.hands import beside
from tests.live.line import Line, Lines, new_key
from tests.live.load import Load, chain_holds
from tests.live.program import LiveProgram, Talk, Talker, make_record, make_talker, query_sql, running_with
from tests.patience import until
from tests.world import GIG_WORDS, PASSWORD, PURSE_MINOR, give_credits, make_gig, make_order

Answer = TypeVar("Answer")
ORDERS = 3
TURNS = 40
HELD_TURNS = 20
DEADLOCKS_SQL = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
# In which order transactions wrote the entries of a record; and who waits for a lock on its table.
WRITTEN_SQL = "SELECT xmin::text::bigint FROM entry WHERE record_id = %s ORDER BY number"
WAITING_SQL = """SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'entry'::regclass
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
POURED, SHARE = 60, 5
KINDS_SQL = "SELECT kind, count(*) FROM entry WHERE record_id = %s GROUP BY kind"


@dataclass
class OrderTalk(Talk):
    """The talk of an order in progress."""

    order: Order
    operator: Person


@pytest.fixture
def order_talks(live_database: str) -> list[OrderTalk]:
    """Orders in progress, each between two people of its own."""
    now = clock.now()
    operator = set_up_hall(
        hall_name="The Long Table",
        accent_hue=150,
        name="Olga",
        email=f"olga-{uuid.uuid4().hex}@hall.example",
        password=PASSWORD,
        terms_number=1,
        now=now,
    )
    return [make_order_talk(operator) for _order in range(ORDERS)]


def make_order_talk(operator: Person) -> OrderTalk:
    """Let somebody order a gig."""
    now = clock.now()
    buyer, seller, outsider = make_talker("Bruno"), make_talker("Selma"), make_talker("Ottilie")
    give_credits(buyer.person, PURSE_MINOR, by=operator, now=now)
    order = make_order(make_gig(seller.person, GIG_WORDS, now=now), buyer.person, now=now)
    return OrderTalk(order.record, buyer, seller, outsider, order, operator)


def send(act: Callable[..., Answer], **named: object) -> Answer:
    """Send words by a form with one key; who is told to send them again, because more was written, does so."""
    key = uuid.uuid4()

    def taken() -> Answer | None:
        with suppress(JudgedTooEarly):
            return act(**named, key=key, now=clock.now())
        return None

    return until(taken, what="the words are taken")


def write_and_read(talk: OrderTalk, who: Talker) -> None:
    """Write by the page's form and read what is there, turn after turn."""
    for turn in range(TURNS):
        number = send(
            post_message,
            record_id=talk.record.pk,
            author_id=who.id,
            text=f"By the form, {turn}: {'anna@mail.example' if turn % 5 == 0 else 'plain words'}",
        )
        mark_read(record_id=talk.record.pk, person_id=who.id, number=number, now=clock.now())


def erase_now_and_then(talk: OrderTalk) -> None:
    """Take the words of messages away, while others are being written."""
    for _turn in range(TURNS // 5):
        numbers = query_messages(talk)
        erase_entries(
            record_id=talk.record.pk,
            numbers=numbers,
            by_id=talk.operator.pk,
            clause="outside-contact",
            now=clock.now(),
        )


def query_messages(talk: OrderTalk) -> list[int]:
    """Return the numbers of a few messages of a talk."""
    entries = talk.record.entries.filter(kind="message", shown__isnull=False).order_by("-number")
    return list(entries.values_list("number", flat=True)[:3])


def deliver_and_accept(talk: OrderTalk) -> None:
    """Deliver the order, and accept the delivery."""
    send(
        deliver,
        order_id=talk.order.public_id,
        by_id=talk.seller.id,
        text="Here is all that was ordered, with a note on every line that was changed.",
    )
    accept_delivery(order_id=talk.order.public_id, by_id=talk.buyer.id, now=clock.now())


async def test_live_batches_and_actions_on_the_same_records_leave_no_gap(
    program: LiveProgram, order_talks: list[OrderTalk]
) -> None:
    load = Load(program, order_talks, devices=1)
    hands: list[Callable[[OrderTalk], None]] = [
        lambda talk: write_and_read(talk, talk.buyer),
        lambda talk: write_and_read(talk, talk.seller),
        erase_now_and_then,
        deliver_and_accept,
    ]

    async with load.running():
        await load.more_acks(10)
        await asyncio.gather(*(beside(hand, talk) for talk in order_talks for hand in hands))
        await load.more_acks(10)
        await load.calm()

    load.assert_kept()
    for talk in order_talks:
        # By the form each side TURNS, and the words of the delivery.
        by_hand = 2 * TURNS + 1
        by_socket = sum(len(client.acked) for client in load.clients if client.c == talk.c)
        kinds = dict(query_sql(program.database_url, KINDS_SQL, talk.record.pk))
        assert (kinds["message"], kinds["erased"]) == (by_hand + by_socket, TURNS // 5)
        assert kinds["delivered"] == 1
        assert await beside(chain_holds, talk)
    assert query_sql(program.database_url, DEADLOCKS_SQL) == [(0,)]


async def test_a_record_that_is_held_delays_no_other_and_keeps_its_order(
    lines: Lines, program: LiveProgram, talk: Talk
) -> None:
    other = await beside(make_record, talk.buyer, talk.outsider)
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    outsider = await lines.open(talk.outsider)
    keys = [new_key() for _turn in range(HELD_TURNS)]
    with psycopg.connect(program.database_url) as holder:
        holder.execute("SELECT 1 FROM record WHERE id = %s FOR NO KEY UPDATE", [talk.record.pk])
        for turn, key in enumerate(keys):
            await buyer.say(op="post", c=talk.c, k=key, t=f"Held {turn}")
            await buyer.say(op="read", c=talk.c, n=turn)
            # Stored while the other record is held: what waited for it would wait for ever.
            assert (await outsider.post(other.public_id, f"Not held {turn}"))["n"] == turn + 1
        answered = [frame for frame in buyer.heard if frame["op"] in {"ack", "refused"}]

    assert answered == []
    numbers = [(await buyer.answer_to(key))["n"] for key in keys]
    told = [(await seller.until("entry"))["t"] for _key in keys]
    assert numbers == list(range(1, len(keys) + 1))
    assert told == [f"Held {turn}" for turn in range(len(keys))]


def waiting(program: LiveProgram) -> bool:
    """Say whether somebody waits for the table of entries."""
    return query_sql(program.database_url, WAITING_SQL) != [(0,)]


async def test_who_pours_many_in_does_not_hold_up_the_others(live_database: str, talk: Talk) -> None:
    calm = await beside(make_record, talk.buyer, talk.outsider)
    async with (
        running_with(
            live_database, POSTS_PER_BATCH_MAX=4 * SHARE, POSTS_OF_A_RECORD_PER_BATCH_MAX=SHARE
        ) as program,
        Line(program.socket_path, talk.seller.token) as pouring,
        Line(program.socket_path, talk.outsider.token) as patient,
    ):
        await pouring.post(talk.c, "What was written here is read now.")
        await patient.post(calm.public_id, "And here.")
        with psycopg.connect(program.database_url) as holder:
            holder.execute("LOCK TABLE entry IN ACCESS EXCLUSIVE MODE")
            await pouring.say(op="post", c=talk.c, k=new_key(), t="This one flies, and waits.")
            await asyncio.to_thread(until, lambda: waiting(program), what="a batch waits for the table")
            keys = [new_key() for _post in range(POURED)]
            for key in keys:
                await pouring.say(op="post", c=talk.c, k=key, t="One of many")
            await pouring.say(op="ping")
            await pouring.until("pong")
            key = new_key()
            await patient.say(op="post", c=calm.public_id, k=key, t="Only this one")
            await patient.say(op="ping")
            await patient.until("pong")
        assert (await patient.answer_to(key))["n"] == 2
        assert [(await pouring.answer_to(one))["n"] for one in keys] == list(range(3, POURED + 3))

    (_first, (theirs,)) = query_sql(program.database_url, WRITTEN_SQL, calm.pk)
    poured = [row[0] for row in query_sql(program.database_url, WRITTEN_SQL, talk.record.pk)]
    assert sum(one < theirs for one in poured) <= 2 + SHARE
