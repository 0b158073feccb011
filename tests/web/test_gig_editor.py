"""The gig editor and what it leads to: each kind by a form without script, everything wrong told at once."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from gighall.base import clock
from gighall.base.masking import MASK
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.actions import GigWords, RequirementWords, edit_gig
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.queries import requirements_of
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE, KINDS, VIDEO_SESSION
from tests.harness.halls import RunningHall
from tests.journeys.window import open_window
from tests.patience import assert_none
from tests.web.browser_walk import people_of
from tests.world import CONTACT_SECRET, World, make_gig, make_order

ClientOf = Callable[[Person | None], Client]
FILLED = {
    "category": "writing",
    "title": "A birthday poem for one person",
    "text": "You tell me of somebody, and I write a poem that only they can have been meant by.",
    "minutes": "45",
    "delivery_days": "4",
    "price": "35.50",
    "revisions": "2",
    "question_1": "Who is it for?",
    "must_1": "on",
    "question_3": "May it rhyme?",
    "declared_details": ["printed_name", "phone_number"],
}
STORED = ["kind", "category", "title", "text", "minutes", "delivery_days", "price_minor", "revisions"]
STORED += ["declared_details"]
LENGTHS = {CHAT_SESSION: (45, None), VIDEO_SESSION: (45, None), DELIVERABLE: (None, 4)}
PLACES = {
    CHAT_SESSION: ("Your chats are held on the order page", "You and the seller talk there"),
    VIDEO_SESSION: ("Your sessions are video calls inside the order", "In a video call on your order page"),
    DELIVERABLE: ("you deliver it there", "it is delivered there"),
}


class FormReader(HTMLParser):
    """Collects what a browser would send of the page's editor, as it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sent: dict[str, list[str]] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        if tag == "textarea":
            self._area = name
            self.sent[name] = [""]
        if tag == "option" and "selected" in given:
            self.sent[self._select] = [given["value"]]
        if tag == "input" and name and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            unsaid = "on" if given.get("type") == "checkbox" else ""
            self.sent.setdefault(name, []).append(given.get("value", unsaid))

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        if self._area:
            # A browser drops the line end after the opening tag.
            self.sent[self._area] = [(self.sent[self._area][0] + data).removeprefix("\n")]


def read(client: Client, path: str) -> str:
    """Return a page as text, entities undone."""
    answer = client.get(path)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("kind", KINDS)
def test_a_gig_of_each_kind_is_made_shown_and_saved_again_as_it_was(
    world: World, client_of: ClientOf, kind: str
) -> None:
    client = client_of(world.seller)

    answer = client.post("/gigs/new/", FILLED | {"kind": kind})

    gig = Gig.objects.order_by("-pk")[0]
    assert answer.headers["Location"] == f"/gigs/{gig.public_id}/"
    before = stored(gig)
    assert (before["minutes"], before["delivery_days"]) == LENGTHS[kind]
    assert before["asked"] == [("Who is it for?", True), ("May it rhyme?", False)]
    reader = FormReader()
    reader.feed(client.get(f"/gigs/{gig.public_id}/edit/").content.decode())
    assert client.post(f"/gigs/{gig.public_id}/edit/", reader.sent).status_code == 302
    assert stored(gig) == before


def stored(gig: Gig) -> dict[str, object]:
    """Return what the editor fills in, as it is stored."""
    gig.refresh_from_db()
    asked = [(each.text, each.is_required) for each in requirements_of(gig.pk)]
    return {name: getattr(gig, name) for name in STORED} | {"asked": asked}


def test_the_editor_says_of_each_kind_where_the_talk_takes_place(world: World, client_of: ClientOf) -> None:
    page = read(client_of(world.seller), "/gigs/new/")

    for to_seller, _to_buyer in PLACES.values():
        assert to_seller in page
    assert 'href="/terms/#outside-contact"' in page


def test_everything_that_is_wrong_is_said_at_once_each_at_its_field(
    world: World, client_of: ClientOf
) -> None:
    wrong = {
        "kind": CHAT_SESSION,
        "title": "short",
        "text": "too short",
        "price": "a lot",
        "minutes": "7",
        "revisions": "99",
        "question_2": "x" * 301,
        "declared_details": ["shoe_size"],
    }

    answer = client_of(world.seller).post("/gigs/new/", wrong)

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    said = re.findall(r'id="id_(\w+)_errors"', page)
    assert set(said) == {"question_2", *wrong, "category"} - {"kind"}
    assert "Write a title of 12 to 90 characters; yours has 5." in page
    assert 'value="a lot"' in page
    assert not Gig.objects.filter(title="short").exists()


@pytest.mark.parametrize(("kind", "unused"), [(CHAT_SESSION, "delivery_days"), (DELIVERABLE, "minutes")])
def test_the_length_that_a_kind_does_not_have_is_not_looked_at(
    world: World, client_of: ClientOf, kind: str, unused: str
) -> None:
    answer = client_of(world.seller).post("/gigs/new/", FILLED | {"kind": kind, unused: "soon"})

    assert answer.status_code == 302


def test_a_length_in_no_list_stays_when_the_gig_is_saved_again(world: World, client_of: ClientOf) -> None:
    gig = make_gig(
        world.seller, replace(poem(), kind=CHAT_SESSION, minutes=37, delivery_days=None), now=world.now
    )
    client, reader = client_of(world.seller), FormReader()

    reader.feed(client.get(f"/gigs/{gig.public_id}/edit/").content.decode())
    client.post(f"/gigs/{gig.public_id}/edit/", reader.sent)

    assert stored(gig)["minutes"] == 37


def test_the_editor_has_empty_lines_below_the_questions_and_ten_at_most(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.seller)
    ten = {f"question_{line}": f"Question number {line}?" for line in range(1, 11)}

    fresh = read(client, "/gigs/new/")
    client.post("/gigs/new/", FILLED | {"kind": DELIVERABLE} | ten)
    full = read(client, f"/gigs/{Gig.objects.order_by('-pk')[0].public_id}/edit/")

    assert len(re.findall(r'name="question_\d+"', fresh)) == 3
    assert len(re.findall(r'name="question_\d+"', full)) == 10


def poem() -> GigWords:
    """Return a deliverable that asks and declares."""
    return GigWords(
        title=str(FILLED["title"]),
        text=str(FILLED["text"]),
        price_minor=3_500,
        kind=DELIVERABLE,
        category="writing",
        delivery_days=1,
        revisions=2,
        requirements=(
            RequirementWords(f"Who is it for? Not {CONTACT_SECRET}, I hope <b>."),
            RequirementWords("May it rhyme?", is_required=False),
        ),
        declared_details=("printed_name", "phone_number"),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_gig_page_says_to_the_buyer_where_the_talk_takes_place(
    world: World, client_of: ClientOf, kind: str
) -> None:
    minutes, days = LENGTHS[kind]
    words = replace(poem(), kind=kind, minutes=minutes, delivery_days=days)
    gig = make_gig(world.seller, words, now=world.now)
    to_seller, to_buyer = PLACES[kind]

    for_buyer = read(client_of(world.buyer), f"/gigs/{gig.public_id}/")
    before_order = read(client_of(world.buyer), f"/gigs/{gig.public_id}/order/")
    for_seller = read(client_of(world.seller), f"/gigs/{gig.public_id}/")

    assert to_buyer in for_buyer
    assert to_buyer in before_order
    assert to_seller in for_seller
    assert "#outside-contact" in for_buyer


def test_a_gig_page_says_what_is_asked_before_the_order(world: World) -> None:
    gig = make_gig(world.seller, poem(), now=world.now)

    raw = Client(SERVER_NAME="127.0.0.1").get(f"/gigs/{gig.public_id}/").content.decode()

    page = html.unescape(raw)
    assert "What the seller will ask you" in page
    assert f"Who is it for? Not {MASK}, I hope &lt;b&gt;." in raw
    assert CONTACT_SECRET not in raw
    assert "a name to be printed, a phone number to be voiced or called" in page
    assert "contact details stay withheld" in page
    assert "Delivery in 1 day" in page
    assert "2 included" in page
    assert 'href="/?category=writing"' in page


def test_an_order_page_says_what_was_agreed_and_what_is_asked(world: World, client_of: ClientOf) -> None:
    gig = make_gig(world.seller, poem(), now=world.now)
    order = make_order(gig, world.buyer, now=world.now)

    to_buyer = read(client_of(world.buyer), f"/orders/{order.public_id}/")
    to_seller = read(client_of(world.seller), f"/orders/{order.public_id}/")

    assert f"ordered “{gig.title}”: delivery in 1 day for €35.00." in to_buyer
    assert "The seller asks 2 questions; the work begins when they are answered." in to_buyer
    assert "May it rhyme?" in to_buyer
    assert "May it rhyme?" in to_seller
    assert CONTACT_SECRET not in to_buyer
    assert "60 minutes of text chat for €40.00." in read(
        client_of(world.buyer), f"/orders/{world.order.public_id}/"
    )


def test_a_gig_that_changed_since_it_was_seen_is_looked_at_again_before_it_is_ordered(
    world: World, client_of: ClientOf
) -> None:
    gig = make_gig(world.seller, poem(), now=world.now)
    client, seen = client_of(world.buyer), FormReader()
    seen.feed(client.get(f"/gigs/{gig.public_id}/order/").content.decode())
    shorter = replace(poem(), kind=CHAT_SESSION, minutes=15, delivery_days=None)
    edit_gig(public_id=gig.public_id, seller_id=world.seller.pk, words=shorter, now=clock.now())

    refused = client.post(f"/gigs/{gig.public_id}/order/", seen.sent)

    page = html.unescape(refused.content.decode())
    assert "The seller has just changed this gig. Look at it again before you order." in page
    assert "15 minutes of text chat" in page
    again = FormReader()
    again.feed(refused.content.decode())
    placed = client.post(f"/gigs/{gig.public_id}/order/", again.sent)
    assert placed.headers["Location"].startswith("/orders/")


def test_an_outsider_reads_no_draft_whatever_its_kind(world: World, client_of: ClientOf) -> None:
    client_of(world.seller).post("/gigs/new/", FILLED | {"kind": DELIVERABLE})
    draft = Gig.objects.order_by("-pk")[0]

    for path in ("", "edit/", "order/"):
        assert client_of(world.outsider).get(f"/gigs/{draft.public_id}/{path}").status_code == 404


@pytest.mark.browser
def test_the_editor_shows_the_length_of_the_chosen_kind_and_keeps_a_refused_form(
    browser: Browser, demo_hall: RunningHall
) -> None:
    seller = people_of(demo_hall)[1]
    window = open_window(browser, demo_hall)
    window.sign_in(seller.email, seller.password)
    page = window.page

    page.goto("/gigs/new/")
    expect(page.get_by_label("Length of a session")).to_be_visible()
    expect(page.get_by_label("Days until you deliver")).to_be_hidden()
    page.get_by_role("radio", name="Deliverable").check()
    expect(page.get_by_label("Length of a session")).to_be_hidden()
    page.get_by_label("Days until you deliver").fill("5")
    page.get_by_label("Title").fill("short")
    page.get_by_label("Question 1").fill("Who is it for?")
    page.get_by_role("button", name="Save as draft").click()

    expect(page.get_by_text("Write a title of 12 to 90 characters; yours has 5.")).to_be_visible()
    expect(page.get_by_role("radio", name="Deliverable")).to_be_checked()
    expect(page.get_by_label("Days until you deliver")).to_have_value("5")
    page.get_by_label("Title").fill(str(FILLED["title"]))
    page.get_by_label("What the buyer gets").fill(str(FILLED["text"]))
    page.get_by_label("Category").select_option("writing")
    page.get_by_label("Price").fill("35")
    page.get_by_role("button", name="Save as draft").click()

    expect(page.get_by_role("heading", name=str(FILLED["title"]))).to_be_visible()
    expect(page.get_by_text("in 5 days").first).to_be_visible()
    expect(page.get_by_text("Who is it for?")).to_be_visible()
    assert_none(trouble for trouble in window.troubles if "422" not in trouble)
    page.context.close()
