"""Find numbers that somebody dictates over three messages or more, with some words around the digits of each.

"alors 06", "88 41", "mon âge 27", "et mon département 69": the digits together are dialled, at least one message is
hardly more than its digits, and none counts something.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from gighall.guard.digits_over import MESSAGES_MAX, TALK_MAX, counts_something, is_cued, tells_something_else
from gighall.guard.finding import Finding
from gighall.guard.lexicon import is_unspaced
from gighall.guard.remembered import nothing_remembered
from gighall.guard.run_parts import core_of
from gighall.guard.spelled import digits_said
from gighall.guard.word_lists import words

MESSAGE_MAX, PARTS_MIN, OTHERS_MAX, OTHERS_TOGETHER = 80, 3, 7, 14
DIGITS_MIN, DIGITS_MAX, DISTINCT_MIN = 9, 12, 4
# Letters of scripts without blanks between words that make about one.
UNSPACED_WORD = 3
CODE_DIGITS = 4
CONFIDENCE = 0.85

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# How numbers begin that are dialled without a zero: Russia, China, India and Italy, North America.
_DIALLED = re.compile(r"8[3-9]\d{9}|1[3-9]\d{9}|[6-9]\d{9}|3[2-9]\d{8}|[2-9]\d\d[2-9]\d{6}|[5679]\d{8}")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Part(NamedTuple):
    """The digits of one message, how many other words stand there, and whether a word joins it to others."""

    message: int
    spans: tuple[tuple[int, int], ...]
    digits: str
    others: int
    is_joined: bool


def find_dictated_over(messages: Sequence[str], alone: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the parts of numbers that are dictated over messages."""
    if sum(any(map(str.isalnum, text)) for text in messages) < PARTS_MIN:
        return
    taken = {one.message for one in alone if one.kind in {"phone", "email", "url", "payment", "meeting"}}
    row: list[Part] = []
    for index, text in enumerate(messages):
        part = None if index in taken else part_of_number(index, text)
        if part is not None:
            if row and index - row[-1].message > TALK_MAX + 1:
                yield from _judged(messages, row)
                row = []
            row.append(part)
        elif index in taken or any(map(str.isdecimal, text)):
            yield from _judged(messages, row)
            row = []
    yield from _judged(messages, row)


@nothing_remembered
def part_of_number(index: int, text: str) -> Part | None:
    """Return the digits of a message, or None where it has none or they say something of their own."""
    if not 0 < len(text) <= MESSAGE_MAX or tells_something_else(text):
        return None
    said = digits_said(text)
    if not said or counts_something(text, said[0].start, said[-1].end):
        return None
    rest = text
    for one in said:
        rest = f"{rest[: one.start]}{' ' * (one.end - one.start)}{rest[one.end :]}"
    start, end = core_of(text)
    others = sum(
        max(1, len(word) // UNSPACED_WORD) if is_unspaced(word[0]) else 1
        for word in _WORD.findall(rest[start:end])
        if word.lower() not in words("phone_cues", "joints")
    )
    plus = "+" if text[: said[0].start].rstrip().endswith("+") else ""
    digits = plus + "".join(one.digits for one in said)
    return Part(index, tuple((one.start, one.end) for one in said), digits, others, start > 0)


def _judged(messages: Sequence[str], row: Sequence[Part]) -> Iterator[Finding]:
    """Yield the parts of the longest number that consecutive parts make."""
    for first in range(len(row) - PARTS_MIN + 1):
        for last in range(len(row), first + PARTS_MIN - 1, -1):
            part = row[first:last]
            is_all = len(part) == len(row)
            if part[-1].message - part[0].message < 2 * MESSAGES_MAX and _is_number(
                messages, part, is_all=is_all
            ):
                digits = "".join(one.digits for one in part)
                for one in part:
                    start, end = one.spans[0][0], one.spans[-1][1]
                    yield Finding(
                        "phone", one.message, start, end, digits, CONFIDENCE, ("run", "digits"), True
                    )
                return


def _is_number(messages: Sequence[str], part: Sequence[Part], *, is_all: bool) -> bool:
    """Say whether parts are those of one number that is dialled, and are dictated rather than told of something.

    ``is_all`` says that no others stand beside them: a list of numbers goes on.
    """
    digits = "".join(one.digits for one in part)
    plus = digits[0] == "+"
    figures = digits.replace("+", "")
    if (
        not DIGITS_MIN <= len(figures) <= DIGITS_MAX + plus
        or len(set(figures)) < DISTINCT_MIN
        or "+" in digits[1:]
    ):
        return False
    others = [one.others for one in part]
    if 0 not in others or max(others) > OTHERS_MAX or sum(others) > OTHERS_TOGETHER:
        return False
    groups = [one.digits for one in part]
    steps = {int(two) - int(one) for one, two in pairwise(groups)}
    # 0417, 0933: numbers of things rather than parts of one.
    if sum(one[0] == "0" and len(one) == CODE_DIGITS for one in groups) > 1:
        return False
    if len(steps) == 1 or all(_YEAR.fullmatch(one) or one.endswith("00") for one in groups):
        return False
    if plus or (figures[0] == "0" and figures[1] != "0"):
        return True
    if _DIALLED.fullmatch(figures) is None:
        return False
    before = messages[max(0, part[0].message - 1)].lower()
    if not words("phone_cues", "names").isdisjoint(_WORD.findall(before)):
        return False
    shape = [len(one) for one in groups]
    around = "\n".join(messages[max(0, part[0].message - 1) : part[-1].message + 1])
    return (is_all and shape == [3, 3, 4]) or any(one.is_joined for one in part[1:]) or is_cued(around)
