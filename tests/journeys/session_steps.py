"""What two people do on the session page of their order."""

from playwright.sync_api import Page, expect

from tests.journeys.window import Window
from tests.patience import until

SOME_SECONDS = 5


def open_session(window: Window, order_path: str) -> None:
    """Open the session page and wait for its live line."""
    window.page.goto(f"{order_path}session/")
    window.wait_for_live_line()


def press_start(window: Window) -> None:
    """Press start, whether one is the first or the second to do so."""
    window.page.locator("#session-controls").get_by_role("button", name="Start").first.click()
    expect(window.page.locator("#session-controls").get_by_role("button").first).to_be_visible()


def seconds_billed(page: Page, order_path: str) -> int:
    """Return what the API says is billed, nothing before the second press is there, and that no other session is."""
    sessions = page.request.get(f"/api/v1{order_path}sessions").json()
    assert len(sessions) <= 1
    return int(sessions[0]["seconds"]) if sessions else 0


def wait_until_billed(window: Window, order_path: str) -> None:
    """Wait until some of the time is proved by answers to heartbeats: the timer on the page runs ahead of that."""
    until(lambda: seconds_billed(window.page, order_path) >= SOME_SECONDS, what="some of the time is proved")
