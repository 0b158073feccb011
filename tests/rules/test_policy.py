"""What is withheld where, and which links may stand."""

from dataclasses import replace
from typing import cast

import pytest

from gighall.base import limits
from gighall.base.masking import Mark, Span, marks_in_own, marks_in_shown, mask, shown_spans
from gighall.domain.policy.rules import (
    ALLOW,
    CONTACT_KINDS,
    HOLD,
    KIND_NAMES,
    MASK,
    NOTE,
    PROPOSAL_KINDS,
    REFUSE,
    RULES,
    WordsRefused,
    after_hidden,
    is_reference,
    judge,
    why,
)
from gighall.guard import LEANING, Finding, find_in
from gighall.guard.finding import Kind


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
        ("http://docs.python.org/3/", True),
        ("https://DOCS.Python.org./3/", True),
        ("https://docs.pythonx.org./3/", False),
        ("https://somebody@docs.python.org/3/", False),
        ("https:///3/library", False),
        ("https://docs.python.org/3/#contact-me", False),
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


def finding(kind: str, start: int, end: int, *, hidden: bool = False) -> Finding:
    """Return a finding of a kind in the first message."""
    return Finding(cast(Kind, kind), 0, start, end, f"{kind} {start}", 0.9, ("a test",), hidden=hidden)


@pytest.mark.parametrize(
    ("place", "contact", "proposal"),
    [
        ("inbox", MASK, NOTE),
        ("gig", MASK, NOTE),
        ("profile", MASK, NOTE),
        ("community", MASK, NOTE),
        ("order", MASK, NOTE),
        ("session", MASK, NOTE),
        ("requirement", HOLD, ALLOW),
        ("delivery_file", HOLD, ALLOW),
    ],
)
def test_the_table_says_one_thing_for_each_kind_in_each_place(
    place: str, contact: str, proposal: str
) -> None:
    for kinds, outcome in ((CONTACT_KINDS, contact), (PROPOSAL_KINDS, proposal)):
        for kind in kinds:
            assert judge([finding(kind, 0, 4)], place=place).outcome == outcome


@pytest.mark.parametrize(
    ("hidden_before", "contact", "proposal"),
    [
        (limits.HIDDEN_CONTACTS_MAX - 1, MASK, NOTE),
        (limits.HIDDEN_CONTACTS_MAX, REFUSE, MASK),
        (limits.HIDDEN_CONTACTS_MAX + 5, REFUSE, MASK),
    ],
)
def test_who_hid_contact_details_too_often_is_judged_more_strictly(
    hidden_before: int, contact: str, proposal: str
) -> None:
    for kind, outcome in (("email", contact), ("handle", contact), ("intent", proposal)):
        judgement = judge([finding(kind, 0, 4)], place="inbox")
        assert after_hidden(judgement, hidden_before=hidden_before).outcome == outcome
    assert after_hidden(judge([], place="inbox"), hidden_before=hidden_before).outcome == ALLOW


@pytest.mark.parametrize("place", ["inbox", "order"])
def test_wording_that_only_leans_outside_is_noted_however_often_somebody_hid_details(place: str) -> None:
    leaning = replace(finding("intent", 0, 4), value=LEANING)
    judgement = judge([leaning, finding("email", 6, 9)], place=place)

    strict = after_hidden(judgement, hidden_before=limits.HIDDEN_CONTACTS_MAX)

    assert [span.outcome for span in strict.spans] == [NOTE, REFUSE]


def test_a_proposal_around_a_contact_detail_is_noted_and_the_detail_is_withheld() -> None:
    judgement = judge([finding("intent", 0, 30), finding("email", 10, 20)], place="inbox")

    assert judgement.outcome == MASK
    assert [(span.start, span.end, span.outcome) for span in judgement.spans] == [
        (0, 10, NOTE),
        (10, 20, MASK),
        (20, 30, NOTE),
    ]


@pytest.mark.parametrize(
    ("found", "left"),
    [
        # Two of one kind of outcome that overlap become one, of the first kind, as long as both.
        ([("email", 0, 10), ("url", 5, 20)], [("email", 0, 20, MASK)]),
        ([("email", 0, 20), ("url", 5, 10)], [("email", 0, 20, MASK)]),
        ([("url", 5, 10), ("email", 5, 20)], [("email", 5, 20, MASK)]),
        ([("email", 0, 10), ("url", 2, 6), ("phone", 8, 14)], [("email", 0, 14, MASK)]),
        # Those that only touch stay two.
        ([("email", 0, 10), ("url", 10, 20)], [("email", 0, 10, MASK), ("url", 10, 20, MASK)]),
        # What is left of a milder one outside of graver ones.
        ([("intent", 0, 10), ("email", 0, 10)], [("email", 0, 10, MASK)]),
        ([("intent", 5, 15), ("email", 0, 10)], [("email", 0, 10, MASK), ("intent", 10, 15, NOTE)]),
        ([("intent", 5, 15), ("email", 10, 20)], [("intent", 5, 10, NOTE), ("email", 10, 20, MASK)]),
        ([("intent", 5, 15), ("email", 5, 10)], [("email", 5, 10, MASK), ("intent", 10, 15, NOTE)]),
        ([("intent", 5, 15), ("email", 10, 15)], [("intent", 5, 10, NOTE), ("email", 10, 15, MASK)]),
        ([("intent", 10, 15), ("email", 0, 10)], [("email", 0, 10, MASK), ("intent", 10, 15, NOTE)]),
        (
            [("email", 0, 4), ("intent", 6, 30), ("url", 10, 12), ("phone", 20, 22), ("handle", 40, 44)],
            [
                ("email", 0, 4, MASK),
                ("intent", 6, 10, NOTE),
                ("url", 10, 12, MASK),
                ("intent", 12, 20, NOTE),
                ("phone", 20, 22, MASK),
                ("intent", 22, 30, NOTE),
                ("handle", 40, 44, MASK),
            ],
        ),
    ],
)
def test_spans_that_overlap_are_one_or_cut_and_stay_in_order(
    found: list[tuple[str, int, int]], left: list[tuple[str, int, int, str]]
) -> None:
    for order in (found, found[::-1]):
        spans = judge([finding(*each) for each in order], place="inbox").spans

        assert [(span.kind, span.start, span.end, span.outcome) for span in spans] == left


@pytest.mark.parametrize(
    ("hidden", "counted"), [((True, False), 1), ((False, True), 1), ((True, True), 1), ((False, False), 0)]
)
def test_spans_that_became_one_are_hidden_if_one_was(hidden: tuple[bool, bool], counted: int) -> None:
    first, second = hidden
    judgement = judge(
        [finding("email", 0, 10, hidden=first), finding("url", 5, 20, hidden=second)], place="inbox"
    )

    assert judgement.hidden_contacts == counted


def test_words_that_are_refused_keep_their_judgement_and_say_why() -> None:
    judgement = judge([finding("email", 0, 4)], place="inbox")

    refusal = WordsRefused(judgement)

    assert refusal.judgement is judgement
    assert refusal.code == "withheld_again"
    assert f"in the last {limits.HIDDEN_CONTACTS_DAYS} days" in refusal.sentence


def test_a_judged_span_says_what_was_found() -> None:
    (span,) = judge([finding("email", 3, 8)], place="inbox").spans

    assert (span.value, span.kind, span.rule.id) == ("email 3", "email", "contact-before-order")


def test_the_gravest_span_gives_the_judgement_its_rule() -> None:
    judgement = judge([finding("intent", 0, 4), finding("email", 6, 9)], place="order")

    assert judgement.rule is not None
    assert judgement.rule.id == "contact-in-order"


def test_each_side_reads_its_own_sentence_for_each_outcome() -> None:
    said = {
        (outcome, for_author): " ".join(why("email", for_author=for_author, outcome=outcome))
        for outcome in (MASK, NOTE, REFUSE)
        for for_author in (True, False)
    }

    assert said[MASK, True].startswith("This e-mail address is withheld from the other side.")
    assert said[MASK, False].startswith("An e-mail address was withheld here:")
    assert said[NOTE, True].startswith("The other side sees these words.")
    assert said[NOTE, False].startswith("These words sound like going elsewhere")
    assert said[REFUSE, True] == said[REFUSE, False] == "Take this out, then the rest can be sent."
    assert " ".join(why("email", for_author=True)) == said[MASK, True]


def test_only_contact_details_hidden_on_purpose_are_counted() -> None:
    judgement = judge(
        [
            finding("email", 0, 4, hidden=True),
            finding("phone", 6, 12),
            finding("intent", 14, 20, hidden=True),
        ],
        place="order",
    )

    assert judgement.hidden_contacts == 1


def test_every_kind_has_a_name_and_a_sentence_for_each_outcome() -> None:
    for kind in CONTACT_KINDS | PROPOSAL_KINDS:
        assert KIND_NAMES[kind]
        for outcome in (MASK, NOTE, REFUSE):
            assert why(kind, for_author=True, outcome=outcome)
            assert why(kind, for_author=False, outcome=outcome)


def test_marks_stand_at_the_same_words_in_the_full_and_in_the_shown_text() -> None:
    text = "ring 12345 or come over there, or mail me@x.example now"
    masked: list[Span] = [
        {"s": 5, "e": 10, "kind": "phone"},
        {"s": 39, "e": 51, "kind": "email"},
    ]
    noted: list[Mark] = [
        {"s": 14, "e": 29, "kind": "intent", "outcome": "note"},
        {"s": 52, "e": 55, "kind": "intent", "outcome": "note"},
    ]
    shown = mask(text, masked)

    own_marks = marks_in_own(masked, noted)
    shown_marks = marks_in_shown(masked, noted)

    assert [mark["outcome"] for mark in own_marks] == [MASK, NOTE, MASK, NOTE]
    assert [mark["outcome"] for mark in shown_marks] == [MASK, NOTE, MASK, NOTE]
    for own, other in zip(own_marks, shown_marks, strict=True):
        if own["outcome"] == NOTE:
            assert text[own["s"] : own["e"]] == shown[other["s"] : other["e"]]
        else:
            assert shown[other["s"] : other["e"]] == "\u2588" * 5


def test_masks_stand_where_the_shown_spans_say() -> None:
    # Shorter and longer than the mask, at the start, touching a remark, and at the end.
    text = "abc is noted, 1234567890 is masked; de"
    masked: list[Span] = [
        {"s": 0, "e": 3, "kind": "handle"},
        {"s": 14, "e": 24, "kind": "phone"},
        {"s": 36, "e": 38, "kind": "email"},
    ]
    noted: list[Mark] = [
        {"s": 3, "e": 12, "kind": "intent", "outcome": "note"},
        {"s": 25, "e": 34, "kind": "allusion", "outcome": "note"},
    ]

    assert mask(text, []) == text
    assert mask(text, masked) == "█████ is noted, █████ is masked; █████"
    assert shown_spans(masked) == [
        {"s": 0, "e": 5, "kind": "handle"},
        {"s": 16, "e": 21, "kind": "phone"},
        {"s": 33, "e": 38, "kind": "email"},
    ]
    assert marks_in_own(masked, noted) == [
        {"s": 0, "e": 3, "kind": "handle", "outcome": "mask"},
        {"s": 3, "e": 12, "kind": "intent", "outcome": "note"},
        {"s": 14, "e": 24, "kind": "phone", "outcome": "mask"},
        {"s": 25, "e": 34, "kind": "allusion", "outcome": "note"},
        {"s": 36, "e": 38, "kind": "email", "outcome": "mask"},
    ]
    assert marks_in_shown(masked, noted) == [
        {"s": 0, "e": 5, "kind": "handle", "outcome": "mask"},
        {"s": 5, "e": 14, "kind": "intent", "outcome": "note"},
        {"s": 16, "e": 21, "kind": "phone", "outcome": "mask"},
        {"s": 22, "e": 31, "kind": "allusion", "outcome": "note"},
        {"s": 33, "e": 38, "kind": "email", "outcome": "mask"},
    ]
