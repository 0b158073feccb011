"""A message looks alike, whichever way it came: as an ack, as an entry to its author and to others, by the page."""

import json
import re
import uuid
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.harness.halls import RunningHall
from tests.journeys.window import Window, open_window
from tests.live.hard_messages import hard_messages
from tests.live.page_pair import WAITING, Pair, box_of
from tests.patience import until
from tests.web.browser_walk import people_of

# The newest messages, element by element: name, attributes in a fixed order, words. Times and reading marks differ.
MARKUP = """count => [...document.querySelectorAll("li.entry--message")].slice(-count).map(item =>
  [item, ...item.querySelectorAll("*")]
    .filter(element => element.tagName !== "TIME" && element.dataset.part !== "state")
    .map(element => [
      element.tagName,
      [...element.attributes].filter(({ name }) => name !== "data-state")
        .map(({ name, value }) => `${name}=${value}`).sort().join(" "),
      [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data).filter(words => words.trim()),
    ]))"""
# Posts words as they are, on a line of its own: a field would change line ends.
POST = """([record, posts]) => new Promise((resolve, reject) => {
  const socket = new WebSocket(`ws://${location.host}/live/`);
  const answers = [];
  socket.onerror = reject;
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.op === "hello") for (const [k, t] of posts) socket.send(JSON.stringify({ op: "post", c: record, k, t }));
    if (frame.op === "ack" || frame.op === "refused") answers.push([frame.op, frame.why ?? ""]);
    if (answers.length === posts.length) { socket.close(); resolve(answers); }
  };
})"""

# A gig of the demo world for which support made an exception.
COACHING = re.compile("Four weeks of coaching")


def markup(window: Window, count: int) -> list[Any]:
    """Return the newest messages of a window, taken apart."""
    found: list[Any] = window.page.evaluate(MARKUP, count)
    return found


def differences(one: list[Any], other: list[Any], texts: list[str]) -> list[str]:
    """Return the messages that are not alike."""
    return [
        f"{text[:40]!r}: {json.dumps(first)[:600]} != {json.dumps(second)[:600]}"
        for text, first, second in zip(texts, one, other, strict=True)
        if first != second
    ]


def wait_for(window: Window, count: int, before: int) -> None:
    """Wait until so many messages more are there, and none waits."""
    messages = window.timeline.locator("li.entry--message[data-number]:not([data-number=''])")
    expect(messages).to_have_count(before + count)
    expect(window.timeline.locator(WAITING)).to_have_count(0)


def test_a_message_looks_alike_from_every_way_to_the_page(pair: Pair) -> None:
    texts = hard_messages(pair.buyer.page.url)
    assert len(texts) == len(set(texts)) == 40
    posts = [[str(uuid.uuid4()), text] for text in texts]
    before = pair.buyer.timeline.locator("li.entry--message").count()

    answers = pair.buyer.page.evaluate(POST, [pair.buyer.record, posts])

    assert answers == [["ack", ""]] * len(texts)
    for window in (pair.buyer, pair.seller):
        wait_for(window, len(texts), before)
        live = markup(window, len(texts))
        window.page.reload()
        window.wait_for_live_line()
        assert differences(live, markup(window, len(texts)), texts) == []
        entries = window.page.evaluate("() => document.querySelectorAll('li.entry--message').length")
        assert entries >= len(texts)


def test_what_one_wrote_oneself_looks_as_the_page_prints_it(pair: Pair) -> None:
    texts = [text for text in hard_messages(pair.buyer.page.url) if "\r" not in text and text == text.strip()]
    before = pair.buyer.timeline.locator("li.entry--message").count()
    for text in texts[:24]:
        pair.buyer.say(text)
    wait_for(pair.buyer, 24, before)
    live = markup(pair.buyer, 24)

    pair.buyer.page.reload()
    pair.buyer.wait_for_live_line()

    assert differences(live, markup(pair.buyer, 24), texts[:24]) == []


@pytest.mark.parametrize("unfit", ["half \\ud800 of a pair", "a \\u0000 in between"])
def test_words_that_cannot_be_stored_are_given_back(pair: Pair, unfit: str) -> None:
    pair.buyer.page.evaluate(
        """words => {
          const field = document.getElementById("composer-text");
          field.value = JSON.parse(`"${words}"`);
          field.form.requestSubmit();
        }""",
        unfit,
    )

    expect(pair.buyer.page.locator("#composer-error")).to_contain_text("cannot be stored")
    expect(box_of(pair.buyer)).to_have_value(re.compile("(half|between)"))
    assert until(lambda: pair.buyer.timeline.locator(WAITING).count() == 0, what="nothing waits")


def test_what_the_other_side_sees_is_one_press_away(pair: Pair) -> None:
    pair.buyer.say("My address is someone.else@mail.example, as you asked.")
    mine = pair.buyer.message("as you asked.").last
    expect(mine.locator("[data-part=other-text]")).to_be_hidden()

    mine.get_by_text("What the other side sees").press("Enter")

    shown = mine.locator("[data-part=other-text]")
    expect(shown).to_be_visible()
    theirs = pair.seller.message("as you asked.").last.locator("[data-part=text]")
    assert shown.inner_html() == theirs.inner_html()
    assert "someone.else" not in shown.inner_text()


def test_noted_words_are_whole_for_both_sides_and_carry_a_remark_for_each(pair: Pair) -> None:
    words = "Shall we take this off the platform?"
    pair.buyer.say(f"{words} Only asking.")

    for window, remark in ((pair.buyer, "The other side sees these words."), (pair.seller, "You need not:")):
        entry = window.message("Only asking.").last
        expect(entry.locator("mark[data-outcome=note]")).to_contain_text(words.rstrip("?"))
        expect(entry.locator("[data-part=note]")).to_contain_text(remark)
        expect(entry.get_by_text("What the other side sees")).to_have_count(0)


def test_what_an_exception_lets_stand_looks_alike_for_both_sides_and_from_every_way(
    browser: Browser, demo_hall: RunningHall
) -> None:
    _operator, seller, buyer, *_others = people_of(demo_hall)
    pair = Pair(open_window(browser, demo_hall), open_window(browser, demo_hall))
    for window, person in ((pair.seller, seller), (pair.buyer, buyer)):
        window.sign_in(person.email, person.password)
    pair.buyer.take_credits()
    pair.buyer.page.goto("/?q=coaching")
    pair.buyer.main.get_by_role("link", name=COACHING).first.click()
    expect(pair.buyer.main).to_contain_text("Outside contact that support allows")
    pair.buyer.order(pair.buyer.path)
    for window in (pair.buyer, pair.seller):
        window.open_order(pair.buyer.order_path)
        expect(window.page.locator("#order-state")).to_contain_text("Allowed here:")

    pair.seller.say("Ring me on +49 151 23456789, or see www.my-own-site.com/me. That is all.")

    for window in (pair.buyer, pair.seller):
        entry = window.message("That is all.").last
        expect(entry.locator("[data-part=text] mark[data-outcome=allow]")).to_contain_text("+49 151 23456789")
        expect(entry.locator("[data-part=note]")).to_contain_text("Allowed here by support’s exception until")
        live = markup(window, 1)
        window.page.reload()
        window.wait_for_live_line()
        assert differences(live, markup(window, 1), ["allowed"]) == []
        window.page.context.close()
