"""Two people in two real windows talk before an order: filing, the way to the order page, a block."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.harness.halls import RunningHall
from tests.journeys.window import Window, open_window
from tests.patience import assert_none
from tests.web.browser_walk import people_of

WORDS = "This belongs to the order, so it is written there."


@pytest.fixture
def two(browser: Browser, demo_hall: RunningHall) -> Iterator[tuple[Window, Window]]:
    """A seller and a buyer of the demo world, with an open order between them and a talk in the inbox."""
    _operator, seller, buyer, *_others = people_of(demo_hall)
    windows = (open_window(browser, demo_hall), open_window(browser, demo_hall))
    for window, person in zip(windows, (seller, buyer), strict=True):
        window.sign_in(person.email, person.password)
    yield windows
    for window in windows:
        assert_none(window.troubles)
        window.page.context.close()


def box_of(window: Window) -> Locator:
    """Return the field in which one writes."""
    return window.page.get_by_role("textbox", name=re.compile("^Write to "))


def ask(buyer: Window, seller_name: str, text: str) -> str:
    """Ask about the first gig of a seller, or go on in the talk that is there; return the talk's address."""
    buyer.page.goto("/")
    gigs = buyer.main.get_by_role("article").filter(has_text=seller_name)
    gigs.first.get_by_role("link").first.click()
    buyer.page.goto(f"{buyer.path}question/")
    if "/question/" in buyer.path:
        buyer.page.get_by_role("textbox", name=re.compile("question|Write|message", re.IGNORECASE)).fill(text)
        buyer.main.locator("form button[type=submit]").last.click()
    buyer.page.wait_for_url("**/inbox/*/")
    return buyer.path


def test_words_go_along_to_the_order_page_and_a_block_ends_the_talk_live(
    two: tuple[Window, Window], demo_hall: RunningHall
) -> None:
    seller, buyer = two
    _operator, seller_person, buyer_person, *_others = people_of(demo_hall)
    talk = ask(buyer, seller_person.name, "May I ask something on Sunday?")

    # The seller finds it, stars it, and it is in the list of stars.
    seller.page.goto("/inbox/")
    seller.page.get_by_role("button", name=f"Star the talk with {buyer_person.name}").click()
    expect(seller.page.get_by_role("button", name=f"Star the talk with {buyer_person.name}")).to_have_count(0)
    seller.page.get_by_role("link", name="Starred").click()
    seller.page.wait_for_url("**/inbox/?show=starred*")
    expect(seller.main.locator(".talk__name", has_text=buyer_person.name)).to_be_visible()
    seller.page.get_by_role("searchbox").fill("sund")
    seller.press("Search")
    seller.main.get_by_role("link", name=re.compile("Sunday")).click()
    expect(seller.page.locator("#entry-1")).to_be_in_viewport()

    # The buyer has an open order with the seller: the words go there, and nothing is sent.
    buyer.wait_for_live_line()
    box_of(buyer).fill(WORDS)
    buyer.press("Write on the order page")
    buyer.page.wait_for_url("**/orders/*/#composer")
    expect(box_of(buyer)).to_have_value(WORDS)
    box_of(buyer).fill("")
    buyer.page.goto(talk)
    buyer.wait_for_live_line()
    expect(box_of(buyer)).to_have_value("")
    expect(buyer.main.get_by_text(WORDS)).to_have_count(0)

    # The seller blocks: the buyer's page, which is still open, gets its words back.
    seller.main.get_by_role("group").filter(has_text="Block").locator("summary").last.click()
    seller.main.locator("#block").get_by_role("button", name="Block", exact=True).click()
    expect(seller.main).to_contain_text("Unblock to write.")
    box_of(buyer).fill("Hello?")
    box_of(buyer).press("Enter")
    expect(buyer.page.locator("#composer-error")).to_be_visible()
    expect(box_of(buyer)).to_have_value("Hello?")
    buyer.page.reload()
    expect(buyer.main).to_contain_text("takes no messages from you now")
    expect(box_of(buyer)).to_have_count(0)

    seller.main.locator(".composer--closed").get_by_role("button", name="Unblock").click()
    expect(box_of(seller)).to_be_visible()
