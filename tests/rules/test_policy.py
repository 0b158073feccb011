"""What is withheld where, and which links may stand."""

import pytest

from gighall.domain.policy.rules import (
    ALLOW,
    CONTACT_KINDS,
    KIND_NAMES,
    MASK,
    RULES,
    is_reference,
    judge,
    why,
)
from gighall.guard import find_in


@pytest.mark.parametrize("place", ["order", "inbox", "gig"])
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to me@mail.example", ["email"]),
        ("call +49 170 1234567 or see shop.example.com/me", ["phone", "url"]),
        ("the page https://docs.python.org/3/library/json.html helps", []),
        ("see docs.python.org and my.site.com", ["url"]),
        ("good morning", []),
    ],
)
def test_contact_details_are_masked_and_references_are_not(place: str, text: str, kinds: list[str]) -> None:
    judgement = judge(find_in(text), place=place)

    assert [span.kind for span in judgement.spans] == kinds
    assert judgement.outcome == (MASK if kinds else ALLOW)
    assert (judgement.rule is not None) == bool(kinds)


@pytest.mark.parametrize(
    ("link", "is_allowed"),
    [
        ("https://docs.python.org/3/library/json.html#json.dumps", True),
        ("en.wikipedia.org/wiki/Compost", True),
        ("https://de.wikipedia.org/wiki/Kompost", True),
        ("https://docs.python.org.evil.example/3/", False),
        ("https://docs.python.org@evil.example/", False),
        ("https://evil.example/?u=docs.python.org", False),
        ("https://en.wikipedia.org/wiki/User:Somebody", False),
        ("https://en.wikipedia.org/wiki/User_talk:Somebody", False),
        ("https://en.wikipedia.org/w/index.php?search=me+at+mail", False),
        ("https://docs.python.org/3/me@mail.example", False),
        ("https://docs.python.org:8443/", False),
        ("ftp://docs.python.org/", False),
        ("https://[broken", False),
    ],
)
def test_a_reference_is_a_page_of_the_list_and_nothing_else(link: str, is_allowed: bool) -> None:
    assert is_reference(link) == is_allowed


def test_each_withheld_kind_is_explained_to_both_sides() -> None:
    for kind in CONTACT_KINDS:
        assert kind in KIND_NAMES
        assert why(kind, for_author=True) != why(kind, for_author=False)


def test_rules_have_one_id_each_and_every_place_has_one_rule_a_kind() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    spoken = [(place, kind) for rule in RULES for place in rule.places for kind in rule.kinds]
    assert len(spoken) == len(set(spoken))
