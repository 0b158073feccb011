"""Whatever people type: no error, spans inside the text, and time that grows with the length only."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.guard import find_in

SHORT, LONG = 64_000, 1_000_000
SLOWER_MAX = 20
SHORT_SECONDS_MAX = 3.0
# A busy machine and the collector of a large process add time to some rounds, never take any.
ROUNDS = 4
PATTERNS = [
    ".", "@", "a.", "a@", "1 ", "1.", "1-", "-", "+", "+1", "a@a.", "http://", "://", "(", ")", "www.", "_", "`",
    "http://a.de/)", "http://a.de/((", "a.de", "a.de ", "0151 2345678 ", "x@example.com ", "```x@example.com",
    " ", "\n", "a", "1", "é.", "\u200b", "00", "/", "a/", "a:", "#", "0151", "+49 151 23456789 ", "1)(", "٠", "..a",
    "at dot ", "five ", "5 ", "one two ", "a b c ", "a.b.c.", "n-", "dot com ", "gmail ", " @ ", " . ", "[.]", "(at)",
    "whatsapp ", "wh@tsapp ", "telegram: ", "my ", "let's talk on ", "give me your number ", "pay me without the fee ",
    "O1", "0l ", "hxxp://", "\u200b5", "\U0001f1e6", "аa", "１", "five", "a@ ", "name#1234 ", "discord ", "@@", "at ",
    "@a ",     "a..", "a@b..", "@a.de", "-.", "1 1", "000 ", ",", "0,", "a.b/", "?", "://a", "call me 1",
    "my a.de ", "the script 0151 2345678 ", "\"a@b.de\" ", "'0151 2345678' ", "加微信", "whatsapp加",
    "一二三", "bid 5 for x, ",
]  # fmt: skip
SIGNS = st.text(
    alphabet=st.sampled_from("ab1290 .@+-()/:#?&_,;\n`'\"wdeom٠é🙂\u200d█[]{}lOаｃ１\ufe0f\u20e3"),
    max_size=80,
)
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "at",
                "dot",
                "com",
                "gmail",
                "anna",
                "five",
                "double",
                "twenty",
                "5",
                "0",
                "O1",
                "l",
                "m",
                "plus",
                "www",
                "ig",
            ),
            *(
                "@",
                ".",
                "[at]",
                "(dot)",
                " ",
                " ",
                " ",
                ":",
                "_",
                "#1234",
                "hxxp://",
                "\u200b",
                "４",
                "5\ufe0f\u20e3",
                "\n",
            ),
            *(
                "my",
                "is",
                "telegram",
                "wh@tsapp",
                "let's talk",
                "on",
                "give me your",
                "number",
                "pay me",
                "a b c d e",
            ),
            "without the fee",
        ]
    ),
    max_size=24,
).map("".join)


@pytest.fixture(autouse=True, scope="module")
def _the_lists_are_read() -> None:
    find_in("The first text pays for reading the lists.")


@given(st.one_of(st.text(max_size=200), SIGNS, PIECES))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    findings = find_in(text)

    assert [one.start for one in findings] == sorted(one.start for one in findings)
    end = 0
    for one in findings:
        assert 0 <= one.start < one.end <= len(text)
        assert 0 < one.confidence <= 1
        assert one.sentence
        if one.kind not in {"intent", "allusion"}:
            assert end <= one.start
            end = one.end


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_with_the_length_only(pattern: str) -> None:
    def seconds(length: int) -> float:
        text = pattern * (length // len(pattern))
        began = time.process_time()
        find_in(text)
        return time.process_time() - began

    def rounds() -> Iterator[bool]:
        # Short and long one after the other: what else the machine does slows both.
        for _round in range(ROUNDS):
            short = seconds(SHORT)
            yield short < SHORT_SECONDS_MAX and seconds(LONG) <= max(short, 0.01) * SLOWER_MAX

    assert any(rounds())


@pytest.mark.parametrize(
    "text", ["\ud800", "a\udfffb whatsapp me", "0151 \ud83d 2345678", "\udc00@" + "a " * 33_000 + "\ud800.de"]
)
def test_half_of_a_sign_is_judged_like_any_other(text: str) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in find_in(text))
