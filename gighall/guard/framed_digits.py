"""Find numbers to ring that are told as something else: an order's number, prices, a recipe, hours, a hand of cards.

"Row 1: k0 p7 k5 p3 … leave the k's and p's out and phone it". The digits alone prove nothing; what counts is what
their author says beside them (``data/framed.txt``): that they ring, that they are not what they seem, that they
belong together.
"""

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import pairwise

from gighall.guard.counting import counts
from gighall.guard.finding import Finding
from gighall.guard.phones import NO_PHONE, Number, is_pattern
from gighall.guard.samples import is_sample_number
from gighall.guard.sign_words import any_of
from gighall.guard.spelled import Digits, digits_said
from gighall.guard.views import Edit, View, in_order
from gighall.guard.weighing import FRAMED
from gighall.guard.word_lists import is_any_in, phrases, whole_words, words

TEXT_MAX, FIGURES_MIN = 420, 7
DIGITS_MIN, DIGITS_SURE, DIGITS_MOST, DIGITS_ABROAD, DISTINCT_MIN, GROUP_MAX = 7, 8, 13, 15, 4, 11
ROW_GAP, ROW_JOINED, POINTS_MIN, REACHES, EACH, CONFIDENCE = 5, 9, 3, 2, 1, 0.85
ROW_MIN, FACTS_MIN = 7, 3
_RINGING = (("reaches", REACHES), ("rings", EACH))
COUNTED = "0123456789"
_JOINTS = frozenset({"then", "and", "und", "dann", "puis", "et", "y", "luego", "e", "poi"})

_WOVEN = re.compile(r"(?<![^\W_])(?:[a-z]\d|\d[a-z])(?:[a-z]?\d[a-z]?){5,12}(?![^\W_])", re.I)
_PROGRAM = re.compile(r"\w\([^)]*\)[.;]|=>|\w\(\)|;$", re.M)
# As somebody dials it: a trunk zero, a country, ten digits of which the first is none.
_DIALLED = re.compile(r"0[1-9]\d{7,9}|00[1-9]\d{8,12}|[2-9]\d\d[2-9]\d{6}")
_FRAME = re.compile(r"[)\]}>][\s]?[(\[{<]|[^\W\d_]{1,2}|[^\w\s.,:;/|+-]{1,3}")
# Something stands between each two of many digits.
_APART = re.compile(r"(?:\d[^\d\s]{1,3}){7}\d")
_LETTER = re.compile(r"[a-z]", re.I)
# "Call it 22": something gets a figure.
_FIGURE_NAMED = re.compile(r"\bcall (?:it|that|them|this) (?=\d{1,4}\b(?![ .,-]*\d))")
_WORD = re.compile(r"[^\W\d_]+")
# Figures that tell a moment or a sum of money as everybody writes them.
_TOLD = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b|\b\d{1,2}\s?(?:am|pm|uhr|h)\b|[$€£¥₹]\s?[1-9]\d*(?:[.,]\d\d)?"
    r"|\b\d+(?:[.,]\d+)?\s?(?:€|\$|%|euros?|eur|usd|quid|pounds?|bucks|credits)\b|\b(?:19|20)\d\d(?:-\d\d-\d\d)?\b"
    r"|\b\d{1,2}:\d\d:\d\d|\d{2,5} ?[x×] ?\d{2,5}(?! ?[x×])"
    r"|\b(?:after|before|at|till|until|by|past) "
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|noon)\b(?! \d)",
    re.I,
)


def find_framed_digits(text: str, *, may_be_told: bool = True) -> list[Finding]:
    """Return the number to ring that the figures of a short text tell as something else.

    ``may_be_told`` says that figures may be told by pictures, facts or rows of words too.
    """
    if len(text) > TEXT_MAX:
        return []
    points = points_of(text)
    if not points or (points == EACH and not (may_be_told or _APART.search(text))):
        return []
    facts = list(_facts_told(text)) if may_be_told else []
    view = View(text, in_order([*(_pictures_told(text) if may_be_told else ()), *facts]))
    points += EACH * (len(view.edits) >= ROW_MIN) + REACHES * (len(facts) >= FACTS_MIN)
    for said in _candidates(view.text) if points >= POINTS_MIN - 2 * EACH else ():
        digits = "".join(one.digits for one in said)
        more = (_DIALLED.fullmatch(digits) is not None) + _is_framed(view.text, said)
        if _is_dialled(view.text, said, digits, points + EACH * more):
            start, end = view.span(said[0].start, said[-1].end)
            if is_sample_number(text, start, end, digits):
                return []
            return [Finding("phone", 0, start, end, digits, CONFIDENCE, ("cue", FRAMED), True)]
    return []


def points_of(text: str) -> int:
    """Return how loudly a text says that its figures are a number to ring; those woven into a word may say so too."""
    low = " ".join(
        [
            text.lower().replace("’", "'"),
            *("".join(_LETTER.findall(one[0])).lower() for one in _WOVEN.finditer(text)),
        ]
    )
    low = without_named(low)
    said = set(_WORD.findall(low))
    woven = is_any_in(low.replace(" ", ""), "framed", "woven") if _WOVEN.search(text) else False
    rung = REACHES * woven + sum(worth for section, worth in _RINGING if _is_said(low, said, section))
    if not rung or is_any_in(low, "framed", "scenes"):
        return 0
    return rung + sum(EACH for section in ("pretends", "together") if _is_said(low, said, section))


def without_named(low: str) -> str:
    """Return a text without what sounds like ringing and is none: "call it a day", "call it 22", a phone bill."""
    if is_any_in(low, "framed", "named"):
        low = whole_words("framed", "named").sub(" … ", low)
    return _FIGURE_NAMED.sub(" … ", low)


def _is_said(low: str, said: Set[str], section: str) -> bool:
    """Say whether a phrase of a section stands in a text, or one of its words, as it is or with another ending."""
    if is_any_in(low, "framed", section) or not said.isdisjoint(words("framed", f"{section}_words")):
        return True
    stems = _stems(section)
    return any(one.startswith(stems) for one in said) if stems else False


@cache
def _stems(section: str) -> tuple[str, ...]:
    return tuple(word[:-1] for word in words("framed", f"{section}_words") if word[-1] == "*")


def _candidates(text: str) -> Iterator[list[Digits]]:
    """Yield the figures that may be one number: those of the longest row, those that tell no time or price, all."""
    said = digits_said(text, all_of_them=True)
    rows: list[list[Digits]] = [[]]
    for last, one in pairwise([None, *said]):
        if one is None:
            continue
        if last is not None and one.start - last.end > ROW_GAP:
            rows.append([])
        rows[-1].append(one)
    yield from sorted(rows, key=lambda row: -sum(len(one.digits) for one in row))[:1]
    if _PROGRAM.search(text):
        return
    yield [one for one in said if one.way != "letters" and not text[one.start - 1 : one.start].isalpha()]
    told = [one.span() for one in _TOLD.finditer(text)]
    yield [one for one in said if not any(start <= one.start < end for start, end in told)]
    if not any(":" in text[start:end] for start, end in told):
        yield [one for one in said if one.way == "plain"]
        yield said


def _is_dialled(text: str, said: Sequence[Digits], digits: str, points: int) -> bool:
    """Say whether figures may be those of a number to ring."""
    least = DIGITS_MIN if points > POINTS_MIN else DIGITS_SURE
    most = DIGITS_ABROAD if digits.startswith("00") else DIGITS_MOST
    if points < POINTS_MIN or not least <= len(digits) <= most or len(set(digits)) < DISTINCT_MIN:
        return False
    groups = tuple(one.digits for one in said)
    if max(map(len, groups)) > GROUP_MAX or is_pattern(Number(0, 0, "", groups, (), False, False)):
        return False
    if counts([int(one.digits) for one in said]) or digits[:DIGITS_MIN] in COUNTED:
        return False
    return NO_PHONE.search(text, said[0].start, said[-1].end) is None


def _is_framed(text: str, said: Sequence[Digits]) -> bool:
    """Say whether something stands around each digit of a row by itself: (0)[7](9), x5x2x1."""
    gaps = [text[one.end : two.start] for one, two in pairwise(said)]
    return (
        len(gaps) >= ROW_MIN
        and all(len(one.digits) == 1 for one in said)
        and all(_FRAME.fullmatch(gap) is not None for gap in gaps)
    )


@cache
def _pictured() -> dict[str, str]:
    return {
        sign: line.partition(" ")[0]
        for line in phrases("ciphers", "pictured")
        for sign in line.partition(" ")[2]
    }


@cache
def _facts() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])(?:(?:the |a )?(?:number|year) of )?(?P<fact>{any_of(_fact_digits())})(?![^\W_])", re.I
    )


@cache
def _fact_digits() -> dict[str, str]:
    return {
        said: line.partition(":")[0]
        for line in phrases("ciphers", "facts")
        for said in line.partition(": ")[2].split("|")
    }


@cache
def _rows() -> tuple[dict[str, str], ...]:
    """Return the words and signs that have an order or a value that everybody of a trade knows."""
    return tuple(
        {word: digit for entry in line.split() for word, _, digit in [entry.partition("=")]}
        for line in phrases("ciphers", "rows")
    )


def _pictures_told(text: str) -> Iterator[Edit]:
    """Yield the pictures of a text that tell figures, and words in rows that do, with these."""
    if not text.isascii():
        pictured = _pictured()
        for at, sign in enumerate(text):
            if sign in pictured:
                yield Edit(at, at + 1, pictured[sign])
    for known in _rows():
        yield from _row_of(text, known)


def _facts_told(text: str) -> Iterator[Edit]:
    """Yield what everybody can count, with the figures: legs on a spider."""
    for one in _facts().finditer(text):
        yield Edit(*one.span(), _fact_digits()[one["fact"].lower()])


def _row_of(text: str, known: dict[str, str]) -> Iterator[Edit]:
    row: list[re.Match[str]] = []
    for one in [*re.finditer(r"10[♠♥♦♣]|[2-9ajqk][♠♥♦♣]|[^\W\d_]+", text, re.I), None]:
        if one is not None and one[0].lower() in _JOINTS:
            continue
        if (
            one is not None
            and one[0].lower() in known
            and (not row or len(text[row[-1].end() : one.start()]) <= ROW_JOINED)
        ):
            row.append(one)
            continue
        if len(row) >= ROW_MIN:
            yield from (Edit(*word.span(), known[word[0].lower()]) for word in row)
        row = [one] if one is not None and one[0].lower() in known else []
