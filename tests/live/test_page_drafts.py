"""What is being written is kept: by the hall, by the tab while the hall cannot be reached, and on the way out."""

from playwright.sync_api import Locator, Route, expect

from tests.live.page_pair import Pair, box_of
from tests.patience import until


def empty_box(pair: Pair) -> Locator:
    """Return the buyer's field, with nothing in it and nothing kept of it."""
    box = box_of(pair.buyer)
    if box.input_value():
        with pair.buyer.page.expect_response("**/draft/"):
            box.fill("")
    return box


def put_off(route: Route) -> None:
    """Let a request fail as without a network."""
    route.abort("internetdisconnected")


def test_a_draft_is_kept_by_the_hall_and_gone_once_it_is_sent(pair: Pair) -> None:
    box = empty_box(pair)
    with pair.buyer.page.expect_response("**/draft/") as saved:
        box.fill("Half of what I mean")
    assert saved.value.status == 204
    pair.buyer.page.evaluate("sessionStorage.clear()")
    pair.buyer.page.reload()
    pair.buyer.wait_for_live_line()
    expect(box).to_have_value("Half of what I mean")

    with pair.buyer.page.expect_response("**/draft/"):
        box.press("Enter")
    expect(pair.seller.message("Half of what I mean")).to_have_count(1)
    pair.buyer.page.reload()

    expect(box).to_have_value("")


def test_leaving_the_page_at_once_loses_no_word(pair: Pair) -> None:
    box = empty_box(pair)
    box.fill("Written and left")

    pair.buyer.page.goto("/money/")
    pair.buyer.page.evaluate("sessionStorage.clear()")

    def is_kept() -> bool:
        pair.buyer.open_order(pair.buyer.order_path)
        return box.input_value() == "Written and left"

    # What a page says as it goes may reach the hall a moment after the next page.
    until(is_kept, what="the hall has the words")
    with pair.buyer.page.expect_response("**/draft/"):
        box.fill("")


def test_a_draft_that_the_hall_could_not_take_is_kept_in_the_tab(pair: Pair) -> None:
    box = empty_box(pair)
    pair.buyer.page.route("**/draft/", put_off)
    with pair.buyer.page.expect_event("requestfailed"):
        box.fill("Typed in the tunnel")

    pair.buyer.page.reload()

    expect(box).to_have_value("Typed in the tunnel")
    box.fill("")
