"""A session in two real windows: start, talk, pause, a lost network, coming back, a killed program, the end."""

import os
import re
import signal
import time

from playwright.sync_api import Page, expect

from tests.harness.halls import RunningHall
from tests.journeys.parts import Cast
from tests.journeys.session_steps import SOME_SECONDS, seconds_billed, wait_until_billed
from tests.journeys.window import Window
from tests.live.page_pair import live_process
from tests.patience import until

TITLE = "Two windows hold a session about one loop"
WORDS = "You bring a loop that does not stop. We read it together in a timed chat, until it does."
BEAT_SECONDS = 3
COUNTS = "Both of you are here: time counts."


def sentence(window: Window, words: str | re.Pattern[str]) -> None:
    """Wait until the session page says so."""
    place = window.page.locator("#session-state [data-part=sentence]")
    expect(place).to_have_text(words)


def seconds_shown(page: Page) -> int:
    """Return what the timer shows."""
    minutes, seconds = page.locator("#session-state [data-part=figures]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def ticks(window: Window) -> bool:
    """Say whether the timer goes on within two and a half seconds."""
    before = seconds_shown(window.page)
    window.page.wait_for_timeout(2_500)
    return seconds_shown(window.page) > before


def test_two_hold_a_session_and_the_timer_agrees_with_what_is_billed(
    demo_cast: Cast, demo_hall: RunningHall
) -> None:
    buyer, seller = demo_cast.buyer, demo_cast.seller
    seller.publish_gig(title=TITLE, text=WORDS, price="5")
    buyer.order(seller.gig_path)
    path = buyer.order_path
    seller.page.goto(path)
    for window in (buyer, seller):
        window.main.get_by_role("link", name="Open the session page").click()
        expect(window.main).to_contain_text("The session is held here, in writing, on this page of the hall")
        window.wait_for_live_line()

    # Either side presses first; the other one sees it at once, and begins.
    seller.press("Press start")
    sentence(buyer, re.compile("pressed start and waits for you"))
    began = time.monotonic()
    buyer.press("Start the session")
    for window in (buyer, seller):
        sentence(window, COUNTS)
        expect(window.page.locator(".session-presence--here")).to_have_count(2)
    until(lambda: ticks(buyer), what="the timer goes on")
    buyer.say("This loop never stops.")
    expect(seller.page.locator("live-timeline").get_by_text("This loop never stops.")).to_be_visible()

    # What counts is proved by answers to beats.
    wait_until_billed(buyer, path)

    # Paused by one, let go on by the other; nobody has left the page for it.
    seller.press("Pause")
    sentence(buyer, "Paused. No minute counts until one of you lets it go on.")
    assert not ticks(buyer)
    at_pause = seconds_shown(buyer.page)
    buyer.press("Go on")
    sentence(seller, COUNTS)
    assert buyer.never_reloaded()
    assert seller.never_reloaded()
    assert at_pause <= time.monotonic() - began

    # The buyer's network is gone: for both of them the timer stands.
    buyer.page.context.set_offline(True)
    expect(buyer.page.locator("#session-lost")).to_be_visible()
    sentence(seller, re.compile("is not here, so no minute counts"))
    assert not ticks(seller)
    away_at = seconds_shown(seller.page)
    back_at = time.monotonic()
    buyer.page.context.set_offline(False)
    for window in (buyer, seller):
        sentence(window, COUNTS)
    assert seconds_shown(seller.page) - away_at <= time.monotonic() - back_at + BEAT_SECONDS

    # The live program dies and the supervisor starts another one: both come back, the gap is not counted.
    os.kill(live_process(demo_hall), signal.SIGKILL)
    expect(seller.page.locator("#session-lost")).to_be_visible()
    for window in (buyer, seller):
        expect(window.page.locator("#session-lost")).to_be_hidden()
        sentence(window, COUNTS)

    # One ends it, asked once; both see the same, and it is what the facts say.
    together = time.monotonic() - began
    shown = seconds_shown(seller.page)
    buyer.page.locator("#session-controls summary").click()
    buyer.press("End the session")
    for window in (buyer, seller):
        sentence(window, re.compile("The session has ended"))
    billed = seconds_billed(buyer.page, path)
    assert seconds_shown(seller.page) == seconds_shown(buyer.page) == billed
    # The timer counts on for a while without proof; what was not proved is not billed.
    assert shown - 20 <= billed <= together
    assert billed >= SOME_SECONDS
    seller.page.goto(path)
    expect(seller.timeline).to_contain_text("Its transcript is the delivery.")


def test_without_script_it_can_be_pressed_and_the_page_says_that_nothing_counts(
    demo_cast: Cast, demo_hall: RunningHall
) -> None:
    buyer, seller = demo_cast.buyer, demo_cast.seller
    seller.publish_gig(title="A session without script, pressed by forms", text=WORDS, price="5")
    buyer.order(seller.gig_path)
    path = f"{buyer.order_path}session/"
    plain = buyer.page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=demo_hall.origin, java_script_enabled=False, storage_state=buyer.page.context.storage_state()
    )
    page = plain.new_page()
    page.goto(path)

    # A browser that only pretends to have no script does not show what stands there for those that have none.
    assert "This browser runs no script, so you are not counted as present" in page.content()
    page.get_by_role("button", name="Press start").click()
    seller.page.goto(path)
    seller.press("Start the session")
    # A press does not leave the page: what it did is seen when the page has what comes next.
    expect(seller.main.get_by_role("button", name="Pause")).to_be_visible()
    page.goto(path)
    expect(page.get_by_text("You are not counted as present")).not_to_have_count(0)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Go on").click()
    page.locator("#session-controls summary").click()
    page.get_by_role("button", name="End the session").click()

    expect(page.get_by_text("The session has ended.").first).to_be_visible()
    assert seconds_billed(buyer.page, buyer.order_path) == 0
    plain.close()


def test_without_a_line_nobody_is_counted_and_the_page_says_why(demo_cast: Cast) -> None:
    buyer, seller = demo_cast.buyer, demo_cast.seller
    seller.publish_gig(title="A session where no line can be had", text=WORDS, price="5")
    buyer.order(seller.gig_path)
    buyer.page.route_web_socket("**/live/", lambda socket: socket.close())
    buyer.page.goto(f"{buyer.order_path}session/")
    expect(buyer.page.locator("#session-polling")).to_be_visible()
    buyer.press("Press start")
    sentence(buyer, re.compile("You pressed start"))
    seller.page.goto(f"{buyer.order_path}session/")
    seller.press("Start the session")

    sentence(buyer, "You are not counted as present, so no minute counts.")
    sentence(seller, re.compile("is not here, so no minute counts"))
    assert not ticks(seller)
