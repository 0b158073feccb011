"""Find numbers to ring whose digits stand all over a message that says it hides one, or in which order they come.

"my num is in the sizes: S 04, M 55, L 10, XL 82, XXL 37": nothing but the words between the digits tells that
they are one number. What they leave must be one that can be dialled.
"""

import re
from collections.abc import Sequence

from gighall.guard.finding import Finding
from gighall.guard.phones import NO_PHONE, Number, is_pattern
from gighall.guard.samples import is_sample_number
from gighall.guard.spelled import Digits, digits_said
from gighall.guard.word_lists import is_any_in

TEXT_MAX, DIGITS_LEAST, DIGITS_MOST, DISTINCT_MIN, PIECES_MIN, GROUP_MAX = 240, 9, 13, 4, 3, 6
READ_MAX = 400
WORDS_MAX, CONFIDENCE = 30, 0.8

# A number as somebody dials it: a trunk zero, a country, or ten digits of which the first is none.
_DIALLED = re.compile(
    r"0[1-9]\d{7,10}|00[1-9]\d{8,11}|[2-9]\d\d[2-9]\d{6}|[6-9]\d{8,9}"
    r"|[78]9\d{9}|(?:1[2-9]|4[0-9]|3[0-9]|2[07]|5[0-8]|6[0-6]|7\d|8[1246]|9\d)\d{9,10}"
)
_PRICE = re.compile(r"[€$£]\s?\d|\d\s?(?:[€$£%]|eur\b|usd\b|[ap]m\b)|\d:\d\d\b|\b(?:19|20)\d\d\b", re.I)
# Measures of things that are made: they are no digits of anything.
_MEASURE = re.compile(
    r"\d\s?(?:mm|cm|km|kg|mg|ml|k?hz|ms|mb|gb|px|pt|dpi|bpm|rpm|gauge|mah|watts?)\b|\d,\d{3}\b", re.I
)
_ZERO_LAST = re.compile(
    r"(?:zero|0|null|nought|cero|zéro|ноль|zer)\b.{0,12}"
    r"\b(?:in front|before|first|davor|vorne|delante|devant|na frente|впереди)"
    r"|(?:in front|prefix).{0,12}\b(?:zero|0|null)\b",
    re.I,
)
_TIME = re.compile(r"(?<!\d)[012]?\d:[0-5]\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def find_scattered(text: str) -> list[Finding]:
    """Return the number that the digits of a short message are together."""
    if len(text) > READ_MAX:
        return []
    low = text.lower()
    if _is_to_be_read(text, low):
        found = _read_in_a_row(text, low)
        if found:
            return found
    if len(text) > TEXT_MAX or len(_WORD.findall(text)) > WORDS_MAX:
        return []
    if not (is_any_in(low, "scattered", "calls") and is_any_in(low, "scattered", "hides")):
        return []
    said = digits_said(text, all_of_them=True)
    return [] if _tells(text) else _finding(text, said, _number(low, said))


def _is_to_be_read(text: str, low: str) -> bool:
    """Say whether a text tells to read its figures in a row and that somebody answers; times stay times otherwise."""
    if _TIME.search(text) is not None and not is_any_in(low, "scattered", "colons"):
        return False
    return is_any_in(low, "scattered", "reads") and is_any_in(low, "scattered", "answers")


def _read_in_a_row(text: str, low: str) -> list[Finding]:
    """Return the number whose figures stand as prices, times or measures, where the text says how to read them."""
    said = digits_said(text, all_of_them=True)
    figures = [one for one in said if one.way != "word"]
    for row in (figures, said, figures[:-1], figures[1:]):
        found = _finding(text, row, _number(low, row)) if row else []
        if found:
            return found
    return []


def _tells(text: str) -> bool:
    """Say whether the figures of a text tell what they seem to."""
    return any(pattern.search(text) for pattern in (_PRICE, _MEASURE, NO_PHONE))


def _finding(text: str, said: Sequence[Digits], digits: str) -> list[Finding]:
    if not digits:
        return []
    start, end = said[0].start, said[-1].end
    if is_sample_number(text, start, end, digits):
        return []
    return [Finding("phone", 0, start, end, digits, CONFIDENCE, ("cue", "scattered"), True)]


def _number(low: str, said: Sequence[Digits]) -> str:
    """Return the digits in a row where they may be those of a number to ring; else nothing."""
    groups = tuple(one.digits for one in said)
    digits = "".join(groups)
    if len(groups) < PIECES_MIN or max(map(len, groups)) > GROUP_MAX or len(set(digits)) < DISTINCT_MIN:
        return ""
    if digits[0] != "0" and _ZERO_LAST.search(low):
        digits = f"0{digits}"
    if not DIGITS_LEAST <= len(digits) <= DIGITS_MOST or _DIALLED.fullmatch(digits) is None:
        return ""
    return "" if is_pattern(Number(0, 0, "", groups, (), False, False)) else digits
