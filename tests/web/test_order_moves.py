"""Every move of an order by its page: both sides, refusals that keep what was typed, and pressing twice."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.rules import RequirementWords
from gighall.domain.ledger.queries import balance_of
from gighall.domain.orders.actions import open_request, sweep_deadlines
from gighall.domain.orders.models import Delivery, Order, Request
from gighall.domain.orders.rules import CANCEL, TIME, Wish
from gighall.domain.orders.states import CANCELLED, COMPLETED, DELIVERED, IN_PROGRESS, REQUIREMENTS
from gighall.domain.record.models import Entry
from tests.world import GIG_WORDS, World, make_gig, make_order, say

ClientOf = Callable[[Person | None], Client]
PassTime = Callable[[timedelta], datetime]
POINTS = "The second loop still never ends."
ASKING = replace(
    GIG_WORDS,
    requirements=(
        RequirementWords("Which program is it?", True),
        RequirementWords("Which machine runs it?", True),
        RequirementWords("Anything else?", False),
    ),
    revisions=1,
)


@pytest.fixture
def asking(world: World) -> Order:
    """An order whose seller asks three questions, two of which must be answered."""
    return make_order(make_gig(world.seller, ASKING, now=world.now), world.buyer, now=world.now)


class Desk:
    """Somebody at the page of an order, without script."""

    def __init__(self, client: Client, order: Order) -> None:
        self.client, self.order = client, order
        self.path = f"/orders/{order.public_id}/"

    def look(self, query: str = "") -> str:
        """Return the words of the page."""
        answer = self.client.get(f"{self.path}{query}")
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    def press(self, noun: str, **fields: Any) -> Any:
        """Send a form of the page."""
        fields.setdefault("client_key", str(uuid.uuid4()))
        return self.client.post(f"{self.path}{noun}/", fields)

    def refused(self, noun: str, **fields: Any) -> str:
        """Send a form that is refused; return the words of the page."""
        answer = self.press(noun, **fields)
        assert answer.status_code == 422
        return unescape(answer.content.decode())

    def done(self, noun: str, **fields: Any) -> str:
        """Send a form that is done; return the entry to which it leads."""
        answer = self.press(noun, **fields)
        assert answer.status_code == 302, unescape(answer.content.decode())
        found = re.fullmatch(rf"{self.path}#entry-(\d+)", answer.headers["Location"])
        assert found, answer.headers["Location"]
        return found[1]

    @property
    def state(self) -> str:
        """Return the order's state now."""
        self.order.refresh_from_db()
        return self.order.state


@pytest.fixture
def at(world: World, client_of: ClientOf) -> Callable[[str, Order], Desk]:
    """Return a person of the cast at the page of an order."""
    return lambda who, order: Desk(client_of(world.people[who]), order)


At = Callable[[str, Order], Desk]


def kind_of(order: Order, number: str) -> str:
    """Return the kind of an entry of the order's record."""
    return Entry.objects.get(record_id=order.record_id, number=int(number)).kind


def test_answers_begin_the_work(at: At, asking: Order) -> None:
    buyer = at("buyer", asking)
    before = buyer.look()

    number = buyer.done("answers", answer_1="A loop", answer_2="A laptop", answer_3="")

    assert "Answer the seller’s questions" in before
    assert "It stands still: the seller’s questions wait for your answers." in before
    assert buyer.state == IN_PROGRESS
    words = Entry.objects.get(record_id=asking.record_id, number=int(number)).shown
    assert words == "Which program is it?\nA loop\n\nWhich machine runs it?\nA laptop"
    assert "answered the seller’s questions. The work begins." in at("seller", asking).look()


def test_every_answer_that_is_missing_is_said_at_once_and_the_others_stay(at: At, asking: Order) -> None:
    buyer = at("buyer", asking)

    page = buyer.refused("answers", answer_1=" ", answer_2="", answer_3="It runs at night only")

    assert page.count("This field is required.") == 2
    assert "It runs at night only" in page
    assert buyer.state == REQUIREMENTS


def test_a_delivery_takes_what_was_picked_along(world: World, at: At) -> None:
    seller = at("seller", world.order)
    picked = say(world.order, world.seller, "The line as it should be", now=world.now + timedelta(minutes=8))
    offered = seller.look()

    number = seller.done("deliveries", text="All lines, with notes.", picked=[str(picked)])

    assert f'value="{picked}"' in offered
    assert seller.state == DELIVERED
    assert Delivery.objects.get(order=world.order).picked == [picked]
    assert kind_of(world.order, number) == "message"
    page = at("buyer", world.order).look()
    assert f'<a href="#entry-{picked}">Entry {picked}</a>' in page
    assert f'<a href="#entry-{number}">What was delivered</a>' in page


def test_a_refused_delivery_keeps_words_and_picks(world: World, at: At) -> None:
    seller = at("seller", world.order)
    mine = say(world.order, world.seller, "Mine", now=world.now + timedelta(minutes=8))
    theirs = say(world.order, world.buyer, "Not mine", now=world.now + timedelta(minutes=9))

    page = seller.refused("deliveries", text="All of it.", picked=[str(mine), str(theirs)])

    assert "Deliver messages and files that you sent in this talk yourself." in page
    assert "All of it." in page
    assert re.search(rf'value="{mine}"[^>]* checked', page)
    assert seller.state == IN_PROGRESS


@pytest.mark.parametrize("picked", ["x", "-1", "9" * 400])
def test_what_is_no_entry_is_no_pick(world: World, at: At, picked: str) -> None:
    at("seller", world.order).refused("deliveries", text="All of it.", picked=[picked])


def test_accepting_says_first_who_gets_what(world: World, at: At) -> None:
    buyer = at("buyer", world.delivered)
    page = buyer.look()

    number = buyer.done("acceptance")

    assert "Selma Seller gets €32.00. This cannot be taken back." in page
    assert buyer.state == COMPLETED
    assert kind_of(world.delivered, number) == "payment_released"


def test_a_revision_is_counted_and_then_used_up(world: World, at: At) -> None:
    buyer, seller = at("buyer", world.delivered), at("seller", world.delivered)
    before = buyer.look()

    number = buyer.done("revisions", text=POINTS)

    assert "1 revision is left." in before
    assert buyer.state == IN_PROGRESS
    assert kind_of(world.delivered, number) == "message"
    assert "Revise, then deliver again" in seller.look()
    assert "More time for the work: 2 days." in seller.look()

    seller.done("deliveries", text="Now it ends.")

    assert "delivered again: version 2." in buyer.look()
    assert "The revisions of this order are used." in buyer.look()
    assert "All revisions of this order (1) are used" in buyer.refused("revisions", text=POINTS)


def test_points_that_are_refused_come_back(world: World, at: At) -> None:
    page = at("buyer", world.delivered).refused("revisions", text="Again")

    assert "Say what the seller should change, point by point." in page
    assert re.search(r'<details[^>]*id="revision" open', page)
    assert re.search(r"<textarea[^>]*id=\"revision_text\"[^>]*>\s*Again</textarea>", page)


def test_the_composers_own_words_can_be_the_points(world: World, at: At) -> None:
    buyer = at("buyer", world.delivered)
    buyer.press("draft", text=POINTS)

    refused = buyer.refused("revisions", text="Again", **{"from": "composer"})
    buyer.done("revisions", text=POINTS, **{"from": "composer"})

    assert re.search(r"<textarea[^>]*id=\"composer-text\"[^>]*>Again</textarea>", refused)
    assert buyer.state == IN_PROGRESS
    # The words that were kept while they were typed are sent: nothing is being written any more.
    assert re.search(r"<textarea[^>]*id=\"composer-text\"[^>]*></textarea>", buyer.look())


def test_the_review_time_is_extended_once(world: World, at: At) -> None:
    buyer = at("buyer", world.delivered)
    before = buyer.look()

    number = buyer.done("review-extension")

    assert "Take 3 days more to look" in before
    assert kind_of(world.delivered, number) == "review_extended"
    assert "Take 3 days more to look" not in buyer.look()
    assert buyer.press("review-extension").headers["Location"] == buyer.path
    assert "You have taken more time once." in buyer.look()


def test_a_buyer_cancels_alone_when_the_order_is_very_late(world: World, at: At, pass_time: PassTime) -> None:
    buyer, seller = at("buyer", world.order), at("seller", world.order)
    paid = balance_of(world.buyer.pk)

    pass_time(timedelta(days=limits.SESSION_WITHIN_DAYS, hours=1))
    late = buyer.look()
    buyer.press("cancellation")
    assert buyer.state == IN_PROGRESS
    pass_time(timedelta(hours=limits.VERY_LATE_HOURS))
    very_late = buyer.look()
    number = buyer.done("cancellation")

    assert "Selma Seller is late" in late
    assert "/cancellation/" not in late
    assert "/cancellation/" in very_late
    assert (
        "You get everything back: €42.20. Selma Seller gets nothing. This cannot be taken back." in very_late
    )
    assert buyer.state == CANCELLED
    assert balance_of(world.buyer.pk) == paid + 4_220
    assert kind_of(world.order, number) == "payment_refunded"
    assert "Bruno Buyer cancelled the order, because it was very late." in seller.look()
    assert "€42.20 went back to the buyer." in seller.look()


def test_a_part_of_the_money_is_asked_for_and_accepted(world: World, at: At) -> None:
    buyer, seller = at("buyer", world.order), at("seller", world.order)

    buyer.done("requests", kind="refund", percent="25", text="A quarter of it is missing.")
    asked = seller.look()
    request = Request.objects.get(order=world.order)
    number = seller.done(f"requests/{request.public_id}/answer", answer="accepted")

    assert "Bruno Buyer asks for 25 % of the price back" in asked
    assert "Bruno Buyer gets €10.55 back, and you get €24.00." in asked
    assert "You asked for 25 % of the price back" not in buyer.look()
    assert seller.state == COMPLETED
    assert kind_of(world.order, number) == "payment_refunded"
    assert "25 % of the price go back to the buyer. The order is completed." in buyer.look()
    assert "You got €10.55 back." in buyer.look()


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({}, ["This field is required."]),
        (
            {"kind": "refund", "text": "Soon"},
            ["Say how much of the price goes back: 1 to 100 percent.", "Say why, in 10 characters or more."],
        ),
        ({"kind": "refund", "percent": "101", "text": POINTS}, ["1 to 100 percent"]),
        ({"kind": "refund", "percent": "9" * 5_000, "text": POINTS}, ["Enter a whole number."]),
        ({"kind": "time", "days": "31", "text": POINTS}, ["Say how much time is added: 1 to 30 days."]),
    ],
)
def test_everything_that_is_wrong_with_a_request_is_said_at_once(
    world: World, at: At, fields: dict[str, str], sentences: list[str]
) -> None:
    page = at("buyer", world.order).refused("requests", **fields)

    assert all(sentence in page for sentence in sentences)
    assert re.search(r'<details[^>]*id="resolution" open', page)
    assert not Request.objects.exists()


def test_a_request_is_answered_with_another_one_and_declined(world: World, at: At) -> None:
    buyer, seller = at("buyer", world.order), at("seller", world.order)

    seller.done("requests", kind="time", days="3", text="My machine broke this morning.")
    assert "Answer with another wish" in buyer.look()
    buyer.done("requests", kind="refund", percent="10", text="Then a tenth of it back, please.")
    request = Request.objects.get(order=world.order, closed_at=None)
    assert "Buyer answers the request with another one." in seller.look()
    seller.done(f"requests/{request.public_id}/answer", answer="declined")

    assert buyer.state == IN_PROGRESS
    assert not Request.objects.filter(closed_at=None).exists()
    assert "declined the request. Everything goes on as before." in buyer.look()


def test_who_asked_may_withdraw_and_nobody_answers_themselves(world: World, at: At) -> None:
    seller = at("seller", world.order)
    seller.done("requests", kind="time", days="1", text="One day more, to look at it twice.")
    request = Request.objects.get(order=world.order)
    answer = f"requests/{request.public_id}/answer"

    waiting = seller.look()
    seller.press(answer, answer="accepted")
    assert "This is your own request." in seller.look()
    seller.press(answer, answer="lapsed")
    assert "Choose an answer" in seller.look()
    seller.done(answer, answer="withdrawn")

    assert "You asked for 1 more day" in waiting
    assert "It stands still: your request waits for an answer of Bruno Buyer." in waiting
    assert "withdrew the request." in seller.look()


def test_a_request_of_another_order_is_no_request_of_this_one(world: World, at: At) -> None:
    request = open_request(
        order_id=world.delivered.public_id,
        by_id=world.seller.pk,
        wish=Wish(CANCEL),
        text="I cannot finish this.",
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=10),
    )

    at("buyer", world.order).press(f"requests/{request.public_id}/answer", answer="accepted")

    request.refresh_from_db()
    assert request.answer == ""


@pytest.mark.parametrize(
    ("who", "which", "noun", "fields"),
    [
        ("buyer", "asking", "answers", {"answer_1": "A loop", "answer_2": "A laptop", "answer_3": ""}),
        ("seller", "order", "deliveries", {"text": "All of it."}),
        ("buyer", "delivered", "revisions", {"text": POINTS}),
        ("buyer", "order", "requests", {"kind": "cancel", "text": "I found it out myself."}),
    ],
)
def test_a_form_that_is_sent_twice_leads_to_the_same_entry(
    world: World, at: At, asking: Order, who: str, which: str, noun: str, fields: dict[str, str]
) -> None:
    desk = at(who, asking if which == "asking" else getattr(world, which))
    key = str(uuid.uuid4())

    first = desk.done(noun, client_key=key, **fields)
    entries = Entry.objects.filter(record_id=desk.order.record_id).count()
    second = desk.done(noun, client_key=key, **fields)

    assert first == second
    assert Entry.objects.filter(record_id=desk.order.record_id).count() == entries


@pytest.mark.parametrize("is_revised", [False, True], ids=["at once", "after a revision"])
def test_other_words_from_a_form_that_was_sent_are_refused_and_kept(
    world: World, at: At, is_revised: bool
) -> None:
    seller, key = at("seller", world.order), str(uuid.uuid4())
    seller.done("deliveries", text="The first version.", client_key=key)
    if is_revised:
        at("buyer", world.order).done("revisions", text=POINTS)

    # Somebody went back in the browser: the form is there again, with its key, and other words are typed.
    page = seller.refused("deliveries", text="The second version, mended.", client_key=key)

    assert "The second version, mended." in page
    assert Delivery.objects.filter(order=world.order).count() == 1


def test_another_wish_from_a_form_that_was_sent_is_refused(world: World, at: At) -> None:
    buyer, key = at("buyer", world.order), str(uuid.uuid4())
    buyer.done("requests", kind="refund", percent="10", text="A part was missing.", client_key=key)

    buyer.refused("requests", kind="refund", percent="60", text="A part was missing.", client_key=key)

    assert Request.objects.get(order=world.order).percent == 10


def test_a_move_under_the_key_of_a_message_is_no_move(world: World, at: At) -> None:
    seller, key = at("seller", world.order), str(uuid.uuid4())
    seller.press("messages", text="All of it.", client_key=key)

    seller.refused("deliveries", text="All of it.", client_key=key)

    assert seller.state == IN_PROGRESS


@pytest.mark.parametrize("noun", ["acceptance", "review-extension", "cancellation"])
def test_a_move_at_the_wrong_time_is_answered_with_a_sentence(world: World, at: At, noun: str) -> None:
    buyer = at("buyer", world.completed)

    assert buyer.press(noun).headers["Location"] == buyer.path
    assert 'class="notice notice--warn"' in buyer.look()
    assert buyer.state == COMPLETED


def test_times_are_said_in_both_zones(world: World, at: At) -> None:
    world.seller.time_zone = "Asia/Kathmandu"
    world.seller.save()

    buyer, seller = at("buyer", world.order).look(), at("seller", world.order).look()

    assert "For Selma Seller" in buyer
    assert "For Bruno Buyer" in seller
    # One clock on both walls is said once.
    world.seller.time_zone = world.buyer.time_zone
    world.seller.save()
    assert "For Selma Seller" not in at("buyer", world.order).look()


def test_a_lapsed_request_of_the_buyer_cancels_and_says_why(
    world: World, at: At, pass_time: PassTime
) -> None:
    buyer = at("buyer", world.order)
    buyer.done("requests", kind="cancel", text="I found it out myself.")
    assert "Without an answer in time this happens by itself." in buyer.look()

    sweep_deadlines(now=pass_time(timedelta(hours=limits.REQUEST_ANSWER_HOURS, minutes=1)), limit=10)

    assert buyer.state == CANCELLED
    assert "the seller did not answer in time. The order is cancelled." in buyer.look()


def test_more_time_that_is_accepted_moves_the_deadline(world: World, at: At) -> None:
    open_request(
        order_id=world.order.public_id,
        by_id=world.seller.pk,
        wish=Wish(TIME, days=3),
        text="My machine broke this morning.",
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=10),
    )
    request, buyer = Request.objects.get(order=world.order), at("buyer", world.order)

    buyer.done(f"requests/{request.public_id}/answer", answer="accepted")

    assert buyer.state == IN_PROGRESS
    assert "accepted the request. More time for the work: 3 days." in buyer.look()


def test_an_outsider_learns_nothing_from_any_move(world: World, at: At) -> None:
    outsider = at("outsider", world.delivered)
    nouns = [
        "answers",
        "deliveries",
        "acceptance",
        "revisions",
        "review-extension",
        "cancellation",
        "requests",
    ]

    statuses = {outsider.press(noun, text=POINTS, kind="cancel").status_code for noun in nouns}
    statuses.add(outsider.press("requests/none/answer", answer="accepted").status_code)

    assert statuses == {404}


def test_nothing_is_offered_when_the_order_has_ended(world: World, at: At) -> None:
    page = at("buyer", world.completed).look()

    assert "Resolution centre" not in page
    assert "Order again" in page
