"""The pages and the API of tickets: who sees what, that notes leak nowhere, and what is typed is not lost."""

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.desk.actions import add_note, answer_ticket
from gighall.domain.desk.models import Ticket
from gighall.domain.notices.models import Mail
from gighall.domain.policy.models import Waiver
from tests.domain.test_tickets import colleague
from tests.web.crawler import walk
from tests.world import World, ask_for_exception, ask_question, ask_support, grant

ClientOf = Callable[[Person | None], Client]
NOTE = "Between us: she asks this every week."
WORDS = "I looked for it on every page and found nothing."


def page(client: Client, path: str) -> str:
    """Return what a page shows; it opens."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def pages_of(ticket: Ticket) -> list[str]:
    """Return all addresses of a ticket, for the asker and for staff, pages and API."""
    name = ticket.public_id
    return [
        f"/support/{name}/",
        f"/staff/tickets/{name}/",
        f"/api/v1/tickets/{name}",
        f"/api/v1/staff/tickets/{name}",
    ]


def verbs_of(ticket: Ticket) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return everything that can be done with a ticket, with what it needs."""
    name, key = ticket.public_id, str(uuid.uuid4())
    until = (ticket.opened_at + timedelta(days=9)).isoformat()
    said = {"words": "Some words.", "key": key}
    for path in ("", "closing/"):
        yield "post", f"/support/{name}/{path}", {"words": "Some words."}
    for path in ("", "notes/", "assignment/", "grant/", "refusal/"):
        yield "post", f"/staff/tickets/{name}/{path}", {"words": "Some words."}
    yield "post", f"/api/v1/tickets/{name}/answers", said
    yield "post", f"/api/v1/tickets/{name}/closing", {}
    yield "post", f"/api/v1/staff/tickets/{name}/answers", said
    yield "post", f"/api/v1/staff/tickets/{name}/notes", said
    yield "put", f"/api/v1/staff/tickets/{name}/assignment", {"to": None, "seen": None}
    granted = {"kinds": ["phone"], "reason": "It is needed.", "expires_at": until}
    yield "post", f"/api/v1/staff/tickets/{name}/grant", granted
    yield "post", f"/api/v1/staff/tickets/{name}/refusal", {"reason": "It is not needed."}


def knock(client: Client, method: str, path: str, body: dict[str, Any]) -> int:
    """Press something and return the answer's status."""
    if path.startswith("/api/"):
        content = json.dumps(body)
        return int(getattr(client, method)(path, content, content_type="application/json").status_code)
    return int(client.post(path, body).status_code)


@pytest.mark.parametrize("member", ["guest", "buyer", "outsider", "newcomer"])
def test_a_request_of_a_seller_is_nothing_to_others_on_pages_and_in_the_api(
    world: World, client_of: ClientOf, member: str
) -> None:
    ticket, client = ask_for_exception(world.gig, now=world.now), client_of(world.people[member])
    closed = {401, 404} if member != "guest" else {302, 401}

    seen = [client.get(path).status_code for path in pages_of(ticket)]
    done = [knock(client, *verb) for verb in verbs_of(ticket)]
    asked = client.get(f"/gigs/{world.gig.public_id}/exception/").status_code

    assert {*seen, *done, asked} <= closed
    assert not ticket.messages.exists()
    assert Ticket.objects.get().outcome == ""


def test_another_seller_gets_nothing_of_it(world: World, client_of: ClientOf) -> None:
    # The buyer of the order sells too, but not this.
    ticket, client = ask_for_exception(world.gig, order=world.order, now=world.now), client_of(world.buyer)

    answers = [client.get(path).status_code for path in pages_of(ticket)]

    assert answers == [404] * len(answers)
    assert ticket.public_id not in page(client, f"/gigs/{world.gig.public_id}/")
    assert ticket.public_id not in page(client, f"/orders/{world.order.public_id}/")


def test_staff_who_are_a_party_get_nothing_of_it(world: World, client_of: ClientOf) -> None:
    ticket = ask_for_exception(world.gig, now=world.now)
    world.seller.is_staff = True
    world.seller.save(update_fields=["is_staff"])
    client = client_of(world.seller)

    staffs = [path for path in pages_of(ticket) if "/staff/" in path]
    done = [knock(client, *verb) for verb in verbs_of(ticket) if "/staff/" in verb[1]]

    assert [client.get(path).status_code for path in staffs] == [404, 404]
    assert set(done) == {404}
    queue = page(client, "/staff/tickets/")
    assert ticket.public_id not in queue
    assert "Somebody else on the staff has to look after it" in queue


# Notes


def test_notes_are_read_by_staff_alone_on_every_page_by_api_and_mail(
    world: World, client_of: ClientOf
) -> None:
    ticket = ask_for_exception(world.gig, now=world.now)
    asked = ask_question(world.seller, order=world.order, now=world.now)
    for each in (ticket, asked):
        add_note(
            ticket_id=each.public_id, by_id=world.operator.pk, words=NOTE, key=uuid.uuid4(), now=world.now
        )
    answer_ticket(
        ticket_id=ticket.public_id,
        by_id=world.operator.pk,
        words="For how long do you need it?",
        key=uuid.uuid4(),
        now=world.now,
    )
    grant(ticket, by=world.operator, now=world.now)

    for name in ("seller", "buyer", "outsider", "guest"):
        client = client_of(world.people[name])
        found = walk(client)
        assert found.visits
        responses: list[Any] = [visit.response for visit in found.visits]
        bodies = [response.content.decode() for response in responses if not response.streaming]
        bodies += [client.get(path).content.decode() for each in (ticket, asked) for path in pages_of(each)]
        bodies.append(client.get("/api/v1/tickets").content.decode())
        assert not any("Between us" in body for body in bodies), name
    assert not any("Between us" in mail.text + mail.html + mail.subject for mail in Mail.objects.all())
    staff = client_of(world.operator)
    assert NOTE in page(staff, f"/staff/tickets/{ticket.public_id}/")
    assert NOTE in staff.get(f"/api/v1/staff/tickets/{ticket.public_id}").content.decode()


def test_a_member_of_staff_who_asks_reads_no_notes_about_it(world: World, client_of: ClientOf) -> None:
    asker = colleague(world)
    ticket = ask_question(asker, now=world.now)
    add_note(ticket_id=ticket.public_id, by_id=world.operator.pk, words=NOTE, key=uuid.uuid4(), now=world.now)

    seen = page(client_of(asker), f"/support/{ticket.public_id}/")

    assert WORDS in seen
    assert NOTE not in seen


# The pages


def test_somebody_asks_and_reads_the_answer(world: World, client_of: ClientOf) -> None:
    buyer, staff = client_of(world.buyer), client_of(world.operator)
    typed = {"subject": "My statement", "words": WORDS, "order": world.order.public_id}

    asked = buyer.post("/support/", typed, follow=True).content.decode()

    ticket = Ticket.objects.get()
    assert f"/support/{ticket.public_id}/" in asked
    assert "Support answers by" in asked
    answered = staff.post(
        f"/staff/tickets/{ticket.public_id}/", {"words": "It stands under Money."}, follow=True
    )
    assert "The clock stands still" in answered.content.decode()
    read = page(buyer, f"/support/{ticket.public_id}/")
    assert "It stands under Money." in read
    assert "it is your turn" in read
    buyer.post(f"/support/{ticket.public_id}/", {"words": "Found it."})
    assert "Found it." in page(staff, f"/staff/tickets/{ticket.public_id}/")
    closed = buyer.post(f"/support/{ticket.public_id}/closing/", follow=True).content.decode()
    assert "<textarea" not in closed


@pytest.mark.parametrize(
    "words", ["", "Too short.", "A \x00 B" * 20, "x" * (limits.TICKET_CHARACTERS_MAX + 1)]
)
def test_words_that_do_not_fit_stay_on_the_page(world: World, client_of: ClientOf, words: str) -> None:
    client = client_of(world.buyer)

    answer = client.post("/support/", {"subject": "My statement", "words": words})

    assert answer.status_code == 422
    assert not Ticket.objects.exists()
    assert "My statement" in answer.content.decode()


def test_ten_million_characters_are_refused_before_they_are_read(world: World, client_of: ClientOf) -> None:
    ticket = ask_question(world.buyer, now=world.now)
    client, words = client_of(world.buyer), "x" * 10_000_000

    by_page = client.post(f"/support/{ticket.public_id}/", {"words": words})
    by_api = client.post(
        f"/api/v1/tickets/{ticket.public_id}/answers",
        json.dumps({"words": words, "key": str(uuid.uuid4())}),
        content_type="application/json",
    )

    assert by_page.status_code in {400, 413, 422}
    assert by_api.status_code in {400, 413, 422}
    assert not ticket.messages.exists()


def test_an_answer_that_comes_too_late_is_not_lost(world: World, client_of: ClientOf) -> None:
    ticket = ask_question(world.buyer, now=world.now)
    buyer, staff = client_of(world.buyer), client_of(world.operator)
    buyer.post(f"/support/{ticket.public_id}/closing/")

    answer = staff.post(f"/staff/tickets/{ticket.public_id}/", {"words": "A long answer of mine."})

    assert answer.status_code == 422
    assert "withdrawn meanwhile" in answer.content.decode()
    assert "A long answer of mine." in answer.content.decode()


def test_the_queue_says_who_waits_and_what_is_late(world: World, client_of: ClientOf) -> None:
    late = ask_question(world.buyer, now=world.now - timedelta(hours=limits.TICKET_ANSWER_HOURS + 2))
    fresh = ask_question(world.outsider, now=world.now)
    ask_support(world.order, world.buyer, now=world.now)
    client = client_of(world.operator)

    queue = page(client, "/staff/tickets/")

    assert queue.index(late.public_id) < queue.index(fresh.public_id)
    assert "The answer is late by" in queue
    assert "Answer within" in queue
    home = page(client, "/staff/")
    assert "2 questions wait, the first is late by" in home
    assert "1 case waits" in home
    assert 'class="waiting-count">3<' in home
    assert "waiting-count" not in page(client_of(world.buyer), "/support/")
    assert "Support is late" in page(client_of(world.buyer), f"/support/{late.public_id}/")


def test_staff_take_and_hand_over_on_the_page(world: World, client_of: ClientOf) -> None:
    other = colleague(world)
    ticket = ask_question(world.buyer, now=world.now)
    client, path = client_of(world.operator), f"/staff/tickets/{ticket.public_id}/"

    client.post(f"{path}assignment/", {"to": world.operator.public_id, "seen": ""})
    assert ticket.public_id in page(client, "/staff/tickets/?show=mine")
    stale = client.post(f"{path}assignment/", {"to": other.public_id, "seen": ""}, follow=True)
    assert "has taken this meanwhile" in stale.content.decode()
    client.post(f"{path}assignment/", {"to": other.public_id, "seen": world.operator.public_id})

    assert Ticket.objects.get().assigned_to == other
    assert f"handed it to {other.name}" in page(client, path)
    assert client.post(f"{path}assignment/", {"to": "a\x00b", "seen": ""}).status_code in {302, 404}


# Exceptions


def request_form() -> dict[str, Any]:
    """Return what a seller fills in."""
    return {"kinds": ["phone", "email"], "words": "Coaching goes on between our talks.", "order": ""}


def test_the_gig_page_says_where_a_request_stands(world: World, client_of: ClientOf) -> None:
    seller, gig_path = client_of(world.seller), f"/gigs/{world.gig.public_id}/"
    assert "Ask for an exception" in page(seller, gig_path)
    assert "Ask for an exception" not in page(client_of(world.buyer), gig_path)

    seller.post(f"{gig_path}exception/", request_form())

    ticket = Ticket.objects.get()
    assert "Support answers by" in page(seller, gig_path)
    assert ticket.public_id in page(seller, gig_path)
    again = seller.get(f"{gig_path}exception/")
    assert (again.status_code, again.headers["Location"]) == (302, f"/support/{ticket.public_id}/")
    twice = seller.post(f"{gig_path}exception/", request_form())
    assert twice.status_code == 422
    assert "have asked for an exception for this gig already" in twice.content.decode()
    grant(ticket, by=world.operator, now=world.now)
    assert "Exception until" in page(seller, gig_path)


def test_a_request_without_kinds_or_words_changes_nothing(world: World, client_of: ClientOf) -> None:
    seller, path = client_of(world.seller), f"/gigs/{world.gig.public_id}/exception/"

    unfit: list[dict[str, Any]] = [
        {"kinds": []},
        {"kinds": ["payment"]},
        {"words": "Please"},
        {"order": "made-up"},
    ]
    for changed in unfit:
        answer = seller.post(path, request_form() | changed)
        assert answer.status_code == 422

    assert not Ticket.objects.exists()


def test_staff_grant_on_the_page_and_revoke_from_the_list(world: World, client_of: ClientOf) -> None:
    ticket, staff = ask_for_exception(world.gig, now=world.now), client_of(world.operator)
    path = f"/staff/tickets/{ticket.public_id}/"
    until = (world.now + timedelta(days=20)).date().isoformat()
    typed = {
        "grant-kinds": ["phone"],
        "grant-order": "",
        "grant-until": until,
        "grant-reason": "It is needed.",
    }

    for wrong in ({"grant-until": "9999-12-31"}, {"grant-until": "0001-01-01"}, {"grant-reason": ""}):
        assert staff.post(f"{path}grant/", typed | wrong).status_code == 422
    granted = staff.post(f"{path}grant/", typed, follow=True).content.decode()

    waiver = Waiver.objects.get()
    assert waiver.kinds == ["phone"]
    assert "Runs until" in granted
    listed = page(staff, "/staff/exceptions/")
    revoke = f"/staff/exceptions/{waiver.public_id}/revocation/"
    assert revoke in listed
    assert revoke in granted
    assert "It is needed." in page(client_of(world.seller), f"/support/{ticket.public_id}/")
    assert staff.post(revoke, {"reason": ""}).status_code == 422
    staff.post(revoke, {"reason": "It was misused."})
    assert revoke not in page(staff, "/staff/exceptions/")
    assert "It was misused." in page(staff, "/staff/exceptions/?show=ended")
    assert "It was misused." in page(client_of(world.seller), f"/support/{ticket.public_id}/")
    late = staff.post(revoke, {"reason": "Once more."}, follow=True).content.decode()
    assert "nothing is left to do" in late


def test_the_last_day_is_whole_for_who_grants(world: World, client_of: ClientOf) -> None:
    ticket, staff = ask_for_exception(world.gig, now=world.now), client_of(world.operator)
    day = (world.now + timedelta(days=20)).date()

    staff.post(
        f"/staff/tickets/{ticket.public_id}/grant/",
        {"grant-kinds": ["phone"], "grant-until": day.isoformat(), "grant-reason": "It is needed."},
    )

    ends = Waiver.objects.get().expires_at
    assert ends.isoformat() == f"{(day + timedelta(days=1)).isoformat()}T00:00:00+00:00"


def test_the_second_of_two_staff_reads_who_decided(world: World, client_of: ClientOf) -> None:
    ticket, other = ask_for_exception(world.gig, now=world.now), colleague(world)
    grant(ticket, by=world.operator, now=world.now)

    answer = client_of(other).post(
        f"/staff/tickets/{ticket.public_id}/refusal/", {"decline-reason": "It is not needed."}, follow=True
    )

    assert f"{world.operator.name} has decided this already" in answer.content.decode()


# What pages cost


def test_the_queue_and_a_ticket_cost_the_same_however_many(
    world: World, client_of: ClientOf, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    ticket, client = ask_question(world.buyer, order=world.order, now=world.now), client_of(world.operator)
    paths = ["/staff/tickets/", f"/staff/tickets/{ticket.public_id}/"]

    def costs() -> list[int]:
        found = []
        for path in paths:
            client.get(path)
            found.append(count_queries(lambda path=path: client.get(path)))  # type: ignore[misc]  # A default.
        return found

    few = costs()
    for person in (world.outsider, world.seller, world.newcomer):
        ask_question(person, now=world.now)
    for _line in range(20):
        answer_ticket(
            ticket_id=ticket.public_id,
            by_id=world.operator.pk,
            words="One more line.",
            key=uuid.uuid4(),
            now=world.now,
        )

    assert costs() == few
    assert few == [6, 7]


# The API


def send(client: Client, path: str, body: dict[str, Any], method: str = "post") -> dict[str, Any]:
    """Call the API and return its answer; it is taken."""
    answer = getattr(client, method)(f"/api/v1{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def test_the_api_does_all_that_the_pages_do(world: World, client_of: ClientOf) -> None:
    seller, staff = client_of(world.seller), client_of(world.operator)
    body: dict[str, Any] = {
        "kinds": ["phone"],
        "words": "Coaching goes on between our talks.",
        "key": str(uuid.uuid4()),
    }
    asked = send(seller, f"/gigs/{world.gig.public_id}/exception-requests", body)
    again = send(seller, f"/gigs/{world.gig.public_id}/exception-requests", body)
    assert (again["id"], asked["outcome"]) == (asked["id"], None)
    path = f"/staff/tickets/{asked['id']}"
    said = {"words": "For how long?", "key": str(uuid.uuid4())}

    assert send(staff, f"{path}/answers", said)["due_at"] is None
    assert send(seller, f"/tickets/{asked['id']}/answers", {"words": "A year.", "key": str(uuid.uuid4())})[
        "due_at"
    ]
    send(staff, f"{path}/notes", {"words": NOTE, "key": str(uuid.uuid4())})
    mine = {"to": None, "seen": world.operator.public_id}
    assert send(staff, f"{path}/assignment", mine, "put")["assigned_to"] is None
    until = (world.now + timedelta(days=9)).isoformat()
    granted = send(
        staff, f"{path}/grant", {"kinds": ["phone"], "reason": "It is needed.", "expires_at": until}
    )
    assert granted["outcome"] == "granted"
    late = staff.post(
        f"/api/v1{path}/refusal", json.dumps({"reason": "No, sorry."}), content_type="application/json"
    )
    assert (late.status_code, late.json()["why"]) == (409, "ticket_closed")
    [running] = staff.get("/api/v1/staff/exceptions").json()
    assert (running["runs"], running["ticket"]) == (True, asked["id"])
    ended = send(staff, f"/staff/exceptions/{running['id']}/revocation", {"reason": "It was misused."})
    assert ended["runs"] is False
    assert staff.get("/api/v1/staff/exceptions").json() == []
    shown = seller.get(f"/api/v1/tickets/{asked['id']}").json()
    assert [message["words"] for message in shown["messages"]] == ["For how long?", "A year."]
    assert shown["exception"]["revoked_because"] == "It was misused."
    assert [ticket["id"] for ticket in staff.get("/api/v1/staff/tickets?show=closed").json()] == [asked["id"]]


def test_the_api_takes_a_question_and_closes_it(world: World, client_of: ClientOf) -> None:
    buyer = client_of(world.buyer)
    body: dict[str, Any] = {"subject": "My statement", "words": WORDS, "key": str(uuid.uuid4())}

    asked = send(buyer, "/tickets", body)

    assert send(buyer, f"/tickets/{asked['id']}/closing", {})["outcome"] == "withdrawn"
    assert [ticket["id"] for ticket in buyer.get("/api/v1/tickets").json()] == [asked["id"]]
    assert client_of(world.outsider).get("/api/v1/tickets").json() == []
