"""Words: how a text is cut into them, what is read from what somebody typed, and where that stands."""

from datetime import timedelta

import pytest

from gighall.base import limits
from gighall.base.words import Hit, Sought, hits_in, sought_in, words_in
from gighall.domain.record.rules import (
    SearchedRecord,
    indexed_words,
    part_of,
    parts_to_search,
    queries_for,
    weight_of,
)

CUT = [
    ("Größe CAFÉ don't", ["grosse", "cafe", "don", "t"]),
    ("C++ 3.1 my_loop.py", ["c", "3", "1", "my", "loop", "py"]),
    ("東京へ ok", ["東京", "京へ", "へ", "ok"]),
    ("שָׁלוֹם עולם", ["שלום", "עולם"]),
    ("Ёлка й", ["елка", "и"]),
    ("हिन्दी में", ["हिन्दी", "में"]),
    ("ok 👍🏽!", ["ok", "👍", "🏽"]),
    ("<b>x</b> \u202eabc\u202c", ["b", "x", "b", "abc"]),
    ("", []),
    ("█████ … —", []),
]
TYPED = [
    ("loop never", [Sought(("loop",), True), Sought(("never",), True)]),
    ('"never end" lo', [Sought(("never", "end"), False), Sought(("lo",), True)]),
    ("„don’t stop“", [Sought(("don", "t", "stop"), False)]),
    ("c++", [Sought(("c",), False)]),
    ("東京", [Sought(("東京",), False)]),
    ("京", [Sought(("京",), True)]),
    ("東京都abc", [Sought(("東京", "京都"), False), Sought(("abc",), True)]),
    ("loop loop", [Sought(("loop",), True)]),
    ('"', []),
    (".* %_ \\ '", []),
]


@pytest.mark.parametrize(("text", "words"), CUT)
def test_a_text_is_cut_into_folded_words(text: str, words: list[str]) -> None:
    cut = list(words_in(text))

    assert [word.word for word in cut] == words
    assert all(text[word.start : word.end] for word in cut)


@pytest.mark.parametrize(("typed", "sought"), TYPED)
def test_what_is_typed_is_read(typed: str, sought: list[Sought]) -> None:
    assert list(sought_in(typed)) == sought


def test_what_is_typed_is_bounded() -> None:
    assert len(sought_in(" ".join(f"w{number}" for number in range(30)))) == limits.SEARCH_WORDS_MAX
    assert len(sought_in("x" * 10_000)[0].words[0]) == limits.SEARCHED_WORD_CHARACTERS_MAX


def test_hits_stand_where_the_words_do_in_the_text_as_it_was_written() -> None:
    text = "A <b>CAFE\u0301</b>, two cafés and one Café."

    hits = hits_in(text, sought_in("café"))

    assert [(text[hit.start : hit.end], hit.is_whole) for hit in hits] == [
        ("CAFE\u0301", True),
        ("cafés", False),
        ("Café", True),
    ]
    assert hits_in(text, sought_in("café three")) == []
    assert [(hit.start, hit.end) for hit in hits_in("明日は東京都へ", sought_in("東京都"))] == [(3, 6)]


def test_words_are_indexed_behind_the_part_of_their_record() -> None:
    size = limits.SEARCHED_PART_ENTRIES

    assert indexed_words(record_id=47, number=1, text="Loop by loop") == "'2f.0:loop':1,3 '2f.0:by':2"
    assert indexed_words(record_id=47, number=1, text="…") == ""
    assert (part_of(47, size - 1), part_of(47, size)) == ("2f.0", "2f.1")


def test_the_newest_part_of_each_record_is_asked_first_and_few_at_a_time() -> None:
    size = limits.SEARCHED_PART_ENTRIES
    records = [SearchedRecord(1, 1, 2 * size), SearchedRecord(2, size, 3 * size - 1), SearchedRecord(3, 1, 5)]

    parts = parts_to_search(records)

    assert parts == ["1.2", "2.2", "3.0", "1.1", "2.1", "1.0"]
    asked = list(queries_for(parts, sought_in('"a b" lo')))
    assert asked[0] == "(('1.2:a' <-> '1.2:b') & ('1.2:lo':*))"
    assert [query.count("<->") for query in asked] == [1, 2, 3]


def test_a_search_asks_a_bounded_number_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SEARCHED_PARTS_MAX", 5)

    assert len(parts_to_search([SearchedRecord(1, 1, 10**9)])) == 5


WHOLE, BEGINNING = Hit(0, 4, is_whole=True), Hit(0, 4, is_whole=False)
HEAVIER = [
    (([WHOLE], 40, 0), ([BEGINNING], 40, 0)),
    (([WHOLE], 40, 0), ([WHOLE], 400, 0)),
    (([WHOLE, WHOLE], 40, 0), ([WHOLE], 40, 0)),
    (([WHOLE], 40, 1), ([WHOLE], 40, 2)),
    (([BEGINNING], 40, 0), ([WHOLE], 40, 90)),
]


@pytest.mark.parametrize(("heavier", "lighter"), HEAVIER)
def test_whole_words_in_few_others_not_long_ago_weigh_more(
    heavier: tuple[list[Hit], int, int], lighter: tuple[list[Hit], int, int]
) -> None:
    weights = [
        weight_of(hits=hits, characters=characters, age=timedelta(days=days))
        for hits, characters, days in (heavier, lighter)
    ]

    assert weights[0] > weights[1]


def test_a_month_halves_the_weight_and_the_future_adds_nothing() -> None:
    now, month, ahead = (
        weight_of(hits=[WHOLE], characters=40, age=timedelta(days=days)) for days in (0, 30, -3)
    )

    assert now == pytest.approx(2 * month)
    assert ahead == now
