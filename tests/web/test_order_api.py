"""Every move of an order by the API, with the same meaning as by its page."""

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.actions import create_token
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.rules import RequirementWords
from gighall.domain.orders.models import Order
from tests.world import GIG_WORDS, World, make_gig, make_order, say

PassTime = Callable[[timedelta], datetime]
POINTS = "The second loop still never ends."


class Program:
    """Somebody's program, with a personal token."""

    def __init__(self, person: Person, order: Order, *, now: datetime) -> None:
        words = create_token(person_id=person.pk, name="A program", now=now)[1]
        self.client = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {words}"})
        self.path = f"/api/v1/orders/{order.public_id}"

    def get(self, path: str = "") -> Any:
        """Return what the order's address, or one below it, answers."""
        return self.client.get(f"{self.path}{path}").json()

    def list(self, show: str) -> list[str]:
        """Return the ids of one's orders."""
        return [order["id"] for order in self.client.get("/api/v1/orders", {"show": show}).json()]

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        """Send a call; return its status and its answer."""
        answer = self.client.post(f"{self.path}/{path}", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    def say(self, path: str, **body: Any) -> tuple[int, Any]:
        """Send a call with a key of its own."""
        return self.post(path, k=str(uuid.uuid4()), **body)


def programs(world: World, order: Order) -> tuple[Program, Program]:
    """Return a program of the buyer and one of the seller, at an order."""
    return Program(world.buyer, order, now=world.now), Program(world.seller, order, now=world.now)


def test_an_order_from_answers_to_acceptance(world: World) -> None:
    questions = (RequirementWords("Which program is it?", True),)
    gig = make_gig(world.seller, replace(GIG_WORDS, requirements=questions, revisions=2), now=world.now)
    order = make_order(gig, world.buyer, now=world.now)
    buyer, seller = programs(world, order)

    assert buyer.get()["clock"]["standing"] == ["requirements"]
    assert buyer.get()["requirements"] == [{"text": "Which program is it?", "is_required": True}]
    assert buyer.say("answers", answers=[""])[1]["why"] == "answers_unfit"
    assert buyer.say("answers", answers=["A loop"])[1]["state"] == "in_progress"
    picked = say(order, world.seller, "The line as it should be", now=world.now)
    delivered = seller.say("deliveries", t="All of it.", picked=[picked])[1]
    assert (delivered["state"], delivered["clock"]["due_at"]) == ("delivered", None)
    assert buyer.post("review-extension")[1]["state"] == "delivered"
    assert buyer.post("review-extension")[1]["why"] == "move_refused"
    revised = buyer.say("revisions", t=POINTS)[1]
    assert (revised["state"], revised["revisions"], revised["revisions_used"]) == ("in_progress", 2, 1)
    assert seller.say("deliveries", t="Now it ends.")[1]["state"] == "delivered"
    assert buyer.post("acceptance")[1]["state"] == "completed"


def test_requests_are_opened_answered_and_told(world: World) -> None:
    buyer, seller = programs(world, world.order)

    opened = seller.say("requests", kind="time", days=2, t="My machine broke this morning.")[1]["request"]
    assert (opened["kind"], opened["side"], opened["days"]) == ("time", "seller", 2)
    assert buyer.list("needs_me") == [world.delivered.public_id, world.order.public_id]
    countered = buyer.say("requests", kind="refund", percent=40, t="Then a part of it back, please.")[1]
    answer = f"requests/{countered['request']['id']}/answer"
    assert buyer.post(answer, answer="accepted")[1]["why"] == "request_refused"
    assert buyer.post(f"requests/{opened['id']}/answer", answer="withdrawn")[1]["why"] == "request_refused"
    done = seller.post(answer, answer="accepted")[1]

    assert (done["state"], done["request"], done["clock"]["standing"]) == ("completed", None, ["ended"])
    assert buyer.list("ended") == [world.completed.public_id, world.order.public_id]


def test_a_very_late_order_is_cancelled(world: World, pass_time: PassTime) -> None:
    buyer, seller = programs(world, world.order)

    assert buyer.post("cancellation")[1]["why"] == "move_refused"
    pass_time(timedelta(days=limits.SESSION_WITHIN_DAYS, hours=limits.VERY_LATE_HOURS + 1))
    assert seller.get()["clock"]["is_very_late"]
    assert seller.post("cancellation")[0] == 409
    cancelled = buyer.post("cancellation")[1]

    assert (cancelled["state"], cancelled["completed_at"]) == ("cancelled", None)
    assert cancelled["cancelled_at"]


def test_a_second_call_with_the_same_key_answers_as_the_first(world: World) -> None:
    buyer, seller = programs(world, world.order)
    key = str(uuid.uuid4())

    first = seller.post("deliveries", k=key, t="All of it.")
    second = seller.post("deliveries", k=key, t="All of it.")
    another = seller.post("deliveries", k=str(uuid.uuid4()), t="All of it.")
    other_words = seller.post("deliveries", k=key, t="All of it, and more.")

    assert (first[0], second[0], another[0], other_words[0]) == (200, 200, 409, 409)
    assert [each["kind"] for each in buyer.get("/entries")["entries"]].count("delivered") == 1


def test_an_outsiders_program_learns_nothing(world: World) -> None:
    outsider = Program(world.outsider, world.delivered, now=world.now)

    answers = [
        outsider.say("answers", answers=[]),
        outsider.say("deliveries", t="Mine."),
        outsider.post("acceptance"),
        outsider.say("revisions", t=POINTS),
        outsider.post("review-extension"),
        outsider.post("cancellation"),
        outsider.say("requests", kind="cancel", t=POINTS),
        outsider.post("requests/none/answer", answer="accepted"),
    ]

    assert {(status, answer["why"]) for status, answer in answers} == {(404, "not_found")}
