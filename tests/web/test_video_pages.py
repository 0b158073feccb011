"""The page and the API of a video call: who has one, what the browser may be asked for, and the way into the relay."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gighall.domain.accounts.models import Person
from gighall.domain.chat_sessions.actions import start_call
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.orders.models import Order
from gighall.web.shared.permissions import ASK_FOR_CALLS, ASK_NOTHING, HEADER
from tests.world import World, make_call, make_video_order

ClientOf = Callable[[Person | None], Client]
WHY_NOT = "This order has no video call."
TURN = "turn:turn.example.org:3478?transport=udp"
SECRET = "a secret shared with the relay"


def page_of(client: Client, order: Order) -> str:
    """Return the page of an order's call."""
    response = client.get(f"/orders/{order.public_id}/video/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def relay(settings: Any) -> None:
    """A relay, as an operator sets it up."""
    settings.GIGHALL_TURN_URLS = (TURN,)
    settings.GIGHALL_TURN_SECRET = SECRET


@pytest.mark.parametrize("member", ["buyer", "seller"])
def test_an_ordinary_order_says_why_it_has_no_call_and_how_to_have_one(
    world: World, client_of: ClientOf, member: str
) -> None:
    page = page_of(client_of(world.people[member]), world.order)

    assert WHY_NOT in page
    assert "order a video gig, or order for your organisation" in page
    assert "<video-call" not in page
    assert "js/video/" not in page


@pytest.mark.parametrize("member", ["buyer", "seller"])
@pytest.mark.parametrize("what", ["wish", "start"])
def test_an_ordinary_order_refuses_a_call_by_page_and_api(
    world: World, client_of: ClientOf, member: str, what: str
) -> None:
    client = client_of(world.people[member])

    pressed = client.post(f"/orders/{world.order.public_id}/video/{what}/", follow=True)
    called = client.post(
        f"/api/v1/orders/{world.order.public_id}/video/{what}", data={}, content_type="application/json"
    )

    assert WHY_NOT in pressed.content.decode()
    assert (called.status_code, called.json()["why"]) == (409, "video_refused")
    assert not ChatSession.objects.exists()


def test_the_operators_setting_opens_calls_to_every_order(
    world: World, client_of: ClientOf, settings: Any
) -> None:
    settings.GIGHALL_VIDEO_EVERYWHERE = True
    client = client_of(world.seller)

    assert "Start the video call" in page_of(client, world.order)
    client.post(f"/orders/{world.order.public_id}/video/start/")

    assert ChatSession.objects.get(order=world.order).medium == "video"


def test_only_the_page_of_a_call_may_ask_for_camera_and_microphone(world: World, client_of: ClientOf) -> None:
    order, client = make_video_order(world), client_of(world.buyer)
    call = client.get(f"/orders/{order.public_id}/video/")
    others = [
        client.get(path)
        for path in (
            "/",
            f"/orders/{order.public_id}/",
            f"/orders/{world.order.public_id}/video/",
            f"/orders/{order.public_id}/video/panel/",
            "/nowhere/",
        )
    ]

    assert call[HEADER] == ASK_FOR_CALLS
    assert {response[HEADER] for response in others} == {ASK_NOTHING}
    # The call needs nothing that the strict policy of contents does not give every page.
    assert call["Content-Security-Policy"] == others[0]["Content-Security-Policy"]


def test_the_way_into_the_relay_is_open_to_both_sides_of_an_open_call_alone(
    world: World, client_of: ClientOf, relay: None
) -> None:
    order = make_video_order(world)
    path = f"/orders/{order.public_id}/video/connection/"
    assert client_of(world.buyer).get(path).status_code == 409

    call = make_call(world)

    for person in (world.buyer, world.seller):
        response = client_of(person).get(path)
        assert "no-store" in response["Cache-Control"]
        (server,) = response.json()["iceServers"]
        until, name = server["username"].split(":")
        assert response.json()["iceTransportPolicy"] == "relay"
        assert (server["urls"], name) == ([TURN], call.public_id)
        assert int(until) > world.now.timestamp()
        digest = hmac.new(SECRET.encode(), server["username"].encode(), hashlib.sha1).digest()
        assert base64.b64decode(server["credential"]) == digest
        assert SECRET not in response.content.decode()
    assert client_of(world.outsider).get(path).status_code == 404
    assert client_of(None).get(path).status_code == 302


def test_the_page_says_who_sees_whose_address(world: World, client_of: ClientOf, settings: Any) -> None:
    order, client = make_video_order(world), client_of(world.buyer)
    assert "each of you can see the other’s network address" in page_of(client, order)

    settings.GIGHALL_TURN_URLS = (TURN,)

    assert "neither side sees the other’s network address" in page_of(client, order)


def test_the_api_says_where_the_call_stands(world: World, client_of: ClientOf, relay: None) -> None:
    order = make_video_order(world)
    path = f"/api/v1/orders/{order.public_id}/video"
    buyer, seller = client_of(world.buyer), client_of(world.seller)
    assert buyer.post(f"{path}/wish").json()["is_asked"] is True

    rings = seller.post(f"{path}/start", data={}, content_type="application/json").json()
    body = {"joins": rings["session"]}
    runs = buyer.post(f"{path}/start", data=body, content_type="application/json").json()

    assert (rings["state"], rings["is_asked"]) == ("ringing", False)
    assert (runs["state"], runs["session"], runs["cap_seconds"]) == ("running", rings["session"], 3_600)
    assert buyer.get(f"{path}/connection").json()["ice_transport_policy"] == "relay"
    ends = buyer.post(f"{path}/end", data={"session": rings["session"]}, content_type="application/json")
    assert ends.json()["state"] == "none"


def test_an_order_of_a_video_gig_tells_both_sides_to_hold_the_call(world: World, client_of: ClientOf) -> None:
    order = make_video_order(world)

    sold = client_of(world.seller).get(f"/orders/{order.public_id}/").content.decode()
    bought = client_of(world.buyer).get(f"/orders/{order.public_id}/").content.decode()

    assert "then start the call on this page" in sold
    assert "starts the call on this page, and you join it" in bought
    assert "Talk, then deliver" not in sold


def test_a_call_that_rings_shows_on_the_order_page_and_in_the_talk(world: World, client_of: ClientOf) -> None:
    # The outsider has a talk with the seller, and orders the video gig.
    call = make_call(world, buyer=world.outsider)
    buyer, seller = client_of(world.outsider), client_of(world.seller)
    talk = f"/inbox/{world.conversation.public_id}/"

    for path in (f"/orders/{call.order.public_id}/", talk, f"{talk}calls/"):
        page = buyer.get(path).content.decode()
        assert f"{world.seller.name} started a video call." in page
        assert f'href="/orders/{call.order.public_id}/video/"' in page
    assert "started a video call." not in seller.get(talk).content.decode()

    start_call(
        order_id=call.order.public_id,
        by_id=world.outsider.pk,
        everywhere=False,
        joins=call.public_id,
        now=call.opened_at,
    )
    assert "started a video call." not in buyer.get(f"{talk}calls/").content.decode()


def test_the_page_after_a_press_says_once_that_its_person_enters(world: World, client_of: ClientOf) -> None:
    order, seller, buyer = make_video_order(world), client_of(world.seller), client_of(world.buyer)
    path = f"/orders/{order.public_id}/video/"
    assert "data-enters" not in page_of(seller, order)

    answer = seller.post(f"{path}start/", follow=True)

    assert "data-enters" in answer.content.decode()
    # Whoever comes back to it by the browser's way back has pressed nothing.
    assert "no-store" in answer["Cache-Control"]
    assert "data-enters" not in page_of(seller, order)
    assert "data-enters" not in page_of(buyer, order)


def test_hanging_up_names_a_call_of_this_order(world: World, client_of: ClientOf) -> None:
    call = make_call(world)

    response = client_of(world.seller).post(
        f"/orders/{world.order.public_id}/video/withdrawal/", {"session": call.public_id}
    )

    call.refresh_from_db()
    assert response.status_code == 404
    assert call.ended_at is None
