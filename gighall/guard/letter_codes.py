"""Find numbers to ring in a code of the author's own: letters that are counted, words that stand for a digit.

"A=1, B=2: 0F GD BB HI AE", "for zero I say potato: potato 7 / 8 potato / 13 / 5 potato / 62". The text must say so
(``data/coded.txt``). Faces of clocks and dice are digits wherever enough of them stand in a row.
"""

import re
from collections.abc import Iterator
from functools import cache

from gighall.guard.finding import Finding
from gighall.guard.lexicon import MARKS, plain
from gighall.guard.number_words import spoken_in
from gighall.guard.phones import Number, is_pattern
from gighall.guard.samples import is_sample_number
from gighall.guard.sign_words import any_of
from gighall.guard.views import Edit, View
from gighall.guard.word_lists import is_any_in, phrases

TEXT_MAX, DIGITS_LEAST, DIGITS_MOST, DISTINCT_MIN = 600, 8, 13, 4
CONFIDENCE, TWICE, PICTURES_MIN = 0.88, 2, 7

_RENAMED_NUMBER = re.compile(r"(?<![\w.,$€£#=:_-])\+?\(?\d[\d ()./,-]{7,40}\d(?![\w%€$£])")
_CLOCK_FIRST, _CLOCK_LAST, _HALF_PAST, _HOURS = 0x1F550, 0x1F567, 0x1F55C, 12
_DIE_FIRST, _DIE_LAST = 0x2680, 0x2685
_PICTURES = re.compile(
    r"[\u2680-\u2685\U0001f550-\U0001f567](?:[\ufe0f ,./·-]{0,3}[\u2680-\u2685\U0001f550-\U0001f567]){6,14}"
)


def find_letter_coded(text: str) -> Iterator[Finding]:
    """Yield the numbers of a short text whose letters are to be counted, or some of whose digits have another name."""
    if len(text) > TEXT_MAX:
        return
    if is_any_in(text.lower(), "coded", "counts_letters"):
        yield from _counted(text)
    yield from _renamed(text)


def find_pictured_digits(text: str) -> Iterator[Finding]:
    """Yield the numbers that faces of clocks make in a row, and dice where somebody is to be rung."""
    for one in _PICTURES.finditer(text):
        if ord(one[0][0]) <= _DIE_LAST and not is_any_in(text.lower(), "scattered", "calls"):
            continue
        digits = "".join(_pictured(sign) for sign in one[0])
        yield from _believed(text, one.start(), one.end(), digits, "pictures")


def _pictured(sign: str) -> str:
    code = ord(sign)
    if _CLOCK_FIRST <= code <= _CLOCK_LAST:
        hour = code - (_HALF_PAST if code >= _HALF_PAST else _CLOCK_FIRST) + 1
        return "0" if hour == _HOURS else str(hour)
    return str(code - _DIE_FIRST + 1) if _DIE_FIRST <= code <= _DIE_LAST else ""


@cache
def _alphabets() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """Return for each alphabet the expression of a row of its letters and digits, and the digits of its letters."""
    found = []
    for line in phrases("coded", "letters_counted"):
        letters, zeros = line.split()
        found.append(
            {letter: str(place) for place, letter in enumerate(letters, 1)} | dict.fromkeys(zeros, "0")
        )
    found.append({letter: str(place) for place, all_of in enumerate(_abjad(), 1) for letter in all_of})
    return tuple((_row("".join(digit_of)), digit_of) for digit_of in found)


def _abjad() -> list[str]:
    return phrases("coded", "abjad")[0].split()


def _row(letters: str) -> re.Pattern[str]:
    one = rf"(?:صفر|[{letters}\d]{{1,12}}ـ?)"
    return re.compile(
        rf"(?<![^\W_])(?:{one}(?:[ ,،.·/|-]{{1,3}}{one}){{2,12}}|[{letters}\d]{{9,12}})(?![^\W_]|[{MARKS}])",
        re.I,
    )


def _counted(text: str) -> Iterator[Finding]:
    for row, digit_of in _alphabets():
        for one in row.finditer(text):
            written = one[0].lower().replace("صفر", "0")
            digits = "".join(digit_of.get(sign, sign) for sign in written if sign.isalnum() and sign != "ـ")
            if sum(map(str.isalpha, written)) >= PICTURES_MIN - 3 and digits.isdecimal():
                yield from _believed(text, one.start(), one.end(), digits, "letters counted")


@cache
def _naming() -> re.Pattern[str]:
    said = any_of(phrases("coded", "stands_for"))
    article = "(?:un |une |ein |eine |the |a |le |el |o )?"
    return re.compile(
        rf"(?<![^\W_])(?P<word>[^\W\d_]{{3,12}})\s?(?:{said})\s?{article}(?P<digit>\d|[^\W\d_]{{2,8}})(?![^\W_])",
        re.I,
    )


def _renamed(text: str) -> Iterator[Finding]:
    """Yield the numbers in which a word stands for a digit, as the text says."""
    for named in _naming().finditer(text):
        word, digit = named["word"].lower(), _digit(named["digit"])
        places = [
            one
            for one in re.finditer(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text, re.I)
            if one.start() > named.end() or one.end() < named.start()
        ]
        if not digit or len(places) < TWICE:
            continue
        view = View(text, [Edit(*one.span(), digit) for one in places])
        for number in _RENAMED_NUMBER.finditer(view.text):
            start, end = view.span(*number.span())
            if any(start <= one.start() < end for one in places):
                yield from _believed(text, start, end, "".join(filter(str.isdecimal, number[0])), "renamed")


def _digit(said: str) -> str:
    if said.isdecimal():
        return said
    spoken = spoken_in(plain(said))
    return spoken[0].digits if len(spoken) == 1 and len(spoken[0].digits) == 1 else ""


def _believed(text: str, start: int, end: int, digits: str, way: str) -> Iterator[Finding]:
    number = Number(start, end, digits, (digits,), (), False, False)
    if (
        not DIGITS_LEAST <= len(digits) <= DIGITS_MOST
        or len(set(digits)) < DISTINCT_MIN
        or is_pattern(number)
    ):
        return
    if not is_sample_number(text, start, end, digits):
        yield Finding("phone", 0, start, end, digits, CONFIDENCE, ("cue", way), True)
