"""With a relay set up, browsers are told to go through it alone, and nothing else is gathered."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.harness.halls import RunningHall, home_for
from tests.live.video_pair import STATE, open_camera_window, publish_video_gig
from tests.web.browser_walk import people_of

# Nobody listens there: what matters is what the browsers are told, and that they try nothing else.
TURN = "turn:127.0.0.1:9?transport=udp"
SECRET = "a secret shared with the relay"
GATHERED = """async () => {
  const ways = [];
  for (const connection of window.connections) {
    for (const report of (await connection.getStats()).values()) {
      if (report.type === "local-candidate") ways.push(report.candidateType);
    }
  }
  return ways;
}"""


@pytest.fixture(scope="module")
def relayed_hall() -> Iterator[RunningHall]:
    """A demo hall with a relay in its settings."""
    hall = RunningHall(
        home=home_for("relayed"),
        settings={"GIGHALL_TURN_URLS": TURN, "GIGHALL_TURN_SECRET": SECRET},
    )
    hall.start()
    yield hall
    assert hall.stop() == 0, hall.last_words()
    hall.forget()


@pytest.mark.browser
def test_with_a_relay_the_browsers_use_nothing_else(
    camera_browser: Browser, relayed_hall: RunningHall
) -> None:
    _operator, seller, buyer, *_others = people_of(relayed_hall)
    sells, buys = (open_camera_window(camera_browser, relayed_hall) for _side in range(2))
    sells.sign_in(seller.email, seller.password)
    publish_video_gig(sells)
    buys.sign_in(buyer.email, buyer.password)
    buys.take_credits()
    buys.order_video(sells.gig_path)
    path = f"{buys.order_path}video/"

    for window, press in ((sells, "Start the video call"), (buys, "Join")):
        window.page.goto(path)
        expect(window.page.get_by_text("neither side sees the other’s network address")).to_be_visible()
        window.press(press)
    for window in (sells, buys):
        # Where the relay cannot be had, no way of another kind stands in for it.
        expect(window.page.locator(STATE)).to_contain_text("No connection between your browsers")
        told: dict[str, Any] = window.page.evaluate("window.connections[0].getConfiguration()")
        assert told["iceTransportPolicy"] == "relay"
        assert [server["urls"] for server in told["iceServers"]] == [[TURN]]
        assert told["iceServers"][0]["username"].count(":") == 1
        assert set(window.page.evaluate(GATHERED)) <= {"relay"}
    for window in (sells, buys):
        window.page.context.close()
