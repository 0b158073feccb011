"""While one types: the very words are underlined with the reason, long words are counted, and nothing typed is lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.live.page_pair import Pair, box_of
from tests.patience import until

# Where each underlined stretch stands, and where the same letters stand in a copy of the field laid over it: the
# browser tells no places inside a field, so the copy takes every style of it.
PLACES = """() => {
  const field = document.getElementById("composer-text");
  const layer = document.querySelector(".composer__mirror");
  const differing = [];
  const [one, other] = [getComputedStyle(field), getComputedStyle(layer)];
  for (const name of ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "wordSpacing", "tabSize",
    "textIndent", "textAlign", "direction", "whiteSpaceCollapse", "overflowWrap", "wordBreak", "paddingTop",
    "paddingLeft", "paddingRight", "paddingBottom", "fontVariantNumeric", "fontFeatureSettings", "unicodeBidi"]) {
    if (one[name] !== other[name]) differing.push(`${name}: ${one[name]} and ${other[name]}`);
  }
  const sizes = (element) => [element.clientWidth, element.scrollHeight, element.scrollTop, element.offsetHeight];
  return { differing, field: sizes(field), layer: sizes(layer), top: field.offsetTop - layer.offsetTop };
}"""
MAIL, PHONE = "someone@mail.example", "+34 612 345 678"


def expect_found(pair: Pair, *words: str) -> None:
    """Wait until just these words of the buyer's field are underlined."""
    expect(pair.buyer.page.locator(".composer__found")).to_have_text(words)


def test_the_very_words_are_underlined_and_the_reasons_stand_below(pair: Pair) -> None:
    box = box_of(pair.buyer)
    box.press_sequentially(f"🙂 Write to {MAIL}, please")

    reasons = pair.buyer.page.locator("#composer-reasons li")
    expect(reasons).to_have_count(1)
    expect_found(pair, MAIL)
    expect(reasons).to_contain_text(MAIL)
    expect(reasons).to_contain_text("withheld from the other side")
    for place, href in (("clause", "^/terms/#"), ("help", "^/contact/#order$")):
        expect(reasons.locator(f"[data-part={place}]")).to_have_attribute("href", re.compile(href))

    box.fill("Nothing of that kind.")

    expect(reasons).to_have_count(0)
    expect_found(pair)
    box.fill("")


def test_marks_stay_with_their_words_while_one_goes_on_typing(pair: Pair) -> None:
    box = box_of(pair.buyer)
    box.fill(f"{MAIL} and {PHONE}")
    expect_found(pair, MAIL, PHONE)
    # The hall is not asked again: what follows is the page's own doing.
    pair.buyer.page.evaluate("WebSocket.prototype.send = () => {}")

    box.press("Home")
    pair.buyer.page.keyboard.insert_text("👩‍💻 First ")
    expect_found(pair, MAIL, PHONE)
    box.press("End")
    box.press("Backspace")
    expect_found(pair, MAIL)
    box.fill("")


@pytest.mark.parametrize(
    "words",
    [
        f"In one line: {MAIL}",
        f"In many lines,\n\n{'one longer than the other ' * 30}\n{MAIL}\n",
        f"\u05e9\u05dc\u05d5\u05dd {MAIL} \u05ea\u05d5\u05d3\u05d4\nand {PHONE} \u0645\u0631\u062d\u0628\u0627\n",
        f"{'word ' * 1_900}{MAIL}",
        f"{'W' * 300}\t{MAIL}\t\u0645\u0631\u062d\u0628\u0627",
    ],
)
def test_the_underlines_stand_where_the_words_stand(pair: Pair, words: str) -> None:
    box = box_of(pair.buyer)
    box.fill(words)
    box.evaluate("field => { field.scrollTop = field.scrollHeight / 2; }")
    expect(pair.buyer.page.locator(".composer__found").first).to_be_attached()

    def places() -> dict[str, Any]:
        found: dict[str, Any] = pair.buyer.page.evaluate(PLACES)
        return found

    # The layer follows the field with the next picture that the browser draws.
    until(lambda: places()["field"] == places()["layer"], what="the layer lies as the field does")
    assert places()["differing"] == []
    assert places()["top"] == 0
    box.fill("")


def test_the_field_takes_more_than_a_message_may_have_and_says_so(pair: Pair) -> None:
    box = box_of(pair.buyer)
    words = "far too long " * 800
    count = pair.buyer.page.locator("#composer-count")
    box.fill(words[:8_990])
    expect(count).to_be_hidden()
    box.fill(words[:9_001])
    expect(count).to_have_text("9,001 of 10,000 characters")
    box.fill(words)
    expect(count).to_contain_text("400 too many")

    pair.buyer.page.get_by_role("button", name="Send").click()

    expect(pair.buyer.page.get_by_role("alert")).to_contain_text("at most 10,000 characters")
    assert box.input_value() == words
    box.fill("Short enough.")
    expect(pair.buyer.page.locator("#composer-error")).to_be_hidden()
    expect(count).to_be_hidden()
    box.fill("")


def test_emoji_count_as_one_character_each(pair: Pair) -> None:
    box_of(pair.buyer).fill("\U0001f642" * 9_500)

    expect(pair.buyer.page.locator("#composer-count")).to_have_text("9,500 of 10,000 characters")
    box_of(pair.buyer).fill("")


def test_a_refused_message_comes_back_with_its_reasons(pair: Pair) -> None:
    """The hall refuses so only after several hidden details; here its answer is put into the line."""
    text = f"Once more: {MAIL}"

    def refuse(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def from_page(frame: str | bytes) -> None:
            if isinstance(frame, str) and '"op":"post"' in frame:
                key = re.search(r'"k":"([^"]+)"', frame)
                assert key is not None
                socket.send(REFUSED % (key[1], pair.buyer.record, text.index(MAIL), len(text)))
            else:
                server.send(frame)

        socket.on_message(from_page)

    pair.buyer.page.route_web_socket("**/live/", refuse)
    pair.buyer.open_order(pair.buyer.order_path)

    pair.buyer.page.locator("#composer-text").fill(text)
    pair.buyer.page.get_by_role("button", name="Send").click()

    expect(pair.buyer.page.locator("#composer-error")).to_have_text("Not sent: this holds contact details.")
    expect(box_of(pair.buyer)).to_have_value(text)
    expect_found(pair, MAIL)
    expect(pair.buyer.page.locator("#composer-reasons")).to_contain_text("Take this out")
    expect(pair.seller.message("Once more:")).to_have_count(0)


REFUSED = (
    '{"op":"refused","k":"%s","c":"%s","why":"withheld_again","say":"Not sent: this holds contact details.",'
    '"marks":[{"s":%d,"e":%d,"kind":"email","outcome":"refuse","why":"Take this out.","clause":"/terms/#x"}]}'
)
