"""The account page, accepting terms, and tokens."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from gighall.domain.accounts.models import Person, PersonalToken, TermsAcceptance
from gighall.domain.accounts.queries import accepted_terms
from gighall.web.accounts.views import browser_name
from tests.web.accounts.steps import text_of
from tests.world import World

ClientOf = Callable[[Person | None], Client]
ACCOUNT_QUERIES_MAX = 16


def test_the_page_names_the_accepted_version_and_links_to_it(world: World, client_of: ClientOf) -> None:
    page = text_of(client_of(world.seller).get("/account/"))

    assert '<a href="/terms/2/">version 2</a>' in page
    assert "nothing has changed since" in page


def test_the_page_shows_what_changed_since_word_by_word(world: World, client_of: ClientOf) -> None:
    page = text_of(client_of(world.newcomer).get("/account/"))

    assert '<a href="/terms/1/">version 1</a>' in page
    assert "<ins>" in page
    assert reverse("accounts:terms") in page


def test_the_page_costs_the_same_with_more_to_show(
    world: World, client_of: ClientOf, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client = client_of(world.newcomer)

    assert count_queries(lambda: client.get("/account/")) <= ACCOUNT_QUERIES_MAX


def test_a_new_name_and_zone_are_kept(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)

    answer = client.post("/account/", {"name": " Selma  S. ", "time_zone": "Asia/Kathmandu"})

    assert answer.headers["Location"] == "/account/"
    world.seller.refresh_from_db()
    assert (world.seller.name, world.seller.time_zone) == ("Selma S.", "Asia/Kathmandu")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": "", "time_zone": "UTC"}, "This field is required"),
        ({"name": "👩", "time_zone": "UTC"}, "at least one letter"),
        ({"name": "Selma", "time_zone": "Mars/Olympus"}, "Select a valid choice"),
    ],
)
def test_a_name_or_zone_that_cannot_be_is_refused(
    world: World, client_of: ClientOf, typed: dict[str, str], words: str
) -> None:
    answer = client_of(world.seller).post("/account/", typed)

    assert (answer.status_code, words in text_of(answer)) == (200, True)


def test_accepting_leads_on_to_where_one_was(world: World, client_of: ClientOf) -> None:
    client = client_of(world.newcomer)
    assert "<ins>" in text_of(client.get("/account/terms/?next=/gigs/new/"))

    typed = {"terms_number": "2", "terms": "on", "next": "/gigs/new/"}
    answers = [client.post("/account/terms/", typed) for _press in range(2)]

    assert [answer.headers["Location"] for answer in answers] == ["/gigs/new/"] * 2
    assert TermsAcceptance.objects.filter(person=world.newcomer, version__number=2).count() == 1


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_accepting_never_leads_elsewhere(world: World, client_of: ClientOf, elsewhere: str) -> None:
    typed = {"terms_number": "2", "terms": "on", "next": elsewhere}

    answer = client_of(world.newcomer).post("/account/terms/", typed)

    assert answer.headers["Location"] == "/account/"


@pytest.mark.parametrize("typed", [{"terms_number": "2"}, {"terms_number": "1", "terms": "on"}])
def test_accepting_without_the_tick_or_the_older_version_is_refused(
    world: World, client_of: ClientOf, typed: dict[str, str]
) -> None:
    answer = client_of(world.newcomer).post("/account/terms/", typed)

    assert answer.status_code == 200
    standing = accepted_terms(world.newcomer.pk)
    assert standing is not None
    assert not standing.is_present


def test_an_order_under_older_terms_leads_to_the_new_ones_and_back(world: World, client_of: ClientOf) -> None:
    client = client_of(world.newcomer)
    page = reverse("gigs:order", args=[world.gig.public_id])
    typed = {"seen_price_minor": world.gig.price_minor, "key": str(uuid.uuid4())}

    answer = client.post(page, typed, headers={"referer": f"http://127.0.0.1{page}"})

    accept = answer.headers["Location"]
    assert accept.startswith(f"{reverse('accounts:terms')}?next=")
    accepted = client.post(accept, {"terms_number": "2", "terms": "on"})
    assert accepted.headers["Location"].endswith(page)


def test_the_words_of_a_token_are_shown_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.buyer)

    made = client.post("/account/tokens/", {"name": "calendar"})
    first, second = text_of(client.get("/account/tokens/")), text_of(client.get("/account/tokens/"))

    assert made.headers["Location"] == "/account/tokens/"
    assert "ght_" in first
    assert "ght_" not in second
    assert "calendar" in second


def test_a_second_press_makes_one_token_and_shows_its_words(world: World, client_of: ClientOf) -> None:
    client = client_of(world.buyer)

    for _press in range(2):
        assert client.post("/account/tokens/", {"name": "calendar"}).status_code == 302

    assert "ght_" in text_of(client.get("/account/tokens/"))
    assert PersonalToken.objects.filter(person=world.buyer).count() == 1


def test_a_name_that_is_taken_is_said_at_the_form(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.seller).post("/account/tokens/", {"name": world.token.name})

    assert (answer.status_code, "Give this one another name" in text_of(answer)) == (200, True)


def test_only_its_owner_revokes_a_token(world: World, client_of: ClientOf) -> None:
    address = reverse("accounts:revoke_token", args=[world.token.public_id])

    refused = client_of(world.buyer).post(address)
    done = client_of(world.seller).post(address)

    assert (refused.status_code, done.status_code) == (404, 302)
    assert not PersonalToken.objects.filter(pk=world.token.pk).exists()


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14) AppleWebKit/605 Version/18 Safari/605",
            "Safari on macOS",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0", "Firefox on Android"),
        ("curl/8.5", "Another program"),
        ("", "Another program"),
    ],
)
def test_a_browser_is_named_so_that_its_owner_knows_it(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
