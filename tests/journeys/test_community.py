"""The community in real windows: pressing without reloading, by keyboard alone, and with no script at all."""

import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import open_context, watch
from tests.harness.halls import RunningHall
from tests.journeys.window import Window, open_window
from tests.patience import assert_none
from tests.web.browser_walk import DemoPerson, people_of
from tests.web.browser_walk import sign_in as sign_in_page

ANSWER = "On the order page, which is made when somebody orders. Everything of the sale stays on it."


@pytest.fixture
def asker(browser: Browser, demo_hall: RunningHall) -> Iterator[Window]:
    """Somebody of the demo world who asks."""
    yield from window_of(browser, demo_hall, people_of(demo_hall)[2])


@pytest.fixture
def helper(browser: Browser, demo_hall: RunningHall) -> Iterator[Window]:
    """Somebody of the demo world who answers."""
    yield from window_of(browser, demo_hall, people_of(demo_hall)[1])


def window_of(browser: Browser, hall: RunningHall, person: DemoPerson) -> Iterator[Window]:
    """Open a window of somebody, and look in the end that nothing went wrong in it."""
    window = open_window(browser, hall)
    window.sign_in(person.email, person.password)
    yield window
    assert_none(window.troubles)
    window.page.context.close()


def ask(
    window: Window, text: str = "I am new. Do I hold the chat here, or do I bring the client elsewhere?"
) -> str:
    """Ask something that nobody has asked before; return its address."""
    window.page.goto("/")
    window.page.get_by_text("Create new…").click()
    window.page.locator(".create-menu").get_by_role("link", name="Question").click()
    window.page.get_by_label("Your question in a line").fill(f"Where is a chat held, {uuid.uuid4().hex[:6]}?")
    window.page.get_by_label("All that helps to answer it").fill(text)
    window.press("Ask")
    expect(window.page.get_by_text("Your question is there.")).to_be_visible()
    return window.path


def answer(window: Window, path: str, text: str) -> None:
    """Answer a question."""
    window.page.goto(path)
    window.page.get_by_label("Your answer").last.fill(text)
    window.press("Send the answer")
    expect(post(window.page, text)).to_be_visible()


def post(page: Page, text: str) -> Locator:
    """Return the post whose own words hold a text."""
    own = page.locator('[data-part="body"] > .prose', has_text=text)
    return page.locator("article.post").filter(has=own)


def box(page: Page) -> Locator:
    """Return the box for an answer."""
    return page.locator("#reply-form textarea")


def test_votes_and_likes_change_at_once_stay_in_place_and_are_announced(
    asker: Window, helper: Window
) -> None:
    path = ask(asker)
    answer(helper, path, ANSWER)
    asker.page.goto(path)
    asker.page.evaluate("window.neverReloaded = true")
    one = post(asker.page, ANSWER)
    score, up, down = (
        one.locator('[data-part="score"]'),
        one.get_by_role("button", name="Vote this answer up"),
        one.get_by_role("button", name="Vote this answer down"),
    )

    up.click()
    expect(score).to_have_text("1")
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(one.locator('.vote [aria-live="polite"]')).to_have_text("1 point")
    down.click()
    expect(score).to_have_text("−1")
    expect(up).to_have_attribute("aria-pressed", "false")
    down.click()
    expect(score).to_have_text("0")
    up.dblclick()
    expect(score).to_have_text("1")
    like = one.get_by_role("button", name="Like")
    expect(one.locator('[data-kind="like"] [data-part="count"]')).to_be_hidden()
    like.click()
    expect(one.locator('[data-kind="like"] [data-part="number"]')).to_have_text("1")
    expect(like).to_have_attribute("aria-pressed", "true")
    assert asker.never_reloaded()

    asker.page.reload()
    expect(score).to_have_text("1")
    expect(one.locator('[data-kind="like"] [data-part="number"]')).to_have_text("1")


def test_a_failed_vote_restores_the_number_and_says_why(asker: Window, helper: Window) -> None:
    path = ask(asker)
    answer(helper, path, ANSWER)
    asker.page.goto(path)
    one = post(asker.page, ANSWER)

    asker.page.route("**/vote/", lambda route: route.abort())
    one.get_by_role("button", name="Vote this answer up").click()
    expect(one.get_by_role("alert")).to_contain_text("This did not reach the hall.")
    expect(one.locator('[data-part="score"]')).to_have_text("0")
    expect(one.get_by_role("button", name="Vote this answer up")).to_have_attribute("aria-pressed", "false")

    asker.page.unroute("**/vote/")
    # What the browser itself says of a request that did not arrive is no trouble of the page.
    asker.troubles[:] = [line for line in asker.troubles if "net::ERR_FAILED" not in line]
    one.get_by_role("button", name="Vote this answer up").click()
    expect(one.locator('[data-part="score"]')).to_have_text("1")
    expect(one.get_by_role("alert")).to_be_hidden()


def test_selected_words_and_several_posts_are_quoted_and_nothing_typed_is_lost(
    asker: Window, helper: Window
) -> None:
    path = ask(asker)
    answer(helper, path, ANSWER)
    answer(helper, path, "And the inbox is for the time before.")
    page = asker.page
    page.goto(path)
    box(page).fill("What I typed before.")

    # Selected roughly, from within a word to within another: whole words are quoted.
    words = post(page, ANSWER).locator('[data-part="body"] p')
    words.evaluate(
        "p => { const range = document.createRange(); range.setStart(p.firstChild, 8);"
        " range.setEnd(p.firstChild, 12); getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    post(page, ANSWER).get_by_role("button", name="Quote", exact=True).click()
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value(
        re.compile(r"^What I typed before\.\n\n\[quote=\w+ [^\]]+\]\norder\n\[/quote\]")
    )

    box(page).fill("")
    for text in (ANSWER, "And the inbox"):
        post(page, text).get_by_role("button", name="Multi-quote").click()
    page.get_by_role("button", name="Quote 2 posts").click()
    expect(box(page)).to_have_value(re.compile(r"(\[quote=.*?\[/quote\]\s*){2}$", re.S))
    box(page).press("End")
    box(page).press_sequentially("Thank you, that is all I needed.")
    asker.press("Send the answer")

    sent = post(page, "Thank you, that is all I needed.")
    expect(sent.locator("figure.quote")).to_have_count(2)
    expect(sent.locator("figure.quote").first).to_contain_text("said:")
    expect(sent.locator("figure.quote").first).to_contain_text("On the order page")


def test_a_link_copies_and_leads_to_the_post_which_has_the_focus(
    asker: Window, helper: Window, demo_hall: RunningHall
) -> None:
    path = ask(asker)
    answer(helper, path, ANSWER)
    page = asker.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(path)

    post(page, ANSWER).get_by_text("Link to comment").click()
    expect(post(page, ANSWER).get_by_text("Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{demo_hall.origin}/community/posts/\w+/", link)

    page.goto(link)
    expect(page).to_have_url(re.compile(r"#post-\w+$"))
    expect(post(page, ANSWER)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article')?.id") == page.url.partition("#")[2]


def test_a_question_is_asked_answered_and_voted_by_keyboard_alone(asker: Window, helper: Window) -> None:
    path = ask(asker)
    page = helper.page
    page.goto(path)

    def tab_to(what: str) -> None:
        for _press in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("what => document.activeElement.matches(what)", what):
                return
        pytest.fail(f"no way by keyboard to {what}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    tab_to(".post--question .vote__arrow[aria-label$='up']")
    page.keyboard.press("Space")
    expect(page.locator('.post--question [data-part="score"]')).to_have_text("1")
    tab_to(".post--question [data-part=quote]")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value(re.compile(r"^\[quote=.*\[/quote\]\s*$", re.S))
    page.keyboard.type("Here, on the order page, and nowhere else.")
    tab_to("#reply-form button[type=submit]")
    page.keyboard.press("Enter")

    expect(post(page, "Here, on the order page, and nowhere else.")).to_be_visible()
    # The exact time is told to whoever comes to it by keyboard.
    page.keyboard.press("Tab")
    tab_to(".post__when")
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('.moment__exact')).display")
        == "block"
    )


def test_times_refresh_themselves_and_never_run_backwards(asker: Window) -> None:
    path = ask(asker)
    page = asker.page
    page.clock.install()
    page.goto(path)
    when = page.locator(".post__when time")
    expect(when).to_have_text("just now")

    page.clock.fast_forward("12:30")

    expect(when).to_have_text("12 minutes ago")
    page.evaluate(
        "() => { document.querySelector('.post__when time').dateTime = '2999-01-01T00:00:00+00:00'; }"
    )
    page.clock.fast_forward("00:40")
    expect(when).to_have_text("just now")


def test_everything_works_without_script(browser: Browser, demo_hall: RunningHall) -> None:
    people = people_of(demo_hall)
    pages = []
    for person in (people[2], people[1]):
        page = open_context(browser, demo_hall.origin, java_script_enabled=False).new_page()
        sign_in_page(page, person.email, person.password)
        pages.append(page)
    asker, helper = pages
    main = asker.get_by_role("main")

    asker.goto("/community/ask/")
    asker.get_by_label("Your question in a line").fill(
        f"Does it work without script, {uuid.uuid4().hex[:6]}?"
    )
    asker.get_by_label("All that helps to answer it").fill(
        "I have switched it off, because my telephone is old."
    )
    main.get_by_role("button", name="Ask").click()
    path = asker.url
    helper.goto(path)
    post(helper, "switched it off").get_by_role("button", name="Quote", exact=True).click()
    expect(box(helper)).to_have_value(re.compile(r"^\[quote=.*because my telephone is old\.", re.S))
    box(helper).fill(f"{box(helper).input_value()}\nIt does, from the first to the last form.")
    helper.get_by_role("button", name="Send the answer").click()
    expect(post(helper, "It does").locator("figure.quote")).to_be_visible()

    post(helper, "It does").get_by_role("link", name="Edit", exact=True).click()
    helper.get_by_label("Text", exact=True).fill("It does, from the first form to the last one.")
    helper.get_by_role("button", name="Save").click()
    expect(post(helper, "to the last one")).to_be_visible()

    asker.goto(path)
    one = post(asker, "to the last one")
    one.get_by_role("button", name="Vote this answer up").click()
    expect(one.locator('[data-part="score"]')).to_have_text("1")
    one.get_by_role("button", name="Like").click()
    expect(one.locator('[data-part="number"]').first).to_have_text("1")
    one.get_by_role("button", name="This is the best answer").click()
    expect(one.get_by_text("Best answer", exact=True)).to_be_visible()
    expect(asker.get_by_role("heading", name="Recommended Posts")).to_be_visible()
    one.get_by_role("link", name="Report").click()
    asker.get_by_label("Something else").check()
    asker.get_by_label("In your words").fill("Only trying whether this works without script.")
    main.get_by_role("button", name="Send to staff").click()
    expect(asker.get_by_text("Thank you. Staff will look at it.")).to_be_visible()
    for page in pages:
        page.context.close()


def test_a_guest_reads_everything_and_comes_back_from_the_sign_in_with_the_words(
    browser: Browser, demo_hall: RunningHall, asker: Window
) -> None:
    path = ask(asker)
    person = people_of(demo_hall)[3]
    page = open_context(browser, demo_hall.origin).new_page()
    troubles = watch(page)
    page.goto(path)
    expect(page.get_by_role("heading", name="Sign in to comment")).to_be_visible()
    expect(page.get_by_role("button", name="Vote this question up")).to_be_disabled()

    box(page).fill("I ask myself the same.")
    page.get_by_role("button", name="Sign in now").click()
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page).to_have_url(re.compile(rf"{re.escape(path)}#reply$"))
    expect(box(page)).to_have_value("I ask myself the same.")
    assert_none(troubles)
    page.context.close()
