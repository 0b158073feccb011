"""What two people do on the session page of their order."""

import re

from playwright.sync_api import expect

from tests.journeys.window import Window

SOME_SECONDS = re.compile(r"\b(?:0:(?:0[89]|[1-5]\d)|[1-9]\d*:\d\d)")


def open_session(window: Window, order_path: str) -> None:
    """Open the session page and wait for its live line."""
    window.page.goto(f"{order_path}session/")
    window.wait_for_live_line()


def press_start(window: Window) -> None:
    """Press start, whether one is the first or the second to do so."""
    window.page.locator("#session-controls").get_by_role("button", name="Start").first.click()
    expect(window.page.locator("#session-controls").get_by_role("button").first).to_be_visible()


def wait_until_counting(*windows: Window) -> None:
    """Wait until the timer of each has counted longer than the hall takes from one heartbeat to the next."""
    for window in windows:
        expect(window.page.locator("#session-state")).to_contain_text(SOME_SECONDS)
