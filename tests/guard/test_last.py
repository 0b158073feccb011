"""The last message of a run: what it completes is found in it, what it does not stays clean, at little cost."""

import json
from pathlib import Path

import pytest

from gighall.guard import find_in, find_last, last, may_complete

CORPUS = Path(__file__).parent / "corpus"
ROWS = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
# What only the whole run shows as yet: an app in letters and figures, a sign told amid words, a street in pieces.
NOT_SEEN_YET = {"c-en-f1-083", "c-uk-e3-184", "c-vi-g3-107"}
RUNS = [
    pytest.param(
        row["messages"],
        marks=[pytest.mark.xfail(reason="#6", strict=True)] if row["id"] in NOT_SEEN_YET else [],
    )
    for row in ROWS
    if len(row.get("messages", ())) > 1
]

SPLIT = [
    (["my number is 415", "223"], "8810", "phone"),
    (["415", "223"], "8810", "phone"),
    (["+49 151"], "2345 6789", "phone"),
    (["zero one five one", "two three four"], "five six seven eight nine", "phone"),
    (["my mail is anna_k", "at gmail"], "dot com", "email"),
    (["anna.k"], "@gmail.com", "email"),
    (["my insta is"], "jane_doe99", "handle"),
    (["tele", "gram"], "kirill_dev", "handle"),
    (["let's talk on"], "whatsapp", "intent"),
]
HONEST = [
    ["12", "34 EUR", "2025"],
    ["3 pages", "250 words each", "by 12.12.2025", "thanks"],
    ["14:30", "or 16", "45 EUR", "deal"],
    ["10", "20", "30", "40"],
    ["1", "2", "3", "4", "5", "6"],
    ["order 4051", "paid 120", "3 left"],
    ["it costs 45", "or 60 with the source files", "2 days"],
    ["room 12", "floor 3", "code 4821"],
    ["100", "250", "900"],
    ["2024", "2025", "3 files"],
]


@pytest.mark.parametrize(("earlier", "text", "kind"), SPLIT)
def test_the_part_that_completes_a_detail_is_found_in_its_message(
    earlier: list[str], text: str, kind: str
) -> None:
    found = [one for one in find_last(earlier, text) if "run" in one.evidence]

    assert [one.kind for one in found] == [kind]
    assert all(one.message == 0 and 0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize("run", HONEST)
def test_what_honest_people_send_one_after_another_does_not_combine(run: list[str]) -> None:
    assert [find_last(run[:count], text) for count, text in enumerate(run)] == [[]] * len(run)


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        (["call +49 151 23456789"], "20"),
        (["call +49 151 23456789", "20 pages"], "by 2025"),
        (["write to anna@mail.example.org"], "de nada"),
        (["anna@mail.example.org"], "com"),
        (["roughly 120"], "leboncoin.fr keeps refusing my advert, why?"),
        (["I would rather not give you my phone number"], "the EAN on the box is 4006381333931"),
    ],
)
def test_what_means_something_else_by_itself_takes_no_meaning_from_what_came_before(
    earlier: list[str], text: str
) -> None:
    assert find_last(earlier, text) == []


def test_what_stands_in_the_text_itself_is_found_as_without_a_run() -> None:
    text = "call +49 151 23456789 or mail anna@mail.example.org"

    assert find_last(["my number is 415", "223"], text) == find_in(text)
    assert find_last([], text) == find_in(text)


def test_only_the_last_five_messages_count() -> None:
    assert find_last(["my number is 415", "223"], "8810") != []
    assert find_last(["my number is 415", "223", "a", "b", "c", "d", "e"], "8810") == []


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("8810", True),
        ("jane", True),
        ("and then two two three please", True),
        ("the last part is of course gmail", True),
        ("und dann noch fünf", True),
        ("Thanks, I will look at it tonight.", False),
        ("", False),
        ("8810 " * 100, False),
    ],
)
def test_a_sentence_of_plain_words_completes_nothing(text: str, *, may: bool) -> None:
    assert may_complete(text) == may


@pytest.mark.parametrize("run", RUNS)
def test_the_cheap_look_hides_nothing_that_the_run_shows(
    run: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cheap = [find_last(run[:count], text) for count, text in enumerate(run)]
    monkeypatch.setattr(last, "_has_parts", lambda _run: True)
    monkeypatch.setattr(last, "may_complete", bool)

    assert cheap == [find_last(run[:count], text) for count, text in enumerate(run)]
