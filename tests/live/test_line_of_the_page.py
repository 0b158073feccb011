"""The open page and its live line: words survive a killed program, a reload, and every road shows the same."""

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from gighall.base.environment import run_dir_for
from tests.harness.halls import RunningHall
from tests.journeys.window import Window, open_window
from tests.patience import until
from tests.web.browser_walk import people_of

OPEN, LOST = "live-timeline[data-line='open']", "live-timeline[data-line='lost']"
WORDS = "These tests talk here, lose the line, come back, and look whether every word is in its place."
# The newest three messages, element by element: name, attributes in a fixed order, words. Times differ.
MARKUP = """() => [...document.querySelectorAll("li.entry--message")].slice(-3).flatMap(item =>
  [item, ...item.querySelectorAll("*")].filter(element => element.tagName !== "TIME").map(element => [
    element.tagName,
    [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort().join(" "),
    [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join("|"),
  ].join(" ")))"""


@dataclass
class Pair:
    """Two windows on one order."""

    buyer: Window
    seller: Window


def live_process(hall: RunningHall) -> int:
    """Return the process id of the hall's live program: the one that serves this hall's socket."""
    path = f"{run_dir_for(hall.home)}/live.sock".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if path in (folder / "cmdline").read_bytes():
                return int(folder.name)
        except OSError:
            # It ended while we looked.
            continue
    raise AssertionError("The hall has no live program.")


@pytest.fixture(scope="module")
def order_path(browser: Browser, demo_hall: RunningHall) -> Iterator[str]:
    """An order of these tests' own, between the demo world's seller and its first buyer."""
    _operator, seller, buyer, *_others = people_of(demo_hall)
    selling, buying = open_window(browser, demo_hall), open_window(browser, demo_hall)
    selling.sign_in(seller.email, seller.password)
    selling.publish_gig(title="A chat for the line of the page", text=WORDS, price="5")
    buying.sign_in(buyer.email, buyer.password)
    buying.order(selling.gig_path)
    yield buying.order_path
    for window in (selling, buying):
        window.page.context.close()


@pytest.fixture
def pair(browser: Browser, demo_hall: RunningHall, order_path: str) -> Iterator[Pair]:
    """Both on the order page, with their lines open."""
    _operator, seller, buyer, *_others = people_of(demo_hall)
    windows = []
    for person in (buyer, seller):
        window = open_window(browser, demo_hall)
        window.sign_in(person.email, person.password)
        window.open_order(order_path)
        windows.append(window)
    yield Pair(*windows)
    for window in windows:
        window.page.context.close()


@pytest.mark.timeout(180)
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
        expect(window.page.locator(OPEN)).to_be_attached(timeout=30_000)
        expect(window.message("Written while nobody listens.")).to_have_count(1)
        expect(window.message("And one more.")).to_have_count(1)
    expect(waiting).not_to_have_attribute("data-state", re.compile("."))
    expect(pair.buyer.page.locator("#offline-line")).to_be_hidden()
    assert pair.buyer.numbered_words()[-2:] == pair.seller.numbered_words()[-2:]


@pytest.mark.timeout(180)
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


@pytest.mark.timeout(180)
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


@pytest.mark.timeout(180)
def test_a_network_that_went_away_is_noticed_at_once(pair: Pair) -> None:
    pair.buyer.page.context.set_offline(True)
    pair.buyer.say("Into the tunnel.")

    expect(pair.buyer.page.locator("#offline-line")).to_be_visible(timeout=8_000)
    expect(pair.buyer.message("Into the tunnel.")).to_have_attribute("data-state", "unsent")

    pair.buyer.page.context.set_offline(False)
    expect(pair.seller.message("Into the tunnel.")).to_have_count(1, timeout=30_000)
    expect(pair.buyer.page.locator("#offline-line")).to_be_hidden()


@pytest.mark.timeout(180)
def test_a_message_looks_alike_from_the_socket_and_from_the_page(pair: Pair) -> None:
    hard = [
        "🙂 a@mail.example 👩‍💻 +49 151 23456789 and شكراً at anna-schmidt.de",
        "<b>not bold</b> & \"quotes\" 'single' `code`\n\tindented\n\nlast",
        "Try this:\n```python\nfor i in range(3):\n    print(i)\n```\nthen `run()` it, or a ``` lone fence",
        f"{pair.buyer.page.url} is here, http://127.0.0.1/ is not",
        "`a` ``b`` ```c``` ```\nd\n\n``` `` ` http://evil.example.com/x?y=`z`",
        "שלום 12:30 (abc) مرحبا 3.14 e\u0301 n\u0303 \u200d",
    ]
    for text in hard:
        pair.buyer.say(text)
    for window in (pair.buyer, pair.seller):
        expect(window.timeline.locator("li.entry--message").last).to_contain_text("3.14")
        expect(window.timeline.locator("[data-state]")).to_have_count(0)
        live = window.page.evaluate(MARKUP)
        window.page.reload()
        window.wait_for_live_line()
        assert window.page.evaluate(MARKUP) == live


@pytest.mark.timeout(180)
def test_refused_words_are_given_back_with_the_reason(pair: Pair) -> None:
    box = pair.buyer.page.get_by_role("textbox", name=re.compile("^Write to "))
    words = "far too long " * 1_000

    box.fill(words)
    pair.buyer.page.get_by_role("button", name="Send").click()

    expect(pair.buyer.page.get_by_role("alert")).to_contain_text("at most 10,000 characters")
    expect(box).to_have_value(words.strip())
    assert until(lambda: pair.buyer.timeline.locator("[data-state]").count() == 0, what="nothing waits")


@pytest.mark.timeout(180)
def test_a_move_of_the_order_shows_on_the_open_page(pair: Pair) -> None:
    badge = pair.buyer.page.locator("#order-badge")
    before = badge.inner_text()

    pair.seller.deliver("All is worked out: the list sorts, and you know why.")

    expect(badge).not_to_have_text(before)
    expect(pair.buyer.page.get_by_text("Accept the delivery", exact=True)).to_be_visible()
    expect(pair.buyer.timeline).to_contain_text("delivered.")
    assert pair.buyer.never_reloaded()
