"""Where no socket can be had the page asks every 3 seconds, says so, and goes live as soon as it can."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from tests.journeys.window import Window
from tests.live.page_pair import OPEN, WAITING, Pair, box_of

POLLING = "live-timeline[data-line='polling']"
NO_SOCKETS = "delete window.WebSocket"


def refuse_line(socket: WebSocketRoute) -> None:
    """Hang up before the hall has said hello, as something between the page and the hall would."""
    socket.close()


def tab_without_line(pair: Pair, *, script: str = "") -> Window:
    """Open the buyer's order in a tab in which no socket can be had."""
    context: BrowserContext = pair.buyer.page.context
    page: Page = context.new_page()
    if script:
        page.add_init_script(script)
    else:
        page.route_web_socket("**/live/", refuse_line)
    tab = Window(pair.buyer.hall, page, [], pair.buyer.email, pair.buyer.order_path)
    page.goto(pair.buyer.order_path)
    expect(page.locator(POLLING)).to_be_attached()
    return tab


@pytest.mark.parametrize("script", ["", NO_SOCKETS])
def test_the_talk_goes_on_without_a_line_and_the_page_says_so(pair: Pair, script: str) -> None:
    tab = tab_without_line(pair, script=script)
    expect(tab.page.get_by_text("No live line; this page asks for news every 3 seconds.")).to_be_visible()

    tab.say("Posted without a line: a@mail.example")
    expect(pair.seller.message("Posted without a line:").last).to_contain_text("█████")
    mine = tab.message("Posted without a line:").last
    expect(mine).to_have_attribute("data-number", re.compile(r"^\d+$"))
    expect(mine.get_by_text("What the other side sees")).to_be_visible()
    expect(tab.timeline.locator(WAITING)).to_have_count(0)
    pair.seller.say("And the answer.")
    expect(tab.message("And the answer.").last).to_be_visible()
    # What the other side has read stands on the page that the hall prints.
    expect(tab.timeline.locator("[data-state=read]")).to_have_count(1)
    tab.page.close()


def test_words_in_a_row_keep_their_order_without_a_line(pair: Pair) -> None:
    tab = tab_without_line(pair)
    words = [f"Number {number} of five." for number in range(5)]

    for each in words:
        tab.say(each)

    expect(pair.seller.message("Number 4 of five.")).to_have_count(1)
    expect(tab.timeline.locator(WAITING)).to_have_count(0)
    assert [said for _number, said in tab.numbered_words()][-5:] == words
    assert [said for _number, said in pair.seller.numbered_words()][-5:] == words
    tab.page.close()


def test_unfit_words_come_back_with_the_halls_sentence(pair: Pair) -> None:
    tab = tab_without_line(pair)
    # The page itself counts; so that the hall has to, it is told that a message may have more.
    tab.page.evaluate("document.getElementById('composer').dataset.textMax = '0'")
    tab.page.evaluate(
        """() => {
          const field = document.getElementById("composer-text");
          field.value = "a \\u0001 b \\u0000 c";
          field.form.requestSubmit();
        }"""
    )

    expect(tab.page.locator("#composer-error")).to_contain_text("cannot be stored")
    expect(box_of(tab)).to_have_value(re.compile("^a "))
    expect(tab.timeline.locator(WAITING)).to_have_count(0)
    box_of(tab).fill("")
    tab.page.close()


def test_without_network_the_words_wait_here_too(pair: Pair) -> None:
    tab = tab_without_line(pair)
    tab.page.context.set_offline(True)
    tab.say("Waiting without a line.")
    expect(tab.message("Waiting without a line.")).to_have_attribute("data-state", "unsent")
    # The next question after news has to fail first.
    expect(tab.page.locator("#offline-line")).to_be_visible()

    tab.page.context.set_offline(False)

    expect(pair.seller.message("Waiting without a line.")).to_have_count(1)
    expect(tab.message("Waiting without a line.")).to_have_count(1)
    expect(tab.page.locator("#offline-line")).to_be_hidden()
    tab.page.close()


def test_the_page_goes_live_as_soon_as_a_line_can_be_had(pair: Pair) -> None:
    page = pair.buyer.page.context.new_page()
    tries = []

    def let_the_fifth_through(socket: WebSocketRoute) -> None:
        tries.append(socket.url)
        if len(tries) < 5:
            socket.close()
        else:
            socket.connect_to_server()

    page.route_web_socket("**/live/", let_the_fifth_through)
    page.goto(pair.buyer.order_path)
    expect(page.locator(POLLING)).to_be_attached()

    expect(page.locator(OPEN)).to_be_attached()
    expect(page.locator("#polling-line")).to_be_hidden()
    pair.seller.say("Heard by the line again.")
    expect(page.get_by_role("listitem").filter(has_text="Heard by the line again.")).to_have_count(1)
    page.close()
