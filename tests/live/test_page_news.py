"""Every page of somebody who is signed in has one line; news of a talk that is not open put a dot in the header."""

from playwright.sync_api import expect

from tests.browser import open_context
from tests.harness.halls import RunningHall
from tests.live.page_pair import Pair, open_with_line


def test_news_of_an_order_put_a_dot_on_every_page_until_the_orders_were_opened(pair: Pair) -> None:
    page = pair.buyer.page
    open_with_line(page, "/money/")
    orders = page.get_by_role("navigation", name="Main").get_by_role("link", name="Orders")
    expect(orders).not_to_contain_text("has news")
    pair.seller.say("Are you there?")
    expect(orders).to_contain_text("has news")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox")).not_to_contain_text(
        "has"
    )

    page.goto("/account/")
    expect(orders).to_contain_text("has news")
    page.goto("/orders/")
    expect(orders).not_to_contain_text("has news")


def test_the_open_talk_and_ones_own_words_are_no_news(pair: Pair) -> None:
    news = pair.buyer.page.locator(".header .news-dot")
    pair.seller.say("Said on the open page.")
    expect(pair.buyer.message("Said on the open page.")).to_have_count(1)
    open_with_line(pair.seller.page, "/money/")
    pair.buyer.say("An answer.")

    expect(news).to_have_count(0)
    expect(pair.seller.page.locator(".header .news-dot")).to_have_count(1)


def test_a_page_opens_one_line_and_a_guests_page_none(pair: Pair, demo_hall: RunningHall) -> None:
    lines = []
    pair.buyer.page.on("websocket", lambda socket: lines.append(socket.url))
    pair.buyer.page.reload()
    pair.buyer.wait_for_live_line()
    assert len(lines) == 1

    browser = pair.buyer.page.context.browser
    assert browser is not None
    context = open_context(browser, demo_hall.origin)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto("/", wait_until="networkidle")
    assert [url for url in asked if "live" in url] == []
    context.close()
