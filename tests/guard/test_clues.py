"""Clues that say little alone, and together propose a way outside."""

import pytest

from gighall.guard import find_in

TOGETHER = [
    ("Next time come straight to me, it is cheaper for you", "pay"),
    ("Would it be easier if I phoned you on a landline?", "talk"),
    ("I could come by your office and we sit down over a coffee", "talk"),
    ("They take a fifth of it, so close the order as done and send me the rest", "pay"),
    ("I'd rather have my secretary ring you, on which line are you available?", "ask"),
]
HINTS = [
    "Look closely at my avatar, the sign behind me says how to reach me",
    "There's a certain messenger owned by mark z, my nick is the same there",
    "type my name in a search engine, you'll find everything you need to reach me",
]
APART = [
    "Next time we start with the verbs.",
    "The blue one is cheaper for you.",
    "Don't come by my office, I work from here.",
    "My manager called the landline of the customer twice.",
    "Take a fifth of it and send me the rest of the text.",
    "The sign behind me in the photo should go.",
    "A certain messenger of the king brings the news in chapter two.",
]


@pytest.mark.parametrize(("text", "value"), TOGETHER)
def test_clues_that_stand_together_propose(text: str, value: str) -> None:
    assert value in {one.value for one in find_in(text) if one.kind == "intent"}


@pytest.mark.parametrize("text", HINTS)
def test_clues_that_stand_together_hint(text: str) -> None:
    assert {one.kind for one in find_in(text)} & {"allusion", "intent"}


@pytest.mark.parametrize("text", APART)
def test_a_clue_alone_says_nothing(text: str) -> None:
    assert not find_in(text)


def test_the_clues_that_counted_are_the_evidence() -> None:
    finding = next(one for one in find_in("If we leave the marketplace out of it, I work for less"))

    assert {step.partition(":")[0] for step in finding.evidence} >= {"weighed", "clue lure_price"}
