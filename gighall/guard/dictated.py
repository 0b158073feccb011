"""Find numbers to ring that are told in a roundabout way: "start with 212, then 945", "600 + 14", "ignore the junk".

They count only where the words around speak of ringing somebody: pieces, sums and noise are in many honest texts.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from gighall.guard.finding import Finding
from gighall.guard.phones import DIGITS_MIN, Number, is_followed_by_unit, is_pattern, number_at
from gighall.guard.samples import is_sample_number
from gighall.guard.word_lists import is_any_in, words

TEXT_MAX = 2_000
PIECES_MAX, GAP_CHARACTERS_MAX, GAP_WORDS_MAX = 40, 48, 8
DIGITS_SURE, DIGITS_MOST, KINDS_SURE, DISTINCT_MIN = 9, 13, 4, 4
CONFIDENCE = 0.85

# A group of digits, or a sum or a repetition that makes one.
_PIECE = re.compile(
    r"(?P<twice>\b(?:twice|double|two times|2 ?x)\s{1,2}(?:the )?)?(?<![\w.,])[(+]?(?P<one>\d{1,5})"
    r"(?:\s{0,2}(?P<sign>[+*x×-]|plus|times|minus)\s{0,2}(?P<two>\d{1,5}))?\)?(?![\w%€$£])",
    re.I,
)
_NOISY = re.compile(r"(?<![\w.+])\+?\d(?:(?:[^\w\s]{1,2}|[ _a-zA-Z])\d){8,14}(?![\w%])")
# Behind the letters of an order's number, or free.
_LONG = re.compile(
    r"(?:(?<![\w.,$€£#/=:_-])|(?<=\b[A-Z]{2}-)|(?<=\b[A-Z]{3}-))\+?\(?\d[\d ().-]{7,20}\d(?![\w%€$£])"
)
_WORD = re.compile(r"[a-z']+")


def find_dictated(text: str) -> list[Finding]:
    """Return the numbers of a text that are dictated in pieces, worked out, amid noise, or misnamed."""
    if len(text) > TEXT_MAX:
        return []
    low = text.lower()
    rings = is_any_in(low, "phone_cues", "rings")
    return [*_noisy(text, low, rings=rings), *(_pieced(text, low) if rings else ()), *_misnamed(text, low)]


def _noisy(text: str, low: str, *, rings: bool) -> Iterator[Finding]:
    """Yield single digits with ever other signs between them."""
    told = is_any_in(low, "phone_cues", "noise")
    for one in _NOISY.finditer(text):
        digits = "".join(filter(str.isdecimal, one[0]))
        kinds = {sign for sign in one[0] if not sign.isdecimal()}
        letters = any(map(str.isalpha, kinds))
        sure = told or (rings and (letters or len(kinds) > 1))
        odd = sum(sign not in " .,-/:x" for sign in kinds)
        if (sure and (odd or len(kinds) > 1)) or (len(kinds) >= KINDS_SURE and odd > 1 and not letters):
            yield from _believed(one.start(), one.end(), digits, "noise")


def _pieced(text: str, low: str) -> Iterator[Finding]:
    """Yield what pieces make between which nothing but joints stand."""
    rows: list[list[re.Match[str]]] = [[]]
    pieces = list(_PIECE.finditer(text))[:PIECES_MAX]
    for last, one in pairwise([None, *pieces]):
        if one is None:
            continue
        if last is not None and _joins(low[last.end() : one.start()]):
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        worked_out = any(one["sign"] or one["twice"] for one in row)
        dictated = any(_WORD.search(low[one.end() : two.start()]) for one, two in pairwise(row))
        if len(row) > 1 and (worked_out or dictated) and not is_followed_by_unit(text, row[-1].end()):
            digits = "".join(map(_said, row))
            yield from _believed(row[0].start(), row[-1].end(), digits, "dictated")


def _joins(gap: str) -> bool:
    """Say whether words between two groups of digits only join them: ", then the last four are "."""
    if len(gap) > GAP_CHARACTERS_MAX or any(sign in gap for sign in "\n;!?=$€£%"):
        return False
    said = _WORD.findall(gap)
    return len(said) <= GAP_WORDS_MAX and words("phone_cues", "dictating").issuperset(said)


def _said(piece: re.Match[str]) -> str:
    """Return the digits that a piece says: 600+14 is 614, twice 141 is 141141."""
    one, two = piece["one"], piece["two"]
    if two:
        sign = piece["sign"].lower()
        first, second = int(one), int(two)
        value = (
            first + second
            if sign in {"+", "plus"}
            else abs(first - second)
            if sign in {"-", "minus"}
            else first * second
        )
        # "415-223" is two groups rather than a difference.
        one = one + two if sign == "-" else str(value).zfill(len(one))
    return one * 2 if piece["twice"] else one


def _believed(start: int, end: int, digits: str, way: str) -> Iterator[Finding]:
    number = Number(start, end, digits, (digits,), (), False, False)
    if (
        DIGITS_SURE <= len(digits) <= DIGITS_MOST
        and len(set(digits)) >= DISTINCT_MIN
        and not is_pattern(number)
    ):
        yield Finding("phone", 0, start, end, digits, CONFIDENCE, ("cue", way), True)


def _misnamed(text: str, low: str) -> Iterator[Finding]:
    """Yield numbers that are called an order's or a parcel's, by somebody who says that they can be dialled."""
    if not (is_any_in(low, "phone_cues", "dials") and is_any_in(low, "phone_cues", "winks")):
        return
    for one in _LONG.finditer(text):
        number = number_at(text, one.start(), one.end())
        if number is None or is_pattern(number) or len(number.digits) < max(DIGITS_SURE, DIGITS_MIN):
            continue
        if not is_sample_number(text, number.start, number.end, number.digits):
            yield Finding(
                "phone", 0, number.start, number.end, number.digits, CONFIDENCE, ("cue", "misnamed"), True
            )
