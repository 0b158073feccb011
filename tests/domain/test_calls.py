"""Video calls as actions: who starts, who joins, who is refused, and what two presses at once come to."""

from datetime import timedelta

import pytest

from gighall.base.errors import NotYours
from gighall.domain.chat_sessions.actions import (
    ask_for_video,
    end_session,
    note_presence,
    start_call,
    withdraw_start,
)
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.chat_sessions.queries import open_session_of
from gighall.domain.chat_sessions.rules import SessionRefused
from gighall.domain.chat_sessions.rules.video import VideoRefused
from gighall.domain.chat_sessions.states import VIDEO
from gighall.domain.orders.models import Order
from gighall.domain.record.models import Entry
from tests.presses import at_once
from tests.world import World, make_call, make_video_order, make_world


def kinds_in(order: Order) -> list[str]:
    """Return the kinds of the order's facts about calls, in order."""
    entries = Entry.objects.filter(record_id=order.record_id).order_by("number")
    return [entry.kind for entry in entries if entry.kind.startswith(("session_", "video_"))]


def test_the_seller_starts_the_call_and_it_begins_when_the_buyer_joins(world: World) -> None:
    order, now = make_video_order(world), world.now + timedelta(minutes=30)
    rings = start_call(order_id=order.public_id, by_id=world.seller.pk, everywhere=False, now=now)

    call = start_call(
        order_id=order.public_id,
        by_id=world.buyer.pk,
        everywhere=False,
        joins=rings.public_id,
        now=now + timedelta(seconds=8),
    )

    assert (call.public_id, call.medium) == (rings.public_id, VIDEO)
    assert call.started_at == now + timedelta(seconds=8)
    assert call.cap_seconds == 60 * 60
    assert kinds_in(order) == ["session_opened", "session_started"]


def test_the_buyer_cannot_start_a_call(world: World) -> None:
    order = make_video_order(world)

    with pytest.raises(VideoRefused, match="You can ask for one"):
        start_call(order_id=order.public_id, by_id=world.buyer.pk, everywhere=False, now=world.now)

    assert kinds_in(order) == []


def test_a_call_that_was_taken_back_cannot_be_joined(world: World) -> None:
    call = make_call(world)
    now = world.now + timedelta(minutes=40)
    withdraw_start(session_id=call.public_id, by_id=world.seller.pk, now=now)

    with pytest.raises(SessionRefused, match="took their start back"):
        start_call(
            order_id=call.order.public_id,
            by_id=world.buyer.pk,
            everywhere=False,
            joins=call.public_id,
            now=now,
        )


@pytest.mark.parametrize("side", ["seller", "buyer"])
def test_an_ordinary_order_has_no_call(world: World, side: str) -> None:
    person = world.people[side]
    assert person is not None

    with pytest.raises(VideoRefused, match="This order has no video call"):
        start_call(order_id=world.order.public_id, by_id=person.pk, everywhere=False, now=world.now)
    with pytest.raises(VideoRefused, match="This order has no video call"):
        ask_for_video(order_id=world.order.public_id, by_id=person.pk, everywhere=False, now=world.now)

    assert kinds_in(world.order) == []


def test_the_operators_setting_widens_calls_to_every_order(world: World) -> None:
    now = world.now + timedelta(minutes=30)

    call = start_call(order_id=world.order.public_id, by_id=world.seller.pk, everywhere=True, now=now)

    assert call.medium == VIDEO


def test_an_outsider_can_neither_start_nor_join_nor_ask_nor_attend(world: World) -> None:
    call, now = make_call(world), world.now + timedelta(minutes=30)
    order_id, by_id = call.order.public_id, world.outsider.pk

    with pytest.raises(NotYours):
        start_call(order_id=order_id, by_id=by_id, everywhere=True, joins=call.public_id, now=now)
    with pytest.raises(NotYours):
        ask_for_video(order_id=order_id, by_id=by_id, everywhere=True, now=now)
    with pytest.raises(NotYours):
        end_session(session_id=call.public_id, by_id=by_id, now=now)
    with pytest.raises(NotYours):
        note_presence(session_id=call.public_id, by_id=by_id, line="a", at=now, now=now)

    assert kinds_in(call.order) == ["session_opened"]


def test_the_buyer_asks_once_until_a_call_was_started(world: World) -> None:
    order, now = make_video_order(world), world.now + timedelta(minutes=30)
    ask_for_video(order_id=order.public_id, by_id=world.buyer.pk, everywhere=False, now=now)

    with pytest.raises(VideoRefused, match="You have asked"):
        ask_for_video(order_id=order.public_id, by_id=world.buyer.pk, everywhere=False, now=now)
    call = start_call(order_id=order.public_id, by_id=world.seller.pk, everywhere=False, now=now)
    withdraw_start(session_id=call.public_id, by_id=world.seller.pk, now=now)
    ask_for_video(order_id=order.public_id, by_id=world.buyer.pk, everywhere=False, now=now)

    assert kinds_in(order) == ["video_asked", "session_opened", "session_withdrawn", "video_asked"]


def test_a_call_started_twice_at_the_same_moment_rings_once(own_database: str) -> None:
    world = make_world()
    order, now = make_video_order(world), world.now + timedelta(minutes=30)

    def press() -> ChatSession:
        return start_call(order_id=order.public_id, by_id=world.seller.pk, everywhere=False, now=now)

    answers = at_once(press, press, press)

    assert len({answer.public_id for answer in answers if isinstance(answer, ChatSession)}) == 1
    assert kinds_in(order) == ["session_opened"]


def test_joined_and_taken_back_at_the_same_moment_it_has_begun_or_has_not(own_database: str) -> None:
    world = make_world()
    call, now = make_call(world), world.now + timedelta(minutes=30)

    at_once(
        lambda: start_call(
            order_id=call.order.public_id,
            by_id=world.buyer.pk,
            everywhere=False,
            joins=call.public_id,
            now=now,
        ),
        lambda: withdraw_start(session_id=call.public_id, by_id=world.seller.pk, now=now),
    )

    is_open = open_session_of(call.order_id, VIDEO) is not None
    assert kinds_in(call.order) == ["session_opened", "session_started" if is_open else "session_withdrawn"]


def test_asked_twice_at_the_same_moment_stands_once(own_database: str) -> None:
    world = make_world()
    order, now = make_video_order(world), world.now + timedelta(minutes=30)

    def press() -> None:
        ask_for_video(order_id=order.public_id, by_id=world.buyer.pk, everywhere=False, now=now)

    answers = at_once(press, press)

    assert len([answer for answer in answers if isinstance(answer, VideoRefused)]) == 1
    assert kinds_in(order) == ["video_asked"]


def test_both_hang_up_at_the_same_moment_and_the_call_ends_once(own_database: str) -> None:
    world = make_world()
    call, now = make_call(world), world.now + timedelta(minutes=30)
    start_call(
        order_id=call.order.public_id, by_id=world.buyer.pk, everywhere=False, joins=call.public_id, now=now
    )

    at_once(
        *(
            lambda person=person: end_session(session_id=call.public_id, by_id=person.pk, now=now)
            for person in (world.buyer, world.seller)
        )
    )

    assert kinds_in(call.order) == ["session_opened", "session_started", "session_ended"]
