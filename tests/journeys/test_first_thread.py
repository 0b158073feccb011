"""The first thread through all floors: a chat is sold, talked live, delivered, accepted and paid.

Two people in two real windows; once in the demo world, once in a hall that the test itself opens.
"""

from playwright.sync_api import Locator, expect

from tests.journeys.parts import Cast
from tests.journeys.window import Window
from tests.patience import assert_none, until

TITLE = "Chat help with your very first web page"
WORDS = (
    "You bring a page that looks wrong. We read its markup together in a text chat, "
    "and at the end you know why it looks as it does."
)
ADDRESS = "somebody.else@mail.example"
PHONE = "+34 612 345 678"
LEAK_BEGINS = "My page shows this in blue:"
LEAK = f"{LEAK_BEGINS} {ADDRESS} and {PHONE}, as if both were links."


def test_first_thread_in_the_demo_world(demo_cast: Cast) -> None:
    play_first_thread(demo_cast)


def test_first_thread_in_a_hall_of_ones_own(own_cast: Cast) -> None:
    play_first_thread(own_cast)


def play_first_thread(cast: Cast) -> None:
    """Play the whole thread, and look at it from outside."""
    seller, buyer = cast.seller, cast.buyer

    seller.publish_gig(title=TITLE, text=WORDS, price="40")
    buyer.order(seller.gig_path)
    buyer.open_order(buyer.order_path)
    seller.open_order(buyer.order_path)

    talk(cast)
    leak(cast)
    outsiders_are_refused(cast)
    finish(cast)

    # The guest's browser complains, rightly, that the live line turned it away.
    assert_none(trouble for window in (seller, buyer, cast.outsider) for trouble in window.troubles)


def talk(cast: Cast) -> None:
    """Both write, and both read it at once, in the same order, without a reload."""
    seller, buyer = cast.seller, cast.buyer
    questions = [
        "Good morning! Why is my title blue?",
        "I never asked for blue 🤷",
        "سؤال قصير: هل هذا رابط؟",
    ]

    for text in questions:
        buyer.say(text)
        expect(seller.message(text)).to_be_visible()
    seller.say("Because it is a link. Show me the line with <a>, please.")
    expect(buyer.message("Because it is a link.")).to_contain_text("Show me the line with <a>, please.")

    assert buyer.never_reloaded()
    assert seller.never_reloaded()
    until(lambda: buyer.numbered_words() == seller.numbered_words(), what="both read the same")


def leak(cast: Cast) -> None:
    """Contact details are withheld from the other side only, and both are told why."""
    seller, buyer = cast.seller, cast.buyer

    buyer.say(LEAK)

    read = seller.message(LEAK_BEGINS)
    expect(read).to_be_visible()
    expect(read).not_to_contain_text(ADDRESS)
    expect(read).not_to_contain_text(PHONE)
    written = buyer.message(LEAK_BEGINS)
    expect(written).to_contain_text(ADDRESS)
    for window in (buyer, seller):
        expect(reasons_at(window)).to_have_count(2)
        assert all(href.startswith("/contact/") for href in hrefs(reasons_at(window)))
        window.page.reload()
        expect(reasons_at(window)).to_have_count(2)
        window.wait_for_live_line()
    assert ADDRESS not in seller.page.content()
    assert ADDRESS in buyer.page.content()


def reasons_at(window: Window) -> Locator:
    """Return the reasons at the withheld words, each a link to what is allowed where."""
    return window.message(LEAK_BEGINS).locator("mark").get_by_role("link")


def hrefs(links: Locator) -> list[str]:
    """Return where links lead."""
    return [link.get_attribute("href") or "" for link in links.all()]


def outsiders_are_refused(cast: Cast) -> None:
    """Nobody else sees the order or can act on it, whichever door they try."""
    path = cast.buyer.order_path
    reads = [
        path,
        f"{path}timeline/?after=0",
        f"{path}state/",
        f"/api/v1{path.rstrip('/')}",
        f"/api/v1{path}entries",
    ]
    writes = [f"{path}messages/", f"{path}deliveries/", f"{path}acceptance/"]

    for address in reads:
        assert cast.outsider.status_of(address) == 404, address
        assert cast.guest.status_of(address) in {302, 401}, address
        assert cast.buyer.status_of(address) == 200, address
    for address in writes:
        form = {"text": "Let me in!"}
        assert cast.outsider.status_of(address, method="post", form=form) == 404, address
        assert cast.guest.status_of(address, method="post", form=form) in {302, 403}, address
    assert not cast.buyer.message("Let me in!").count()
    told = cast.outsider.frames_of(cast.buyer.record)
    assert any('"refused"' in frame for frame in told), told
    assert not any('"entry"' in frame or '"page"' in frame or "blue" in frame for frame in told), told
    assert cast.guest.frames_of(cast.buyer.record) == []


def finish(cast: Cast) -> None:
    """The seller delivers, the buyer accepts, and both read it on the page and on their statements."""
    seller, buyer = cast.seller, cast.buyer

    seller.deliver("The title is a link; I took the link off and told you how to see that yourself.")
    expect(buyer.timeline).to_contain_text(f"{cast.seller_name} delivered.")
    buyer.accept()
    expect(seller.timeline).to_contain_text(
        "€32.00 were paid to the seller, after the seller’s fee of €8.00."
    )

    paid, *_earlier = buyer.statement()
    earned, *_earlier = seller.statement()
    assert "Paid into escrow" in paid
    assert TITLE in paid
    assert "−€42.20" in paid
    assert "Earned, less the fee" in earned
    assert "€32.00" in earned
