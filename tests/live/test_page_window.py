"""A talk of ten thousand entries on a page: bounded whatever one does, and nothing moves under its reader's eyes."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from gighall.base import limits
from tests.browser import open_context
from tests.harness.halls import RunningHall
from tests.live.long_page import PHONE_WISHES, LongPage, open_long
from tests.live.page_pair import OPEN, Pair
from tests.long_talks import lengthen
from tests.patience import until

ENTRIES = 10_000
PAGE, MOST = limits.TIMELINE_PAGE_ENTRIES, limits.TIMELINE_WINDOW_ENTRIES
POLLING = "live-timeline[data-line='polling']"
# What a phone of some years ago does in the time in which this machine does six times as much.
SLOWER = 6
STRETCH_PX = 2_000
SCROLL_SECONDS_MAX = 300


@pytest.fixture(scope="module")
def long_path(sides: Pair, demo_hall: RunningHall) -> str:
    """The order of the module, in which ten thousand entries stand."""
    page = sides.buyer.page.context.new_page()
    page.goto(sides.buyer.order_path)
    record = page.locator("live-timeline").get_attribute("record")
    page.close()
    assert record
    lengthen(demo_hall, record, ENTRIES)
    return sides.buyer.order_path


@pytest.fixture
def phone(browser: Browser, sides: Pair, long_path: str) -> Iterator[LongPage]:
    """The buyer's phone, open at the end of the talk."""
    phone = open_long(browser, sides.buyer, long_path, **PHONE_WISHES)
    yield phone
    # A browser without a network says so by itself.
    assert [trouble for trouble in phone.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble] == []
    phone.page.context.close()


@pytest.fixture
def desk(browser: Browser, sides: Pair, long_path: str) -> Iterator[LongPage]:
    """The buyer's large screen, open in the middle of the talk."""
    desk = open_long(browser, sides.buyer, f"{long_path}?at=5000#entry-5000")
    yield desk
    desk.page.context.close()


def newest(page: Page) -> Any:
    """Return the button that leads to the newest entries."""
    return page.get_by_role("button", name=re.compile("^To the newest"))


def say(pair: Pair, text: str) -> None:
    """Let the seller write, and wait until the hall has it."""
    pair.seller.say(text)
    expect(pair.seller.timeline.locator("[data-state=sending], [data-state=unsent]")).to_have_count(0)


def test_ten_thousand_entries_scroll_by_on_a_slow_phone(phone: LongPage) -> None:
    tools = phone.page.context.new_cdp_session(phone.page)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    phone.scroll_until(-STRETCH_PX, lambda state: state["count"] == MOST, what="the page is full")
    full, heap = phone.state(), phone.heap_bytes()
    phone.page.evaluate("window.blinks.splice(0)")
    # What gives way while one begins to scroll has been seen as well.
    began, most_nodes = time.monotonic(), 0
    seen = set(range(full["first"], full["last"] + 1))

    def look() -> bool:
        nonlocal most_nodes
        for _nth in range(3):
            phone.scroll(-2 * STRETCH_PX)
        state = phone.state()
        assert state["isWhole"]
        assert state["count"] <= MOST
        seen.update(range(state["first"], state["last"] + 1))
        most_nodes = max(most_nodes, state["nodes"])
        return bool(state["first"] == 1)

    until(look, what="the first entry is on the page", seconds=SCROLL_SECONDS_MAX)
    seconds = time.monotonic() - began
    blinks = sorted(phone.page.evaluate("window.blinks"))
    assert seen == set(range(1, full["last"] + 1))
    assert most_nodes <= full["nodes"] * 1.1
    assert len(phone.parts) <= ENTRIES / PAGE + 5
    assert phone.heap_bytes() < heap + 2_000_000
    print(
        f"\n{ENTRIES} entries in {seconds:.0f} s on a processor {SLOWER} times slower: {len(phone.parts)} parts, "
        f"{most_nodes} nodes at most, heap {heap / 1e6:.1f} MB before and {phone.heap_bytes() / 1e6:.1f} MB after; "
        f"{len(blinks)} tasks over 50 ms, half of them under {blinks[len(blinks) // 2] if blinks else 0} ms, "
        f"the longest {blinks[-1] if blinks else 0} ms"
    )

    phone.scroll_until(
        STRETCH_PX, lambda state: state["first"] > 1_000, what="a thousand entries further down"
    )
    assert phone.state()["isWhole"]
    assert phone.state()["count"] <= MOST
    newest(phone.page).click()
    expect(phone.page.locator("live-timeline[data-end=shown]")).to_be_attached()
    assert phone.state()["last"] >= ENTRIES
    assert phone.state()["nodes"] <= full["nodes"] * 1.1


@pytest.mark.parametrize("anchoring", ["auto", "none"])
@pytest.mark.parametrize("way", [-1, 1])
def test_what_one_reads_stays_where_it_is_when_a_part_comes(desk: LongPage, anchoring: str, way: int) -> None:
    desk.page.evaluate("how => (document.documentElement.style.overflowAnchor = how)", anchoring)
    desk.scroll_until(300, lambda state: state["count"] == MOST, what="the page is full")
    held = desk.hold_parts()
    desk.scroll_until(way * 400, lambda _state: held, what="a part is on its way")
    desk.page.evaluate("window.shifts.splice(0)")
    before, read = desk.state(), desk.reads()

    held[0].continue_()
    until(lambda: desk.state()["first"] != before["first"], what="the part has come")

    name, top = desk.reads()
    after = desk.state()
    assert name == read[0]
    assert abs(top - read[1]) <= 1
    assert (after["first"] - before["first"], after["count"]) == (way * PAGE, MOST)
    desk.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert desk.shifts() == []
    desk.page.unroute_all(behavior="ignoreErrors")


def test_what_arrives_moves_nothing_for_who_reads_further_up(phone: LongPage, pair: Pair) -> None:
    phone.scroll_until(-STRETCH_PX, lambda state: not state["isAtEnd"], what="the end is not on the page")
    until(lambda: phone.state()["count"] == MOST, what="the page is full")
    before, read = phone.state(), phone.reads()
    phone.shifts()

    for number in range(3):
        say(pair, f"News {number} for who reads further up.")

    expect(newest(phone.page)).to_have_text(re.compile(r"^\s*To the newest\s*3$"))
    assert phone.state() == before
    assert phone.reads() == read
    assert phone.shifts() == []
    newest(phone.page).click()
    expect(phone.page.get_by_text("News 2 for who reads further up.")).to_be_in_viewport()
    expect(newest(phone.page)).to_be_hidden()
    assert phone.state()["isWhole"]


def test_what_arrives_at_the_end_shifts_nothing_and_the_page_stays_bounded(
    phone: LongPage, pair: Pair
) -> None:
    phone.page.evaluate("document.fonts.ready")
    say(pair, "The talk goes on.")
    expect(phone.page.get_by_text("The talk goes on.")).to_be_in_viewport()
    phone.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    phone.shifts()
    first = phone.state()["first"]
    for number in range(PAGE + 5):
        say(pair, f"Word {number} at the end of the talk.")

    expect(phone.page.get_by_text(f"Word {PAGE + 4} at the end of the talk.")).to_be_in_viewport()
    assert phone.shifts() == []
    state = phone.state()
    assert state["count"] <= MOST
    assert state["isWhole"]
    assert state["first"] >= first - 2 * PAGE


def test_that_it_was_read_moves_nothing_for_who_waits_at_the_end(phone: LongPage, pair: Pair) -> None:
    path = pair.seller.page.url
    pair.seller.page.goto("about:blank")
    phone.page.get_by_role("textbox", name=re.compile("^Write to ")).fill("Have you seen it?")
    phone.page.get_by_role("button", name="Send").click()
    mine = phone.page.get_by_role("listitem").filter(has_text="Have you seen it?").last
    expect(mine).to_have_attribute("data-number", re.compile(r"^\d+$"))
    phone.shifts()

    pair.seller.page.goto(path)

    expect(mine).to_have_attribute("data-state", "read")
    phone.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert phone.shifts() == []


def test_words_written_while_reading_further_up_lead_to_the_end(phone: LongPage) -> None:
    phone.scroll_until(-STRETCH_PX, lambda state: not state["isAtEnd"], what="the end is not on the page")

    box = phone.page.get_by_role("textbox", name=re.compile("^Write to "))
    box.fill("Written from far above.")
    phone.page.get_by_role("button", name="Send").click()

    mine = phone.page.get_by_role("listitem").filter(has_text="Written from far above.")
    expect(mine).to_have_count(1)
    expect(mine).to_have_attribute("data-number", re.compile(r"^\d+$"))
    expect(mine).to_be_in_viewport()
    assert phone.state()["isWhole"]


@pytest.mark.parametrize("asked", ["?at=4321#entry-4321", "#entry-4321"])
def test_a_link_to_an_entry_opens_the_talk_there(
    browser: Browser, sides: Pair, long_path: str, asked: str
) -> None:
    desk = open_long(browser, sides.buyer, f"{long_path}{asked}")

    entry = desk.page.locator("#entry-4321")
    expect(entry).to_be_in_viewport()
    expect(entry).to_be_focused()
    expect(entry).to_have_attribute("data-sought", "")
    assert desk.state()["isWhole"]
    desk.page.context.close()


def test_a_number_is_a_link_that_can_be_followed_and_gone_back_from(desk: LongPage) -> None:
    desk.page.evaluate("window.neverReloaded = true")
    desk.page.locator("#entry-5004 .entry__number").click()
    expect(desk.page).to_have_url(re.compile(r"\?at=5004#entry-5004$"))
    expect(desk.page.locator("#entry-5004")).to_be_focused()

    desk.page.evaluate("location.hash = '#entry-77'")
    expect(desk.page.locator("#entry-77")).to_be_focused()
    desk.page.go_back()
    expect(desk.page.locator("#entry-5004")).to_be_focused()
    assert desk.page.evaluate("window.neverReloaded")
    assert desk.state()["isWhole"]


def test_keys_lead_to_the_first_and_the_newest_entry(desk: LongPage) -> None:
    desk.page.keyboard.press("Home")
    expect(desk.page.locator("#entry-1")).to_be_attached()
    until(lambda: desk.state()["scrolled"] == 0, what="the top of the page is on the screen")
    desk.page.keyboard.press("PageDown")
    until(lambda: desk.state()["scrolled"] > 0, what="one screen further down")

    desk.page.keyboard.press("End")

    expect(desk.page.locator("live-timeline[data-end=shown]")).to_be_attached()
    expect(newest(desk.page)).to_be_hidden()
    box = box_of_page(desk.page)
    box.fill("one two")
    box.press("Home")
    assert box.evaluate("field => field.selectionStart") == 0
    box.fill("")


def box_of_page(page: Page) -> Any:
    """Return the field in which one writes."""
    return page.locator("#composer-text")


def test_the_search_and_the_days_are_one_press_away(desk: LongPage) -> None:
    desk.scroll_until(-STRETCH_PX, lambda state: state["first"] < 4_800, what="further up")

    desk.page.get_by_role("button", name="Search, or jump to a day").click()

    expect(desk.page.get_by_text("Jump to a day", exact=True).first).to_be_in_viewport()
    first = desk.state()["first"]
    desk.page.get_by_text("Jump to a day", exact=True).first.click()
    assert desk.state()["first"] == first


@pytest.mark.parametrize("script", [True, False])
def test_a_day_opens_at_its_first_entry(browser: Browser, sides: Pair, long_path: str, script: bool) -> None:
    state = sides.buyer.page.context.storage_state()
    context = open_context(browser, sides.buyer.hall.origin, storage_state=state, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{long_path}?at=9000")
    moment = page.locator("#entry-9000 time").get_attribute("datetime")
    assert moment
    page.goto(long_path)
    page.get_by_text("Jump to a day", exact=True).first.click()
    page.get_by_label("Jump to a day").fill(moment[:10])
    page.get_by_role("button", name="Go there").click()

    expect(page).to_have_url(re.compile(r"\?at=\d+#entry-\d+$"))
    found = int(page.url.rpartition("-")[2])
    expect(page.locator(f"#entry-{found}")).to_be_in_viewport()
    days = [
        page.locator(f"#entry-{number} time").first.get_attribute("datetime") or ""
        for number in (found - 1, found)
    ]
    assert days[0][:10] < days[1][:10] == moment[:10]
    context.close()


def test_without_script_the_parts_are_pages_with_links(browser: Browser, sides: Pair, long_path: str) -> None:
    state = sides.buyer.page.context.storage_state()
    context = open_context(browser, sides.buyer.hall.origin, storage_state=state, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{long_path}?at=5000#entry-5000")
    expect(page.locator("#entry-5000")).to_be_in_viewport()

    page.get_by_role("link", name="Earlier entries").click()
    expect(page.locator("#entry-4990")).to_be_attached()
    expect(page.locator("li.entry")).to_have_count(PAGE)
    page.get_by_role("link", name="Later entries").click()
    page.get_by_role("link", name="Later entries").click()
    expect(page.locator("#entry-5060")).to_be_attached()
    context.close()


def test_after_a_long_sleep_the_newest_are_offered_and_nothing_else_is_fetched(
    phone: LongPage, pair: Pair, demo_hall: RunningHall
) -> None:
    page = phone.page
    last = phone.state()["last"]
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    box_of_page(page).fill("Half a sentence, and then")
    page.context.set_offline(True)
    expect(page.locator("#offline-line")).to_be_visible()
    read, parts = phone.reads(), len(phone.parts)

    lengthen(demo_hall, pair.buyer.record, last + 700)
    page.context.set_offline(False)

    expect(newest(page)).to_have_text(re.compile(r"^\s*To the newest\s*700$"))
    expect(page.locator(OPEN)).to_be_attached()
    until(lambda: len(phone.parts) <= parts + 2, what="the page rests")
    assert sum(frame.count('"op":"entry"') + frame.count('"kind":"message"') for frame in heard) <= 2 * PAGE
    assert phone.state()["count"] <= MOST
    assert phone.reads()[0] == read[0]
    expect(box_of_page(page)).to_have_value("Half a sentence, and then")
    newest(page).click()
    expect(page.locator(f"#entry-{last + 700}")).to_be_in_viewport()
    say(pair, "Awake again?")
    expect(page.get_by_text("Awake again?")).to_be_in_viewport()
    box_of_page(page).fill("")


def test_words_of_a_tunnel_arrive_once_and_a_short_gap_closes_by_itself(phone: LongPage, pair: Pair) -> None:
    page = phone.page
    page.context.set_offline(True)
    expect(page.locator("#offline-line")).to_be_visible()
    box_of_page(page).fill("Said in the tunnel.")
    page.get_by_role("button", name="Send").click()
    for number in range(5):
        say(pair, f"Said outside of it, {number}.")

    page.context.set_offline(False)

    for words in ("Said in the tunnel.", "Said outside of it, 0.", "Said outside of it, 4."):
        expect(page.get_by_role("listitem").filter(has_text=words)).to_have_count(1)
    expect(pair.seller.message("Said in the tunnel.")).to_have_count(1)
    assert phone.state()["isWhole"]


def test_a_page_that_was_kept_for_the_way_back_catches_up(phone: LongPage, pair: Pair) -> None:
    page = phone.page
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    say(pair, "Said while the page lay aside.")

    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    expect(page.get_by_role("listitem").filter(has_text="Said while the page lay aside.")).to_have_count(1)
    assert phone.state()["isWhole"]


def test_the_window_is_the_same_without_a_line(
    browser: Browser, sides: Pair, pair: Pair, long_path: str, demo_hall: RunningHall
) -> None:
    state = sides.buyer.page.context.storage_state()
    page = open_context(browser, demo_hall.origin, storage_state=state).new_page()

    def refuse(socket: WebSocketRoute) -> None:
        socket.close()

    page.route_web_socket("**/live/", refuse)
    polled = LongPage(page, [], [])
    page.goto(long_path)
    expect(page.locator(POLLING)).to_be_attached()
    polled.scroll_until(-STRETCH_PX, lambda state: not state["isAtEnd"], what="the end is not on the page")
    until(lambda: polled.state()["count"] == MOST, what="the page is full")
    read, before = polled.reads(), polled.state()

    say(pair, "Asked for every three seconds.")

    expect(newest(page)).to_have_text(re.compile(r"^\s*To the newest\s*1$"))
    assert polled.reads() == read
    assert polled.state() == before
    lengthen(demo_hall, pair.buyer.record, pair_last(pair) + 300)
    expect(newest(page)).to_have_text(re.compile(r"^\s*To the newest\s*301$"))
    newest(page).click()
    until(lambda: polled.state()["isAtEnd"], what="the end is on the page")
    assert polled.state()["isWhole"]
    page.context.close()


def pair_last(pair: Pair) -> int:
    """Return the number of the last entry that the seller's page shows."""
    last = pair.seller.timeline.locator("li.entry[data-number]").last.get_attribute("data-number")
    assert last
    return int(last)


def test_the_inbox_has_the_same_window(browser: Browser, sides: Pair, demo_hall: RunningHall) -> None:
    page = sides.buyer.page.context.new_page()
    page.goto("/inbox/")
    path = page.locator("main a[href^='/inbox/']").evaluate_all(
        "links => links.map(({ pathname }) => pathname).find(path => /^[/]inbox[/][A-Za-z0-9]{12,}[/]$/.test(path))"
    )
    page.goto(path)
    record = page.locator("live-timeline").get_attribute("record")
    page.close()
    assert record
    lengthen(demo_hall, record, 600)

    talk = open_long(browser, sides.buyer, path, **PHONE_WISHES)
    talk.scroll_until(-STRETCH_PX, lambda state: state["first"] == 1, what="the first entry is on the page")

    assert talk.state()["isWhole"]
    assert talk.state()["count"] <= MOST
    assert talk.troubles == []
    talk.page.context.close()
