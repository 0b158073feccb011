"""Details that no word beside them names: by how they are printed, strung or cut in halves; and what only looks so."""

import pytest

from gighall.guard import find, find_in

PRINTED = [
    ("buraya yatır TR58 0004 6001 2200 3318 7702 45", "TR58 0004 6001 2200 3318 7702 45"),
    ("vira in RO44 BTRL 0031 9902 7714 5520 si gata", "RO44 BTRL 0031 9902 7714 5520"),
    ("hazlo a ES22 0182 7714 0032 9001 5527", "ES22 0182 7714 0032 9001 5527"),
]

STRUNG = [
    ("scrivilo da qualche parte 3*4*7*9*0*2*2*8*6*1 ok", "3*4*7*9*0*2*2*8*6*1"),
    ("9_8_1_1_4_0_7_7_2_5 bina line ke padhna", "9_8_1_1_4_0_7_7_2_5"),
    ("6.0.9.2.2.7.1.8.4 sin los puntos claro", "6.0.9.2.2.7.1.8.4"),
]

HALVES = [
    (["початок такий 067 418", "а далі 20 93"], ["067 418", "20 93"]),
    (["awalnya 0813 77", "sisanya 40 221 ya"], ["0813 77", "40 221"]),
    (["börjar 073 119", "resten 80 42"], ["073 119", "80 42"]),
    (["前面138 0047", "后面2 281"], ["138 0047", "2 281"]),
]

HONEST = [
    "the sysname sits at 1.3.6.1.2.1.1.5.0 on every switch",
    "so n = 2*3*5*7*8*9*2*3*4 in the end",
    "right hand goes 1.3.5.3.1.2.4.2.1 and then rest",
    "rename 2_1_final and 3_1_final please",
    "serial AB12 CD34 on the back of the amp",
    "our test fixture keeps the sample IBAN DE89 3704 0044 0532 0130 00",
]

HONEST_RUNS = [
    ["börjar 08:30", "slutar 16:30"],
    ["start 0900", "end 1730"],
    ["начало 900 страниц", "конец 1300"],
    ["la prima parte 1200 parole", "il resto 800"],
    ["starts at page 120", "ends at page 1455"],
    ["前面12页", "后面340页"],
]


@pytest.mark.parametrize(("text", "span"), PRINTED)
def test_an_account_is_known_by_how_it_is_printed(text: str, span: str) -> None:
    assert [text[one.start : one.end] for one in find_in(text) if one.kind == "payment"] == [span]


@pytest.mark.parametrize(("text", "span"), STRUNG)
def test_digits_on_a_string_are_a_number(text: str, span: str) -> None:
    assert [text[one.start : one.end] for one in find_in(text) if one.kind == "phone"] == [span]


@pytest.mark.parametrize(("messages", "spans"), HALVES)
def test_a_number_in_halves_is_found(messages: list[str], spans: list[str]) -> None:
    found = [one for one in find(messages) if one.kind == "phone"]

    assert [messages[one.message][one.start : one.end] for one in found] == spans


@pytest.mark.parametrize("text", HONEST)
def test_what_only_looks_like_a_detail_is_left_alone(text: str) -> None:
    assert find_in(text) == []


@pytest.mark.parametrize("messages", HONEST_RUNS)
def test_halves_of_something_else_are_left_alone(messages: list[str]) -> None:
    assert find(messages) == []
