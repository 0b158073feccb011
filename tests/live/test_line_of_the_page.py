"""The open page and its live line: words survive a killed program, a reload, a lost network; several tabs are one."""

import os
import re
import signal

from playwright.sync_api import expect

from tests.harness.halls import RunningHall
from tests.journeys.window import Window
from tests.live.page_pair import LOST, OPEN, WAITING, Pair, live_process
from tests.patience import until
from tests.web.browser_walk import people_of

# Every entry of the page by its number; of messages the words too: facts name times in each person's own zone.
ENTRIES = """() => [...document.querySelectorAll("li.entry[data-number]")].map(item =>
  [item.dataset.number, item.querySelector(".entry__text")?.textContent.trim() ?? ""])"""


def second_tab(window: Window) -> Window:
    """Open the same order in another tab of the same browser."""
    tab = Window(window.hall, window.page.context.new_page(), [], window.email)
    tab.open_order(window.order_path)
    return tab


def test_words_written_while_the_program_is_away_arrive_once(pair: Pair, demo_hall: RunningHall) -> None:
    program = live_process(demo_hall)
    os.kill(program, signal.SIGSTOP)
    pair.buyer.say("Written while nobody listens.")
    waiting = pair.buyer.message("Written while nobody listens.")
    expect(waiting).to_have_attribute("data-state", "sending")

    os.kill(program, signal.SIGKILL)
    expect(pair.buyer.page.locator(LOST)).to_be_attached()
    pair.buyer.say("And one more.")

    for window in (pair.buyer, pair.seller):
        expect(window.page.locator(OPEN)).to_be_attached()
        expect(window.message("Written while nobody listens.")).to_have_count(1)
        expect(window.message("And one more.")).to_have_count(1)
    expect(pair.buyer.timeline.locator(WAITING)).to_have_count(0)
    expect(pair.buyer.page.locator("#offline-line")).to_be_hidden()
    assert pair.buyer.numbered_words()[-2:] == pair.seller.numbered_words()[-2:]


def test_unsent_words_survive_a_reload(pair: Pair, demo_hall: RunningHall) -> None:
    program = live_process(demo_hall)
    os.kill(program, signal.SIGSTOP)
    try:
        pair.buyer.say("Kept over a reload.")
        pair.buyer.page.reload()
        expect(pair.buyer.message("Kept over a reload.")).to_have_count(1)
    finally:
        os.kill(program, signal.SIGCONT)

    for window in (pair.buyer, pair.seller):
        expect(window.message("Kept over a reload.")).to_have_count(1)
        expect(window.message("Kept over a reload.")).to_have_attribute("data-number", re.compile(r"^\d+$"))
    pair.buyer.page.reload()
    expect(pair.buyer.message("Kept over a reload.")).to_have_count(1)


def test_words_not_sent_yet_survive_a_reload(pair: Pair) -> None:
    box = pair.buyer.page.get_by_role("textbox", name=re.compile("^Write to "))
    box.fill("Half a sentence, and then")

    pair.buyer.page.reload()
    pair.buyer.wait_for_live_line()

    expect(box).to_have_value("Half a sentence, and then")
    box.press("Enter")
    expect(pair.seller.message("Half a sentence, and then")).to_have_count(1)
    pair.buyer.page.reload()
    expect(box).to_have_value("")


def test_a_network_that_went_away_is_noticed_at_once(pair: Pair) -> None:
    pair.buyer.page.context.set_offline(True)
    pair.buyer.say("Into the tunnel.")

    expect(pair.buyer.page.locator("#offline-line")).to_be_visible()
    expect(pair.buyer.message("Into the tunnel.")).to_have_attribute("data-state", "unsent")

    pair.buyer.page.context.set_offline(False)
    expect(pair.seller.message("Into the tunnel.")).to_have_count(1)
    expect(pair.buyer.page.locator("#offline-line")).to_be_hidden()


def test_a_move_of_the_order_shows_on_the_open_page(pair: Pair) -> None:
    badge = pair.buyer.page.locator("#order-badge")
    before = badge.inner_text()

    pair.seller.deliver("All is worked out: the list sorts, and you know why.")

    expect(badge).not_to_have_text(before)
    expect(pair.buyer.page.get_by_text("Accept the delivery", exact=True)).to_be_visible()
    expect(pair.buyer.timeline).to_contain_text("delivered.")
    assert pair.buyer.never_reloaded()


def test_both_lose_the_network_and_the_program_and_show_the_same_talk(
    pair: Pair, demo_hall: RunningHall
) -> None:
    for name, window in (("buyer", pair.buyer), ("seller", pair.seller)):
        window.say(f"Before the tunnel, says the {name}.")
    pair.buyer.page.context.set_offline(True)
    pair.buyer.say("In the tunnel, one.")
    pair.seller.say("Are you still there?")
    pair.buyer.say("In the tunnel, two.")
    os.kill(live_process(demo_hall), signal.SIGKILL)
    expect(pair.seller.page.locator(LOST)).to_be_attached()
    pair.seller.say("Now the hall is away, too.")
    pair.buyer.page.context.set_offline(False)

    said = [
        "In the tunnel, one.",
        "In the tunnel, two.",
        "Are you still there?",
        "Now the hall is away, too.",
    ]
    for window in (pair.buyer, pair.seller):
        expect(window.page.locator(OPEN)).to_be_attached()
        for words in said:
            expect(window.message(words)).to_have_count(1)
        expect(window.timeline.locator(WAITING)).to_have_count(0)
    buyers, sellers = (window.page.evaluate(ENTRIES) for window in (pair.buyer, pair.seller))
    numbers = [int(number) for number, _words in buyers]
    assert numbers == sorted(set(numbers))
    assert buyers == sellers
    pair.buyer.page.reload()
    pair.buyer.wait_for_live_line()
    assert pair.buyer.page.evaluate(ENTRIES) == sellers


def test_two_tabs_show_what_is_written_in_one_of_them_once(pair: Pair) -> None:
    tab = second_tab(pair.buyer)

    pair.buyer.say("From the first tab.")
    tab.say("From the second tab.")

    for window in (pair.buyer, tab, pair.seller):
        for words in ("From the first tab.", "From the second tab."):
            expect(window.message(words)).to_have_count(1)
        expect(window.timeline.locator(WAITING)).to_have_count(0)


def test_words_that_wait_are_in_every_tab_and_are_stored_once(pair: Pair, demo_hall: RunningHall) -> None:
    tab = second_tab(pair.buyer)
    program = live_process(demo_hall)
    os.kill(program, signal.SIGSTOP)
    try:
        pair.buyer.say("Waiting in two tabs.")
        expect(tab.message("Waiting in two tabs.")).to_have_count(1)
        tab.page.reload()
        expect(tab.message("Waiting in two tabs.")).to_have_count(1)
    finally:
        os.kill(program, signal.SIGCONT)

    for window in (pair.buyer, tab, pair.seller):
        expect(window.message("Waiting in two tabs.")).to_have_attribute("data-number", re.compile(r"^\d+$"))
        expect(window.message("Waiting in two tabs.")).to_have_count(1)
        expect(window.timeline.locator(WAITING)).to_have_count(0)
    assert until(lambda: waiting_items(tab) == [], what="the outbox is empty")


def test_words_that_wait_are_shown_to_nobody_else_in_the_same_browser(
    pair: Pair, demo_hall: RunningHall, order_path: str
) -> None:
    _operator, seller, buyer, *_others = people_of(demo_hall)
    window = pair.buyer
    program = live_process(demo_hall)
    os.kill(program, signal.SIGSTOP)
    try:
        window.say("Nobody else reads this here.")
        window.page.context.clear_cookies()
        window.sign_in(seller.email, seller.password)
        window.page.goto(order_path)
        expect(window.message("Nobody else reads this here.")).to_have_count(0)
        assert [item["text"] for item in waiting_items(window)] == ["Nobody else reads this here."]
        window.page.context.clear_cookies()
        window.sign_in(buyer.email, buyer.password)
        window.page.goto(order_path)
        expect(window.message("Nobody else reads this here.")).to_have_count(1)
    finally:
        os.kill(program, signal.SIGCONT)

    expect(pair.seller.message("Nobody else reads this here.")).to_have_count(1)


def test_what_an_older_page_left_is_sent(pair: Pair) -> None:
    me = pair.buyer.page.locator("live-timeline").get_attribute("me")
    name = f"gighall.outbox.{me}.{pair.buyer.record}"
    left = [{"key": "0e7a3b6e-8d58-4c55-9a77-0d9e6b1f2a31", "text": "Left by an older page."}]
    pair.buyer.page.evaluate(
        "([name, left]) => localStorage.setItem(name, JSON.stringify(left))", [name, left]
    )

    pair.buyer.page.reload()

    expect(pair.seller.message("Left by an older page.")).to_have_count(1)
    assert pair.buyer.page.evaluate("name => localStorage.getItem(name)", name) is None


def test_without_storage_words_are_sent_all_the_same(
    pair: Pair, demo_hall: RunningHall, order_path: str
) -> None:
    pair.buyer.page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    pair.buyer.open_order(order_path)

    pair.buyer.say("Kept in memory alone.")

    expect(pair.seller.message("Kept in memory alone.")).to_have_count(1)
    expect(pair.buyer.timeline.locator(WAITING)).to_have_count(0)


def test_the_next_page_goes_on_where_the_way_back_led(pair: Pair, order_path: str) -> None:
    pair.buyer.page.goto("/orders/")
    pair.seller.say("Said while you were elsewhere.")
    pair.buyer.page.go_back()

    expect(pair.buyer.page.locator(OPEN)).to_be_attached()
    expect(pair.buyer.message("Said while you were elsewhere.")).to_have_count(1)


def waiting_items(window: Window) -> list[dict[str, str]]:
    """Return what the browser keeps until the hall has it."""
    found: list[dict[str, str]] = window.page.evaluate(
        """() => new Promise((resolve, reject) => {
          const opening = indexedDB.open("gighall", 1);
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const all = opening.result.transaction("outbox").objectStore("outbox").getAll();
            all.onsuccess = () => { opening.result.close(); resolve(all.result); };
          };
        })"""
    )
    return found
