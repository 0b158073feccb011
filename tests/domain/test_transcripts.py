"""The transcript of a session that was held: the same from the database and from the bundle, and its digest."""

import hashlib
import uuid
from datetime import datetime, timedelta

import pytest

from gighall.base.errors import NotYours
from gighall.domain.chat_sessions.actions import end_session, sweep_sessions
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.chat_sessions.queries import Transcript, transcript_of, transcripts_of
from gighall.domain.chat_sessions.rules.transcript import sessions_in, spoken_in, transcript
from gighall.domain.orders.actions import deliver, request_revision
from gighall.domain.orders.models import Delivery, Order
from gighall.domain.orders.queries import moments_of
from gighall.domain.orders.rules import Moment
from gighall.domain.orders.states import DELIVERED, IN_PROGRESS
from gighall.domain.record.actions import erase_entries
from gighall.domain.record.models import Record
from gighall.domain.record.queries import chain_for
from tests.held import begin_session, hold_session
from tests.presses import at_once
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World, ask_support, make_world, say, send_file


def later(world: World, hours: float = 1) -> datetime:
    """Return a moment so many hours after the world was made."""
    return world.now + timedelta(hours=hours)


def of(order: Order, session: ChatSession) -> Transcript:
    """Return the transcript of a session as it is made now."""
    return transcript_of(Record.objects.get(pk=order.record_id), session.public_id)


def newest(order: Order, kind: str) -> Moment:
    """Return the newest fact of a kind."""
    return [moment for moment in moments_of(order.record_id) if moment.kind == kind][-1]


def test_ending_a_session_delivers_its_transcript_with_the_digest_in_both_facts(world: World) -> None:
    session = hold_session(world.order, at=later(world), by=world.seller)

    world.order.refresh_from_db()
    assert world.order.state == DELIVERED
    digest = newest(world.order, "session_ended").fact["digest"]
    delivered = newest(world.order, "delivered").fact
    assert delivered["digest"] == digest
    assert (delivered["session"], delivered["seconds"], delivered["cap_seconds"]) == (
        session.public_id,
        120,
        3_600,
    )
    assert Delivery.objects.get(order=world.order).digest == digest
    held = of(world.order, session)
    assert held.is_whole
    assert hashlib.sha256(held.text.encode()).hexdigest() == digest


def test_the_transcript_has_the_words_of_the_session_and_who_said_them(world: World) -> None:
    say(world.order, world.buyer, "Before the session.", now=world.now)
    session = hold_session(world.order, at=later(world))

    text = of(world.order, session).text

    assert "Buyer:**\n\n    My loop runs one time too often." in text
    assert "Seller:**\n\n    Which numbers does it print?" in text
    assert "Together: 2 min of 60 min (120 of 3600 seconds)" in text
    assert "Before the session." not in text


def test_withheld_words_are_no_part_of_a_transcript(world: World) -> None:
    session = hold_session(world.order, at=later(world), words=[CONTACT_WORDS])

    text = of(world.order, session).text

    assert CONTACT_SECRET not in text
    assert "(withheld: █████)" in text


def test_a_file_stands_in_the_transcript_by_name_size_and_digest(world: World) -> None:
    content = b"print(1)\n"
    session = begin_session(world.order, at=later(world))
    send_file(world.order, world.buyer, "loop.py", content, now=later(world))
    end_session(session_id=session.public_id, by_id=world.buyer.pk, now=later(world) + timedelta(seconds=9))

    text = of(world.order, session).text

    assert f"    loop.py\n    9 bytes\n    SHA-256 {hashlib.sha256(content).hexdigest()}\n" in text


def test_the_bundle_of_either_side_gives_the_same_transcript(world: World) -> None:
    session = hold_session(world.order, at=later(world), words=["Hello", CONTACT_WORDS, "Сколько? كم؟ 多少?"])
    record = Record.objects.get(pk=world.order.record_id)
    held = of(world.order, session)

    for person in (world.buyer, world.seller):
        entries = spoken_in(chain_for(record=record, person_id=person.pk))
        (talk,) = sessions_in(record.public_id, entries)
        assert talk == held.talk
        assert transcript(talk, entries) == held.text


def test_a_session_that_time_ends_is_delivered_with_a_digest_that_fits(world: World) -> None:
    session = begin_session(world.order, at=later(world))
    # An odd moment: the digest must be right to the millisecond that the record keeps.
    sweep_sessions(now=later(world) + timedelta(hours=2, microseconds=123_987), limit=10)

    session.refresh_from_db()
    assert session.ended_at is not None
    assert of(world.order, session).is_whole


def test_a_session_without_time_together_delivers_nothing_but_can_be_read(world: World) -> None:
    session = begin_session(world.order, at=later(world))
    end_session(session_id=session.public_id, by_id=world.buyer.pk, now=later(world))

    world.order.refresh_from_db()
    assert world.order.state == IN_PROGRESS
    assert Delivery.objects.filter(order=world.order).count() == 0
    assert of(world.order, session).is_whole


def test_a_session_that_ends_while_support_looks_at_the_order_delivers_nothing(world: World) -> None:
    session = begin_session(world.order, at=later(world))
    ask_support(world.order, world.buyer, now=later(world))
    end_session(session_id=session.public_id, by_id=world.buyer.pk, now=later(world) + timedelta(seconds=9))

    assert Delivery.objects.filter(order=world.order).count() == 0
    assert of(world.order, session).is_whole


def test_erased_words_are_gone_from_the_transcript_which_says_so(world: World) -> None:
    session = hold_session(world.order, at=later(world))
    number = next(each.number for each in of(world.order, session).entries if each.kind == "message")

    erase_entries(
        record_id=world.order.record_id,
        numbers=[number],
        by_id=world.operator.pk,
        clause="conduct",
        now=later(world, 2),
    )

    held = of(world.order, session)
    assert not held.is_whole
    assert held.erased == [number]
    assert "one time too often" not in held.text
    assert f"the words of #{number} were erased after the session" in held.text


def test_a_second_session_after_a_revision_request_is_a_transcript_of_its_own(world: World) -> None:
    first = hold_session(world.order, at=later(world))
    request_revision(
        order_id=world.order.public_id,
        by_id=world.buyer.pk,
        text="The second loop too, please.",
        key=uuid.uuid4(),
        now=later(world, 2),
    )
    second = hold_session(world.order, at=later(world, 3), words=["The second loop."])

    held = transcripts_of(Record.objects.get(pk=world.order.record_id))

    assert [each.talk.session for each in held] == [first.public_id, second.public_id]
    assert all(each.is_whole for each in held)
    assert newest(world.order, "delivered").fact["version"] == 2
    assert "second loop" not in held[0].text


def test_there_is_no_transcript_of_a_session_that_runs_or_is_of_another_order(world: World) -> None:
    running = begin_session(world.order, at=later(world))

    with pytest.raises(NotYours):
        of(world.order, running)
    with pytest.raises(NotYours):
        of(world.delivered, running)


def test_a_session_that_both_end_while_the_seller_delivers_makes_one_delivery(own_database: str) -> None:
    world = make_world()
    session, at = begin_session(world.order, at=later(world)), later(world) + timedelta(seconds=9)

    def end() -> ChatSession:
        return end_session(session_id=session.public_id, by_id=world.buyer.pk, now=at)

    def hand_over() -> Delivery:
        return deliver(
            order_id=world.order.public_id, by_id=world.seller.pk, text="Done.", key=uuid.uuid4(), now=at
        )

    at_once(end, hand_over, end)

    assert Delivery.objects.filter(order=world.order).count() == 1
    kinds = [moment.kind for moment in moments_of(world.order.record_id)]
    assert kinds.count("session_ended") == kinds.count("delivered") == 1
    assert of(world.order, session).is_whole
