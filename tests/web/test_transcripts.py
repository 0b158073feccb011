"""Transcripts as people download them: who may, what is in them, and that nothing in them runs or is forged."""

import hashlib
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from gighall.base import clock, limits
from gighall.domain.accounts.models import Person
from gighall.domain.chat_sessions.actions import end_session
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.orders.queries import moments_of
from gighall.domain.record.actions import erase_entries
from tests.held import WORDS, begin_session, hold_session
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World, ask_support

ClientOf = Callable[[Person | None], Client]
HOSTILE = "</p><script>alert(1)</script><article id='entry-1'><p class=\"who\">Selma Seller</p>{{ 7*7 }}"


def address(session: ChatSession, form: str) -> str:
    """Return where a side finds the transcript of a session."""
    return f"/orders/{session.order.public_id}/transcripts/{session.public_id}.{form}"


@pytest.fixture
def session(world: World) -> ChatSession:
    """Return a session that was held and has ended."""
    return hold_session(world.order, at=clock.now(), words=[*WORDS, CONTACT_WORDS, HOSTILE])


@pytest.mark.parametrize("form", ["md", "html", "pdf"])
def test_outsiders_and_guests_get_no_transcript_in_any_form(
    world: World, client_of: ClientOf, session: ChatSession, form: str
) -> None:
    for person in (world.outsider, world.operator, world.unconfirmed):
        assert client_of(person).get(address(session, form)).status_code in (302, 404)
    assert client_of(None).get(address(session, form)).status_code == 302
    assert client_of(world.outsider).get(address(session, form)).status_code == 404


def test_the_markdown_has_the_digest_that_the_delivery_states(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    stated = [moment for moment in moments_of(world.order.record_id) if moment.kind == "delivered"][-1]

    for person in (world.buyer, world.seller):
        answer = client_of(person).get(address(session, "md"))

        assert answer["Content-Type"].startswith("text/markdown")
        assert hashlib.sha256(answer.content).hexdigest() == stated.fact["digest"]


@pytest.mark.parametrize("form", ["md", "html", "pdf"])
def test_a_transcript_is_a_file_to_be_downloaded_and_never_a_page_of_the_hall(
    world: World, client_of: ClientOf, session: ChatSession, form: str
) -> None:
    answer = client_of(world.buyer).get(address(session, form))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


class Elements(HTMLParser):
    """Gathers the tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _value in attrs]


def test_the_html_runs_nothing_asks_nobody_and_shows_hostile_words_as_words(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    page = client_of(world.seller).get(address(session, "html")).content.decode()

    found = Elements(page)
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not {"script", "img", "link", "a", "iframe", "form"} & set(found.tags)
    assert not {"src", "href", "style"} & set(found.attributes)
    assert not any(name.startswith("on") for name in found.attributes)
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7*7 }}" in page
    assert CONTACT_SECRET not in page
    assert world.buyer.name in page
    assert "2 minutes of 60 minutes" in page


def test_the_pdf_is_one_and_the_same_each_time(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    first = client_of(world.buyer).get(address(session, "pdf"))
    second = client_of(world.seller).get(address(session, "pdf"))

    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content


def test_somebody_who_prints_without_end_is_asked_to_wait(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    client = client_of(world.buyer)

    # More than two windows of a minute let through, wherever the clock stands.
    answers = [
        client.get(address(session, "pdf")).status_code for _press in range(2 * limits.RATE_PRINT[0] + 1)
    ]

    assert answers[0] == 200
    assert 403 in answers
    assert client.get(address(session, "md")).status_code == 200


def test_the_delivery_leads_to_its_transcript(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    for person in (world.buyer, world.seller):
        page = client_of(person).get(f"/orders/{world.order.public_id}/").content.decode()

        assert "The session has ended: 2 minutes of 60 minutes. Its transcript is the delivery." in page
        for form in ("md", "html", "pdf"):
            # In the timeline, and beside what to do next.
            assert page.count(f'href="{address(session, form)}"') == 2


def test_the_end_of_a_session_leads_to_its_transcript_where_nothing_was_delivered(
    world: World, client_of: ClientOf
) -> None:
    session = begin_session(world.order, at=clock.now())
    end_session(session_id=session.public_id, by_id=world.buyer.pk, now=clock.now())

    page = client_of(world.seller).get(f"/orders/{world.order.public_id}/").content.decode()

    assert page.count(f'href="{address(session, "pdf")}"') == 1


def test_staff_on_the_case_have_the_transcript_and_nobody_else_has_it_there(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    case = ask_support(world.order, world.buyer, now=clock.now())
    path = f"/staff/cases/{case.public_id}/transcripts/{session.public_id}"

    assert client_of(world.operator).get(f"{path}.pdf").content.startswith(b"%PDF-")
    assert client_of(world.operator).get(f"{path}.md").status_code == 200
    assert (
        client_of(world.operator)
        .get(f"/staff/cases/{case.public_id}/")
        .content.count(f'href="{path}.'.encode())
    )
    for person in (world.buyer, world.outsider):
        assert client_of(person).get(f"{path}.md").status_code in (403, 404)


def test_there_is_no_transcript_of_another_order_or_in_another_form(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    client = client_of(world.buyer)
    for path in (
        f"/orders/{world.delivered.public_id}/transcripts/{session.public_id}.md",
        f"/orders/{world.order.public_id}/transcripts/nothing.md",
        f"/orders/{world.order.public_id}/transcripts/{session.public_id}.exe",
        f"/orders/{world.order.public_id}/transcripts/..md",
    ):
        assert client.get(path).status_code == 404, path


def test_erased_words_are_in_no_form_and_each_says_so(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    number = (session.first_number or 0) + 3
    erase_entries(
        record_id=world.order.record_id,
        numbers=[number],
        by_id=world.operator.pk,
        clause="conduct",
        now=clock.now(),
    )
    client = client_of(world.buyer)

    markdown = client.get(address(session, "md")).content.decode()
    page = client.get(address(session, "html")).content.decode()

    assert WORDS[0] not in markdown + page
    assert "has not the digest" in markdown
    assert f"The words of #{number} were erased" in page
    assert "has another SHA-256" in page


def test_programs_get_the_same_bytes_from_the_api(
    world: World, client_of: ClientOf, session: ChatSession
) -> None:
    called = client_of(world.buyer).get(
        f"/api/v1/orders/{world.order.public_id}/transcripts/{session.public_id}/md"
    )
    page = client_of(world.buyer).get(address(session, "md"))

    assert called.content == page.content


def test_a_transcript_costs_as_many_queries_however_long_it_is(
    world: World, client_of: ClientOf, session: ChatSession, count_queries: Callable[..., int]
) -> None:
    client = client_of(world.buyer)
    client.get(address(session, "md"))

    assert count_queries(lambda: client.get(address(session, "md"))) == 8
    assert count_queries(lambda: client.get(address(session, "html"))) == 8
