"""The API of talks means the same as pages and socket: entries, marks, acks, refusals, what one keeps."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gighall.base.masking import marks_in_own
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.models import ReadingMark
from gighall.domain.policy.queries import judged_in, noted_of, noted_spans, spans_of
from gighall.domain.record.actions import erase_entries, index_words
from gighall.domain.record.queries import entries_for
from gighall.live.answers import Kept, StoredEntry, ack_frame, checked_frame, entry_fields
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World, say

ClientOf = Callable[[Person | None], Client]
NOTED_WORDS = "Shall we go on somewhere else than here, outside of this site?"
HIDDEN_WORDS = "Mail: someone . else (at) mail (dot) example"


def call(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """Call the API; return the answer."""
    send = getattr(client, method)
    if method == "get":
        return send(f"/api/v1{path}", body)
    return send(f"/api/v1{path}", body, content_type="application/json")


def message(text: str) -> dict[str, str]:
    """Return a message with a fresh key."""
    return {"t": text, "k": str(uuid.uuid4())}


def as_on_the_socket(world: World, person: Person) -> list[dict[str, Any]]:
    """Return the order's entries as the live door writes them for a person."""
    record = world.order.record
    seen = entries_for(record_id=record.pk, person_id=person.pk, limit=100)
    noted = noted_spans(record_id=record.pk, keys=[entry.client_key for entry in seen])
    return [
        entry_fields(
            Kept(record.public_id, record.kind),
            StoredEntry(
                entry.number,
                entry.kind,
                entry.author_id,
                entry.author_key,
                entry.at,
                entry.client_key,
                entry.shown,
                entry.spans,
                noted.get((entry.author_id or 0, entry.client_key), []),
                entry.own,
            ),
            for_author=entry.author_id == person.pk,
        )
        for entry in seen
    ]


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_entries_are_the_same_objects_as_on_the_socket(world: World, client_of: ClientOf, who: str) -> None:
    person = getattr(world, who)
    later = world.now + timedelta(hours=1)
    for text in (NOTED_WORDS, f"{NOTED_WORDS} {CONTACT_WORDS}", "😀 " + CONTACT_WORDS, "Erase me"):
        number = say(world.order, world.buyer, text, now=later)
    erase_entries(
        record_id=world.order.record_id,
        numbers=[number],
        by_id=world.operator.pk,
        clause="privacy",
        now=later,
    )

    answer = call(client_of(person), "get", f"/orders/{world.order.public_id}/entries").json()

    assert answer["entries"] == as_on_the_socket(world, person)
    assert any(mark["outcome"] == "mask" for entry in answer["entries"] for mark in entry["marks"])


def test_an_ack_says_what_the_sockets_ack_says(world: World, client_of: ClientOf) -> None:
    client, words = client_of(world.buyer), message(CONTACT_WORDS)

    first = call(client, "post", f"/orders/{world.order.public_id}/messages", words).json()
    again = call(client, "post", f"/orders/{world.order.public_id}/messages", words).json()

    entry = entries_for(
        record_id=world.order.record_id, person_id=world.buyer.pk, after=first["n"] - 1, limit=1
    )[0]
    found = marks_in_own(entry.spans, [])
    frame = ack_frame(words["k"], world.order.record.public_id, entry.number, entry.at, found, place="order")
    assert first == again
    assert frame == dumped({"op": "ack", **first})
    start, end = first["marks"][0]["s"], first["marks"][0]["e"]
    assert words["t"][start:end] == CONTACT_SECRET


def dumped(answer: dict[str, Any]) -> str:
    """Return an answer as the socket would write it."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("text", [CONTACT_WORDS, NOTED_WORDS, "Good morning"])
def test_a_check_says_what_the_sockets_check_says_and_stores_nothing(
    world: World, client_of: ClientOf, text: str
) -> None:
    talk = world.conversation
    entries = len(entries_for(record_id=talk.record_id, person_id=world.seller.pk, limit=100))

    answer = call(client_of(world.outsider), "post", f"/conversations/{talk.public_id}/check", {"t": text})

    judgement = judged_in("inbox", text)
    found = marks_in_own(spans_of(judgement), noted_of(judgement))
    frame = checked_frame(talk.record.public_id, found, None, place="inbox")
    assert dumped({"op": "checked", "c": talk.record.public_id, **answer.json()}) == frame
    assert len(entries_for(record_id=talk.record_id, person_id=world.seller.pk, limit=100)) == entries


def test_words_that_are_refused_come_back_with_marks(world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.outsider), f"/conversations/{world.conversation.public_id}/messages"
    for _time in range(4):
        answer = call(client, "post", path, message(HIDDEN_WORDS))

    assert answer.status_code == 409
    assert answer.json()["why"] == "withheld_again"
    assert {mark["outcome"] for mark in answer.json()["marks"]} == {"refuse"}
    assert answer.json()["say"].startswith("Not sent")


def test_marks_tell_what_was_read_and_what_has_only_arrived(world: World, client_of: ClientOf) -> None:
    path = f"/orders/{world.order.public_id}/reading-mark"
    client = client_of(world.buyer)

    def mark(**body: int) -> tuple[int, int]:
        assert call(client, "post", path, body).status_code == 204
        kept = ReadingMark.objects.get(record=world.order.record_id, person=world.buyer)
        return kept.number, kept.received

    assert mark(number=2, received=4) == (2, 4)
    assert mark(number=1) == (2, 4)
    assert mark(number=0, received=5) == (2, 5)
    assert mark(number=10**6) == (world.order.record.last_number, world.order.record.last_number)


def test_one_keeps_ones_talks_by_programs_as_by_pages(world: World, client_of: ClientOf) -> None:
    client, talk = client_of(world.seller), f"/conversations/{world.conversation.public_id}"
    label = call(client, "post", "/labels", {"name": "Later"}).json()

    call(client, "put", f"{talk}/star")
    call(client, "put", f"{talk}/archive", {})
    kept = call(client, "put", f"{talk}/labels", {"labels": [label["id"]]}).json()

    assert (kept["is_starred"], kept["is_archived"], kept["labels"]) == (True, True, ["Later"])
    assert kept["title"] == world.gig.title
    lists = {
        "all": call(client, "get", "/conversations").json(),
        "archived": call(client, "get", "/conversations", {"show": "archived"}).json(),
        "label": call(client, "get", "/conversations", {"label": label["id"]}).json(),
    }
    assert {name: len(found) for name, found in lists.items()} == {"all": 0, "archived": 1, "label": 1}
    call(client, "delete", f"{talk}/archive")
    call(client, "delete", f"{talk}/star")
    assert call(client, "delete", f"/labels/{label['id']}").status_code == 204
    freed = call(client, "get", talk).json()
    assert (freed["is_starred"], freed["is_archived"], freed["labels"]) == (False, False, [])


def test_drafts_searches_reports_and_blocks_by_programs(world: World, client_of: ClientOf) -> None:
    client, talk = client_of(world.seller), f"/conversations/{world.conversation.public_id}"

    call(client, "put", f"{talk}/draft", {"t": "Dear asker"})
    index_words()
    found = call(client, "get", "/conversations/search", {"q": "loops"}).json()
    told = call(client, "post", f"{talk}/reports", {"number": 1, "reason": "rude"}).json()
    again = call(client, "post", f"{talk}/reports", {"number": 1, "reason": "spam"}).json()
    call(client, "put", f"{talk}/block")
    blocked = call(client, "get", "/blocks").json()

    assert call(client, "get", f"{talk}/draft").json() == {"t": "Dear asker"}
    assert [row["n"] for row in found["messages"]] == [1]
    assert (told["is_new"], again["is_new"], told["id"]) == (True, False, again["id"])
    assert {each["id"] for each in blocked} == {world.outsider.public_id, world.newcomer.public_id}
    assert call(client, "post", f"{talk}/messages", message("Hello?")).status_code == 409
    call(client, "delete", f"/blocks/{world.outsider.public_id}")
    assert call(client, "post", f"{talk}/messages", message("Hello?")).status_code == 200


def test_a_page_of_entries_costs_the_same_however_many_are_marked(
    world: World, client_of: ClientOf, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client, path = client_of(world.buyer), f"/api/v1/orders/{world.order.public_id}/entries"
    assert client.get(path).status_code == 200
    few = count_queries(lambda: client.get(path))
    for number in range(20):
        text = f"{number} {NOTED_WORDS} {CONTACT_WORDS}"
        say(world.order, world.seller, text, now=world.now + timedelta(hours=1))

    assert count_queries(lambda: client.get(path)) == few
