"""Feedback: blind until both have given it or the time is over, once a side, one answer, no contact details."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.orders.actions import (
    accept_delivery,
    answer_request,
    give_feedback,
    open_request,
    reply_to_feedback,
    sweep_deadlines,
)
from gighall.domain.orders.models import Feedback, Order
from gighall.domain.orders.queries import feedback_about, feedback_of, rating_of
from gighall.domain.orders.rules import ACCEPTED, CANCEL, Wish
from gighall.domain.orders.rules.feedback import FeedbackRefused
from tests.presses import at_once
from tests.world import World, make_world

ClientOf = Callable[[Person | None], Client]
WORDS = "Patient, quick, and the loop ends now."


def give(
    order: Order, by: Person, *, stars: tuple[int, int, int] = (5, 4, 5), text: str = WORDS, at: datetime
) -> Feedback:
    """Let a side of an order say how it was."""
    return give_feedback(
        order_id=order.public_id, by_id=by.pk, stars=stars, text=text, private_note="", now=at
    )


def later(world: World, **span: float) -> datetime:
    """Return a moment after the world was made and its order completed."""
    return world.now + timedelta(hours=1) + timedelta(**span)


def readable(order: Order, person: Person) -> list[str]:
    """Return by which sides a person reads feedback of an order."""
    return [each.side for each in feedback_of(order.pk, person_id=person.pk)]


def test_feedback_is_blind_until_both_have_given_it(world: World) -> None:
    order = world.completed
    give(order, world.buyer, at=later(world))
    assert readable(order, world.seller) == []
    assert readable(order, world.buyer) == ["buyer"]
    assert not feedback_about(world.seller.pk, side="buyer").exists()

    give(order, world.seller, at=later(world, hours=1))

    assert readable(order, world.seller) == readable(order, world.buyer) == ["buyer", "seller"]
    assert rating_of(feedback_about(world.seller.pk, side="buyer", gig_id=world.gig.pk)) == (1, 14 / 3)


def test_after_two_weeks_it_is_shown_and_no_more_is_taken(world: World) -> None:
    order = world.completed
    give(order, world.buyer, at=later(world))
    after = later(world, days=limits.FEEDBACK_DAYS)

    sweep_deadlines(now=after, limit=100)

    assert readable(order, world.seller) == ["buyer"]
    with pytest.raises(FeedbackRefused, match="14 days"):
        give(order, world.seller, at=after)


@pytest.mark.parametrize(
    ("stars", "text"),
    [((0, 5, 5), WORDS), ((5, 6, 5), WORDS), ((5, 5, 5), "short"), ((5, 5, 5), "x" * 2_001)],
)
def test_stars_and_words_have_their_limits(world: World, stars: tuple[int, int, int], text: str) -> None:
    with pytest.raises(FeedbackRefused):
        give(world.completed, world.buyer, stars=stars, text=text, at=later(world))


def test_an_open_order_and_a_second_time_are_refused(world: World) -> None:
    with pytest.raises(FeedbackRefused, match="ended"):
        give(world.order, world.buyer, at=later(world))
    give(world.completed, world.buyer, at=later(world))

    with pytest.raises(FeedbackRefused, match="cannot be changed"):
        give(world.completed, world.buyer, at=later(world))


def test_an_outsider_gives_none_and_answers_none(world: World) -> None:
    with pytest.raises(NotYours):
        give(world.completed, world.outsider, at=later(world))
    given = give(world.completed, world.buyer, at=later(world))
    give(world.completed, world.seller, at=later(world))

    for person in (world.outsider, world.buyer):
        with pytest.raises(NotYours):
            reply_to_feedback(feedback_id=given.public_id, by_id=person.pk, text="No.", now=later(world))


def test_blind_feedback_is_not_answered_and_shown_one_once(world: World) -> None:
    given = give(world.completed, world.buyer, at=later(world))
    with pytest.raises(NotYours):
        reply_to_feedback(
            feedback_id=given.public_id, by_id=world.seller.pk, text="Thanks.", now=later(world)
        )
    give(world.completed, world.seller, at=later(world))

    reply_to_feedback(feedback_id=given.public_id, by_id=world.seller.pk, text="Thanks.", now=later(world))

    with pytest.raises(FeedbackRefused, match="one answer"):
        reply_to_feedback(feedback_id=given.public_id, by_id=world.seller.pk, text="And.", now=later(world))


def test_contact_details_are_withheld_from_everybody_else(world: World, client_of: ClientOf) -> None:
    give(world.completed, world.buyer, text="Great help, ask me@mail.example how it was.", at=later(world))
    give(world.completed, world.seller, at=later(world))

    page = client_of(None).get(f"/gigs/{world.gig.public_id}/").content.decode()
    profile = client_of(None).get(f"/people/{world.seller.public_id}/").content.decode()

    for shown in (page, profile):
        assert "Great help" in shown
        assert "me@mail.example" not in shown


def test_an_order_cancelled_before_anything_happened_is_not_rated(world: World, client_of: ClientOf) -> None:
    request = open_request(
        order_id=world.order.public_id,
        by_id=world.buyer.pk,
        wish=Wish(CANCEL),
        text="I do not need it any more.",
        key=uuid.uuid4(),
        now=later(world),
    )
    answer_request(
        order_id=world.order.public_id,
        request_id=request.public_id,
        by_id=world.seller.pk,
        answer=ACCEPTED,
        now=later(world),
    )

    with pytest.raises(FeedbackRefused, match="cancelled"):
        give(world.order, world.buyer, at=later(world))
    client = client_of(world.buyer)
    address = f"/feedback/{world.order.public_id}/"
    page = client.get(address).content.decode()
    assert "nothing is to be rated" in page
    assert "Give feedback" not in page
    assert address not in client.get(f"/orders/{world.order.public_id}/").content.decode()


def test_two_sides_who_press_at_once_open_it_once(own_database: str) -> None:
    world = make_world()
    accept_delivery(order_id=world.delivered.public_id, by_id=world.buyer.pk, now=later(world))

    at_once(
        lambda: give(world.delivered, world.buyer, at=later(world)),
        lambda: give(world.delivered, world.seller, at=later(world)),
        lambda: give(world.delivered, world.buyer, at=later(world)),
    )

    shown = Feedback.objects.filter(order=world.delivered, shown_at__isnull=False)
    assert sorted(shown.values_list("side", flat=True)) == ["buyer", "seller"]


def test_the_page_keeps_what_was_typed_and_shows_what_was_given(world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.buyer), f"/feedback/{world.completed.public_id}/"
    refused = client.post(path, {"result": "5", "talk": "5", "text": WORDS})
    assert refused.status_code == 422
    assert WORDS in refused.content.decode()

    client.post(path, {"result": "5", "talk": "5", "time": "4", "text": WORDS})

    assert "Only you read this" in client.get(path).content.decode()
    assert client_of(world.outsider).get(path).status_code == 404


def test_a_note_for_support_is_read_by_staff_alone(world: World, client_of: ClientOf) -> None:
    give_feedback(
        order_id=world.completed.public_id,
        by_id=world.buyer.pk,
        stars=(5, 5, 5),
        text=WORDS,
        private_note="He asked me twice for my address.",
        now=later(world),
    )
    give(world.completed, world.seller, at=later(world))

    assert "asked me twice" in client_of(world.operator).get("/staff/notes/").content.decode()
    for person in (world.seller, world.outsider, None):
        for path in (
            f"/gigs/{world.gig.public_id}/",
            f"/feedback/{world.completed.public_id}/",
            "/staff/notes/",
        ):
            assert "asked me twice" not in client_of(person).get(path).content.decode()
