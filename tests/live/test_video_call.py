"""A video call between two real browsers through the real programs: what arrives, what is off, what comes back."""

import os
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import PHONE, axe_violations
from tests.live.cable import Cable
from tests.live.page_pair import live_process
from tests.live.video_pair import (
    CONNECTED,
    STATE,
    CallPair,
    decoded,
    grows,
    heard,
    held,
    seconds_together,
    until_seen,
)
from tests.patience import until

NO_RELAY = "Your browsers connect directly: each of you can see the other’s network address."


@pytest.fixture
def cable(call_pair: CallPair) -> Iterator[Cable]:
    """A cable through which alone the two browsers reach each other."""
    laid = Cable()
    seller, buyer = call_pair.pages
    laid.plug_in(seller, "two")
    laid.plug_in(buyer, "one")
    yield laid
    laid.close()


def test_both_sides_see_each_other_and_minutes_together_count(call_pair: CallPair) -> None:
    asked: list[str] = []
    for page in call_pair.pages:
        page.on("request", lambda request: asked.append(request.url))

    call_pair.call()

    for page in call_pair.pages:
        until_seen(page)
        expect(page.locator("[data-together]")).not_to_have_text("0:00")
        expect(page.locator(".call-here__one--on")).to_have_count(2)
        expect(page.get_by_text("Nothing is recorded.")).to_be_visible()
        expect(page.get_by_text(NO_RELAY)).to_be_visible()
    # Nobody but the hall is asked for anything.
    assert [url for url in asked if not url.startswith(call_pair.buyer.hall.origin)] == []
    assert call_pair.buyer.troubles == call_pair.seller.troubles == []
    timeline = call_pair.buyer.timeline
    expect(timeline).to_contain_text("started a video call.")
    expect(timeline).to_contain_text("joined the video call. It has begun.")
    expect(timeline).to_contain_text("The buyer is in the session.")


def test_hanging_up_ends_the_call_on_both_sides_and_lets_go_of_every_device(call_pair: CallPair) -> None:
    call_pair.call()
    seller, buyer = call_pair.pages
    # Time together counts from one sign of life to the next.
    until(lambda: seconds_together(buyer, call_pair.order_path) > 0, what="time together counts")
    assert held(seller) == held(buyer) == 2

    buyer.locator("#hang-up summary").click()
    buyer.get_by_role("button", name="End the session").click()

    expect(buyer.get_by_text("The last call has ended")).to_be_visible()
    expect(seller.locator(STATE)).to_have_text("The call has ended. Camera and microphone are off.")
    until(lambda: held(seller) + held(buyer) == 0, what="cameras and microphones are given back")
    expect(seller.get_by_role("group", name="In the call")).to_be_hidden()
    # An order of a video gig is delivered by its session.
    expect(call_pair.seller.timeline).to_contain_text("Its transcript is the delivery.")


def test_mute_and_camera_off_change_what_comes_to_the_other_side(call_pair: CallPair) -> None:
    call_pair.call()
    seller, buyer = call_pair.pages
    until(lambda: grows(buyer, heard), what="the seller is heard")

    call_pair.press("Mute", call_pair.seller)
    expect(buyer.locator("[data-part=other-said]")).to_contain_text("is muted")
    until(lambda: not grows(buyer, heard), what="nothing is heard any more")
    call_pair.press("Camera off", call_pair.seller)
    expect(buyer.locator("[data-part=other-said]")).to_contain_text("camera is off")
    until(lambda: not grows(buyer), what="nothing is seen any more")
    assert held(seller) == 1

    call_pair.press("Camera off", call_pair.seller)
    call_pair.press("Mute", call_pair.seller)

    until(lambda: grows(buyer), what="the seller is seen again")
    until(lambda: grows(buyer, heard), what="the seller is heard again")
    assert held(seller) == 2


def test_a_screen_is_shown_in_the_cameras_place_until_it_is_stopped_here_or_by_the_browser(
    call_pair: CallPair,
) -> None:
    call_pair.call()
    seller, buyer = call_pair.pages
    share = seller.get_by_role("button", name="Share screen")
    said = buyer.locator("[data-part=other-said]")

    call_pair.press("Share screen", call_pair.seller)
    expect(share).to_have_attribute("aria-pressed", "true")
    expect(said).to_contain_text("shares a screen")
    until(lambda: grows(buyer), what="the screen is seen")
    assert seller.evaluate("window.given.at(-1).getSettings().displaySurface") is not None

    # The browser's own bar: its end of a share comes to the page as the end of the track.
    seller.evaluate(
        "() => { const track = window.given.at(-1); track.stop(); track.dispatchEvent(new Event('ended')); }"
    )
    expect(share).to_have_attribute("aria-pressed", "false")
    expect(said).not_to_contain_text("shares a screen")
    until(lambda: grows(buyer), what="the camera is seen again")

    call_pair.press("Share screen", call_pair.seller)
    expect(said).to_contain_text("shares a screen")
    call_pair.press("Share screen", call_pair.seller)
    expect(said).not_to_contain_text("shares a screen")
    until(lambda: grows(buyer), what="the camera is seen once more")


def test_a_network_that_drops_and_returns_brings_the_call_back(call_pair: CallPair, cable: Cable) -> None:
    call_pair.call()
    assert cable.carried > 0

    cable.is_cut = True
    for page in call_pair.pages:
        expect(page.locator(STATE)).to_contain_text("The connection is interrupted")
    cable.is_cut = False

    for page in call_pair.pages:
        expect(page.locator(STATE)).to_have_text(CONNECTED)
        until_seen(page)
    assert cable.lost > 0


def test_where_no_connection_can_be_made_it_is_said_and_the_talk_goes_on(
    call_pair: CallPair, cable: Cable
) -> None:
    cable.is_cut = True
    call_pair.open()
    call_pair.seller.press("Start the video call")
    call_pair.buyer.press("Join")

    for page in call_pair.pages:
        expect(page.locator(STATE)).to_contain_text("No connection between your browsers")
    call_pair.buyer.say("Then we write.")
    expect(call_pair.seller.message("Then we write.").first).to_be_visible()
    # The browsers go on trying by themselves: pressed after the cable is whole again, there might be nothing to press.
    call_pair.buyer.page.get_by_role("button", name="Try again").click()
    cable.is_cut = False

    for page in call_pair.pages:
        expect(page.locator(STATE)).to_have_text(CONNECTED)


def test_the_call_goes_on_while_the_live_program_is_gone_and_words_are_carried_again_afterwards(
    call_pair: CallPair,
) -> None:
    call_pair.call()
    _seller, buyer = call_pair.pages

    os.kill(live_process(call_pair.buyer.hall), signal.SIGKILL)
    before = decoded(buyer)
    for page in call_pair.pages:
        expect(page.locator("live-timeline[data-line='open']")).to_be_attached()
        expect(page.locator(STATE)).to_have_text(CONNECTED)
        until_seen(page)
    assert decoded(buyer) > before
    assert buyer.evaluate("window.connections.length") == 1

    # Words go from hand to hand again: what one puts off, the other is told.
    expect(buyer.locator(".call-here__one--on")).to_have_count(2)
    call_pair.press("Mute", call_pair.seller)
    expect(buyer.locator("[data-part=other-said]")).to_contain_text("is muted")


def test_who_leaves_the_page_comes_back_into_the_same_call(call_pair: CallPair) -> None:
    call_pair.call()
    seller, buyer = call_pair.pages

    buyer.goto(call_pair.order_path)
    expect(seller.locator(STATE)).to_contain_text("You are in the call")
    expect(buyer.get_by_role("link", name="To the call").first).to_be_visible()
    buyer.goto(call_pair.path)
    expect(buyer.locator("live-timeline[data-line='open']")).to_be_attached()
    buyer.get_by_role("button", name="Come into the call").click()

    for page in call_pair.pages:
        expect(page.locator(STATE)).to_have_text(CONNECTED)
        until_seen(page)


def test_the_other_side_is_rung_on_the_order_page_and_asking_shows_too(call_pair: CallPair) -> None:
    seller, buyer = call_pair.pages
    seller.goto(call_pair.order_path)
    buyer.goto(call_pair.path)
    call_pair.buyer.press("Ask for a video call")
    expect(seller.locator("#order-state")).to_contain_text("asked for a video call.")

    seller.locator("#order-state").get_by_role("link", name="To the call").click()
    buyer.goto(call_pair.order_path)
    expect(buyer.locator("live-timeline[data-line='open']")).to_be_attached()
    call_pair.seller.press("Start the video call")

    expect(buyer.locator("#order-state")).to_contain_text("started a video call.")
    expect(buyer.locator("#order-state").get_by_role("link", name="Join")).to_be_visible()
    call_pair.seller.press("Stop calling")
    expect(buyer.locator("#order-state").get_by_role("link", name="Join")).to_be_hidden()
    expect(seller.get_by_role("button", name="Start the video call")).to_be_visible()
    until(lambda: held(seller) == 0, what="camera and microphone are given back")


def test_words_beside_the_call_reach_the_other_side(call_pair: CallPair) -> None:
    call_pair.call()

    call_pair.seller.say("This is the line that I mean.")

    expect(call_pair.buyer.message("This is the line that I mean.").first).to_be_visible()
    for page in call_pair.pages:
        until_seen(page)


def test_the_device_check_shows_oneself_keeps_the_choice_and_lets_go(call_pair: CallPair) -> None:
    page = call_pair.buyer.page
    page.goto(call_pair.path)
    check = page.get_by_role("button", name="Check camera and microphone")

    check.click()
    expect(page.get_by_label("Camera", exact=True)).to_be_enabled()
    microphones = page.get_by_label("Microphone", exact=True)
    chosen = microphones.locator("option").nth(1).get_attribute("value") or ""
    microphones.select_option(value=chosen)
    until(lambda: page.evaluate("document.querySelector('meter').value") > 0, what="the microphone hears")
    expect(microphones).to_have_value(chosen)
    check.click()
    until(lambda: held(page) == 0, what="camera and microphone are given back")

    page.reload()
    page.get_by_role("button", name="Check camera and microphone").click()
    expect(microphones).to_have_value(chosen)
    assert chosen in page.evaluate("window.asked[0][1]")
    page.get_by_role("button", name="Check camera and microphone").click()


def test_the_call_works_by_keyboard_alone_on_a_phone_and_in_the_dark_without_a_barrier(
    call_pair: CallPair,
) -> None:
    call_pair.call()
    seller, buyer = call_pair.pages

    seller.get_by_role("button", name="Mute").focus()
    seller.keyboard.press("Space")
    expect(seller.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    seller.keyboard.press("Tab")
    seller.keyboard.press("Enter")
    expect(seller.get_by_role("button", name="Camera off")).to_have_attribute("aria-pressed", "true")

    assert axe_violations(seller) == []
    buyer.set_viewport_size(PHONE)
    buyer.emulate_media(color_scheme="dark")
    assert axe_violations(buyer) == []
    assert buyer.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
