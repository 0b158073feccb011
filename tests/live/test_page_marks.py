"""Received and read, writing and being here: what a page tells the other side, and when it does not."""

import re

from playwright.sync_api import Page, expect

from tests.live.page_pair import Pair, box_of
from tests.patience import until

# A page in a tab that nobody looks at.
HIDE = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOW = """() => {
  delete document.visibilityState;
  document.dispatchEvent(new Event("visibilitychange"));
}"""

# When the page itself has noticed.
TO_THE_TOP = """() => new Promise(noticed => {
  window.scrollTo(0, 0);
  requestAnimationFrame(() => requestAnimationFrame(noticed));
})"""


def test_words_are_received_by_a_page_and_read_once_somebody_looks_at_it(pair: Pair) -> None:
    pair.seller.page.evaluate(HIDE)
    pair.buyer.say("Do you see this?")
    mine = pair.buyer.message("Do you see this?").last
    expect(mine).to_have_attribute("data-state", "received")
    expect(mine.locator("[data-part=state]")).to_have_text("Received")

    pair.seller.page.evaluate(SHOW)

    expect(mine).to_have_attribute("data-state", "read")
    expect(mine.locator("[data-part=state]")).to_have_text("Read")


def test_the_marks_stand_under_the_last_words_only_and_on_the_page_without_script(pair: Pair) -> None:
    pair.buyer.say("First, to be read.")
    pair.buyer.say("Second, to be read.")
    expect(pair.buyer.message("Second, to be read.").last).to_have_attribute("data-state", "read")
    first = pair.buyer.message("First, to be read.").last
    expect(first).not_to_have_attribute("data-state", re.compile(".*"))
    pair.seller.page.evaluate(HIDE)
    pair.buyer.say("Third, only received.")
    expect(pair.buyer.message("Third, only received.").last).to_have_attribute("data-state", "received")

    without = pair.buyer.page.context.browser
    assert without is not None
    context = without.new_context(
        base_url=pair.buyer.hall.origin,
        java_script_enabled=False,
        storage_state=pair.buyer.page.context.storage_state(),
    )
    page = context.new_page()
    printed = page.locator("li.entry--mine")

    def is_received() -> bool:
        page.goto(pair.buyer.order_path)
        return "Received" in printed.filter(has_text="Third, only received.").last.inner_text()

    # Marks are written in batches: the page has them a moment later.
    until(is_received, what="the page says so")
    expect(printed.filter(has_text="Second, to be read.").last).to_contain_text("Read")
    context.close()


def test_what_was_not_on_the_screen_is_not_read(pair: Pair) -> None:
    for number in range(8):
        pair.buyer.say(f"A line further down, number {number}. " * 12)
    expect(pair.seller.message("number 7.")).not_to_have_count(0)
    pair.seller.page.evaluate(TO_THE_TOP)
    pair.buyer.say("The very last line.")
    mine = pair.buyer.message("The very last line.").last
    expect(mine).to_have_attribute("data-state", "received")

    pair.seller.page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")

    expect(mine).to_have_attribute("data-state", "read")


def test_the_other_side_sees_that_somebody_writes_until_the_words_are_there(pair: Pair) -> None:
    line = pair.seller.page.locator("#typing-line")
    box_of(pair.buyer).press_sequentially("Just a mo")
    expect(line).to_have_text(re.compile("is writing…$"))
    expect(pair.buyer.page.locator("#typing-line")).to_have_text("")

    box_of(pair.buyer).press("Enter")

    expect(pair.seller.message("Just a mo")).to_have_count(1)
    expect(line).to_have_text("")


def test_writing_that_goes_no_further_is_forgotten(pair: Pair) -> None:
    line = pair.seller.page.locator("#typing-line")
    box_of(pair.buyer).press_sequentially("Hm")
    expect(line).to_have_text(re.compile("is writing…$"))

    expect(line).to_have_text("")
    box_of(pair.buyer).fill("")


def test_each_side_sees_that_the_other_is_here_and_that_they_left(pair: Pair) -> None:
    for window in (pair.buyer, pair.seller):
        expect(window.page.locator("#here-now")).to_be_visible()
        expect(window.page.locator("#here-now")).to_contain_text("is here now")

    pair.seller.page.goto("/money/")

    expect(pair.buyer.page.locator("#here-now")).to_be_hidden()


def test_a_screen_reader_hears_once_that_somebody_writes(pair: Pair) -> None:
    watch_words(pair.seller.page)
    for _ in range(3):
        box_of(pair.buyer).press_sequentially("Again. ")
        pair.buyer.page.wait_for_timeout(3_100)
    box_of(pair.buyer).fill("")

    # What was said is taken away again; that is nothing to hear. Who is here is said by the same voice.
    said = [words for words in pair.seller.page.evaluate("window.heard") if "is writing" in words]
    assert len(said) <= 1


def watch_words(page: Page) -> None:
    """Note whatever the page's quiet voice says from now on."""
    page.evaluate(
        """() => {
          window.heard = [];
          const said = document.getElementById("beside-said");
          new MutationObserver(() => window.heard.push(said.textContent)).observe(said, { childList: true });
        }"""
    )
