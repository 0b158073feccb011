"""Find numbers whose digits stand in several messages: alone, behind "then", or at an end of unrelated talk."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gighall.guard.finding import Finding, Kind
from gighall.guard.lexicon import plain
from gighall.guard.lists_over import are_measured, goes_up, is_list
from gighall.guard.number_words import spoken_in
from gighall.guard.phones import DIGITS_MAX, NO_PHONE, is_followed_by_unit, names_something_else
from gighall.guard.remembered import nothing_remembered
from gighall.guard.run_parts import core_of, run_words
from gighall.guard.word_lists import phrases, words

MESSAGES_MAX = 6
DIGITS_MIN, DIGITS_SURE = 7, 9
PART_DIGITS_MAX = 8
# How many other words a message of digits may hold, where the run says that a number is dictated.
OTHER_WORDS_MAX = 4
# How many messages without a digit may stand between two parts.
TALK_MAX = 2
WORDS_NEARBY, NEARBY, LETTERS_MIN = 3, 16, 3
# The number of a call rather than of a telephone.
NAMES_A_CALL = frozenset({"id", "room"})
CONFIDENCE = 0.8

_FIGURES = re.compile(r"\d(?:[\d ().\-/]*\d)?")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TELLS_SOMETHING_ELSE = re.compile(
    r"[€$£¥₹%°×]\s?\d|\d\s?[€$£¥₹%°×=]|\d:\d|\d[a-zA-Z]{1,3}\b|\d[.,]\d{1,2}\b(?![.,]\d)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A group of digits that belongs to no sentence: after its end, in brackets, behind a dash.
_APART_BEFORE = re.compile(r"(?:[.!?…;)]|\A|[(\[])[\s(\[]*\Z")
_APART_AFTER = re.compile(r"[\s)\]]*(?:\Z|[.!?…,;:)]|[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The digits of one message, and how they stand there: ``bare``, ``few`` words around, or ``apart`` from talk."""

    message: int
    start: int
    end: int
    digits: str
    standing: str


def find_digits_over(messages: Sequence[str], alone: Sequence[Finding]) -> list[Finding]:
    """Return a finding for each part of the numbers that are split over messages."""
    taken = {one.message for one in alone if one.kind in {"phone", "email", "url", "payment", "meeting"}}
    found: list[Finding] = []
    row: list[Chunk] = []
    talk = 0
    is_named = False
    for index, text in enumerate(messages):
        chunk = None if index in taken else chunk_of(index, text)
        if chunk is None and any(map(str.isdecimal, text)):
            # "isbn 97802", "62046": what names something else goes on in the next messages.
            is_named = names_something_else([word.lower() for word in _WORD.findall(text)])
        elif chunk is not None and chunk.standing == "bare" and is_named:
            continue
        if chunk is not None:
            row.append(chunk)
            talk = 0
            continue
        talk += 1
        if index in taken or talk > TALK_MAX or any(map(str.isdecimal, text)):
            found += _judged(messages, row)
            row = []
    return [*found, *_judged(messages, row)]


def _judged(messages: Sequence[str], row: Sequence[Chunk]) -> Iterator[Finding]:
    """Yield the parts of a number that consecutive chunks make."""
    while row and row[-1].message - row[0].message >= MESSAGES_MAX:
        row = row[1:]
    for first in range(max(0, len(row) - 1)):
        for last in range(len(row), first + 1, -1):
            part = row[first:last]
            kind = _kind(messages, part)
            if kind:
                digits = "".join(one.digits for one in part)
                for one in part:
                    yield Finding(
                        kind, one.message, one.start, one.end, digits, CONFIDENCE, ("run", "digits"), True
                    )
                return


def tells_something_else(text: str) -> bool:
    """Say whether the figures of a message are prices, times, measures, dates or addresses of machines."""
    return _TELLS_SOMETHING_ELSE.search(text) is not None or NO_PHONE.search(text) is not None


def is_cued(text: str) -> bool:
    """Say whether a text speaks of a number to ring, or of one that comes in parts."""
    return _cues().search(text) is not None


@nothing_remembered
def chunk_of(index: int, text: str) -> Chunk | None:
    """Return the digits of a message, or None where it has none or they say something else."""
    if not text or len(text) > 400:
        return None
    found = _stretches(text)
    if not found or tells_something_else(text):
        return None
    start, end = core_of(text)
    inside = [one for one in found if one[1] > start and one[0] < end]
    if len(inside) > 1:
        # "0385 and the pass is oak7": figures of a word are no part.
        inside = [one for one in inside if not text[one[0] - 1 : one[0]].isalpha()] or inside
    if len(inside) > 1 and not _only_signs(text, inside):
        return None
    if not inside:
        return None
    first, last = inside[0][0], inside[-1][1]
    if counts_something(text, first, last):
        return None
    digits = "".join(one[2] for one in inside)
    if not 0 < len(digits) <= PART_DIGITS_MAX + 2:
        return None
    if any(word.lower() in NAMES_A_CALL for word in _WORD.findall(text[:first])[-2:]):
        return Chunk(index, first, last, digits, "id")
    others = len(_WORD.findall(text[start:first])) + len(_WORD.findall(text[last:end]))
    plus = text[first - 1 : first] == "+"
    if {"number", "phone", "mobile", "cell", "digits"} & {
        word.lower() for word in _WORD.findall(text[:first])[-1:]
    }:
        return Chunk(index, first - plus, last, digits, "few")
    if not others:
        return Chunk(index, first - plus, last, digits, "bare")
    if len(inside) == 1 and len(digits) >= 2 and _stands_apart(text, first, last):
        return Chunk(index, first - plus, last, digits, "apart")
    if others <= OTHER_WORDS_MAX:
        return Chunk(index, first - plus, last, digits, "few")
    return Chunk(index, first - plus, last, digits, "tail") if _is_tail(text, first, last, digits) else None


def _is_tail(text: str, first: int, last: int, digits: str) -> bool:
    """Say whether a group of digits ends a message with whose words it has nothing to do: "rainy though 5540"."""
    said = _WORD.findall(text[:first].lower())
    counts = words("phone_cues", "countings") | words("phone_cues", "counted") | words("phone_cues", "names")
    return len(digits) in {3, 4} and not text[last:].strip(" .!)") and bool(said) and said[-1] not in counts


def _stretches(text: str) -> list[tuple[int, int, str]]:
    """Return where a text says digits, in figures or words, and which."""
    rows = [(one.start(), one.end(), re.sub(r"\D", "", one[0])) for one in _FIGURES.finditer(text)]
    repeat = ""
    repeat_at = 0
    for one in spoken_in(plain(text)) if not text.isdecimal() else ():
        if one.role in {"double", "triple"}:
            repeat, repeat_at = one.digits, one.start
        elif one.role == "digit" and _is_word(text, one.start, one.end):
            said = one.digits * int(repeat) if repeat else one.digits
            rows.append((repeat_at if repeat else one.start, one.end, said))
            repeat = ""
    rows.sort()
    if len(rows) < 2 or not any(map(str.isdecimal, text)):
        return rows
    # A word beside figures that touches none of them is a word: "one of the two, 415".
    return [
        row
        for index, row in enumerate(rows)
        if text[row[0]].isdecimal()
        or any(
            _only_signs(text, sorted((row, other)))
            for other in rows[max(0, index - 1) : index + 2]
            if other != row
        )
    ]


def _is_word(text: str, start: int, end: int) -> bool:
    """Say whether a word of digits is long enough to be meant as one among other words."""
    return end - start >= LETTERS_MIN or text[start] > "z" or text[start:end].lower() == "oh"


def _only_signs(text: str, rows: Sequence[tuple[int, int, str]]) -> bool:
    return all(not any(map(str.isalnum, text[one[1] : two[0]])) for one, two in pairwise(rows))


def _stands_apart(text: str, start: int, end: int) -> bool:
    return (
        _APART_BEFORE.search(text, 0, start) is not None
        and _APART_AFTER.match(text, end) is not None
        and (
            end == len(text.rstrip(" .)]!?"))
            or text[:start].rstrip()[-1:] in {"", ".", "!", "?", "…", "(", "["}
        )
    )


def counts_something(text: str, start: int, end: int) -> bool:
    """Say whether the words beside digits say that they count or name something."""
    before = [word.lower() for word in _WORD.findall(text[:start])]
    after = [word.lower() for word in _WORD.findall(text[end : end + NEARBY])]
    near = {*before[-WORDS_NEARBY:], *after[:1]}
    if before[-2:] == ["code", "is"] or before[-1:] == ["code"]:
        near -= {"code"}
        before = [word for word in before if word != "code"]
    named = next(
        (back for back in (1, 2) if before[-back : len(before) - back + 1] and before[-back] in NAMES_A_CALL),
        0,
    )
    if named:
        before = before[:-named]
    counted = words("phone_cues", "counted") | words("phone_cues", "names")
    return not counted.isdisjoint(near) or names_something_else(before) or is_followed_by_unit(text, end)


@cache
def _cues() -> re.Pattern[str]:
    said = {
        *phrases("phone_cues", "for"),
        *phrases("phone_cues", "split"),
        *phrases("phone_cues", "after"),
        *run_words("announce"),
    }
    ordered = sorted(said, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, ordered))})(?![^\W\d_])", re.IGNORECASE)


@cache
def _halves() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions of words that lead to the first part of something, and to the next one."""
    first, rest = (
        "|".join(sorted(map(re.escape, phrases("phone_cues", section)), key=len, reverse=True))
        for section in ("first_half", "other_half")
    )
    return re.compile(rf"(?<![a-zà-ӿ])(?:{first})(?![a-zà-ӿ])"), re.compile(
        rf"(?<![a-zà-ӿ])(?:{rest})(?![a-zà-ӿ])"
    )


def _is_in_halves(messages: Sequence[str], part: Sequence[Chunk], digits: str) -> bool:
    """Say whether the words beside the digits say that one part begins what the next goes on with."""
    if len(digits) < DIGITS_SURE or len({one.message for one in part}) < 2:
        return False
    low = [text.lower() for text in messages[part[0].message : part[-1].message + 1]]
    first, rest = _halves()
    begun = any(first.search(text) for text in low[:-1])
    gone_on = any(rest.search(text) for text in low[1:])
    dialled = digits[0] == "0" or len(part[0].digits) > len(part[-1].digits)
    return gone_on and (begun or (dialled and any(one.standing == "bare" for one in part)))


@cache
def _meeting_cues() -> re.Pattern[str]:
    said = sorted({*run_words("meeting"), "zoom", "webex", "teams", "jitsi"}, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, said))})(?![^\W\d_])", re.IGNORECASE)


def _kind(messages: Sequence[str], part: Sequence[Chunk]) -> Kind | None:
    """Return what the chunks are together: a number to ring, the number of a meeting, or nothing."""
    digits = "".join(one.digits for one in part)
    if len({one.message for one in part}) < 2 or not DIGITS_MIN <= len(digits) <= DIGITS_MAX:
        return None
    groups = [one.digits for one in part]
    if len(set(digits)) < 3 or all(_YEAR.fullmatch(one) for one in groups) or is_list(groups):
        return None
    first, last = part[0].message, part[-1].message
    around = "\n".join(messages[max(0, first - 2) : last + 2])
    if 9 <= len(digits) <= 11 and _meeting_cues().search(around):
        return "meeting"
    if max(map(len, groups)) > PART_DIGITS_MAX or any(one.standing == "id" for one in part):
        return None
    apart = sum(one.standing == "apart" for one in part)
    if _are_tails(messages, part, digits):
        return "phone"
    if any(one.standing == "tail" for one in part):
        return None
    if _cues().search(around) or _is_in_halves(messages, part, digits):
        return "phone"
    if apart >= 2 and len(digits) >= DIGITS_SURE and not _are_listed(messages, part):
        return "phone"
    bare = all(one.standing == "bare" or _is_counted_off(messages[one.message], one) for one in part)
    if are_measured(messages[: last + 1]):
        return None
    return "phone" if bare and _is_dialled(messages, part, groups, digits) else None


def _are_tails(messages: Sequence[str], part: Sequence[Chunk], digits: str) -> bool:
    """Say whether three messages or four each end with a piece of a number that their words do not count."""
    shape = [len(one.digits) for one in part]
    if not 3 <= len(part) <= 4 or len(digits) < DIGITS_SURE or not (digits[0] == "0" or shape == [3, 3, 4]):
        return False
    return all(
        one.standing == "apart" or _is_tail(messages[one.message], one.start, one.end, one.digits)
        for one in part
    )


def _are_listed(messages: Sequence[str], part: Sequence[Chunk]) -> bool:
    """Say whether the same word stands behind the digits of most messages: "404 on this page", "200 on that"."""
    behind = Counter(
        word[0].lower() for one in part if (word := _WORD.search(messages[one.message], one.end))
    )
    return max(behind.values(), default=0) >= max(2, len(part) - 1)


def _is_counted_off(text: str, chunk: Chunk) -> bool:
    """Say whether the words before the digits of a message say nothing but which part they are: "second bit 1204"."""
    said = _WORD.findall(text[: chunk.start].lower())
    return (
        bool(said) and words("phone_cues", "parts").issuperset(said) and not _WORD.search(text[chunk.end :])
    )


def _is_dialled(messages: Sequence[str], part: Sequence[Chunk], groups: Sequence[str], digits: str) -> bool:
    """Say whether messages of nothing but figures are the parts of a number rather than a list of numbers."""
    if not DIGITS_SURE <= len(digits) <= DIGITS_MAX - 2 or all(group.endswith("0") for group in groups):
        return False
    if goes_up([messages[one.message][one.start : one.end] for one in part]):
        return False
    if messages[part[0].message].lstrip().startswith("+") or digits[0] == "0":
        return True
    return len(digits) in {9, 10, 11, 12} and digits[0] in "1236789457" and max(map(len, groups)) >= 3
