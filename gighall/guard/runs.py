"""Find details that are split over consecutive messages of one author: "my number is 415", "223", "8810"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from gighall.guard.finding import Finding
from gighall.guard.phones import DIGITS_MAX, names_something_else
from gighall.guard.word_lists import domain_classes, phrases, words

MESSAGES_MAX = 6
# Longer messages say something of their own: they take part at the side that touches the next one only.
PART_CHARACTERS_MAX = 70
PART_DIGITS_MAX = 8
PART_WORDS_MAX = 6
DIGITS_MIN, DIGITS_SURE = 7, 9
CONFIDENCE = 0.8

_DIGITS = re.compile(r"\d[\d ().\-]*\d|\d")
_MAIL_NAME = re.compile(r"(?=[\w.+-]*[\d._])[A-Za-z][\w.+-]{3,40}")
_WORD = re.compile(r"[^\W\d_]+")
_FIGURES_ONLY = re.compile(r"[\s+().\-/]*(?:\d[\s().\-/]*)+")
_TELLS_SOMETHING_ELSE = re.compile(r"[€$£¥₹%:°×=]|\d\s?[a-zA-Z]{1,3}\b")

Judge = Callable[[str], list[Finding]]


def find_over(messages: Sequence[str], judge: Judge, alone: Sequence[Finding]) -> list[Finding]:
    """Return what only the run shows; ``alone`` are the findings of its messages judged one by one."""
    found: list[Finding] = []
    for first, part in _windows(messages):
        taken = [*alone, *found]
        both = [*_joined(part, " ", judge), *_joined(part, "", judge)]
        for one in [*both, *_digits_over(part), *_mail_over(part)]:
            moved = replace(one, message=one.message + first)
            if not any(_overlap(moved, other) for other in taken):
                found.append(moved)
                taken.append(moved)
    return found


def _windows(messages: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the stretches of short messages that may hold the parts of one detail."""
    start = 0
    for index in range(len(messages) + 1):
        if index < len(messages) and 0 < len(messages[index]) <= PART_CHARACTERS_MAX:
            continue
        for first in range(start, max(start + 1, index - MESSAGES_MAX + 1), 2):
            part = list(messages[first : min(index, first + MESSAGES_MAX)])
            if len(part) > 1:
                yield first, part
        start = index + 1


def _overlap(one: Finding, other: Finding) -> bool:
    return one.message == other.message and one.start < other.end and other.start < one.end


def _joined(part: Sequence[str], between: str, judge: Judge) -> Iterator[Finding]:
    """Yield, message by message, the findings of the messages read as one text that no message shows alone."""
    starts: list[int] = []
    position = 0
    for text in part:
        starts.append(position)
        position += len(text) + len(between)
    for one in judge(between.join(part)):
        pieces = [
            (index, max(one.start, start) - start, min(one.end, start + len(text)) - start)
            for index, (start, text) in enumerate(zip(starts, part, strict=True))
            if one.start < start + len(text) and start < one.end
        ]
        crosses = len(pieces) > 1
        if not between and "/" in part[pieces[0][0]][pieces[0][1] :]:
            continue
        # Without blanks only an address makes sense; a message that starts a word goes on as another otherwise.
        if not between and not (crosses and one.kind in {"email", "url"}):
            continue
        if not crosses and one.kind in {"intent", "allusion", "url", "email"}:
            continue
        for index, begin, end in pieces:
            if part[index][begin:end].strip():
                yield replace(
                    one, message=index, start=begin, end=end, hidden=crosses, evidence=(*one.evidence, "run")
                )


def _digits_over(part: Sequence[str]) -> list[Finding]:
    """Return a number whose digits stand in several messages, each with little else."""
    rows = [list(_DIGITS.finditer(text)) for text in part]
    first = next((index for index, row in enumerate(rows) if row), len(part))
    last = len(part) - next((index for index, row in enumerate(reversed(rows)) if row), len(part))
    if last - first < 2 or any(len(row) != 1 for row in rows[first:last]):
        return []
    groups = [re.sub(r"\D", "", row[0][0]) for row in rows[first:last]]
    digits = "".join(groups)
    if not DIGITS_MIN <= len(digits) <= DIGITS_MAX or max(map(len, groups)) > PART_DIGITS_MAX:
        return []
    if any(_TELLS_SOMETHING_ELSE.search(text) for text in part[first:last]):
        return []
    said = [word for text in part[:last] for word in _WORD.findall(text.lower())]
    if names_something_else(said) or not words("phone_cues", "counted").isdisjoint(said):
        return []
    if any(len(_WORD.findall(text)) > PART_WORDS_MAX for text in part[first:last]):
        return []
    before = " ".join(part[:last]).lower()
    cue = any(phrase in before for phrase in (*phrases("phone_cues", "for"), *phrases("phone_cues", "split")))
    if not cue and not _is_dialled(part[first:last], groups, digits):
        return []
    return [
        Finding(
            "phone", first + index, row[0].start(), row[0].end(), digits, CONFIDENCE, ("run", "digits"), True
        )
        for index, row in enumerate(rows[first:last])
    ]


def _mail_over(part: Sequence[str]) -> list[Finding]:
    """Return an address whose name, house and domain stand each in a message of its own, without signs."""
    for index in range(1, len(part)):
        name, house = part[index - 1].strip(" @"), part[index].strip(" @.").lower()
        if house in words("signs", "mail_alone") and _MAIL_NAME.fullmatch(name):
            after = part[index + 1].strip(" .").lower() if index + 1 < len(part) else ""
            count = 3 if domain_classes().get(after) == "plain" else 2
            value = f"{name}@{house}.{after if count == 3 else 'com'}".lower()
            return [
                Finding("email", at, 0, len(part[at]), value, CONFIDENCE, ("run", "mail house"), True)
                for at in range(index - 1, index - 1 + count)
            ]
    return []


def _is_dialled(texts: Sequence[str], groups: Sequence[str], digits: str) -> bool:
    """Say whether messages of nothing but figures are the parts of a number rather than a list of numbers."""
    if (
        not all(_FIGURES_ONLY.fullmatch(text) for text in texts)
        or not DIGITS_SURE <= len(digits) <= DIGITS_MAX - 2
    ):
        return False
    if all(group.endswith("0") for group in groups) or len(set(digits)) < 3:
        return False
    if texts[0].lstrip().startswith("+") or digits[0] == "0":
        return True
    return len(digits) in {9, 10, 11} and digits[0] in "1236789457" and max(map(len, groups)) >= 3
