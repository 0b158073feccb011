"""Two people in two real Chromium windows with invented cameras, in an order of a video gig of their own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium, open_context, watch
from tests.harness.halls import RunningHall
from tests.journeys.window import Window
from tests.patience import until
from tests.web.browser_walk import people_of

# A camera and a microphone that Chromium invents, allowed without asking; and connections within this machine.
CAMERA_FLAGS = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--auto-select-desktop-capture-source=Entire screen",
    "--allow-loopback-in-peer-connection",
)
# Keeps what the page itself makes of the browser: its connections and the tracks that it was given.
KEEP = """
window.connections = [];
window.given = [];
window.asked = [];
const Connection = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Connection {
  constructor(settings) {
    super(settings);
    window.connections.push(this);
  }
};
for (const name of ["getUserMedia", "getDisplayMedia"]) {
  const ask = navigator.mediaDevices[name].bind(navigator.mediaDevices);
  navigator.mediaDevices[name] = async (wish) => {
    window.asked.push([name, JSON.stringify(wish)]);
    const stream = await ask(wish);
    window.given.push(...stream.getTracks());
    return stream;
  };
}
window.arrived = async (kind) => {
  const said = {};
  for (const report of (await window.connections.at(-1).getStats()).values()) {
    if (report.type === "inbound-rtp" && report.kind === kind) Object.assign(said, report);
  }
  return said;
};
"""
STATE = "video-call [data-part=state]"
CONNECTED = "Connected."
GROWS_MS = 1_500
WORDS = "You show me what does not work, we look at it together, and you write down what helped."


@dataclass
class CallPair:
    """Two windows on the call of one order."""

    buyer: Window
    seller: Window
    order_path: str

    @property
    def path(self) -> str:
        """Return where the call is."""
        return f"{self.order_path}video/"

    @property
    def pages(self) -> tuple[Page, Page]:
        """Return both pages."""
        return self.seller.page, self.buyer.page

    def open(self) -> None:
        """Open the page of the call on both sides."""
        for page in self.pages:
            page.goto(self.path)
            expect(page.locator("live-timeline[data-line='open']")).to_be_attached()

    def call(self) -> None:
        """Start the call, join it, and wait until both sides see each other."""
        self.open()
        self.seller.press("Start the video call")
        expect(self.seller.page.locator(STATE)).to_contain_text("You are in the call")
        self.buyer.press("Join")
        for page in self.pages:
            expect(page.locator(STATE)).to_have_text(CONNECTED)

    def press(self, name: str, window: Window) -> None:
        """Press one of the tools within a call."""
        window.page.get_by_role("group", name="In the call").get_by_role("button", name=name).click()


def decoded(page: Page) -> int:
    """Return how many pictures of the other side this page has decoded on its present connection."""
    return int(page.evaluate("async () => (await window.arrived('video')).framesDecoded ?? 0"))


def heard(page: Page) -> float:
    """Return how much sound of the other side has come."""
    return float(page.evaluate("async () => (await window.arrived('audio')).totalAudioEnergy ?? 0"))


def grows(page: Page, count: Callable[[Page], float] = decoded) -> bool:
    """Say whether something goes on coming in."""
    before = count(page)
    page.wait_for_timeout(GROWS_MS)
    return count(page) > before


def until_seen(page: Page) -> None:
    """Wait until pictures of the other side come in."""
    until(lambda: grows(page), what="pictures of the other side come in")


def seconds_together(page: Page, order_path: str) -> int:
    """Return how long the two were together in the order's call, as the hall counts it."""
    (call,) = page.request.get(f"/api/v1{order_path}sessions").json()
    return int(call["seconds"])


def held(page: Page) -> int:
    """Return how many cameras, microphones and screens this page holds: while there is one, its light is on."""
    return int(page.evaluate("window.given.filter((track) => track.readyState === 'live').length"))


@pytest.fixture(scope="module")
def camera_browser() -> Iterator[Browser]:
    """A headless Chromium with an invented camera; it ends with the module."""
    with chromium(*CAMERA_FLAGS) as started:
        yield started


@pytest.fixture(scope="module")
def camera_sides(camera_browser: Browser, demo_hall: RunningHall) -> Iterator[tuple[Window, Window]]:
    """The demo world's first buyer and its seller, signed in; the seller has a video gig."""
    _operator, seller, buyer, *_others = people_of(demo_hall)
    sells, buys = (open_camera_window(camera_browser, demo_hall) for _side in range(2))
    sells.sign_in(seller.email, seller.password)
    publish_video_gig(sells)
    buys.sign_in(buyer.email, buyer.password)
    buys.take_credits()
    yield buys, sells
    for window in (buys, sells):
        window.page.context.close()


@pytest.fixture
def call_pair(camera_sides: tuple[Window, Window]) -> Iterator[CallPair]:
    """Both in tabs of their own, with a new order of the video gig between them."""
    _buys, sells = camera_sides
    tabs = [tab_of(window) for window in camera_sides]
    tabs[0].order_video(sells.gig_path)
    yield CallPair(tabs[0], tabs[1], tabs[0].order_path)
    for tab in tabs:
        tab.page.context.set_offline(False)
        tab.page.close()


class CameraWindow(Window):
    """A window whose person can order a video gig."""

    def order_video(self, gig_path: str) -> None:
        """Order a video gig with the credits one has."""
        self.page.goto(gig_path)
        expect(self.main).to_contain_text("In a video call on your order page")
        self.main.get_by_role("link", name="Order", exact=True).click()
        self.press("Pay and order")
        expect(self.timeline).to_contain_text("This page is where you two talk.")
        self.order_path = self.path


def tab_of(window: Window) -> CameraWindow:
    """Return another tab of somebody's window, which notes what goes wrong on it."""
    page = window.page.context.new_page()
    return CameraWindow(window.hall, page, watch(page), window.email)


def open_camera_window(browser: Browser, hall: RunningHall, **wishes: Any) -> CameraWindow:
    """Open a window that keeps what its pages ask of the browser; nobody is signed in."""
    context = open_context(browser, hall.origin, **wishes)
    context.add_init_script(KEEP)
    page = context.new_page()
    return CameraWindow(hall, page, watch(page))


def publish_video_gig(window: Window) -> None:
    """Write a video gig in the editor and put it up for sale."""
    page = window.page
    page.goto("/gigs/mine/")
    window.main.get_by_role("link", name="New gig").first.click()
    page.get_by_role("radio", name=re.compile("Video session")).check()
    page.get_by_label("Category").select_option(label="Programming")
    page.get_by_label("Title").fill("A video look at what does not work")
    page.get_by_label("What the buyer gets").fill(WORDS)
    page.get_by_label("Price").fill("5")
    window.press("Save as draft")
    window.press("Publish")
    expect(page.get_by_text("Published. When someone orders")).to_be_visible()
    window.gig_path = window.path
