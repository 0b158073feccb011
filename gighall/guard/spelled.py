"""Find phone numbers whose digits are disguised: as words, one by one, or with letters among them."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from gighall.guard.finding import Finding
from gighall.guard.lists import phrases, sections
from gighall.guard.phones import DIGITS_MAX, DIGITS_MIN, Number, is_pattern, judge, words_around

# A number of so many spelled digits needs no other evidence: nobody counts that way.
SPELLED_DIGITS_SURE = 9
SINGLES_MIN = 7
# The share of a message that a number takes when it is what the message is about.
MOSTLY = 0.6
PERIOD_MAX = 4
NEARBY = 16
# Digits that belong to one number stand no further apart than this.
NEIGHBOUR_CHARACTERS_MAX = 32
CLUSTER_MIN = 3
COUNTED_MIN = 4
LETTERS_FOR_DIGITS = {"o": "0", "l": "1", "i": "1", "|": "1"}
CONFIDENCE, CONFIDENCE_UNSAID = 0.9, 0.75

# A letter beside a digit that looks like one; searched by its digit, which is cheap.
_LETTER_IN_DIGITS = re.compile(r"\d(?:[oOlI|]|(?<=[oOlI|]\d))")
_SINGLE = re.compile(r"\d(?<![^\W_]\d)(?![^\W_])")
_GAP = r"[ \t\u00a0.,\-_*/|()·~\u2010-\u2015]{0,3}"
_DIALLED = re.compile(r"[2-9]\d\d[2-9]\d{6}|1[2-9]\d\d[2-9]\d{6}|0[1-9]\d{7,10}|00[1-9]\d{7,12}")


@dataclass(frozen=True, slots=True)
class Digits:
    """One token of a stream: which digits it says, where, and how (``word``, ``letters`` or ``plain``)."""

    start: int
    end: int
    digits: str
    way: str


def may_be_spelled(text: str, said: Sequence[str], hits: Set[str]) -> bool:
    """Say, cheaply, whether digits of a text may be disguised; ``said`` are its words in lower case."""
    if _has_letters_in_digits(text):
        return True
    if not hits.isdisjoint(digit_words()):
        return _digits_in_a_row(said) >= DIGITS_MIN
    return not hits.isdisjoint("0123456789") and _singles_in_a_row(said) >= SINGLES_MIN - 1


def _digits_in_a_row(said: Sequence[str]) -> int:
    """Return how many digits, in words or figures, follow each other at most; one word may say two of them."""
    most = count = 0
    for word in said:
        if word in digit_words() or word in times():
            count += 2
        elif word.isdigit():
            count += len(word)
        elif word not in {"o", "plus"}:
            count = 0
        most = max(most, count)
    return most


def _singles_in_a_row(said: Sequence[str]) -> int:
    """Return how many single digits follow each other at most."""
    most = count = 0
    for word in said:
        count = count + 1 if len(word) == 1 and word.isdigit() else 0
        most = max(most, count)
    return most


def _has_letters_in_digits(text: str) -> bool:
    """Say whether a letter stands in place of a digit among at least a few digits."""
    for found in _LETTER_IN_DIGITS.finditer(text):
        near = text[max(0, found.start() - NEARBY) : found.end() + NEARBY]
        if sum(map(str.isdecimal, near)) >= DIGITS_MIN - 2:
            return True
    return False


def find_spelled(text: str, hits: Set[str]) -> list[Finding]:
    """Return the phone numbers of a text whose digits are disguised. Linear: streams do not overlap."""
    findings = []
    for start, end in _stretches(text, hits):
        for stream in _stream().finditer(text, start, end):
            tokens = _without_ends(_tokens(text, stream.start(), stream.end()))
            digits = "".join(one.digits for one in tokens)
            if DIGITS_MIN <= len(digits) <= DIGITS_MAX:
                found = _judged(text, tokens, digits, plus=bool(stream["plus"]))
                if found is not None:
                    findings.append(found)
    return findings


def _stretches(text: str, hits: Set[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches around the digits that may be disguised; each is wide enough for a whole number."""
    lettered = {found.start() for found in _LETTER_IN_DIGITS.finditer(text)}
    places = list(lettered)
    said = hits & digit_words().keys()
    if said:
        places += [found.start() for found in _any_of(frozenset(said)).finditer(text)]
    if not hits.isdisjoint("0123456789"):
        places += [found.start() for found in _SINGLE.finditer(text)]
    places.sort()
    first = 0
    for index in range(1, len(places) + 1):
        if index < len(places) and places[index] - places[index - 1] <= NEIGHBOUR_CHARACTERS_MAX:
            continue
        start, end = places[first], places[index - 1]
        if index - first >= CLUSTER_MIN or (lettered and not lettered.isdisjoint(places[first:index])):
            yield max(0, start - NEIGHBOUR_CHARACTERS_MAX), min(len(text), end + NEIGHBOUR_CHARACTERS_MAX)
        first = index


@cache
def _any_of(entries: frozenset[str]) -> re.Pattern[str]:
    """Return the expression of some words for digits, also glued to others."""
    return re.compile("|".join(sorted(entries)), re.IGNORECASE)


@cache
def digit_words() -> dict[str, str]:
    """Return the words for digits, with what they say."""
    found = dict(
        line.split() for name in sections("number_words") for line in phrases("number_words", name) if name
    )
    return {word: value for word, value in found.items() if word not in times()}


@cache
def times() -> dict[str, int]:
    """Return the words that repeat the digit after them."""
    return {word: int(value) for word, value in (line.split() for line in phrases("number_words", "times"))}


@cache
def _tens() -> frozenset[str]:
    return frozenset(line.split()[0] for line in phrases("number_words", "tens"))


@cache
def _token() -> re.Pattern[str]:
    spoken = "|".join(sorted({*digit_words(), *times()}, key=len, reverse=True))
    return re.compile(
        rf"(?P<word>{spoken})|(?P<figures>[oOlI|]{{0,2}}\d[\doOlI|]*+)|(?P<zero>[oO](?![^\W_]))",
        re.IGNORECASE,
    )


@cache
def _stream() -> re.Pattern[str]:
    spoken = "|".join(sorted({*digit_words(), *times()}, key=len, reverse=True))
    token = rf"(?:(?:{spoken}|\d)++|[oOlI|]{{0,2}}\d[\doOlI|]*+|[oO])(?![^\W_])"
    return re.compile(
        rf"(?<![^\W_])(?P<plus>\+ ?|plus[ -])?+\(?{token}(?:{_GAP}{token}){{1,40}}+", re.IGNORECASE
    )


def _tokens(text: str, start: int, end: int) -> list[Digits]:
    """Return the digits of a stream, with repeats and tens worked out."""
    tokens: list[Digits] = []
    repeat: tuple[int, int] | None = None
    tens: Digits | None = None
    for found in _token().finditer(text, start, end):
        written = found[0].lower()
        if found["word"] and written in times():
            repeat = (found.start(), times()[written])
            continue
        if found["word"]:
            one = Digits(found.start(), found.end(), digit_words()[written], "word")
        elif found["zero"]:
            one = Digits(found.start(), found.end(), "0", "letters")
        else:
            figures = "".join(LETTERS_FOR_DIGITS.get(sign, sign) for sign in written)
            one = Digits(found.start(), found.end(), figures, "plain" if figures == written else "letters")
        if tens is not None:
            joined = len(one.digits) == 1 and one.digits != "0" and one.way == "word"
            tokens[-1] = Digits(
                tens.start,
                one.end if joined else tens.end,
                tens.digits + (one.digits if joined else "0"),
                "word",
            )
            tens = None
            if joined:
                continue
        if repeat is not None:
            if len(one.digits) == 1:
                one = Digits(repeat[0], one.end, one.digits * repeat[1], "word")
            repeat = None
        if found["word"] and written in _tens():
            tens = one
        tokens.append(one)
    if tens is not None:
        tokens[-1] = Digits(tens.start, tens.end, tens.digits + "0", "word")
    return tokens


def _without_ends(tokens: list[Digits]) -> list[Digits]:
    """Return a stream without the article that it seems to begin with: "un 0 6 …" is French for "a 0 6 …"."""
    if (
        tokens
        and tokens[0].way == "letters"
        and tokens[0].end - tokens[0].start == 1
        and tokens[0].digits == "1"
    ):
        return tokens[1:]
    return tokens


def _judged(text: str, tokens: list[Digits], digits: str, *, plus: bool) -> Finding | None:
    """Return the number that a stream says, or None when it counts or is written plainly."""
    start, end = tokens[0].start, tokens[-1].end
    spoken = sum(one.way == "word" for one in tokens)
    lettered = sum(one.way == "letters" for one in tokens)
    single = sum(len(one.digits) == 1 for one in tokens)
    if plus:
        start = max(text.rfind("+", 0, start), text.lower().rfind("plus", 0, start), 0)
    number = Number(start, end, text[start:end], tuple(one.digits for one in tokens), (), plus, False)
    if is_pattern(number) or _is_periodic(digits) or _counts(tokens):
        return None
    if text[end : end + 1] in {"%", "°", "€", "$"}:
        return None
    cue, against = words_around(text, start, end)
    mostly = end - start >= MOSTLY * len(text)
    confidence = CONFIDENCE if cue else CONFIDENCE_UNSAID
    if spoken >= 2 or (spoken and single + lettered > 1):
        sure = len(digits) >= SPELLED_DIGITS_SURE or cue or mostly
        evidence: tuple[str, ...] = ("digits as words",)
    elif lettered:
        gaps = tuple(text[one.end : two.start] for one, two in pairwise(tokens))
        plain = Number(start, end, text[start:end], number.groups, gaps, plus, "(" in text[start:end])
        sure = sum(sign.isdigit() for sign in text[start:end]) >= DIGITS_MIN - 2 and bool(
            judge(text, plain)[0]
        )
        evidence = ("letters for digits",)
    else:
        gaps_used = {text[one.end : two.start] for one, two in pairwise(tokens)}
        # Commas make a list; a point among blanks makes fractions.
        is_list = any("," in gap for gap in gaps_used) or ("." in gaps_used and len(gaps_used) > 1)
        dialled = plus or bool(_DIALLED.fullmatch(digits))
        grouped = len(gaps_used) > 1
        sure = single >= SINGLES_MIN and (
            cue or (not is_list and (dialled or mostly) and (grouped or (dialled and mostly)))
        )
        evidence = ("digits one by one",)
    if not sure or (against and not cue):
        return None
    evidence += ("cue",) if cue else ()
    value = ("+" if plus else "") + digits
    return Finding("phone", 0, start, end, value, confidence, evidence, hidden=True)


def _is_periodic(digits: str) -> bool:
    """Say whether a short series repeats: one two three one two three."""
    return any(
        digits == (digits[:period] * len(digits))[: len(digits)] for period in range(1, PERIOD_MAX + 1)
    )


def _counts(tokens: list[Digits]) -> bool:
    """Say whether somebody counts, up or down, with at most one stray number."""
    values = [int(one.digits) for one in tokens]
    steps = [two - one for one, two in pairwise(values)]
    same = max((steps.count(step) for step in (-2, -1, 1, 2)), default=0)
    return len(steps) >= COUNTED_MIN and len(steps) - same <= 1
