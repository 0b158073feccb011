"""The whole help thread, played by its whole cast: where a paid text chat takes place, answered by the hall itself.

A new seller asks; the inbox, the order page, the session, an exception, a video call and the community answer. Once in
the demo world, once in a hall that the test itself opens.
"""

import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import chromium
from tests.journeys.parts import Cast
from tests.journeys.session_steps import open_session, press_start, wait_until_billed
from tests.journeys.window import Window
from tests.live.video_pair import CAMERA_FLAGS, CONNECTED, STATE
from tests.patience import assert_none

CHAT_GIG = "Text chat about the first month of a new job"
COACHING_GIG = "Coaching through the first month of a new job"
WORDS = (
    "You tell me what happened at work this week, and we look at it together in a text chat, "
    "until you know what you will do on Monday."
)
WHERE = "do I hold the sessions here or off the platform?"
NUMBER = "+34 612 345 678"
CALL = f"You reach me before the meeting at {NUMBER}."
QUESTION = "Help chat gig: where are the sessions?"
ASKED = (
    "I am new here. I chose to offer a text chat instead of a video chat. When somebody orders, "
    "do I hold the sessions here on the platform, or off it?"
)
ANSWERED = (
    "Here. Meeting anybody outside the platform is against the terms, and that is enforced strictly. Before an "
    "order people write to your inbox. Each order has a page of its own: you go on talking there, share files, "
    "deliver, are asked for revisions and get your feedback, and the resolution centre is there too.\n\n"
    "If a service cannot do without contact outside, coaching for one, ask support first: they can make an "
    "exception. Read the terms that you accepted when you signed up."
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium with an invented camera."""
    with chromium(*CAMERA_FLAGS) as started:
        yield started


@pytest.mark.timeout(900)
def test_the_whole_thread_in_the_demo_world(demo_cast: Cast) -> None:
    play_whole_thread(demo_cast)


@pytest.mark.timeout(900)
def test_the_whole_thread_in_a_hall_of_ones_own(own_cast: Cast) -> None:
    play_whole_thread(own_cast)


def play_whole_thread(cast: Cast) -> None:
    """Play it from the terms that were accepted to the answer that stands in the community."""
    terms_were_accepted(cast.seller)
    offer_text_chat(cast)
    ask_in_the_inbox(cast)
    hold_a_session(cast)
    talk_about_a_call(cast)
    meet_by_video(cast)
    answer_in_the_community(cast)
    read_as_a_guest(cast)

    windows = (cast.seller, cast.buyer, cast.staff, cast.guest)
    assert_none(trouble for window in windows for trouble in window.troubles)


def terms_were_accepted(seller: Window) -> None:
    """The account page shows which version of the terms one accepted, with its clauses."""
    seller.page.goto("/account/terms/")
    expect(seller.main).to_contain_text("You have accepted the present terms")
    seller.main.get_by_role("link", name="Read them again").click()
    expect(seller.page.locator("#outside-contact")).to_be_visible()


def offer_text_chat(cast: Cast) -> None:
    """The seller offers text chat instead of video; the editor, and the gig's page, say where it is held."""
    cast.seller.publish_gig(title=CHAT_GIG, text=WORDS, price="20")
    expect(cast.seller.main).to_contain_text("Your chats are held on the order page")
    cast.guest.page.goto(cast.seller.gig_path)
    expect(cast.guest.main).to_contain_text("On your order page, which we make when you order.")


def ask_in_the_inbox(cast: Cast) -> None:
    """The inbox is for the talk before an order: asking where sessions are held is free, a number is withheld."""
    seller, buyer = cast.seller, cast.buyer
    buyer.page.goto(seller.gig_path)
    buyer.main.get_by_role("link", name="Ask a question first").click()
    buyer.say_anywhere("Hello! I would like to order next week.")
    buyer.wait_for_live_line()
    inbox_path = buyer.path
    seller.page.goto(inbox_path)
    seller.wait_for_live_line()

    seller.say(f"You are my first client: {WHERE}")
    asked = said(buyer, WHERE)
    expect(asked).to_be_visible()
    assert not asked.locator("mark, [data-outcome=mask]").count()
    seller.say(CALL)
    expect(said(buyer, "You reach me before the meeting")).to_be_visible()
    expect(buyer.page.get_by_role("log")).not_to_contain_text(NUMBER)
    ways = said(seller, NUMBER).get_by_role("link")
    assert "/contact/" in {(way.get_attribute("href") or "").split("#")[0] for way in ways.all()}
    seller.page.goto("/contact/")
    expect(seller.main).to_contain_text("The order page")


def hold_a_session(cast: Cast) -> None:
    """An order has a page of its own; the chat that was sold is held on it, and its transcript is the delivery."""
    seller, buyer = cast.seller, cast.buyer
    buyer.order(seller.gig_path)
    expect(buyer.timeline.get_by_role("link", name=re.compile("your talk"))).to_be_visible()

    for window in (buyer, seller):
        open_session(window, buyer.order_path)
    press_start(buyer)
    press_start(seller)
    wait_until_billed(buyer, buyer.order_path)
    buyer.say("On Tuesday I was asked to speak, and I had nothing to say.")
    expect(said(seller, "I had nothing to say")).to_be_visible()
    seller.say("Then we write three sentences now, for the next time.")
    expect(said(buyer, "three sentences")).to_be_visible()
    buyer.main.get_by_text("End", exact=True).click()
    buyer.page.get_by_role("button", name="End the session").click()
    expect(buyer.main).to_contain_text("The session has ended")

    buyer.open_order(buyer.order_path)
    expect(buyer.main).to_contain_text("Look at the transcript")
    with buyer.page.expect_download() as download:
        buyer.timeline.get_by_role("link", name=re.compile("Markdown")).first.click()
    transcript = download.value.path().read_text(encoding="utf-8")
    assert "three sentences now" in transcript
    buyer.accept()
    seller.open_order(buyer.order_path)
    expect(seller.timeline).to_contain_text("were paid to the seller")


def talk_about_a_call(cast: Cast) -> None:
    """Coaching needs a call: support makes an exception, for this gig and for so long; elsewhere nothing changes."""
    seller, buyer, staff = cast.seller, cast.buyer, cast.staff
    seller.publish_gig(title=COACHING_GIG, text=WORDS, price="20")
    coaching = seller.gig_path
    buyer.order(coaching)
    order = buyer.order_path
    seller.open_order(order)
    buyer.open_order(order)
    seller.say(CALL)
    expect(buyer.message("You reach me before the meeting")).not_to_contain_text(NUMBER)

    reason = f"Coaching goes on between the hours. {uuid.uuid4().hex[:6]}"
    seller.page.goto(coaching)
    seller.page.get_by_role("link", name=re.compile("exception", re.IGNORECASE)).first.click()
    seller.page.get_by_role("checkbox", name=re.compile("phone", re.IGNORECASE)).check()
    seller.page.get_by_label("Why does your work need them?").fill(
        "My clients need to reach me in the minute before a hard talk, when nobody can write."
    )
    seller.press("Ask support")
    expect(seller.page.get_by_text("Support has your request.")).to_be_visible()
    staff.page.goto("/staff/tickets/")
    staff.main.get_by_role("link", name=re.compile(COACHING_GIG)).last.click()
    staff.page.get_by_label("Why is it allowed?").fill(reason)
    staff.press("Grant the exception")
    expect(staff.page.get_by_text("Granted. It holds from now on")).to_be_visible()

    cast.guest.page.goto(coaching)
    expect(cast.guest.page.get_by_role("main")).to_contain_text(reason)
    seller.open_order(order)
    buyer.open_order(order)
    expect(buyer.page.locator("body")).to_contain_text(reason)
    seller.say(f"Now once more: {CALL}")
    expect(buyer.message("Now once more")).to_contain_text(NUMBER)


def meet_by_video(cast: Cast) -> None:
    """An ordinary order says why it has no video; in the order of a business client the seller starts a call."""
    seller, buyer, staff = cast.seller, cast.buyer, cast.staff
    buyer.page.goto(f"{buyer.order_path}video/")
    expect(buyer.main).to_contain_text("No video call in this order")
    company = f"Workshop {uuid.uuid4().hex[:6]}"
    buyer.page.goto("/account/organisations/new/")
    buyer.page.get_by_label("Name", exact=True).fill(company)
    buyer.page.get_by_label("Country of the register").select_option(index=1)
    buyer.page.get_by_label("Registration number").fill(uuid.uuid4().hex[:10].upper())
    buyer.page.get_by_label("What it does").fill("We repair clocks and watches of every age.")
    buyer.press("Send to staff")
    expect(buyer.page.get_by_role("heading", name=company)).to_be_visible()
    staff.page.goto("/staff/organisations/")
    staff.main.get_by_role("link", name=company).click()
    staff.press("Yes, confirm it")
    expect(staff.main.get_by_role("button", name="Yes, confirm it")).to_have_count(0)

    buyer.page.goto(seller.gig_path)
    buyer.main.get_by_role("link", name="Order", exact=True).click()
    buyer.page.get_by_role("radio", name=company).check()
    buyer.press("Pay and order")
    expect(buyer.timeline).to_contain_text("This page is where you two talk.")
    expect(buyer.main).to_contain_text(company)
    order = buyer.path
    buyer.open_order(order)
    seller.page.goto(f"{order}video/")
    seller.wait_for_live_line()
    seller.press("Start the video call")
    buyer.page.get_by_role("link", name="Join").first.click()
    buyer.page.wait_for_url(f"**{order}video/")
    buyer.press("Join")
    for window in (seller, buyer):
        expect(window.page.locator(STATE)).to_have_text(CONNECTED)
    seller.press("Hang up")
    expect(buyer.page.locator(STATE)).to_contain_text("The call has ended")
    seller.open_order(order)
    expect(seller.timeline).to_contain_text("joined the video call")


def answer_in_the_community(cast: Cast) -> None:
    """The new seller's question stands in the community, is answered, liked, voted for and thanked for."""
    seller, buyer = cast.seller, cast.buyer
    seller.page.goto("/")
    seller.page.get_by_role("banner").get_by_label("Create new…").or_(
        seller.page.get_by_role("banner").get_by_text("Create new…")
    ).first.click()
    seller.page.get_by_role("banner").get_by_role("link", name="Question", exact=True).click()
    seller.page.get_by_label("Your question in a line").fill(QUESTION)
    seller.page.get_by_label("All that helps to answer it").fill(ASKED)
    seller.press("Ask")
    expect(seller.page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    topic = seller.path

    buyer.page.goto(topic)
    buyer.page.get_by_role("textbox", name="Your answer").fill(ANSWERED)
    buyer.press("Send the answer")
    answer = post_with(buyer.page, "Meeting anybody outside")
    expect(answer).to_be_visible()
    seller.page.goto(topic)
    answer = post_with(seller.page, "Meeting anybody outside")
    answer.get_by_role("button", name=re.compile("up", re.IGNORECASE)).first.click()
    answer.get_by_role("button", name=re.compile("Like")).first.click()
    answer.get_by_role("button", name="Quote", exact=True).click()
    box = seller.page.get_by_role("textbox", name="Your answer")
    expect(box).not_to_have_value("")
    box.press("Control+End")
    box.press_sequentially("\n\nThank you, now I know where we meet.")
    seller.press("Send the answer")
    thanks = post_with(seller.page, "now I know where we meet")
    expect(thanks).to_contain_text(f"{cast.buyer_name} said:")
    expect(seller.main).to_contain_text("2 answers to this question")
    cast.seller.order_path = topic


def read_as_a_guest(cast: Cast) -> None:
    """Everybody reads the question and its answer, with nothing of it withheld; to write, one signs in."""
    guest = cast.guest
    guest.page.goto(cast.seller.order_path)
    expect(guest.page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    expect(guest.main).to_contain_text("2 answers to this question")
    expect(guest.main).to_contain_text("Link to comment")
    expect(guest.main).to_contain_text("Sign in to comment")
    expect(guest.main).to_contain_text(f"{cast.buyer_name} said:")
    expect(guest.main).not_to_contain_text("▮")
    first = guest.page.locator("a:visible, .skip-link").first
    expect(first).to_have_text("Jump to content")


def said(window: Window, words: str) -> Locator:
    """Return the newest entry with these words in the talk that is open."""
    return window.page.get_by_role("log").get_by_role("listitem").filter(has_text=words).last


def post_with(page: Page, words: str) -> Locator:
    """Return the newest post with these words of the topic that is open."""
    return page.get_by_role("article").filter(has_text=words).last
