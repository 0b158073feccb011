"""A whole sale in two real windows: gig, question in the inbox, order, delivery, revision, acceptance, feedback.

Once in the demo world, once in a hall that the test itself opens.
"""

import re

from playwright.sync_api import expect

from tests.journeys.parts import Cast
from tests.journeys.window import Window
from tests.patience import assert_none

TITLE = "Chat help with a table that will not sort"
WORDS = (
    "You bring a table whose rows stand in the wrong order. We look at it together in a text chat, "
    "until you know why it sorts as it does."
)
QUESTION = "Do you also help when the dates are written as words?"
ANSWER = "I do, bring two or three of those rows."
POINTS = "The second column is still sorted as words, not as dates."
PRAISE = "Patient and exact, my table sorts as it should."


def test_a_whole_sale_in_the_demo_world(demo_cast: Cast) -> None:
    play_whole_sale(demo_cast)


def test_a_whole_sale_in_a_hall_of_ones_own(own_cast: Cast) -> None:
    play_whole_sale(own_cast)


def play_whole_sale(cast: Cast) -> None:
    """Play it from the gig to the stars on the gig's page."""
    seller, buyer = cast.seller, cast.buyer
    seller.publish_gig(title=TITLE, text=WORDS, price="40")

    ask(cast)
    buyer.order(seller.gig_path)
    expect(buyer.timeline.get_by_role("link", name=re.compile("your talk"))).to_be_visible()
    seller.open_order(buyer.order_path)
    buyer.open_order(buyer.order_path)

    seller.deliver("The column was text; now the dates are dates, and this is how you see it yourself.")
    revise(buyer)
    expect(seller.message(POINTS)).to_be_visible()
    seller.open_order(buyer.order_path)
    seller.deliver("Both columns are dates now.")
    buyer.open_order(buyer.order_path)
    buyer.accept()
    expect(seller.timeline).to_contain_text("were paid to the seller")

    for window in (buyer, seller):
        give_feedback(window)
    cast.guest.page.goto(seller.gig_path)
    expect(cast.guest.main).to_contain_text(PRAISE)
    expect(cast.guest.main).to_contain_text("5.0 of 5 stars")
    assert_none(trouble for window in (seller, buyer, cast.guest) for trouble in window.troubles)


def ask(cast: Cast) -> None:
    """The buyer asks from the gig's page; both talk in the inbox, live."""
    seller, buyer = cast.seller, cast.buyer
    buyer.page.goto(seller.gig_path)
    buyer.main.get_by_role("link", name="Ask a question first").click()
    buyer.say_anywhere(QUESTION)
    buyer.wait_for_live_line()
    seller.page.goto(buyer.path)
    seller.wait_for_live_line()
    expect(seller.page.get_by_role("log")).to_contain_text(QUESTION)
    seller.say(ANSWER)
    expect(buyer.page.get_by_role("log")).to_contain_text(ANSWER)


def revise(buyer: Window) -> None:
    """The buyer asks for a revision of what was delivered."""
    buyer.open_order(buyer.order_path)
    panel = buyer.page.locator("#revision")
    panel.locator("summary").click()
    panel.get_by_role("textbox").fill(POINTS)
    panel.get_by_role("button", name="Send what is to be changed").click()
    expect(buyer.message(POINTS)).to_be_visible()
    buyer.wait_for_live_line()


def give_feedback(window: Window) -> None:
    """A side of the ended order says how it was."""
    window.page.goto(window.order_path)
    window.main.get_by_role("link", name="Feedback").click()
    for question in ("result", "talk", "time"):
        window.page.locator(f"input[name={question}][value='5']").check()
    window.page.get_by_label("What should others know?").fill(PRAISE)
    window.press("Give feedback")
    expect(window.page.get_by_text(re.compile(r"^Thank you\."))).to_be_visible()
