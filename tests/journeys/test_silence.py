"""Time passes: silence until the deadline completes an order, while its page is open."""

from playwright.sync_api import Browser, expect

from tests.harness.halls import RunningHall
from tests.journeys.window import open_window
from tests.web.browser_walk import people_of


def test_silence_until_the_deadline_completes_the_order_on_the_open_page(
    browser: Browser, demo_hall: RunningHall
) -> None:
    _operator, _seller, buyer, *_others = people_of(demo_hall)
    window = open_window(browser, demo_hall)
    window.sign_in(buyer.email, buyer.password)
    window.page.goto("/orders/")
    window.main.get_by_role("link").filter(has_text="Delivered").first.click()
    window.wait_for_live_line()

    moved = demo_hall.command("demo", "advance", "4d")

    assert moved.returncode == 0, moved.stderr
    ended = window.timeline.get_by_text("The review time ended without a word")
    expect(ended).to_be_visible()
    expect(window.main.get_by_text("Accept the delivery", exact=True)).not_to_be_visible()
    assert window.never_reloaded()
    window.page.context.close()
