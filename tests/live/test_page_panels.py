"""What moved the order while a page heard nothing moves its panels as soon as it hears again."""

from playwright.sync_api import expect

from tests.live.page_pair import OPEN, Pair
from tests.live.test_page_polling import tab_without_line

NEXT_STEP = "Look at the delivery"
DELIVERED = "The title is a link; I took the link off."


def test_panels_follow_a_move_that_was_missed_and_one_that_is_asked_for(pair: Pair) -> None:
    polling = tab_without_line(pair)
    buyer = pair.buyer.page
    buyer.context.set_offline(True)
    expect(buyer.locator(OPEN)).to_have_count(0)

    pair.seller.deliver(DELIVERED)
    buyer.context.set_offline(False)

    for page in (buyer, polling.page):
        expect(page.get_by_role("heading", name=NEXT_STEP, exact=True)).to_be_visible()
        expect(page.get_by_text("Accept the delivery", exact=True)).to_be_visible()
    polling.page.close()
