"""What no browser of ours sends: cookies, numbers and addresses made by hand end in a page, never in a fault."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import present_terms
from tests.patience import assert_none
from tests.web.doors import PAGES, the_community
from tests.world import World

ClientOf = Callable[[Person | None], Client]
DIGITS = "9" * 5_000
# What forms of the hall send beside words: ids, choices and numbers.
IDS_AND_CHOICES = (
    "entry",
    "joins",
    "kinds",
    "number",
    "order",
    "organisation",
    "page",
    "post",
    "quote",
    "quoted",
    "seen",
    "session",
    "text",
    "to",
    "vote",
    "words",
)


def test_a_cookie_that_the_database_cannot_hold_is_no_sign_in(world: World) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    # As it travels: Python's own cookies no longer let such a one be written, but still read it.
    headers = {"Cookie": f'{settings.SESSION_COOKIE_NAME}="abcdefgh\\000ij"'}

    assert client.get("/", headers=headers).status_code == 200
    assert client.get("/orders/", headers=headers).status_code == 302


def test_cookies_made_up_by_hand_leave_nothing_behind(world: World) -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies.load({settings.SESSION_COOKIE_NAME: "madeupbyhand"})

    client.get("/")

    assert cache.get("sign-in-seen:madeupbyhand") is None


def test_many_visitors_do_not_push_out_the_count_of_one(world: World) -> None:
    cache.set("rate:of-one", 7)

    for visitor in range(1_000):
        cache.add(f"rate:{visitor}", 0)

    assert cache.get("rate:of-one") == 7


def test_a_page_number_of_any_length_is_a_page(world: World, client_of: ClientOf) -> None:
    assert client_of(world.buyer).get("/orders/", {"page": DIGITS}).status_code == 200


def test_a_sign_in_of_any_length_ends_nothing(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.buyer).post(reverse("accounts:end_sign_ins"), {"sign_in": DIGITS})

    assert answer.status_code == 302


@pytest.mark.parametrize("wanted", ["nowhere", "orders", "http:nowhere", "/\\elsewhere.example"])
def test_accepting_terms_leads_home_when_the_way_on_makes_no_sense(
    world: World, client_of: ClientOf, wanted: str
) -> None:
    answer = client_of(world.newcomer).post(
        "/account/terms/", {"terms_number": present_terms().number, "terms": "on", "next": wanted}
    )

    assert answer.status_code == 302
    assert "elsewhere" not in answer.headers["Location"]


@pytest.mark.parametrize("member", ["outsider", "operator"])
def test_what_the_database_cannot_look_for_breaks_no_page(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, member: str
) -> None:
    monkeypatch.setattr(limits, "RATE_WRITE", (10_000, 3_600))
    the_community(world)
    broken = []

    for door in PAGES:
        if member in door.who:
            client = client_of(world.people[member])
            client.raise_request_exception = False
            path = reverse(door.name, kwargs=door.arguments(world))
            answer = client.post(path, dict.fromkeys(IDS_AND_CHOICES, "a\x00b"))
            broken += [door.name] if answer.status_code >= 500 else []

    assert_none(broken)
