"""Looking for words: across one's own talks and orders, in one of them, on pages and by programs."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from gighall.base import limits
from gighall.base.words import hits_in, sought_in
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import post_message
from gighall.domain.record.actions import index_words
from gighall.web.inbox.search import snippet_of
from tests.world import World, say

ClientOf = Callable[[Person | None], Client]
Count = Callable[[Callable[[], object]], int]

HARD = [
    ("<b>recursion</b> & <script>alert(1)</script>", "recursion", "&lt;b&gt;"),
    ("שלום recursion עולם", "עולם", '<mark class="found__hit">עולם</mark>'),
    ("\u202erecursion\u202c 👩‍💻 at work", "recursion", "👩‍💻"),
    ("今日は東京で会いましょう", "東京", '<mark class="found__hit">東京</mark>'),
    ("recursion\n\n   and\tblanks", "blanks", "recursion and "),
]


def write(world: World, by: Person, text: str, *, minutes: int = 60) -> int:
    """Let one of outsider and seller write in their talk; return the number."""
    return post_message(
        record_id=world.conversation.record_id,
        author_id=by.pk,
        text=text,
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=minutes),
    )


def index_all() -> None:
    """Work until everything is in the index."""
    while index_words():
        pass


def read(client: Client, path: str, typed: str, **more: str) -> str:
    """Return a page that looks for something."""
    answer = client.get(path, {"q": typed, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def talk_path(world: World) -> str:
    """Return the page of the talk of outsider and seller."""
    return f"/inbox/{world.conversation.public_id}/"


def test_a_search_across_names_whose_talk_or_which_order_it_was(world: World, client_of: ClientOf) -> None:
    say(world.order, world.buyer, "Is recursion a loop?", now=world.now + timedelta(hours=1))
    number = write(world, world.outsider, f"{'And then ' * 40}recursion {'and so on ' * 40}")
    index_all()

    page = read(client_of(world.seller), "/inbox/search/", "recur")

    assert f'href="{talk_path(world)}?from=1#entry-{number}"' in page
    assert re.search(rf'href="/orders/{world.order.public_id}/\?from=\d+#entry-\d+"', page)
    assert f"Order: {world.order.title}" in page
    assert world.outsider.name in page
    assert page.count('<mark class="found__hit">recursion</mark>') == 2


def test_people_and_gigs_are_found_by_their_names(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)

    for typed in ("python", "ottil", "OTTILIE other"):
        page = read(client, "/inbox/search/", typed)
        assert "People and gigs" in page
        assert f'href="{talk_path(world)}"' in page


def test_the_way_from_a_result_leads_to_its_entry_however_far_back(world: World, client_of: ClientOf) -> None:
    number = write(world, world.outsider, "Do you know recursion?")
    for line in range(2 * limits.TIMELINE_PAGE_ENTRIES):
        write(world, world.outsider, f"Line {line}")
    index_all()
    client = client_of(world.seller)

    link = re.search(
        rf'href="({talk_path(world)}\?from=\d+)#entry-{number}"', read(client, talk_path(world), "recursion")
    )

    assert link
    assert f'id="entry-{number}"' in client.get(link[1]).content.decode()
    assert f'id="entry-{number}"' not in client.get(talk_path(world)).content.decode()


@pytest.mark.parametrize("part", ["guest", "buyer", "operator", "newcomer"])
def test_an_outsider_finds_nothing_and_opens_no_search(world: World, client_of: ClientOf, part: str) -> None:
    write(world, world.outsider, "Do you know recursion?")
    index_all()
    client = client_of(world.people[part])

    assert (
        world.conversation.public_id not in client.get("/inbox/search/", {"q": "recursion"}).content.decode()
    )
    assert client.get(talk_path(world), {"q": "recursion"}).status_code in (302, 404)
    api = f"/api/v1/conversations/{world.conversation.public_id}/search"
    assert client.get(api, {"q": "recursion"}).status_code in (401, 403, 404)


@pytest.mark.parametrize(("text", "typed", "shown"), HARD)
def test_hard_words_are_shown_as_they_are_and_marked(
    world: World, client_of: ClientOf, text: str, typed: str, shown: str
) -> None:
    write(world, world.outsider, text)
    index_all()

    for path in ("/inbox/search/", talk_path(world)):
        page = read(client_of(world.seller), path, typed)
        assert "<script>alert" not in page
        assert shown in page


def test_what_cannot_be_looked_for_is_said(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)

    for path in ("/inbox/search/", talk_path(world), f"/orders/{world.order.public_id}/"):
        assert "signs alone cannot be looked for" in read(client, path, ".*")
        assert "write at most 120 characters" in read(client, path, "a" * 121)
        assert "Nothing found" in read(client, path, "unheardof")
        assert client.get(path, {"q": "a\x00b"}).status_code == 200
        assert read(client, path, "'); --")
    assert "What are you looking for?" in read(client, "/inbox/search/", "")


def test_results_come_page_by_page(world: World, client_of: ClientOf) -> None:
    for line in range(limits.PAGE_ROWS + 5):
        write(world, world.outsider, f"Recursion {line}")
    index_all()
    client = client_of(world.seller)

    first = read(client, talk_path(world), "recursion")
    second = read(client, talk_path(world), "recursion", page="2")

    assert first.count("found__link") == limits.PAGE_ROWS
    assert "Next results" in first
    assert second.count("found__link") == 5
    assert "Previous results" in second


def test_words_that_the_job_has_not_come_to_are_told_of(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_all()
    client = client_of(world.seller)
    for line in range(2):
        write(world, world.outsider, f"Recursion {line}")
    assert read(client, talk_path(world), "recursion").count("found__link") == 2

    monkeypatch.setattr(limits, "FOUND_FRESH_MAX", 1)

    page = read(client, talk_path(world), "recursion")
    assert page.count("found__link") == 1
    assert "So much was written lately" in page


def test_who_searches_too_often_is_asked_to_wait(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(limits, "RATE_SEARCH", (2, 10**10))
    client = client_of(world.seller)

    answers = [client.get("/inbox/search/", {"q": "loop"}).status_code for _press in range(3)]

    assert answers[:2] == [200, 200]
    assert answers[2] >= 400
    refused = client.get("/api/v1/conversations/search", {"q": "loop"})
    assert refused.json()["why"] == "searched_too_often"


def test_programs_search_as_people_do(world: World, client_of: ClientOf) -> None:
    number = write(world, world.outsider, "Do you know recursion?")
    say(world.order, world.buyer, "Is recursion a loop?", now=world.now + timedelta(hours=1))
    index_all()
    client = client_of(world.seller)

    across = client.get("/api/v1/conversations/search", {"q": "recur"}).json()
    talk = client.get(f"/api/v1/conversations/{world.conversation.public_id}/search", {"q": "recur"}).json()
    order = client.get(f"/api/v1/orders/{world.order.public_id}/search", {"q": "recur"}).json()

    assert {(row["conversation"], row["order"]) for row in across["messages"]} == {
        (world.conversation.public_id, None),
        (None, world.order.public_id),
    }
    assert [row["n"] for row in talk["messages"]] == [number]
    assert [row["words"][start:end] for row in talk["messages"] for start, end in row["hits"]] == [
        "recursion"
    ]
    assert [row["with_name"] for row in order["messages"]] == [world.buyer.name]
    assert (talk["more"], talk["is_behind"], talk["talks"]) == (False, False, [])


def test_a_search_costs_the_same_with_one_result_and_with_many(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    client = client_of(world.seller)
    paths = ("/inbox/search/", talk_path(world), f"/orders/{world.order.public_id}/")
    write(world, world.outsider, "Recursion")
    say(world.order, world.buyer, "Recursion", now=world.now + timedelta(hours=1))

    def costs() -> list[int]:
        index_all()
        for path in paths:
            read(client, path, "recursion")
        return [count_queries(lambda path=path: client.get(path, {"q": "recursion"})) for path in paths]  # type: ignore[misc]

    few = costs()
    for line in range(20):
        write(world, world.outsider, f"Recursion {line}")
        say(world.order, world.buyer, f"Recursion {line}", now=world.now + timedelta(hours=1))

    assert costs() == few


def test_a_snippet_stands_around_the_first_hit() -> None:
    text = f"{'word ' * 100}needle {'word ' * 100}"

    parts = snippet_of(text, hits_in(text, sought_in("needle")))

    assert ("needle", True) in parts
    assert (parts[0], parts[-1]) == (("…", False), ("…", False))
    assert len("".join(words for words, _is_hit in parts)) <= limits.SNIPPET_CHARACTERS_MAX + 2
