"""What pages say of an exception: before ordering, in the order while it runs and after its end, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gighall.base import clock
from gighall.domain.accounts.models import Person
from tests.exceptions import REASON, REVOKED, grant, revoke
from tests.world import World, make_an_offer, make_order, say

ClientOf = Callable[[Person | None], Client]
PHONE = "+49 151 23456789"
WORDS = f"Ring me on {PHONE}."
ALLOWED = "Outside contact that support allows: phone number, account name elsewhere"
BANNER = "Allowed here: phone number, account name elsewhere"
ENDED = "The exception for outside contact has ended"


def words_of(client: Client, path: str, status: int = 200) -> str:
    """Return what a page says."""
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("who", ["guest", "outsider", "buyer", "seller"])
def test_the_page_of_the_gig_says_before_an_order_what_is_allowed_and_why(
    world: World, client_of: ClientOf, who: str
) -> None:
    path, client = f"/gigs/{world.gig.public_id}/", client_of(world.people[who])
    assert "Outside contact that support allows" not in words_of(client, path)

    waiver = grant(world.gig, world.operator, now=clock.now())
    words = words_of(client, path)
    assert ALLOWED in words
    assert REASON.replace("’", "’") in words
    assert "/contact/#exceptions" in words
    assert "no address or number changes hands" not in " ".join(words.split())

    revoke(waiver, world.operator, now=clock.now())
    assert "Outside contact that support allows" not in words_of(client, path)


def test_who_is_about_to_order_reads_it_once_more(world: World, client_of: ClientOf) -> None:
    grant(world.gig, world.operator, now=clock.now())

    offer = make_an_offer(world)
    client = client_of(world.outsider)

    assert ALLOWED in words_of(client, f"/gigs/{world.gig.public_id}/order/")
    assert ALLOWED in words_of(client, f"/offers/{offer.public_id}/")


def test_one_for_a_single_order_is_said_in_that_order_alone(world: World, client_of: ClientOf) -> None:
    grant(world.gig, world.operator, now=clock.now(), only=world.order)
    client = client_of(world.buyer)

    assert "Outside contact that support allows" not in words_of(client, f"/gigs/{world.gig.public_id}/")
    assert BANNER in words_of(client, f"/orders/{world.order.public_id}/")
    assert BANNER not in words_of(client, f"/orders/{world.delivered.public_id}/")


@pytest.mark.parametrize("who", ["buyer", "seller"])
def test_the_order_says_what_is_allowed_while_it_runs_and_that_it_was_revoked(
    world: World, client_of: ClientOf, who: str
) -> None:
    path, client = f"/orders/{world.order.public_id}/", client_of(world.people[who])
    waiver = grant(world.gig, world.operator, now=clock.now())

    running = words_of(client, path)
    assert BANNER in running
    assert "Support allows outside contact in the orders of this gig until" in running
    # The panel that an open page fetches when something happens says the same.
    assert BANNER in words_of(client, f"{path}state/")

    revoke(waiver, world.operator, now=clock.now())
    ended = words_of(client, path)
    assert BANNER not in ended
    assert ENDED in ended
    assert REVOKED in ended
    assert "Support ended the exception for outside contact." in ended


def test_the_order_says_when_it_has_expired(world: World, client_of: ClientOf) -> None:
    grant(world.gig, world.operator, now=clock.now() - timedelta(minutes=10), days=1 / 288)

    words = words_of(client_of(world.buyer), f"/orders/{world.order.public_id}/")

    assert BANNER not in words
    assert ENDED in words
    assert "It ran until" in words


def test_an_order_placed_under_an_exception_shows_it_and_one_placed_after_does_not(
    world: World, client_of: ClientOf
) -> None:
    waiver = grant(world.gig, world.operator, now=clock.now())
    during = make_order(world.gig, world.outsider, now=clock.now())
    revoke(waiver, world.operator, now=clock.now())
    after = make_order(world.gig, world.outsider, now=clock.now())
    client = client_of(world.outsider)

    assert ENDED in words_of(client, f"/orders/{during.public_id}/")
    assert ENDED not in words_of(client, f"/orders/{after.public_id}/")


def test_the_same_message_by_page_and_api_is_withheld_allowed_and_withheld_again(
    world: World, client_of: ClientOf
) -> None:
    path, api = f"/orders/{world.order.public_id}/", f"/api/v1/orders/{world.order.public_id}/entries"
    waiver = None
    for allowed in (False, True, False):
        if allowed:
            waiver = grant(world.gig, world.operator, now=clock.now())
        elif waiver is not None:
            revoke(waiver, world.operator, now=clock.now())
        number = say(world.order, world.seller, WORDS, now=clock.now())

        page = words_of(client_of(world.buyer), path)
        entry = page.split(f'id="entry-{number}"')[1].split("</li>")[0]
        assert (PHONE in entry) == allowed
        assert ("Allowed here by support’s exception until" in entry) == allowed
        answer = client_of(world.buyer).get(api, {"since": number - 1}).json()["entries"][0]
        assert (PHONE in answer["t"]) == allowed
        assert [mark["outcome"] for mark in answer["marks"]] == ["allow" if allowed else "mask"]
        checked = client_of(world.seller).post(
            f"/api/v1/orders/{world.order.public_id}/check", {"t": WORDS}, content_type="application/json"
        )
        assert [mark["outcome"] for mark in checked.json()["marks"]] == ["allow" if allowed else "mask"]


def test_the_api_says_of_gig_and_order_what_runs(world: World, client_of: ClientOf) -> None:
    client = client_of(world.buyer)

    def said() -> list[list[str]]:
        paths = (f"gigs/{world.gig.public_id}", f"orders/{world.order.public_id}")
        return [
            [kind for each in client.get(f"/api/v1/{path}").json()["exceptions"] for kind in each["kinds"]]
            for path in paths
        ]

    assert said() == [[], []]
    waiver = grant(world.gig, world.operator, now=clock.now())
    assert said() == [["handle", "phone"], ["handle", "phone"]]
    revoke(waiver, world.operator, now=clock.now())
    assert said() == [[], []]


def test_an_outsider_and_a_guest_see_nothing_of_it(world: World, client_of: ClientOf) -> None:
    grant(world.gig, world.operator, now=clock.now(), only=world.order)
    path = f"/orders/{world.order.public_id}/"

    assert BANNER not in words_of(client_of(world.outsider), path, 404)
    assert client_of(None).get(path).status_code == 302
    api = client_of(world.outsider).post(f"/api/v1{path}check", {"t": WORDS}, content_type="application/json")
    assert api.status_code == 404


def test_the_seller_finds_the_way_to_ask_for_one_beside_the_composer(
    world: World, client_of: ClientOf
) -> None:
    path, ask = f"/orders/{world.order.public_id}/", f"/gigs/{world.gig.public_id}/exception/"

    assert f'href="{ask}"' in words_of(client_of(world.seller), path)
    assert ask not in words_of(client_of(world.buyer), path)
    words_of(client_of(world.seller), ask)
