"""Find numbers to ring that are told in a code: by sound, in Roman numerals, by keys, to be worked out.

Each reading needs words that speak of it (``data/coded.txt``) or of ringing somebody: most are honest without.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from gighall.guard.finding import Finding
from gighall.guard.letter_codes import find_letter_coded
from gighall.guard.phones import NO_PHONE, Number, is_pattern, words_around
from gighall.guard.samples import is_sample_number
from gighall.guard.word_lists import is_any_in, phrases, words

TEXT_MAX = 2_000
DIGITS_SURE, DIGITS_MOST, DISTINCT_MIN = 9, 13, 4
# So many words of a row sound like digits without being any, and so many stand in it.
RARE_MIN, SOUNDS_MIN = 3, 7
KEYED_DIGITS = range(10, 12)
LETTERS_NAMED_MIN = 2
CONFIDENCE = 0.88

_WORD = re.compile(r"[^\W\d_]+|\d")
_JOINS = re.compile(r"[ ,.;:!/\n-]{1,3}(?:and |then )?")
_NUMERAL = "(?:VIII|III|VII|IX|IV|VI|II|V|I|X|N|O|0)"
_ROMAN = re.compile(rf"(?<![\w'’]){_NUMERAL}(?:[ ,./|*-]{{1,3}}{_NUMERAL}){{6,14}}(?![\w'’])", re.IGNORECASE)
_SHIFTED = re.compile(r"(?<![\w!@#$%^&*()\"£])[!@#$%^&*()\"£](?:[ -]?[!@#$%^&*()\"£]){7,15}")
_KEYED_JOINT = r"[ .,-]{0,2}(?:(?:pis|puis|y|luego|e|und|dann|et|then|and)\s)?"
_KEYED = re.compile(
    rf"(?<![\w-])(?:1[ .-]{{1,3}})?(?:\(?\d{{2,4}}\)?{_KEYED_JOINT})?[A-Z]{{2,9}}"
    r"(?:[ .-][A-Z0-9]{1,7}){0,3}(?![\w-])"
)
_VANITY = re.compile(r"(?:1[ .-]{0,2})?\(?(?:8(?:00|33|44|55|66|77|88)|0?800)")
_NUMBER = re.compile(r"(?<![\w.,$€£#/=:_-])\+?\(?\d[\d ().-]{7,20}\d(?![\w%€$£])")
_NAMED = re.compile(
    r"(?<![^\W_])([A-Za-z]) ?(?:=|is|are|for|means|stands for|ist|es|est|это) ?(\d)(?!\d)", re.I
)
_NAMED_WORD = re.compile(
    r"(?<![^\W_])([A-Za-z]) (?:is|means|=) (zero|one|two|three|four|five|six|seven|eight|nine)\b", re.I
)
_DIGIT_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LETTERED = re.compile(
    r"(?<![\w=])[\dA-Za-z]*\d[\dA-Za-z]*(?:[ .-][\dA-Za-z]*[\dA-Z][\dA-Za-z]*){0,4}(?![\w=])"
)
LOOKS = {"o": "0", "i": "1", "l": "1", "z": "2", "e": "3", "a": "4", "s": "5", "g": "6", "t": "7", "b": "8"}


def find_coded(text: str) -> list[Finding]:
    """Return the numbers of a text that are told in a code."""
    if len(text) > TEXT_MAX:
        return []
    low = text.lower()
    rings = is_any_in(low, "phone_cues", "rings") or is_any_in(low, "coded", "assembles")
    found = [*_sounds(text, low), *_shifted(text, low), *_keyed(text, low, rings=rings)]
    found += [*_reckoned(text, low), *_with_named_letters(text), *find_letter_coded(text)]
    found += _roman(text, told=rings or "roman" in low)
    return found


def _believed(text: str, start: int, end: int, digits: str, way: str) -> Iterator[Finding]:
    plus = digits.startswith("+")
    digits = digits.lstrip("+")
    number = Number(start, end, digits, (digits,), (), plus, False)
    if not DIGITS_SURE <= len(digits) <= DIGITS_MOST or len(set(digits)) < DISTINCT_MIN or is_pattern(number):
        return
    if not is_sample_number(text, start, end, digits):
        yield Finding("phone", 0, start, end, "+" * plus + digits, CONFIDENCE, ("cue", way), True)


@cache
def _digits_by_sound() -> dict[str, str]:
    return {
        word: digit
        for line in phrases("coded", "sounds")
        for digit, _sign, said in [line.partition(":")]
        for word in said.split()
    } | {str(digit): str(digit) for digit in range(10)}


def _sounds(text: str, low: str) -> Iterator[Finding]:
    """Yield rows of words that sound like digits: "won ate for, to too ate"."""
    by_sound, rare = _digits_by_sound(), words("coded", "rare_sounds")
    row: list[re.Match[str]] = []
    for one in [*_WORD.finditer(low), None]:
        if (
            one is not None
            and one[0] in by_sound
            and (not row or _JOINS.fullmatch(low, row[-1].end(), one.start()))
        ):
            row.append(one)
            continue
        if len(row) >= SOUNDS_MIN and len({word[0] for word in row} & rare) >= RARE_MIN:
            digits = "".join(by_sound[word[0]] for word in row)
            yield from _believed(text, row[0].start(), row[-1].end(), digits, "by sound")
        row = [one] if one is not None and one[0] in by_sound else []


ROMANS = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
} | {
    "n": "0",
    "o": "0",
    "0": "0",
    "x": "10",
}


def _roman(text: str, *, told: bool) -> Iterator[Finding]:
    """Yield Roman numerals in a row that do not count."""
    for one in _ROMAN.finditer(text):
        said = [ROMANS[numeral.lower()] for numeral in re.findall(r"\w+", one[0])]
        steps = [int(after) - int(before) for before, after in pairwise(said)]
        if steps.count(1) <= len(steps) // 2 and (told or words_around(text, *one.span())[0]):
            yield from _believed(text, one.start(), one.end(), "".join(said), "roman")


def _shifted(text: str, low: str) -> Iterator[Finding]:
    """Yield the signs above the digits of a keyboard, where the text speaks of the key for capitals."""
    if not is_any_in(low, "coded", "shift_key"):
        return
    signs, digits = phrases("coded", "shifted")[0].split()
    digit_of = str.maketrans(signs, digits, " -")
    for one in _SHIFTED.finditer(text):
        yield from _believed(text, one.start(), one.end(), one[0].translate(digit_of), "by keys")


@cache
def _keys() -> dict[str, str]:
    return {letter: line[-1] for line in phrases("coded", "keys") for letter in line[:-2].upper()}


def _keyed(text: str, low: str, *, rings: bool) -> Iterator[Finding]:
    """Yield letters that stand for the keys of a telephone: 1-800-LOGOMAN."""
    told = is_any_in(low, "coded", "keypad") and (rings or is_any_in(low, "coded", "on_keys"))
    for one in _KEYED.finditer(text):
        digits = "".join(_keys().get(sign, sign) for sign in one[0] if sign.isdecimal() or sign.isupper())
        figures = sum(map(str.isdecimal, one[0]))
        vanity = _VANITY.match(one[0]) is not None and figures <= len(digits) // 2
        vanity = vanity and (told or one[0][0] == "1" or words_around(text, *one.span())[0])
        if vanity or (told and len(digits) in KEYED_DIGITS):
            yield from _believed(text, one.start(), one.end(), digits, "by keys")


def _reckoned(text: str, low: str) -> Iterator[Finding]:
    """Yield a number each of whose digits is to be changed: "lower every digit by one"."""
    if is_any_in(low, "coded", "each_digit") and is_any_in(low, "coded", "reckoned"):
        for one in _NUMBER.finditer(text):
            written = one[0].rstrip(" ().-")
            digits = "+" * (written[0] == "+") + "".join(filter(str.isdecimal, written))
            if not NO_PHONE.search(written):
                yield from _believed(text, one.start(), one.start() + len(written), digits, "reckoned")


def _with_named_letters(text: str) -> Iterator[Finding]:
    """Yield numbers some of whose digits are letters of which the text says what they are: "S is 5"."""
    named = {one[1].lower(): one[2] for one in _NAMED.finditer(text)}
    named |= {one[1].lower(): str(_DIGIT_WORDS.index(one[2].lower())) for one in _NAMED_WORD.finditer(text)}
    if (
        len(named) < LETTERS_NAMED_MIN
        or sum(LOOKS.get(one) == digit for one, digit in named.items()) < len(named) // 2
    ):
        return
    digit_of = LOOKS | named
    for one in _LETTERED.finditer(text):
        signs = [sign for sign in one[0].lower() if sign.isalnum()]
        if all(sign.isdecimal() or sign in digit_of for sign in signs):
            yield from _believed(
                text,
                one.start(),
                one.end(),
                "".join(digit_of.get(sign, sign) for sign in signs),
                "letters named",
            )
