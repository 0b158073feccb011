"""Two people in two real windows on one order of their own, with their lines open."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from gighall.base.environment import run_dir_for
from tests.harness.halls import RunningHall
from tests.journeys.window import Window, open_window
from tests.patience import until
from tests.web.browser_walk import people_of

OPEN, LOST = "live-timeline[data-line='open']", "live-timeline[data-line='lost']"
# Words of mine that the hall does not have yet.
WAITING = "[data-state=sending], [data-state=unsent], [data-state=refused]"
WORDS = "These tests talk here, lose the line, come back, and look whether every word is in its place."


@dataclass
class Pair:
    """Two windows on one order."""

    buyer: Window
    seller: Window


def live_process(hall: RunningHall) -> int:
    """Return the process id of the hall's live program: the one that serves this hall's socket."""
    return until(lambda: _live_process(hall), what="the hall has a live program")


def _live_process(hall: RunningHall) -> int | None:
    path = f"{run_dir_for(hall.home)}/live.sock".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if path in (folder / "cmdline").read_bytes():
                return int(folder.name)
        except OSError:
            # It ended while we looked.
            continue
    return None


def box_of(window: Window) -> Locator:
    """Return the field in which one writes."""
    return window.page.locator("#composer-text")


def open_with_line(page: Page, path: str) -> None:
    """Open a page that shows no talk, and wait until its line is greeted: what is news is told by it from then on."""
    greeted: list[object] = []
    page.once("websocket", lambda socket: socket.on("framereceived", lambda frame: greeted.append(frame)))
    page.goto(path)
    until(lambda: page.evaluate("true") and greeted, what="the hall has greeted the page")


@pytest.fixture(scope="module")
def sides(browser: Browser, demo_hall: RunningHall) -> Iterator[Pair]:
    """The demo world's first buyer and its seller, signed in, with an order of a module's own."""
    _operator, seller, buyer, *_others = people_of(demo_hall)
    pair = Pair(open_window(browser, demo_hall), open_window(browser, demo_hall))
    pair.seller.sign_in(seller.email, seller.password)
    pair.seller.publish_gig(title="A chat for the line of the page", text=WORDS, price="5")
    pair.buyer.sign_in(buyer.email, buyer.password)
    pair.buyer.order(pair.seller.gig_path)
    for window in (pair.buyer, pair.seller):
        # Their tabs are opened by each test; this one must not be counted as being here.
        window.page.goto("about:blank")
    yield pair
    for window in (pair.buyer, pair.seller):
        window.page.context.close()


@pytest.fixture
def order_path(sides: Pair) -> str:
    """The order of the module."""
    return sides.buyer.order_path


@pytest.fixture
def pair(sides: Pair, order_path: str) -> Iterator[Pair]:
    """Both on the order page in a tab of their own, with their lines open."""
    tabs = []
    for window in (sides.buyer, sides.seller):
        tab = Window(window.hall, window.page.context.new_page(), [], window.email)
        tab.open_order(order_path)
        tabs.append(tab)
    pair = Pair(*tabs)
    yield pair
    for tab in tabs:
        tab.page.context.set_offline(False)
        tab.page.close()
