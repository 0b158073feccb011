"""Staff pages: the hall's look and its terms; nobody else gets in."""

from collections.abc import Callable

import pytest
from django.test import Client

from gighall.domain.accounts.models import HallChange, Person
from gighall.domain.accounts.queries import hall_or_none, present_terms
from tests.web.accounts.steps import text_of
from tests.world import World

ClientOf = Callable[[Person | None], Client]
PAGES = ["/staff/", "/staff/hall/", "/staff/terms/", "/staff/terms/new/", "/staff/credits/"]
ADDED = "\n\n## Holidays {#holidays}\nThe hall never closes.\n"


@pytest.mark.parametrize("path", PAGES)
def test_staff_pages_do_not_exist_for_others(world: World, client_of: ClientOf, path: str) -> None:
    assert client_of(world.operator).get(path).status_code == 200
    assert client_of(world.seller).get(path).status_code == 404
    assert client_of(world.seller).post(path).status_code in (404, 405)
    assert client_of(None).get(path).headers["Location"].startswith("/account/login/")


def test_the_hall_is_renamed_and_who_did_it_is_shown(world: World, client_of: ClientOf) -> None:
    client = client_of(world.operator)

    for _press in range(2):
        client.post("/staff/hall/", {"name": "The Round Table", "hue_name": "35", "own_hue": "0"})

    hall = hall_or_none()
    assert hall is not None
    assert (hall.name, hall.accent_hue) == ("The Round Table", 35)
    assert HallChange.objects.count() == 2
    page = text_of(client.get("/staff/hall/"))
    assert page.count("Olga Operator</td>") == 2


def test_a_hall_without_a_readable_name_is_refused(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.operator).post("/staff/hall/", {"name": "…", "hue_name": "35"})

    assert (answer.status_code, "at least one letter" in text_of(answer)) == (200, True)


def test_the_difference_is_shown_before_anything_is_published(world: World, client_of: ClientOf) -> None:
    client, source = client_of(world.operator), present_terms().source
    assert "Show the difference" in text_of(client.get("/staff/terms/new/"))

    page = text_of(
        client.post("/staff/terms/new/", {"source": source + ADDED, "based_on": "2", "preview": "1"})
    )

    assert "<ins>The hall never closes.</ins>" in page
    assert "Publish for everybody" in page
    assert present_terms().number == 2


def test_publishing_twice_makes_one_version(world: World, client_of: ClientOf) -> None:
    client, source = client_of(world.operator), present_terms().source
    typed = {"source": source + ADDED, "based_on": "2", "publish": "1"}

    answers = [client.post("/staff/terms/new/", typed) for _press in range(2)]

    assert [answer.headers["Location"] for answer in answers] == ["/staff/terms/"] * 2
    assert present_terms().number == 3
    assert "Published on" in text_of(client.get("/staff/terms/"))
    assert "Olga Operator" in text_of(client.get("/staff/terms/"))


@pytest.mark.parametrize(
    ("added", "based_on", "words"),
    [
        ("", "2", "Nothing has changed"),
        ("\n\n## No anchor\nText", "2", "is not a clause heading"),
        (ADDED, "1", "was published while you were writing"),
    ],
)
def test_terms_that_cannot_be_published_stay_in_the_editor(
    world: World, client_of: ClientOf, added: str, based_on: str, words: str
) -> None:
    source = present_terms().source + added
    typed = {"source": source, "based_on": based_on, "publish": "1"}

    answer = client_of(world.operator).post("/staff/terms/new/", typed)

    page = text_of(answer)
    assert (answer.status_code, words in page) == (200, True)
    assert "Contact outside {#outside-contact}" in page
    assert 'name="based_on" value="2"' in page
    assert present_terms().number == 2
