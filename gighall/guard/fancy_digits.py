"""Find numbers whose digits are circled, raised, in keycaps or the like: who writes so many hides a number."""

import re
from collections.abc import Iterator

from gighall.guard.finding import Finding
from gighall.guard.phones import DIGITS_MAX, Number, is_pattern
from gighall.guard.views import VIEW_CHARACTERS_MAX, View

DIGITS_MIN, DISTINCT_MIN, CONFIDENCE = 7, 3, 0.85

_RUN = re.compile(r"\+?\d(?:[ \t().,/_·|~\-\u2010-\u2015]{0,3}\d){6,16}")
_GROUP = re.compile(r"\d+")
_KEYCAP = "\u20e3"


def find_fancy_digits(text: str, folded: View) -> Iterator[Finding]:
    """Yield the numbers of a folded text nearly all of whose digits are such signs; ``text`` is as it was written."""
    for run in _RUN.finditer(folded.text, 0, VIEW_CHARACTERS_MAX):
        digits = "".join(filter(str.isdecimal, run[0]))
        groups = tuple(_GROUP.findall(run[0]))
        if not DIGITS_MIN <= len(digits) <= DIGITS_MAX or len(set(digits)) < DISTINCT_MIN:
            continue
        start, end = folded.span(*run.span())
        fancy = sum(_is_fancy(text[edit.start], edit.becomes) for edit in folded.within(start, end + 2))
        if fancy >= len(digits) - 1 and not is_pattern(Number(0, 0, "", groups, (), False, False)):
            yield Finding("phone", 0, *run.span(), digits, CONFIDENCE, ("fancy digits",), True)


def _is_fancy(sign: str, becomes: str) -> bool:
    """Say whether a sign is a digit of no script, or the mark that makes a keycap of one."""
    return sign == _KEYCAP or (
        becomes.isdecimal() and (not sign.isdecimal() or "\U0001d7ce" <= sign <= "\U0001d7ff")
    )
