"""Find plain phone numbers, international and national, and leave all other numbers alone."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gighall.guard.finding import Finding
from gighall.guard.lexicon import is_unspaced
from gighall.guard.samples import is_sample_number
from gighall.guard.word_lists import is_any_in, phrases, words

DIGITS_MIN = 7
DIGITS_MAX = 15
GROUPS_MAX = 8
# Longer runs of digits are tables and dumps.
RUN_CHARACTERS_MAX = 200
CUE_WINDOW, AFTER = 48, 36

# One run: digits with the signs that people put between them. A plus begins a new run.
_RUN = re.compile(r"(?:\+[ \u00a0]?)?+\(?+\d[\d ().\-/\u00a0\u2007-\u200b\u2010-\u2015\u202f·]*+")
_GROUP = re.compile(r"\d++")
_FIGURE = re.compile(r"\d")
_FIGURES = b"0123456789"
# What is surely no phone number inside a run: dates, times of day after them, addresses of machines.
NO_PHONE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d"
    r"|(?<!\.)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\.\d)(?:/\d{1,2})?+)(?!\d)"
)
# How land lines are grouped that begin without a zero.
OFFICE_SHAPES = frozenset(
    {(2, 3, 2, 2), (3, 3, 3), (3, 2, 2, 2), (2, 4, 4), (2, 2, 2, 2, 2), (2, 2, 2, 2), (2, 7)}
)
# A number of ten digits as North America or India has it, not a moment in seconds.
_TEN_DIGITS = re.compile(r"[2-9]\d\d[2-9]\d{6}|[6-9]\d{9}")
_HEX_PAIR_BEFORE = re.compile(r"[0-9a-f]{2} \Z", re.IGNORECASE)
_HEX_PAIR_AFTER = re.compile(r" [0-9a-f]{2}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_UNIT = re.compile(r"[ \u00a0\u202f]?([^\W\d_]+|[%$€£¥₹₽₺])")
_SENTENCE_END = re.compile(r"(?<!\bno)(?<!\bnr)(?<!\bref)[.!?]\s|\n")
# The next group of an identifier: 446655440000-b3c3, 2024001-A7.
_IDENTIFIER_GOES_ON = re.compile(r"-(?:[0-9a-f]{4}\b|[0-9a-f]{12}\b|[^\W\d_]{0,8}\d)", re.IGNORECASE)
# "tel.04-3318290": a short word for a telephone and its point.
_ABBREVIATED = re.compile(r"(?<![^\W_])(?:tel|ph|mob|cell|fon|tlf|тел|моб)\.\Z", re.IGNORECASE)
_CURRENCY = "$€£¥₹₽₺₩₪฿¢"
_GLUED_BEFORE = "_#$€£¥₹₽₺₩₪฿¢%&=@^~§№<\\"
_GLUED_AFTER = "_%$€£¥₹₽₺₩₪฿¢@=°^\\"


@dataclass(slots=True)
class Number:
    """A candidate: its groups of digits and what stands between and around them."""

    start: int
    end: int
    written: str
    groups: tuple[str, ...]
    gaps: tuple[str, ...]
    plus: bool
    brackets: bool

    @property
    def digits(self) -> str:
        """Return all digits in a row."""
        return "".join(self.groups)

    @property
    def shape(self) -> tuple[int, ...]:
        """Return how many digits each group has."""
        return tuple(len(group) for group in self.groups)


def figures_in(text: str) -> int:
    """Return, cheaply, how many digits a text has."""
    if text.isascii():
        return len(text) - len(text.encode().translate(None, _FIGURES))
    return len(_FIGURE.findall(text))


def find_phones(text: str) -> list[Finding]:
    """Return the phone numbers of a text. Linear: runs do not overlap and long ones are skipped."""
    findings: list[Finding] = []
    if figures_in(text) < DIGITS_MIN:
        return findings
    for run in _RUN.finditer(text):
        if not DIGITS_MIN <= run.end() - run.start() <= RUN_CHARACTERS_MAX:
            continue
        for start, end in _pieces(text, *_without_times(text, run.start(), run.end())):
            number = number_at(text, start, end)
            if number is None or not _stands_free(text, number):
                continue
            evidence, confidence = judge(text, number)
            if evidence and not is_sample_number(text, number.start, number.end, number.digits):
                value = ("+" if number.plus else "") + number.digits
                findings.append(Finding("phone", 0, number.start, number.end, value, confidence, evidence))
    return findings


def _without_times(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a run without the half of a time of day that it begins or ends with: 18:00 0151 2345678."""
    if text[start - 1 : start] == ":" and text[start - 2 : start - 1].isdigit():
        first = _GROUP.match(text, start)
        start = first.end() if first else start
    if text[end : end + 1] == ":" and text[end + 1 : end + 2].isdigit():
        while end > start and text[end - 1].isdigit():
            end -= 1
    return start, end


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a run without its dates and machine addresses."""
    pieces = []
    for known in NO_PHONE.finditer(text, start, end):
        pieces.append((start, known.start()))
        start = known.end()
    pieces.append((start, end))
    return [(first, last) for first, last in pieces if last - first >= DIGITS_MIN]


def number_at(text: str, start: int, end: int) -> Number | None:
    """Return the candidate in a piece, or None when it has too few or too many digits."""
    groups = list(_GROUP.finditer(text, start, end))
    if not groups or len(groups) > GROUPS_MAX:
        return None
    count = sum(len(group[0]) for group in groups)
    if not DIGITS_MIN <= count <= DIGITS_MAX + 2:
        return None
    before = text[start : groups[0].start()]
    if "(" in before:
        first = start + before.rindex("(")
    else:
        first = groups[0].start()
    plus = "+" in before
    if plus:
        first = start + before.index("+")
    gaps = tuple(text[one.end() : two.start()] for one, two in pairwise(groups))
    digits = tuple(_plain_digits(group[0]) for group in groups)
    last = groups[-1].end()
    if "(" in text[groups[-1].start() - 1 : groups[-1].start()] and text[last : last + 1] == ")":
        last += 1
    written = text[first:last]
    return Number(first, last, written, digits, gaps, plus, "(" in written and ")" in written)


def _plain_digits(group: str) -> str:
    """Return a group's digits as 0–9, whatever script they were written in."""
    if group.isascii():
        return group
    return "".join(str(unicodedata.digit(one, 0)) for one in group)


def _stands_free(text: str, number: Number) -> bool:
    """Say whether nothing is glued to the number that makes it a part of something else."""
    before, after = text[number.start - 1 : number.start], text[number.end : number.end + 1]
    if before and ((before.isalnum() and not is_unspaced(before)) or before in _GLUED_BEFORE):
        return False
    if before == "." and _ABBREVIATED.search(text, max(0, number.start - 7), number.start):
        return True
    if before == "-" and text[number.start - 2 : number.start - 1] == "=":
        # A negative number in a program.
        return False
    if before in {"-", ".", "/", ":", ",", "+"} and number.start > 1 and text[number.start - 2].isalnum():
        # "a-415…", "v1.2…", "12:30…", "1,000…"; a word and a colon ("tel:0151…") is how numbers are given.
        return before == ":" and text[number.start - 2].isalpha()
    if after and ((after.isalpha() and not is_unspaced(after)) or after in _GLUED_AFTER):
        return False
    if number.shape[0] == 2 and _HEX_PAIR_BEFORE.search(text, max(0, number.start - 3), number.start):
        return not _HEX_PAIR_AFTER.match(text, number.end)
    if after == "-" and _IDENTIFIER_GOES_ON.match(text, number.end):
        return False
    if after in {":", ","} and text[number.end + 1 : number.end + 2].isdigit():
        return False
    nearby = text[max(0, number.start - 5) : number.start].rstrip()[-1:]
    return nearby not in _CURRENCY or not nearby


def judge(text: str, number: Number) -> tuple[tuple[str, ...], float]:
    """Return why this is a phone number, with how much confidence; nothing when it is none."""
    if is_pattern(number) or not _gaps_are_signs(number):
        return (), 0.0
    cue, against = words_around(text, number.start, number.end)
    if number.plus or _is_dialled_abroad(number):
        return _judge_international(number, against)
    if against and not cue and not (number.brackets and number.shape == (3, 3, 4)):
        return (), 0.0
    for name, confidence in _national_shapes(number):
        return (f"shape:{name}",) + (("cue",) if cue else ()), confidence
    if cue and len(number.digits) <= DIGITS_MAX and not _is_decimal(number):
        return ("cue",), 0.85
    if number.shape in OFFICE_SHAPES and len(set(number.gaps)) == 1 and _is_at_an_office(text, number.start):
        return ("cue", "office"), 0.8
    if number.written == text.strip() and len(number.groups) <= 2 and _TEN_DIGITS.fullmatch(number.digits):
        return ("message is a number",), 0.6
    return (), 0.0


def words_around(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Say whether the words around a number speak for one to ring, and whether they name something else."""
    window = text[max(0, start - CUE_WINDOW) : start].lower()
    said = _WORD.findall(_SENTENCE_END.split(window)[-1])
    against = names_something_else(said) or is_followed_by_unit(text, end)
    cue = is_any_in(window, "phone_cues", "for")
    cue = cue or (bool(said) and said[-1] in words("phone_cues", "ring"))
    return cue or is_followed_by_cue(text, end), against


def _is_at_an_office(text: str, start: int) -> bool:
    """Say whether shortly before a number, in its sentence, a place is named where one rings."""
    window = _SENTENCE_END.split(text[max(0, start - CUE_WINDOW) : start].lower())[-1]
    said = _WORD.findall(window)
    # "The shop sold 253 610 447 units": right before the number only the place itself or a sign stands.
    is_apart = window.rstrip()[-1:] in {",", ":", ";", "(", "–", "-"} or said[-1:] == said[:1]
    return is_apart and not words("phone_cues", "office").isdisjoint(said)


def _judge_international(number: Number, against: bool) -> tuple[tuple[str, ...], float]:
    """Judge a number with a country code: its length must fit the country's plan."""
    digits = number.digits if number.plus else number.digits[2:]
    country = _country_code(digits)
    if not country or _is_decimal(number):
        return (), 0.0
    shortest, longest = _national_lengths(country)
    # A trunk zero in brackets, +49 (0) 151 …, is not dialled but often written.
    national = digits[len(country) :]
    trimmed = national[1:] if "(0)" in number.written else national
    if not shortest <= len(trimmed) <= longest:
        return (), 0.0
    if against and not number.plus:
        return (), 0.0
    return (f"country:{country}",), 0.97 if number.plus else 0.9


def _is_dialled_abroad(number: Number) -> bool:
    """Say whether the number begins like 0049 …."""
    digits = number.digits
    return digits.startswith("00") and not digits.startswith("000") and len(digits) >= 11


def _country_code(digits: str) -> str:
    """Return the country code at the start of an international number, or nothing."""
    for length in (1, 2, 3):
        if digits[:length] in words("phone_plans", "codes"):
            return digits[:length]
    return ""


def _national_lengths(country: str) -> tuple[int, int]:
    """Return the shortest and longest national number of a country, as its plan has it."""
    return _lengths().get(country, (6, 12))


@cache
def _lengths() -> dict[str, tuple[int, int]]:
    rows = [line.split() for line in phrases("phone_plans", "lengths")]
    return {code: (int(shortest), int(longest)) for code, shortest, longest in reversed(rows)}


def _national_shapes(number: Number) -> list[tuple[str, float]]:
    """Return the national ways of writing that fit, surest first."""
    digits, shape, gaps = number.digits, number.shape, set(number.gaps)
    tidy = len(gaps) <= 1
    found = []
    america = re.fullmatch(r"1?[2-9]\d\d[2-9]\d{6}", digits)
    if america and shape in {(3, 3, 4), (1, 3, 3, 4)} and (tidy or number.brackets or shape[0] == 1):
        found.append(("3-3-4", 0.9))
    if america and shape in {(3, 7), (1, 3, 7)} and number.brackets:
        found.append(("(3) 7", 0.85))
    if shape in {(4, 3, 3), (4, 6)} and re.match(r"1[38]00", digits):
        found.append(("1300", 0.8))
    if digits[0] == "0" and digits[1] != "0" and _is_trunk_zero(number):
        found.append(("leading zero", 0.85))
    if shape == (3, 2, 2, 2) and digits[0] in "679" and tidy:
        found.append(("3-2-2-2", 0.8))
    if shape == (3, 4, 4) and re.match(r"1[3-9]", digits) and tidy:
        found.append(("3-4-4", 0.8))
    if shape in {(1, 3, 3, 2, 2), (3, 3, 2, 2)} and (digits[0] == "8" or number.brackets):
        found.append(("8 3-3-2-2", 0.85))
    if len(digits) == 11 and digits[0] == "8" and number.brackets and shape[:2] in {(1, 4), (1, 5), (1, 3)}:
        found.append(("8 (4) 2-2-2", 0.85))
    if shape == (2, 5, 4) and number.groups[1][0] == "9" and number.gaps == (" ", "-"):
        found.append(("2 5-4", 0.8))
    if len(digits) == 11 and re.match(r"89[0-689]\d", digits) and len(shape) == 1:
        found.append(("89", 0.75))
    if shape in {(2, 5, 4), (2, 4, 4)} and number.brackets:
        found.append(("(2) 5-4", 0.85))
    return found


def _is_trunk_zero(number: Number) -> bool:
    """Say whether a number that begins with one zero is a national number and no code or fraction."""
    shape, groups = number.shape, number.groups
    count = len(number.digits)
    if not 9 <= count <= 12 or shape[0] == 1 or len(groups) > 6:
        return False
    if len(groups) == 1:
        return count in {10, 11}
    if len(groups) == 2 and number.gaps[0] == ".":
        return False
    # Columns of counters (001 002 003) and memory dumps begin each group with a zero.
    return sum(group[0] == "0" for group in groups) < max(3, len(groups) - 1) or shape == (2, 2, 2, 2, 2)


def is_pattern(number: Number) -> bool:
    """Say whether the digits are a filler or a series rather than a number: 0000000, 098000060, 0123456789."""
    few = len(set(number.digits)) < 3 or 3 * number.digits.count("0") >= 2 * len(number.digits)
    return few or number.digits in "012345678901234" or _counts_up(number.groups)


def _counts_up(groups: tuple[str, ...]) -> bool:
    """Say whether the groups are a series: 08 09 10 11 12, 10 20 30 40."""
    if len(groups) < 3:
        return False
    steps = {int(two) - int(one) for one, two in pairwise(groups)}
    return len(steps) == 1


def _gaps_are_signs(number: Number) -> bool:
    """Say whether the gaps are such as people put into phone numbers: short, and at most two kinds."""
    return all(len(gap) <= 3 for gap in number.gaps) and len(set(number.gaps)) <= 4


def _is_decimal(number: Number) -> bool:
    """Say whether it is a fraction or a large number in groups of three: 52.520008, 1 000 000."""
    gaps, shape = set(number.gaps), number.shape
    if number.plus:
        return len(shape) == 2 and gaps == {"."}
    thousands = len(shape) > 1 and len(gaps) == 1 and all(size == 3 for size in shape[1:]) and shape[0] <= 3
    return (len(shape) == 2 and gaps == {"."}) or (thousands and gaps <= {".", "\u00a0", "\u202f"})


def names_something_else(said: list[str]) -> bool:
    """Say whether the words before a number, in its sentence, name an order, a line, a version."""
    names, points = words("phone_cues", "names"), words("phone_cues", "points")
    return not (names.isdisjoint(said[-7:]) and points.isdisjoint(said[-2:]))


def is_followed_by_cue(text: str, end: int) -> bool:
    """Say whether words shortly behind a number say that it is one to ring: "text only", "ring me"."""
    return is_any_in(text[end : end + AFTER].lower(), "phone_cues", "after")


def is_followed_by_unit(text: str, end: int) -> bool:
    """Say whether a unit or a currency follows, so that the number counts something."""
    match = _UNIT.match(text, end, end + 16)
    return match is not None and match[1].lower() in words("phone_cues", "units")
