"""Say where a number or an address is a sample: made up for a script, a test or a mock-up, and leading to nobody."""

import re
from functools import cache

from gighall.guard.word_lists import is_said_in, phrases, whole_words, words

NEARBY, SCENE_NEARBY, PROGRAM_NEARBY = 90, 140, 500
# So much is said of how an address is set where it is only looked at as print.
TYPESET_MIN = 2
WORD_NEARBY = 12

# Signs of a program around a piece of text in quotes.
_CODE = re.compile(
    r"[\w!]\(|\)\s?;|==|=>|:=|\bassert\b|\binsert into\b|\bvalues\b|\breturn\b|\bdef\b|\bconst\b|\w\s?=\s?['\"]",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+")
# Somebody says that it is theirs.
_CLAIMED = re.compile(r"\W*(?:is|that's|this is) (?:my|mine|our)\b", re.IGNORECASE)
_OPENING, _CLOSING = "\"'“„«`‘", "\"'”“»`’"


@cache
def _fictional() -> re.Pattern[str]:
    """Return the expression of numbers that no operator gives to anybody."""
    return re.compile(f"(?:{'|'.join(phrases('samples', 'fictional'))})")


def _is_said(section: str, text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text holds words of a list."""
    return is_said_in(text[start:end], "samples", section)


def is_sample_number(text: str, start: int, end: int, digits: str) -> bool:
    """Say whether a number is said to be made up, is spoken by somebody in a piece of writing, or stands in a program.

    A number that may be somebody's is a sample only where that is said of it, or where it is quoted from a script.
    """
    before = text[max(0, start - NEARBY) : start]
    after = text[end : end + NEARBY]
    if _CLAIMED.match(after):
        return False
    if _is_said("made_up", before, 0, NEARBY) or _is_said("made_up", after, 0, NEARBY):
        return True
    if _is_drilled(text, start, end):
        return True
    scene = _is_said("scene", text, max(0, start - SCENE_NEARBY), end + SCENE_NEARBY)
    if _fictional().search(digits) is not None and scene:
        return True
    if not is_quoted(text, start, end):
        return False
    return scene or _CODE.search(text, max(0, start - PROGRAM_NEARBY), end + PROGRAM_NEARBY) is not None


def is_sample_place(text: str, start: int, end: int) -> bool:
    """Say whether a street is said to be made up, or is quoted from a piece of writing."""
    if is_made_up(text, start, end):
        return True
    return is_quoted(text, start, end) and _is_said(
        "scene", text, max(0, start - SCENE_NEARBY), end + SCENE_NEARBY
    )


def _is_drilled(text: str, start: int, end: int) -> bool:
    """Say whether numbers are what is learnt, tested or played with, and nobody says that this one is theirs."""
    near = text[max(0, start - SCENE_NEARBY) : end + SCENE_NEARBY]
    return is_said_in(near, "samples", "drills") and not is_said_in(near, "samples", "theirs")


def is_made_up(text: str, start: int, end: int) -> bool:
    """Say whether what stands at a place is said to be made up."""
    around = whole_words("samples", "made_up")
    is_said = (
        around.search(text, max(0, start - NEARBY), start) is not None
        or around.search(text, end, end + NEARBY) is not None
    )
    return (is_said or _is_staged(text, start, end)) and _CLAIMED.match(text, end) is None


def _is_staged(text: str, start: int, end: int) -> bool:
    """Say whether it is shown as what swindlers write, and nobody says that it is theirs."""
    near = text[max(0, start - SCENE_NEARBY) : end + SCENE_NEARBY]
    return is_said_in(near, "samples", "swindles") and not is_said_in(near, "samples", "theirs")


def is_proofread(text: str) -> bool:
    """Say whether a text is about how something is set that has somebody's address on it, and calls none its own."""
    low = text.lower()
    if not is_said_in(low, "samples", "printed") or is_said_in(low, "samples", "theirs"):
        return False
    return len({one[0] for one in whole_words("samples", "typeset").finditer(low)}) >= TYPESET_MIN


def is_sent_to(text: str, start: int) -> bool:
    """Say whether the word right before an address says that something is to be sent there."""
    said = _WORD.findall(text[max(0, start - WORD_NEARBY) : start].lower())
    return bool(said) and said[-1] in words("samples", "sent_to")


def is_quoted(text: str, start: int, end: int) -> bool:
    """Say whether a quotation opens before a place and closes behind it, within the same lines."""
    before, after = text[max(0, start - NEARBY) : start], text[end : end + NEARBY]
    opens = max(before.rfind(sign) for sign in _OPENING if sign != "'")
    opens = max(opens, _last_single(before))
    if opens < 0:
        return False
    return any(sign in after for sign in _CLOSING)


def _last_single(before: str) -> int:
    """Return where the last single quotation mark stands that is no apostrophe, or -1."""
    at = before.rfind("'")
    while at > 0 and before[at - 1].isalnum():
        at = before.rfind("'", 0, at)
    return at
