"""How contact works here: made from the rules, open to everybody, and where every verdict leads."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from gighall import web
from gighall.base.masking import mask
from gighall.domain.accounts.models import Person
from gighall.domain.policy.models import Verdict
from gighall.domain.policy.queries import judged_in, spans_of
from gighall.domain.policy.rules import (
    ALLOW,
    CONTACT_KINDS,
    KIND_NAMES,
    MASK,
    NOTE,
    PROPOSAL_KINDS,
    REFERENCE_HOSTS,
    RULES,
    judging,
)
from gighall.web.contact.views import contact_page
from gighall.web.contact.words import EXAMPLES, HARMLESS, OUTCOMES, PLACES, VERDICT
from tests.exceptions import grant
from tests.world import CONTACT_WORDS, World, say

ClientOf = Callable[[Person | None], Client]
TEMPLATES = Path(web.__file__).parent / "templates"
NOTED_WORDS = "Shall we take this off the platform?"


def page_of(client: Client, path: str = "/contact/") -> str:
    """Return a page's words."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_everybody_reads_every_place_kind_and_rule(world: World, client_of: ClientOf) -> None:
    for person in world.people.values():
        words = page_of(client_of(person))
        for place in {place for rule in RULES for place in rule.places}:
            assert f'id="{place}"' in words
            assert escape(str(PLACES[place][0])) in words
        for kind in CONTACT_KINDS | PROPOSAL_KINDS:
            assert KIND_NAMES[kind] in words
        for rule in RULES:
            assert f"Rule {rule.id}, version {rule.version}" in words
        for host in REFERENCE_HOSTS:
            assert host in words


def test_a_changed_rule_changes_the_page(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outcomes(place: str) -> list[tuple[str, str]]:
        found = next(group for group in contact_page().groups if place in [each.key for each in group.places])
        return [(line.outcome, line.kinds) for line in found.lines]

    before = page_of(client_of(None))
    changed = tuple(
        replace(rule, outcome=NOTE, version=99) if rule.id == "contact-in-order" else rule for rule in RULES
    )
    inbox, order = outcomes("inbox"), outcomes("order")
    monkeypatch.setattr(judging, "RULES", changed)

    after = page_of(client_of(None))
    assert "Rule contact-in-order, version 99" in after
    assert "Rule contact-in-order, version 99" not in before
    assert outcomes("inbox") == inbox
    assert order[0][0] == str(OUTCOMES[MASK][0])
    assert outcomes("order")[0][0] == str(OUTCOMES[NOTE][0])
    monkeypatch.setattr(judging, "RULES", ())
    assert [line[0] for line in outcomes("order")] == [str(OUTCOMES[ALLOW][0])]


def test_every_example_is_judged_as_the_page_says() -> None:
    groups = contact_page().groups
    assert [place.key for group in groups for place in group.places] == list(PLACES)
    for place, line in [(place, line) for group in groups for place in group.places for line in group.lines]:
        judgement = judged_in(place.key, line.example)
        assert line.outcome == str(OUTCOMES[judgement.outcome][0]), (place.key, line.example)
        if line.others_read:
            assert line.others_read == mask(line.example, spans_of(judgement)) != line.example
    assert judged_in("inbox", str(HARMLESS)).rule is None
    for kind, example in EXAMPLES.items():
        assert [span.kind for span in judged_in("inbox", str(example)).spans] == [kind]


def test_the_page_says_all_that_a_verdict_keeps() -> None:
    kept = {field.name for field in Verdict._meta.get_fields()} - {"id"}

    assert set(VERDICT) == kept


def links_to_contact(words: str) -> list[str]:
    """Return where a page's links lead, those to the page about contact."""
    return re.findall(r'href="(/contact/[^"]*)"', words)


def test_every_verdict_leads_there_on_pages_and_in_the_api(world: World, client_of: ClientOf) -> None:
    now = world.now + timedelta(minutes=30)
    say(world.order, world.seller, NOTED_WORDS, now=now)
    grant(world.gig, world.operator, now=now)
    for text in (CONTACT_WORDS, "Ring +49 151 23456789"):
        say(world.order, world.seller, text, now=now)
    path = f"/orders/{world.order.public_id}"

    for person in (world.seller, world.buyer):
        words = page_of(client_of(person), f"{path}/")
        marked = re.findall(r'<mark class="marked".*?</mark>', words, re.DOTALL)
        printed = [mark for mark in marked if 'data-kind=""' not in mark]
        assert {re.findall(r'data-outcome="(\w+)"', mark)[0] for mark in printed} == {"mask", "note", "allow"}
        for mark in printed:
            assert links_to_contact(mark) == ["/contact/#order"]
        entries = client_of(person).get(f"/api/v1{path}/entries").json()["entries"]
        marks = [mark for entry in entries for mark in entry["marks"]]
        assert {mark["outcome"] for mark in marks} == {"mask", "note", "allow"}
        assert {mark["help"] for mark in marks} == {"/contact/#order"}


def test_what_is_checked_or_refused_leads_there_too(world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.buyer), f"/orders/{world.order.public_id}"

    def call(what: str, text: str) -> Any:
        body = {"t": text} | ({"k": str(uuid.uuid4())} if what == "messages" else {})
        return client.post(f"/api/v1{path}/{what}", body, content_type="application/json").json()

    assert [mark["help"] for mark in call("check", CONTACT_WORDS)["marks"]] == ["/contact/#order"]
    for _time in range(3):
        call("messages", "mail: anna [at] mailbox [dot] com")
    refused = call("messages", CONTACT_WORDS)
    assert refused["why"] == "withheld_again"
    assert [mark["help"] for mark in refused["marks"]] == ["/contact/"]
    page = client.post(f"{path}/messages/", {"text": CONTACT_WORDS, "client_key": str(uuid.uuid4())})
    composer = page.content.decode().split('id="composer-place"')[1]
    assert "Not sent:" in composer
    assert "/contact/" in links_to_contact(composer)


@pytest.mark.parametrize("who", ["guest", "outsider", "seller"])
def test_the_footer_and_the_page_of_a_gig_lead_there(world: World, client_of: ClientOf, who: str) -> None:
    client = client_of(world.people[who])

    assert "/contact/" in links_to_contact(page_of(client, "/").split("<footer")[1])
    assert "/contact/" in links_to_contact(
        page_of(client, f"/gigs/{world.gig.public_id}/").split("<footer")[0]
    )


def test_whatever_says_that_details_are_withheld_leads_there() -> None:
    says = re.compile(
        r"details (are|stay) withheld|words are withheld|sound like going elsewhere", re.IGNORECASE
    )
    silent = ("mail/", "contact/", "gallery/", "gigs/editor.html")

    missing = [
        str(path.relative_to(TEMPLATES))
        for path in sorted(TEMPLATES.rglob("*.html"))
        if says.search(words := path.read_text(encoding="utf-8"))
        and 'url("contact")' not in words
        and "composer(" not in words
        and not str(path.relative_to(TEMPLATES)).startswith(silent)
    ]
    assert missing == []
