"""Two real connections press in one session at the same moment: one wins, nothing is half done or done twice."""

import itertools
import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from gighall.domain.chat_sessions.actions import (
    close_line,
    end_session,
    note_presence,
    pause,
    press_start,
    resume,
    sweep_sessions,
    withdraw_start,
)
from gighall.domain.chat_sessions.models import ChatSession, Lease
from gighall.domain.chat_sessions.rules import SessionRefused
from gighall.domain.ledger.queries import sum_of_all_balances
from gighall.domain.orders.actions import answer_request, open_request
from gighall.domain.orders.models import Delivery, Order
from gighall.domain.orders.rules import CANCEL, Wish
from gighall.domain.orders.states import CANCELLED, DELIVERED
from gighall.domain.record.models import Entry
from tests.presses import at_once
from tests.world import World, make_world


def facts(world: World) -> list[str]:
    """Return what the order's record says of sessions, in order."""
    entries = Entry.objects.filter(record_id=world.order.record_id, kind__startswith="session_")
    return [
        kind.removeprefix("session_") for kind in entries.order_by("number").values_list("kind", flat=True)
    ]


def held(world: World, now: datetime, *, seconds: int = 10) -> tuple[ChatSession, datetime]:
    """Let both start a session and be there for a while; return it and the moment."""
    for person in (world.buyer, world.seller):
        session = press_start(order_id=world.order.public_id, by_id=person.pk, now=now)
    for moment in (now, now + timedelta(seconds=seconds)):
        for person in (world.buyer, world.seller):
            note_presence(session_id=session.public_id, by_id=person.pk, line="one", at=moment, now=moment)
    return session, now + timedelta(seconds=seconds)


def test_both_press_start_at_once_and_one_session_begins(own_database: str) -> None:
    world = make_world()
    now = world.now + timedelta(minutes=30)

    def press(person_id: int) -> ChatSession:
        return press_start(order_id=world.order.public_id, by_id=person_id, now=now)

    buyer, seller = world.buyer.pk, world.seller.pk
    answers = at_once(*(partial(press, who) for who in (buyer, seller, buyer, seller)))

    assert len({answer.pk for answer in answers if isinstance(answer, ChatSession)}) == 1
    assert facts(world) == ["opened", "started"]


def test_a_start_taken_back_while_the_other_presses_is_either_begun_or_gone(own_database: str) -> None:
    world = make_world()
    now = world.now + timedelta(minutes=30)
    for _round in range(4):
        before = len(facts(world))
        session = press_start(order_id=world.order.public_id, by_id=world.buyer.pk, now=now)

        answers = at_once(
            partial(withdraw_start, session_id=session.public_id, by_id=world.buyer.pk, now=now),
            partial(
                press_start,
                order_id=world.order.public_id,
                by_id=world.seller.pk,
                joins=session.public_id,
                now=now,
            ),
        )

        said = facts(world)[before:]
        assert said in (["opened", "withdrawn"], ["opened", "started"])
        assert [isinstance(answer, SessionRefused) for answer in answers].count(True) == 1
        if said[-1] == "started":
            end_session(session_id=session.public_id, by_id=world.buyer.pk, now=now)


def test_ended_by_both_at_once_it_is_billed_and_delivered_once(own_database: str) -> None:
    world = make_world()
    session, now = held(world, world.now + timedelta(minutes=30))

    def press(person_id: int) -> ChatSession:
        return end_session(session_id=session.public_id, by_id=person_id, now=now)

    answers = at_once(
        lambda: press(world.buyer.pk), lambda: press(world.seller.pk), lambda: press(world.buyer.pk)
    )

    assert [answer.billed_seconds for answer in answers if isinstance(answer, ChatSession)] == [10, 10, 10]
    assert facts(world).count("ended") == 1
    assert Delivery.objects.filter(order=world.order).count() == 1
    assert Entry.objects.filter(record_id=world.order.record_id, kind="delivered").count() == 1


def test_ended_and_paused_at_once_it_has_ended(own_database: str) -> None:
    world = make_world()
    session, now = held(world, world.now + timedelta(minutes=30))

    answers = at_once(
        lambda: end_session(session_id=session.public_id, by_id=world.buyer.pk, now=now),
        lambda: pause(session_id=session.public_id, by_id=world.seller.pk, now=now),
        lambda: resume(session_id=session.public_id, by_id=world.seller.pk, now=now),
    )

    session.refresh_from_db()
    assert session.billed_seconds == 10
    assert facts(world)[-1] == "ended"
    assert any(isinstance(answer, ChatSession) for answer in answers)


def test_paused_and_resumed_at_once_the_record_tells_them_one_after_the_other(own_database: str) -> None:
    world = make_world()
    session, now = held(world, world.now + timedelta(minutes=30))
    names: dict[str, Any] = {"session_id": session.public_id, "now": now}

    for _round in range(3):
        at_once(
            lambda: pause(by_id=world.buyer.pk, **names),
            lambda: pause(by_id=world.seller.pk, **names),
            lambda: resume(by_id=world.buyer.pk, **names),
            lambda: resume(by_id=world.seller.pk, **names),
        )

    said = [kind for kind in facts(world) if kind in ("paused", "resumed")]
    assert all(one != other for one, other in itertools.pairwise(said))
    assert said[0] == "paused"


def test_ended_while_the_order_is_cancelled_the_money_moves_once(own_database: str) -> None:
    world = make_world()
    session, now = held(world, world.now + timedelta(minutes=30))
    request = open_request(
        order_id=world.order.public_id,
        by_id=world.buyer.pk,
        wish=Wish(CANCEL),
        text="Something has come up, let us stop here.",
        key=uuid.uuid4(),
        now=now,
    )

    at_once(
        lambda: end_session(session_id=session.public_id, by_id=world.seller.pk, now=now),
        lambda: answer_request(
            order_id=world.order.public_id,
            request_id=request.public_id,
            by_id=world.seller.pk,
            answer="accepted",
            now=now,
        ),
    )

    order, session = Order.objects.get(pk=world.order.pk), ChatSession.objects.get(pk=session.pk)
    assert (order.state, session.billed_seconds) == (CANCELLED, 10)
    assert session.why in ("pressed", "order_ended")
    assert Delivery.objects.filter(order=order).count() == (session.why == "pressed")
    assert sum_of_all_balances() == 0


def test_joined_and_left_many_times_at_once_the_lines_and_the_record_agree(own_database: str) -> None:
    world = make_world()
    session, now = held(world, world.now + timedelta(minutes=30))
    names: dict[str, Any] = {"session_id": session.public_id, "now": now}

    def come(line: str) -> ChatSession:
        return note_presence(by_id=world.buyer.pk, line=line, at=now, **names)

    def go(line: str) -> None:
        close_line(person_id=world.buyer.pk, line=line, until=now, **names)

    at_once(
        *(partial(come, line) for line in ("one", "two", "two")),
        *(partial(go, line) for line in ("one", "two")),
        lambda: sweep_sessions(now=now, limit=10),
    )

    open_lines = Lease.objects.filter(session=session).count()
    assert facts(world).count("joined") - facts(world).count("left") == open_lines


def test_ended_by_the_sweep_and_by_a_side_at_once_it_ends_once(own_database: str) -> None:
    world = make_world()
    session, now = held(world, world.now + timedelta(minutes=30))
    late = now + timedelta(hours=1)

    at_once(
        lambda: sweep_sessions(now=late, limit=10),
        lambda: end_session(session_id=session.public_id, by_id=world.buyer.pk, now=late),
        lambda: sweep_sessions(now=late, limit=10),
    )

    order = Order.objects.get(pk=world.order.pk)
    assert (order.state, facts(world).count("ended")) == (DELIVERED, 1)
    assert facts(world).count("left") == 2
