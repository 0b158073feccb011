"""The API: the first thread by personal tokens alone, its refusals, and its description."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from gighall.base.masking import MASK
from gighall.domain.accounts.actions import create_token
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.rules import CATEGORIES, DETAILS
from gighall.domain.gigs.states import KINDS
from gighall.domain.ledger.queries import sum_of_all_balances
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World


class Caller:
    """A person's program: calls the API with a token."""

    def __init__(self, world: World, person: Person) -> None:
        _row, words = create_token(person_id=person.pk, name=f"program {uuid.uuid4()}", now=world.now)
        self.client = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {words}"})

    def get(self, path: str) -> tuple[int, Any]:
        """Return status and JSON of a reading call."""
        answer = self.client.get(f"/api/v1{path}")
        return answer.status_code, answer.json()

    def send(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Return status and JSON of a writing call."""
        answer = self.client.generic(
            method, f"/api/v1{path}", json.dumps(body or {}), content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None

    def post(self, path: str, body: object = None) -> tuple[int, Any]:
        """Return status and JSON of a POST."""
        return self.send("POST", path, body)


def test_the_first_thread_runs_by_programs_alone(world: World) -> None:
    seller, buyer = Caller(world, world.seller), Caller(world, world.buyer)
    words = {
        "category": "writing",
        "title": "A quiet hour on your essay",
        "text": "We read your essay together in a chat, and you write the next page.",
        "price_minor": 3_000,
        "minutes": 45,
    }

    status, gig = seller.post("/gigs", words)
    assert (status, gig["state"]) == (200, "draft")
    assert buyer.get(f"/gigs/{gig['id']}")[0] == 404
    assert seller.send("PUT", f"/gigs/{gig['id']}", words | {"price_minor": 2_800})[1]["price_minor"] == 2_800
    assert seller.post(f"/gigs/{gig['id']}/publication")[1]["state"] == "published"
    assert gig["id"] in [each["id"] for each in buyer.get("/gigs")[1]]

    key = str(uuid.uuid4())
    placing = {"gig": gig["id"], "seen_price_minor": 2_800, "key": key}
    status, order = buyer.post("/orders", placing)
    assert (status, order["state"], order["side"]) == (200, "in_progress", "buyer")
    assert buyer.post("/orders", placing)[1]["id"] == order["id"]

    message = {"k": str(uuid.uuid4()), "t": CONTACT_WORDS}
    status, ack = buyer.post(f"/orders/{order['id']}/messages", message)
    assert status == 200
    assert buyer.post(f"/orders/{order['id']}/messages", message)[1] == ack
    read = seller.get(f"/orders/{order['id']}/entries?since={ack['n'] - 1}")[1]
    assert MASK in read["entries"][0]["t"]
    assert CONTACT_SECRET not in json.dumps(read)
    own = buyer.get(f"/orders/{order['id']}/entries?since={ack['n'] - 1}")[1]["entries"][0]
    assert own["own"] == CONTACT_WORDS

    delivery = {"k": str(uuid.uuid4()), "t": "Here is the page, with my notes."}
    assert seller.post(f"/orders/{order['id']}/deliveries", delivery)[1]["state"] == "delivered"
    assert buyer.post(f"/orders/{order['id']}/acceptance")[1]["state"] == "completed"
    status, refusal = buyer.post(f"/orders/{order['id']}/acceptance")
    assert (status, refusal["why"]) == (409, "move_refused")
    line = seller.get("/money")[1]["lines"][0]
    assert (line["kind"], line["amount_minor"]) == ("release", 2_800 - 560)
    assert sum_of_all_balances() == 0


def test_a_question_is_asked_answered_and_read(world: World) -> None:
    seller, buyer, stranger = (Caller(world, who) for who in (world.seller, world.buyer, world.operator))
    words = {"k": str(uuid.uuid4()), "t": f"Is Monday fine? {CONTACT_SECRET}"}

    status, talk = buyer.post(f"/gigs/{world.gig.public_id}/questions", words)
    assert (status, talk["with"], talk["has_new"]) == (200, world.seller.public_id, False)
    assert buyer.post(f"/gigs/{world.gig.public_id}/questions", words)[1]["last"] == 1
    path = f"/conversations/{talk['id']}"
    assert seller.get("/conversations")[1][0]["has_new"] is True
    assert CONTACT_SECRET not in json.dumps(seller.get(f"{path}/entries")[1])
    assert seller.post(f"{path}/reading-mark", {"number": 1})[0] == 204
    assert seller.get("/conversations")[1][0]["has_new"] is False
    assert seller.post(f"{path}/messages", {"k": str(uuid.uuid4()), "t": "It is."})[1]["n"] == 2
    assert buyer.get(f"{path}/entries?since=1")[1]["entries"][0]["t"] == "It is."
    assert stranger.get(f"{path}/entries")[0] == 404
    assert stranger.post(f"{path}/messages", {"k": str(uuid.uuid4()), "t": "Hm."})[0] == 404
    assert seller.post(f"/gigs/{world.gig.public_id}/questions", words)[1]["why"] == "cannot_begin"


def test_gigs_are_searched_by_words_price_and_length(world: World) -> None:
    caller = Caller(world, world.buyer)

    assert [gig["id"] for gig in caller.get("/gigs?q=pyhton&sort=cheapest")[1]] == [world.gig.public_id]
    assert caller.get(f"/gigs?price_minor_max={world.gig.price_minor - 1}")[1] == []
    assert caller.get("/gigs?sort=oldest")[0] == 422


def test_a_deliverable_is_made_and_found_by_programs_with_all_that_pages_know(world: World) -> None:
    seller, buyer = Caller(world, world.seller), Caller(world, world.buyer)
    words = {
        "kind": "deliverable",
        "category": "writing",
        "title": "A birthday poem for one person",
        "text": "You tell me of somebody, and I write a poem that only they can have been meant by.",
        "price_minor": 3_500,
        "delivery_days": 4,
        "revisions": 2,
        "requirements": [
            {"text": f"Who is it for? Not {CONTACT_SECRET}, I hope."},
            {"text": "May it rhyme?", "is_required": False},
        ],
        "declared_details": ["printed_name"],
    }

    status, gig = seller.post("/gigs", words)
    seller.post(f"/gigs/{gig['id']}/publication")

    assert status == 200
    query = "q=peom&kind=deliverable&category=writing&days_max=4&price_minor_max=3500"
    assert [each["id"] for each in buyer.get(f"/gigs?{query}")[1]] == [gig["id"]]
    assert buyer.get(f"/gigs?{query}&is_online=true")[1] == []
    assert buyer.get("/gigs?category=zeppelins")[0] == 422
    seen = buyer.get(f"/gigs/{gig['id']}")[1]
    assert (seen["kind"], seen["category"], seen["revisions"]) == ("deliverable", "writing", 2)
    assert (seen["minutes"], seen["delivery_days"], seen["seller_is_online"]) == (None, 4, False)
    assert seen["declared_details"] == ["printed_name"]
    assert seen["requirements"] == [
        {"text": f"Who is it for? Not {MASK}, I hope.", "is_required": True},
        {"text": "May it rhyme?", "is_required": False},
    ]
    assert CONTACT_SECRET not in json.dumps(buyer.get("/gigs")[1])

    placing = {"gig": gig["id"], "seen_price_minor": 3_500, "key": str(uuid.uuid4())}
    placing["seen_changed_at"] = seen["changed_at"]
    seller.send("PUT", f"/gigs/{gig['id']}", words | {"delivery_days": 30})
    assert buyer.post("/orders", placing)[1]["why"] == "gig_changed"
    placing["seen_changed_at"] = buyer.get(f"/gigs/{gig['id']}")[1]["changed_at"]
    status, order = buyer.post("/orders", placing)
    assert (status, order["kind"], order["minutes"], order["delivery_days"]) == (200, "deliverable", None, 30)
    assert order["requirements"] == seen["requirements"]
    assert (order["revisions"], order["declared_details"]) == (2, ["printed_name"])


def test_everything_wrong_with_a_gig_is_told_to_a_program_at_once(world: World) -> None:
    seller = Caller(world, world.seller)
    wrong = {
        "kind": "deliverable",
        "category": "writing",
        "title": "short",
        "text": "short",
        "price_minor": 1,
        "minutes": 60,
        "requirements": [{"text": " "}],
    }

    for status, answer in (
        seller.post("/gigs", wrong),
        seller.send("PUT", f"/gigs/{world.gig.public_id}", wrong),
    ):
        assert (status, answer["why"]) == (409, "gig_incomplete")
        fields = ["title", "text", "minutes", "delivery_days", "price_minor", "requirements.0"]
        assert [fault["field"] for fault in answer["faults"]] == fields
        assert all(fault["say"] in answer["say"] for fault in answer["faults"])


def test_the_description_names_the_hall_s_lists(world: World) -> None:
    shapes = Client(SERVER_NAME="127.0.0.1").get("/api/v1/openapi.json").json()["components"]["schemas"]

    asked = shapes["GigIn"]["properties"]
    assert set(asked["category"]["enum"]) == CATEGORIES.keys()
    assert set(asked["kind"]["enum"]) == set(KINDS)
    assert set(asked["declared_details"]["items"]["enum"]) == DETAILS.keys()
    assert "category" in shapes["GigIn"]["required"]


@pytest.mark.parametrize("who", ["outsider", "operator", "newcomer"])
def test_an_outsider_gets_nothing_of_an_order(world: World, who: str) -> None:
    caller = Caller(world, getattr(world, who))
    path = f"/orders/{world.delivered.public_id}"

    answers = [
        caller.get(path),
        caller.get(f"{path}/entries"),
        caller.post(f"{path}/messages", {"k": str(uuid.uuid4()), "t": "Hello?"}),
        caller.post(f"{path}/deliveries", {"k": str(uuid.uuid4()), "t": "Mine."}),
        caller.post(f"{path}/acceptance"),
    ]

    assert [status for status, _answer in answers] == [404] * 5
    assert {answer["why"] for _status, answer in answers} == {"not_found"}
    assert world.delivered.public_id not in json.dumps(caller.get("/orders")[1])


def test_only_staff_grant_credits_and_publish_terms(world: World) -> None:
    grant = {
        "email": world.buyer.email,
        "amount_minor": 500,
        "reason": "For the thorough report",
        "key": str(uuid.uuid4()),
    }
    buyer, operator = Caller(world, world.buyer), Caller(world, world.operator)
    before = buyer.get("/money")[1]["balance_minor"]

    assert buyer.post("/money/grants", grant)[0] == 404
    assert buyer.post("/terms", {"source": "## All mine {#outside-contact}\nYes.", "based_on": 2})[0] == 404
    assert operator.post("/money/grants", grant)[1]["balance_minor"] == before + 500
    assert operator.post("/money/grants", grant)[1]["balance_minor"] == before + 500


def test_a_guest_and_a_wrong_token_are_refused_everywhere(world: World) -> None:
    guest = Client(SERVER_NAME="127.0.0.1")
    stranger = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": "Bearer ght_of_nobody"})

    for path in ("me", "gigs", "orders", "money", f"orders/{world.order.public_id}/entries"):
        assert guest.get(f"/api/v1/{path}").status_code == 401
        assert stranger.get(f"/api/v1/{path}").status_code == 401


def test_a_revoked_token_opens_nothing(world: World) -> None:
    caller = Caller(world, world.buyer)
    status, token = caller.post("/me/tokens", {"name": "the second one"})
    assert status == 200

    assert caller.send("DELETE", f"/me/tokens/{token['id']}")[0] == 204
    assert caller.send("DELETE", f"/me/tokens/{token['id']}")[0] == 404
    revoked = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {token['token']}"})
    assert revoked.get("/api/v1/me").status_code == 401


def test_a_browsers_sign_in_cannot_write_without_the_csrf_header(world: World) -> None:
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(world.buyer)

    answer = client.post(
        f"/api/v1/orders/{world.delivered.public_id}/acceptance", "{}", content_type="application/json"
    )

    assert answer.status_code == 403
    assert client.get("/api/v1/me").json()["id"] == world.buyer.public_id


def test_old_terms_are_named_and_can_be_accepted(world: World) -> None:
    caller = Caller(world, world.newcomer)
    placing = {
        "gig": world.gig.public_id,
        "seen_price_minor": world.gig.price_minor,
        "key": str(uuid.uuid4()),
    }

    status, refusal = caller.post("/orders", placing)
    assert (status, refusal["why"]) == (409, "terms_not_accepted")
    me = caller.get("/me")[1]
    assert (me["accepted_terms"], me["present_terms"]) == (1, 2)
    assert caller.post("/me/terms", {"number": 2})[0] == 200
    assert caller.post("/orders", placing)[1]["why"] == "not_enough_credits"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"k": "not a key", "t": "words"},
        {"k": str(uuid.uuid4()), "t": "nul \x00 inside"},
        {"k": str(uuid.uuid4()), "t": "lone \ud800 surrogate"},
        {"k": str(uuid.uuid4()), "t": "x" * 60_000},
        {"k": str(uuid.uuid4()), "t": 7},
    ],
)
def test_an_unreadable_body_is_said_to_be_so(world: World, body: dict[str, object]) -> None:
    caller = Caller(world, world.buyer)

    status, answer = caller.post(f"/orders/{world.order.public_id}/messages", body)

    assert (status, answer["why"]) == (422, "unreadable")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
def test_words_that_are_no_message_are_refused_with_a_sentence(world: World, text: str) -> None:
    caller = Caller(world, world.buyer)

    status, answer = caller.post(
        f"/orders/{world.order.public_id}/messages", {"k": str(uuid.uuid4()), "t": text}
    )

    assert (status, answer["why"]) == (409, "message_unfit")


@pytest.mark.parametrize(("method", "path"), [("GET", "/me"), ("POST", "/orders"), ("PUT", "/me/profile")])
def test_a_call_of_nobody_is_told_how_to_be_somebody(world: World, method: str, path: str) -> None:
    guest = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)

    answer = guest.generic(method, f"/api/v1{path}", "{}", content_type="application/json")

    assert (answer.status_code, answer.json()["why"]) == (401, "not_signed_in")


def test_a_browser_that_writes_without_the_csrf_header_is_refused(world: World) -> None:
    browser = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    browser.force_login(world.buyer)

    answer = browser.put(
        "/api/v1/me/profile", {"name": "Somebody else", "time_zone": "UTC"}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["why"]) == (403, "csrf")
    world.buyer.refresh_from_db()
    assert world.buyer.name != "Somebody else"


def test_a_body_that_is_no_json_is_said_to_be_so(world: World) -> None:
    caller = Caller(world, world.buyer)

    answer = caller.client.generic("POST", "/api/v1/orders", "not json", content_type="application/json")

    assert (answer.status_code, answer.json()["why"]) == (400, "unreadable")


def test_the_description_is_open_to_everybody_and_names_every_call(world: World) -> None:
    answer = Client(SERVER_NAME="127.0.0.1").get("/api/v1/openapi.json")

    description = answer.json()
    assert answer.status_code == 200
    assert description["openapi"].startswith("3.1")
    calls = [call for path in description["paths"].values() for call in path.values()]
    assert len(calls) >= 20
    assert all(call.get("description") for call in calls)
