"""Everybody meets what is theirs to see, starting from the first page, and is refused everything else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import File
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from gighall.domain.accounts.models import Person
from tests.patience import assert_none
from tests.web.allauth_doors import ALLAUTH_PAGES
from tests.web.api_doors import API_CALLS
from tests.web.crawler import Walk, walk
from tests.web.doors import MEMBERS, PAGES, Door, addresses_of_the_hall, the_community
from tests.world import World

ClientOf = Callable[[Person | None], Client]
DOORS = [*PAGES, *ALLAUTH_PAGES, *API_CALLS]


@pytest.fixture(autouse=True)
def _community(world: World) -> None:
    """Somebody has asked in the community, and others have answered."""
    the_community(world)


def test_every_named_address_stands_in_the_table() -> None:
    assert_none(addresses_of_the_hall() - {door.name for door in DOORS})


def test_the_table_names_no_address_that_is_gone() -> None:
    assert_none({door.name for door in DOORS} - addresses_of_the_hall())


@pytest.mark.parametrize("member", MEMBERS)
def test_a_walk_from_the_first_page_meets_all_that_one_may_see(
    world: World, client_of: ClientOf, member: str
) -> None:
    found = walk(client_of(world.people[member]))

    assert_none(found.troubles)
    wanted = {door.name for door in DOORS if member in door.leads}
    assert_none(wanted - met(found))


@pytest.mark.parametrize("member", [member for member in MEMBERS if member != "guest"])
def test_a_walk_is_offered_nothing_that_would_be_refused(
    world: World, client_of: ClientOf, member: str
) -> None:
    found = walk(client_of(world.people[member]))

    closed = {door.name for door in DOORS if member not in door.who}
    assert_none(f"{name} (from {page})" for name, page in found.offered.items() if name in closed)


def test_ones_own_gigs_and_drafts_can_be_found_from_every_page(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)

    pages = [client.get(path).content.decode() for path in ("/", "/orders/", "/money/", "/account/")]

    assert all('href="/gigs/mine/"' in page for page in pages)


@pytest.mark.parametrize(
    "address",
    ["/gigs/%00/", "/gigs/%00/edit/", "/orders/a%00/", "/api/v1/gigs/%00", "/api/v1/orders/%00/entries"],
)
def test_an_address_that_the_database_cannot_hold_is_not_found(
    world: World, client_of: ClientOf, address: str
) -> None:
    assert client_of(world.seller).get(address).status_code == 404


@pytest.mark.parametrize("member", MEMBERS)
def test_every_other_address_is_refused(world: World, client_of: ClientOf, member: str) -> None:
    client = client_of(world.people[member])

    entered = [
        f"{door.name}: {response.status_code}"
        for door in DOORS
        if member not in door.who
        for response in [knock(client, door, world)]
        if not is_refused(response)
    ]

    assert_none(entered)


@pytest.mark.parametrize("member", MEMBERS)
def test_every_page_that_is_open_to_one_opens(world: World, client_of: ClientOf, member: str) -> None:
    client = client_of(world.people[member])

    shut = [
        f"{door.name}: {response.status_code} {response.headers.get('Location', '')}"
        for door in DOORS
        if member in door.who and door.method == "get"
        for response in [knock(client, door, world)]
        if response.status_code not in door.answers
    ]

    assert_none(shut)


def met(found: Walk) -> set[str]:
    """Return the names of the pages opened and of the addresses offered."""
    return {visit.name for visit in found.visits} | set(found.offered)


def knock(client: Client, door: Door, world: World) -> HttpResponseBase:
    """Ask for an address as its pages would; who knocks at all of them is not counted as pressing too often."""
    cache.clear()
    path = reverse(door.name, kwargs=door.arguments(world))
    body = door.body(world) if door.body else None
    ask = getattr(client, door.method)
    if body is None:
        return ask(path)
    if any(isinstance(value, File) for value in body.values()):
        return ask(path, data=body)
    return ask(path, data=body, content_type="application/json")


def is_refused(response: Any) -> bool:
    """Say whether an answer shows nothing of what was asked for."""
    sent_away = response.status_code == 302 and response.headers["Location"].startswith(
        (reverse("account_login"), "/?", "/account/")
    )
    asked_first = response.status_code == 409 and response.json()["why"] == "terms_not_accepted"
    leads_home = response.headers.get("Location") == "/"
    return response.status_code in {401, 403, 404} or sent_away or leads_home or asked_first
