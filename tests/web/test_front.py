"""The front page: what is for sale, and the search."""

import pytest
from django.test import Client

from tests.world import World


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
    ["q=%00", "q=%F0%9F%98%80", "price=cheap", "minutes=7", "sort=oddest", "page=-1", "page=99999999999"],
)
def test_what_cannot_be_read_is_no_error(world: World, query: str) -> None:
    front(query)


def test_an_unreadable_price_is_said_to_be_so(world: World) -> None:
    assert "Write an amount such as 40" in front("price=cheap")
