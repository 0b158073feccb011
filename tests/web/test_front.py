"""The front page: what is for sale, and the search."""

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from gighall.base import clock, limits
from gighall.domain.accounts.statements import KEEP_SEEN_SQL
from gighall.domain.gigs.actions import GigWords
from gighall.domain.gigs.states import DELIVERABLE
from tests.world import GIG_WORDS, World, make_gig, make_person

POEM = GigWords(
    title="A birthday poem for one person",
    text="You tell me of somebody, and I write a poem that only they can have been meant by.",
    price_minor=3_500,
    kind=DELIVERABLE,
    category="writing",
    delivery_days=4,
)


def front(query: str) -> str:
    """Return the front page as a guest reads it."""
    answer = Client(SERVER_NAME="127.0.0.1").get(f"/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_search_finds_with_a_slip_of_the_finger(world: World) -> None:
    page = front("q=pyhton")

    assert world.gig.title in page
    assert 'value="pyhton"' in page


def test_a_search_without_a_find_says_what_to_do(world: World) -> None:
    page = front("q=zeppelin")

    assert world.gig.title not in page
    assert "Nothing fits" in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%F0%9F%98%80",
        "price=cheap",
        "minutes=7",
        "sort=oddest",
        "page=-1",
        "page=99999999999",
        "category=zeppelins",
        "category=%00",
        "kind=webinar",
        "days=soon",
        "online=perhaps",
    ],
)
def test_what_cannot_be_read_is_no_error(world: World, query: str) -> None:
    front(query)


def test_an_unreadable_price_is_said_to_be_so(world: World) -> None:
    assert "Write an amount such as 40" in front("price=cheap")


def links(page: str, part: str) -> list[str]:
    """Return where the links of a part of the page lead, by the name of that part."""
    found = re.search(rf'<nav[^>]*aria-label="{part}".*?</nav>', page, re.S)
    return [html.unescape(href) for href in re.findall(r'href="([^"]*)"', found[0])] if found else []


def test_categories_are_links_with_counts_that_keep_the_rest_of_the_wish(world: World) -> None:
    make_gig(world.seller, POEM, now=world.now)

    page = front("q=for+person&price=100&page=1")

    assert links(page, "Categories") == []
    page = front("price=100&sort=cheapest&page=2")
    assert links(page, "Categories") == [
        "/?price=100&sort=cheapest",
        "/?price=100&sort=cheapest&category=writing",
        "/?price=100&sort=cheapest&category=everyday",
    ]
    assert ">Writing and editing 1<" in page


def test_a_search_within_a_category_goes_on_there(world: World) -> None:
    make_gig(world.seller, POEM, now=world.now)

    page = front("category=writing")

    assert POEM.title in page
    assert world.gig.title not in page
    assert '<input type="hidden" name="category" value="writing">' in page
    assert "1 gig in “Writing and editing”" in page


def test_pages_keep_every_facet(world: World) -> None:
    for _number in range(limits.PAGE_ROWS + 1):
        make_gig(world.seller, POEM, now=world.now)

    first = front("kind=deliverable&category=writing&price=40&days=7&sort=dearest")
    query = "kind=deliverable&category=writing&price=40&days=7&sort=dearest&page=2"

    assert f"{limits.PAGE_ROWS + 1} gigs in" in first
    assert links(first, "Pages") == [f"/?{query}"]
    assert front(query).count('class="gig-card"') == 1


def test_a_search_that_asks_too_much_offers_to_ask_for_less(world: World) -> None:
    page = html.unescape(front("q=poem&kind=deliverable&category=design&price=40&online=on"))

    assert "Nothing fits" in page
    for way in (
        "/?q=poem&category=design&price=40&online=on",
        "/?q=poem&kind=deliverable&price=40&online=on",
        "/?q=poem&kind=deliverable&category=design&online=on",
        "/?q=poem&kind=deliverable&category=design&price=40",
    ):
        assert f'href="{way}"' in page


def test_who_is_here_is_said_on_the_card_and_on_the_gig_page(world: World) -> None:
    gig_path = f"/gigs/{world.gig.public_id}/"
    client = Client(SERVER_NAME="127.0.0.1")
    assert "online now" not in client.get(gig_path).content.decode().lower()
    assert world.gig.title not in front("online=on")

    with connection.cursor() as cursor:
        cursor.execute(KEEP_SEEN_SQL, {"people": [world.seller.pk], "at": clock.now()})

    assert "online now" in client.get(gig_path).content.decode().lower()
    assert "gig-card__online" in front("")
    assert world.gig.title in front("online=on")


@pytest.mark.parametrize(
    "query",
    ["", "q=poem", "kind=deliverable&category=writing&price=50&days=7&sort=cheapest", "online=on&q=pome"],
)
def test_a_search_costs_the_same_with_one_gig_and_with_many(
    world: World, count_queries: Callable[[Callable[[], object]], int], query: str
) -> None:
    def costs() -> int:
        cache.clear()
        front(query)
        return count_queries(lambda: front(query))

    make_gig(world.seller, POEM, now=world.now)
    with connection.cursor() as cursor:
        cursor.execute(KEEP_SEEN_SQL, {"people": [world.seller.pk], "at": clock.now()})
    few = costs()
    for number in range(limits.PAGE_ROWS + 3):
        seller = make_person(f"Poet {number}", now=clock.now())
        make_gig(seller, replace(POEM, title=f"{POEM.title}, number {number}"), now=clock.now())
        make_gig(seller, GIG_WORDS, now=clock.now())
        with connection.cursor() as cursor:
            cursor.execute(KEEP_SEEN_SQL, {"people": [seller.pk], "at": clock.now()})

    assert costs() == few <= 4
