"""Whatever people type: no error, spans inside the text, and time that grows with the length only."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.guard import find_in

SHORT, LONG = 64_000, 1_000_000
SLOWER_MAX = 40
SHORT_SECONDS_MAX = 0.25
PATTERNS = [
    ".", "@", "a.", "a@", "1 ", "1.", "1-", "-", "+", "+1", "a@a.", "http://", "://", "(", ")", "www.", "_", "`",
    "http://a.de/)", "http://a.de/((", "a.de", "a.de ", "0151 2345678 ", "x@example.com ", "```x@example.com",
    " ", "\n", "a", "1", "é.", "\u200b", "00", "/", "a/", "a:", "#", "0151", "+49 151 23456789 ", "1)(", "٠", "..a",
    "a..", "a@b..", "@a.de", "-.", "1 1", "000 ", ",", "0,", "a.b/", "?", "://a", "call me 1",
]  # fmt: skip
SIGNS = st.text(alphabet=st.sampled_from("ab1290 .@+-()/:#?&_,;\n`'\"wdeom٠é🙂\u200d█"), max_size=80)


@given(st.one_of(st.text(max_size=200), SIGNS))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    end = 0
    for one in find_in(text):
        assert end <= one.start < one.end <= len(text)
        assert 0 < one.confidence <= 1
        end = one.end


@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_grows_with_the_length_only(pattern: str) -> None:
    def seconds(length: int) -> float:
        text = pattern * (length // len(pattern))
        began = time.process_time()
        find_in(text)
        return time.process_time() - began

    short = min(seconds(SHORT) for _round in range(2))

    assert short < SHORT_SECONDS_MAX
    assert seconds(LONG) < max(short, 0.01) * SLOWER_MAX
