"""An exception from the seller's wish to its end, in real windows: asked, granted, seen by both sides, revoked.

How words are judged under it is proved elsewhere; here people see what they are told.
"""

import re

from playwright.sync_api import expect

from tests.journeys.parts import OPERATOR, Cast
from tests.journeys.window import PASSWORD, Window, open_window
from tests.patience import assert_none

TITLE = "Coaching by chat for a new trade"
TEXT = "We talk about where you want to go, and I go along with you for four weeks, in small steps."
WHY = "Between our talks my clients must reach me when they lose heart."
GRANTED = "Coaching goes on between the talks."
REVOKED = "The number was used for something else."
QUESTION = "Is it for the whole year, or for one course?"


def test_an_exception_is_asked_for_granted_seen_and_revoked(own_cast: Cast) -> None:
    seller, buyer = own_cast.seller, own_cast.buyer
    seller.publish_gig(title=TITLE, text=TEXT, price="30")
    buyer.order(seller.gig_path)
    buyer.open_order(buyer.path)
    request = ask(seller)
    staff = open_window(seller.page.context.browser, seller.hall)  # type: ignore[arg-type]  # It is running.
    staff.sign_in(OPERATOR, PASSWORD)

    ask_back(staff)
    answer(seller, request)
    decide(staff)

    # The buyer reads it where they talk, without a reload, and on the gig's page before another order.
    expect(buyer.timeline).to_contain_text(GRANTED)
    assert buyer.never_reloaded()
    buyer.page.reload()
    expect(buyer.main).to_contain_text(re.compile("phone number", re.IGNORECASE))
    own_cast.outsider.page.goto(seller.gig_path)
    expect(own_cast.outsider.main).to_contain_text(re.compile("phone number", re.IGNORECASE))
    seller.page.goto(seller.gig_path)
    expect(seller.main).to_contain_text("Exception until")
    buyer.open_order(buyer.order_path)

    revoke(staff)

    expect(buyer.timeline).to_contain_text(REVOKED)
    assert buyer.never_reloaded()
    seller.page.goto(request)
    expect(seller.main).to_contain_text(REVOKED)
    seller.page.goto(seller.gig_path)
    expect(seller.main.get_by_role("link", name="Ask for an exception")).to_be_visible()
    for window in (buyer, own_cast.outsider, own_cast.guest):
        assert window.status_of(request) in {302, 404}
    assert_none(trouble for window in [*own_cast.windows, staff] for trouble in window.troubles)
    staff.page.context.close()


def ask(seller: Window) -> str:
    """Ask from the gig's page; return where the request stands."""
    seller.page.goto(seller.gig_path)
    seller.main.get_by_role("link", name="Ask for an exception").click()
    seller.page.get_by_label("Phone number").check()
    seller.page.get_by_label("E-mail address").check()
    seller.page.get_by_label("Why does your work need them?").fill(WHY)
    seller.press("Ask support")
    expect(seller.page.get_by_text("Support has your request.")).to_be_visible()
    request = seller.path
    seller.page.goto(seller.gig_path)
    expect(seller.main).to_contain_text("Support answers by")
    return request


def ask_back(staff: Window) -> None:
    """Open the queue from the head of the page, take the request and ask the seller something."""
    staff.page.goto("/")
    staff.page.get_by_role("link", name=re.compile("^Staff")).click()
    staff.main.get_by_role("link", name="Questions").click()
    staff.main.get_by_role("link", name=re.compile(TITLE)).click()
    expect(staff.main).to_contain_text(WHY)
    staff.press("I take it")
    staff.page.get_by_label("A note for your colleagues").fill("Looks honest to me.")
    staff.press("Keep the note")
    expect(staff.main).to_contain_text("Looks honest to me.")
    staff.page.get_by_label("Your answer").fill(QUESTION)
    staff.press("Send the answer")
    expect(staff.main).to_contain_text("The clock stands still")


def answer(seller: Window, request: str) -> None:
    """Read what support asks, and answer."""
    seller.page.goto(request)
    expect(seller.main).to_contain_text(QUESTION)
    expect(seller.main).not_to_contain_text("Looks honest to me.")
    seller.page.get_by_label("Your words").fill("For one course, thirty days.")
    seller.press("Send to support")
    expect(seller.page.get_by_text("Support has it.")).to_be_visible()


def decide(staff: Window) -> None:
    """Grant a part of what was asked for."""
    staff.page.reload()
    expect(staff.main).to_contain_text("For one course, thirty days.")
    staff.page.get_by_label("E-mail address").uncheck()
    staff.page.get_by_label("Why is it allowed?").fill(GRANTED)
    staff.press("Grant the exception")
    expect(staff.page.get_by_text("Granted. It holds from now on")).to_be_visible()


def revoke(staff: Window) -> None:
    """End the exception from its request."""
    staff.main.get_by_role("link", name="Revoke it").click()
    staff.page.get_by_label("Why does it end?").fill(REVOKED)
    staff.press("Revoke the exception")
    expect(staff.page.get_by_text("Revoked. The next message is judged without it")).to_be_visible()
