"""A session that has ended delivers its order by its transcript: the hall makes the move, for either side."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.domain.notices.queries import newest_mails
from gighall.domain.orders.actions import (
    accept_delivery,
    cancel_very_late,
    deliver,
    deliver_transcript,
    request_revision,
    sweep_deadlines,
)
from gighall.domain.orders.models import Delivery, Order
from gighall.domain.orders.queries import deadline_of, lock_order_for, moments_of
from gighall.domain.orders.rules import DeliveryUnfit, HeldSession, Moment, MoveRefused
from gighall.domain.orders.states import COMPLETED, DELIVERED, IN_PROGRESS, REVIEW_ENDS, WORK_DUE
from tests.presses import at_once
from tests.world import World, make_world

HELD = HeldSession(
    session="sessionone",
    medium="text",
    first_number=3,
    last_number=9,
    seconds=2_530,
    cap_seconds=3_600,
    digest="ab" * 32,
)
AGAIN = replace(HELD, session="sessiontwo", first_number=20, last_number=31, seconds=600, digest="cd" * 32)


def later(world: World, days: float = 0.1) -> datetime:
    """Return a moment so many days after the world was made."""
    return world.now + timedelta(days=days)


def end(order: Order, held: HeldSession = HELD, *, at: datetime) -> Delivery:
    """Let a session of the order end, as the room of the sessions does it."""
    with transaction.atomic():
        locked = lock_order_for(public_id=order.public_id, person_id=order.buyer_id)
        return deliver_transcript(locked, held=held, now=at)


def newest(order: Order) -> Moment:
    """Return the newest fact of an order."""
    return moments_of(order.record_id)[-1]


@pytest.mark.proves("orders.deliver_transcript")
def test_the_transcript_of_an_ended_session_is_the_delivery(world: World) -> None:
    order, at = world.order, later(world)

    end(order, at=at)

    order.refresh_from_db()
    assert order.state == DELIVERED
    fact = newest(order)
    assert fact.kind == "delivered"
    assert fact.fact == {
        "session": "sessionone",
        "medium": "text",
        "first": 3,
        "last": 9,
        "seconds": 2_530,
        "cap_seconds": 3_600,
        "digest": "ab" * 32,
        "version": 1,
        "late_seconds": 0,
        "review_seconds": limits.REVIEW_WINDOW_DAYS * 86_400,
        "review_ends_at": (at + timedelta(days=limits.REVIEW_WINDOW_DAYS)).isoformat(),
    }
    delivery = Delivery.objects.get(order=order)
    assert (delivery.message_number, delivery.session, delivery.digest) == (None, "sessionone", "ab" * 32)
    assert (delivery.first_number, delivery.last_number, delivery.seconds) == (3, 9, 2_530)


def test_the_review_time_starts_with_the_transcript_and_the_work_ends(world: World) -> None:
    at = later(world)

    end(world.order, at=at)

    assert deadline_of(world.order.pk, REVIEW_ENDS) == at + timedelta(days=limits.REVIEW_WINDOW_DAYS)
    assert deadline_of(world.order.pk, WORK_DUE) is None


def test_both_sides_are_mailed_the_head_after_a_transcript(world: World) -> None:
    end(world.order, at=later(world))

    mails = {mail.to: mail for mail in newest_mails(limit=2)}
    world.order.record.refresh_from_db()
    head = bytes(world.order.record.head).hex()
    assert set(mails) == {world.buyer.email, world.seller.email}
    assert mails[world.buyer.email].subject.startswith("Delivered")
    assert all(head in mail.text for mail in mails.values())


def test_a_late_session_says_how_late(world: World) -> None:
    end(world.order, at=later(world, limits.SESSION_WITHIN_DAYS + 0.5))

    assert newest(world.order).fact["late_seconds"] == 43_200


def test_a_session_of_no_time_delivers_nothing(world: World) -> None:
    with pytest.raises(DeliveryUnfit):
        end(world.order, replace(HELD, seconds=0), at=later(world))

    world.order.refresh_from_db()
    assert world.order.state == IN_PROGRESS


def test_an_order_that_is_delivered_or_ended_gets_no_transcript(world: World) -> None:
    for order in (world.delivered, world.completed):
        with pytest.raises(MoveRefused):
            end(order, at=later(world))

    order = world.order
    cancel_very_late(order_id=order.public_id, by_id=order.buyer_id, now=later(world, 20))
    with pytest.raises(MoveRefused):
        end(order, at=later(world, 20))


def test_silence_accepts_a_transcript_and_the_buyer_can(world: World) -> None:
    end(world.order, at=later(world))
    sweep_deadlines(now=later(world, 0.1 + limits.REVIEW_WINDOW_DAYS), limit=10)

    world.order.refresh_from_db()

    assert world.order.state == COMPLETED
    assert Delivery.objects.get(order=world.order).accepted_at is not None


def test_a_second_session_after_a_revision_request_is_version_2(world: World) -> None:
    order = world.order
    end(order, at=later(world))
    request_revision(
        order_id=order.public_id,
        by_id=order.buyer_id,
        text="Half an hour more, please: the second loop.",
        key=uuid.uuid4(),
        now=later(world, 0.2),
    )

    end(order, AGAIN, at=later(world, 0.3))

    assert [(each.version, each.session) for each in order.deliveries.order_by("id")] == [
        (1, "sessionone"),
        (2, "sessiontwo"),
    ]
    assert newest(order).fact["version"] == 2
    accept_delivery(order_id=order.public_id, by_id=order.buyer_id, now=later(world, 0.4))
    assert [each.accepted_at is not None for each in order.deliveries.order_by("id")] == [False, True]


def test_a_session_delivers_once(world: World) -> None:
    end(world.order, at=later(world))
    other = Delivery(order=world.delivered, by=world.seller, at=world.now, version=2)
    other.session, other.digest = HELD.session, HELD.digest
    other.first_number, other.last_number, other.seconds = 1, 2, 3

    with pytest.raises(IntegrityError, match="delivery_once_a_session"), transaction.atomic():
        other.save()


def test_a_delivery_is_in_words_or_of_a_session_and_never_neither(world: World) -> None:
    empty = Delivery(order=world.order, by=world.seller, at=world.now)

    with pytest.raises(IntegrityError, match="in_words_or_of_a_session"), transaction.atomic():
        empty.save()


def test_a_session_that_ends_while_the_seller_delivers_makes_one_delivery(own_database: str) -> None:
    world = make_world()
    at = later(world, 0.02)

    def press() -> Delivery:
        return deliver(
            order_id=world.order.public_id, by_id=world.seller.pk, text="Done.", key=uuid.uuid4(), now=at
        )

    answers = at_once(press, lambda: end(world.order, at=at), press)

    assert len([answer for answer in answers if isinstance(answer, MoveRefused)]) == 2
    assert Delivery.objects.filter(order=world.order).count() == 1
    kinds = [moment.kind for moment in moments_of(world.order.record_id)]
    assert kinds.count("delivered") == 1
