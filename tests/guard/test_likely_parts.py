"""How much of a text is the detail: words that are likely of it, where less than all of it was found."""

from collections.abc import Sequence

import pytest

from gighall.guard import LEANING, find, find_in
from gighall.guard.likely_parts import LIKELY
from gighall.guard.weighing import SENTENCE_KINDS
from tools.guard_fit import fitted, part_examples_of
from tools.guard_rows import spans_of


def _marked(messages: Sequence[str]) -> list[str]:
    found = [one for one in find(messages) if one.kind not in SENTENCE_KINDS]
    return [messages[one.message][one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "I go by bellwether on that app with the white ghost, add me and I'll send the second half",
            "bellwether",
        ),
        ("msg me on fb anytime, im Shirl Babbington", "Shirl Babbington"),
        (
            "bin beim blauen Flieger unter moritz unterstrich backt, falls du mal schreiben magst",
            "moritz unterstrich backt",
        ),
    ],
)
def test_the_name_that_a_proposal_gives_is_a_finding_of_its_own(text: str, name: str) -> None:
    likely = [one for one in find_in(text) if LIKELY in one.evidence]

    assert [text[one.start : one.end] for one in likely] == [name]
    assert [one.value for one in likely] == [LEANING]


@pytest.mark.parametrize(
    "messages",
    [
        ["Can we talk on WhatsApp instead?"],
        ["let's do this without the site, it is cheaper for both of us"],
        ["what is your phone number?"],
        ["could we", "take this", "to whatsapp please"],
    ],
)
def test_a_proposal_without_a_detail_has_no_word_that_is_one(messages: list[str]) -> None:
    assert find(messages) != []
    assert _marked(messages) == []


@pytest.mark.parametrize(
    ("messages", "parts"),
    [
        (
            ["visit my web page ladyfingerbakes under wix site dot com"],
            ["ladyfingerbakes", "wix site dot com"],
        ),
        (["t.me", "/", "wickerworks", "there are 200 of us"], ["t.me", "/", "wickerworks"]),
        (["meu insta", "bolos", "da", "_neide"], ["bolos", "da", "_neide"]),
        (["dads phone 0044", "1632", "he picks up, 960 155"], ["0044", "1632", "960 155"]),
    ],
)
def test_all_parts_of_a_detail_are_marked(messages: list[str], parts: list[str]) -> None:
    assert _marked(messages) == parts


@pytest.mark.parametrize("text", ["Call +49 151 23456789 tomorrow", "Write to anna@mail.example.org, Miriam"])
def test_what_is_whole_as_it_was_found_grows_no_further(text: str) -> None:
    assert not any(LIKELY in one.evidence for one in find_in(text))
    assert len(find_in(text)) == 1


@pytest.mark.parametrize(
    ("messages", "part"),
    [
        (
            ["my tag is so long, wait", "pepperwick", "then _", "loom", "all one word, on the photo app"],
            "pepperwick",
        ),
        (["in the blue bird app I am", "thistle", "underscore", "wren", "no blanks"], "thistle"),
    ],
)
def test_a_name_that_only_its_whole_run_gives_away_is_likely(messages: list[str], part: str) -> None:
    assert part in _marked(messages)


@pytest.mark.parametrize(
    "messages",
    [
        ["404 on the front page", "200 on the blog", "301 on the old shop", "so only one is wrong"],
        ["yarn list: 310", "498", "3865", "676, two of that"],
        ["row 1: 24 stitches", "row 2: 28", "row 3: 32", "then straight on"],
        ["…", "!!"],
        ["", "?"],
        ["the second draft", "comes tomorrow", "with the new cover", "and the map"],
        ["const sum = rows.reduce((a, b) => a + b);", "it prints NaN", "oh", "one of them is text"],
    ],
)
def test_lists_that_are_sent_line_by_line_stay_clean(messages: list[str]) -> None:
    assert find(messages) == []


def test_details_do_not_overlap_each_other() -> None:
    for messages in (
        ["anna dot k at gmail dot com and bob underscore b at gmx dot de on telegram anna_k"],
        ["insta: anna_k", "snap: bob_k", "mail anna at gmx dot de, kim at gmx dot de"],
    ):
        found = [one for one in find(messages) if one.kind not in SENTENCE_KINDS]
        for one in found:
            assert 0 <= one.start < one.end <= len(messages[one.message])
            assert not any(
                one is not other
                and one.message == other.message
                and one.start < other.end
                and other.start < one.end
                for other in found
            )


def test_the_words_of_details_are_told_from_the_others() -> None:
    text = "telegram me, the name is wobblefinch"
    row = {
        "id": "a",
        "text": text,
        "label": "contact",
        "kind": "handle",
        "spans": spans_of([text], ["wobblefinch"]),
    }
    honest = {
        "id": "b",
        "messages": ["the second draft", "comes tomorrow"],
        "label": "honest",
        "kind": "chat",
    }

    examples = part_examples_of([row, honest] * 5)
    known = fitted(examples, spread=1.0, rounds=40)

    assert [one.right for one in examples[:6]] == [False] * 5 + [True]
    assert known["is unknown"] > 0 > known["is known"]
