"""Two people in two real windows on one order of their own, with their lines open."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from gighall.base.environment import run_dir_for
from tests.harness.halls import RunningHall
from tests.journeys.window import Window, open_window
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
    path = f"{run_dir_for(hall.home)}/live.sock".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if path in (folder / "cmdline").read_bytes():
                return int(folder.name)
        except OSError:
            # It ended while we looked.
            continue
    raise AssertionError("The hall has no live program.")


def open_pair(browser: Browser, hall: RunningHall, order_path: str) -> Pair:
    """Open a window for each side of an order, and wait for their lines."""
    _operator, seller, buyer, *_others = people_of(hall)
    windows = []
    for person in (buyer, seller):
        window = open_window(browser, hall)
        window.sign_in(person.email, person.password)
        window.open_order(order_path)
        windows.append(window)
    return Pair(*windows)


def box_of(window: Window) -> Locator:
    """Return the field in which one writes."""
    return window.page.locator("#composer-text")


@pytest.fixture(scope="module")
def order_path(browser: Browser, demo_hall: RunningHall) -> Iterator[str]:
    """An order of a module's own, between the demo world's seller and its first buyer."""
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
    pair = open_pair(browser, demo_hall, order_path)
    yield pair
    for window in (pair.buyer, pair.seller):
        window.page.context.close()
