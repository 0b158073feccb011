"""Find where somebody can be met who tells it in pieces: a spot, a time, how one is known, what changes hands.

"Friday 1pm, I wear the orange scarf and hand over the coins": no piece is a detail, together they lead to a person.
"""

import re
from collections.abc import Iterator

from gighall.guard.finding import Finding
from gighall.guard.word_lists import is_any_in

TEXT_MAX, CONFIDENCE = 320, 0.8
PIECES_MIN, PIECES_SURE = 3, 4

_PIECES = ("known_by", "handed", "spot", "when")
_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.h][0-5]\d\b|\b\d{1,2}\s?(?:am|pm|uhr|h)\b|[\U0001f550-\U0001f567]", re.I
)
_PLACE = re.compile(
    r"(?<![\d.])-?\d{1,2}\.\d{3,7}°?\s?[NSEW]?[\s,;:/]{1,3}-?\d{1,3}\.\d{3,7}(?![\d.])|///", re.I
)
# Letters and hyphens of a room of Google's, said one by one.
_ROOM = re.compile(
    r"(?<![^\W_])[a-z](?:[ .]?[a-z]){2}(?P<sign>,? ?(?:-|hyphen|dash|minus),? ?)[a-z](?:[ .]?[a-z]){3}(?P=sign)"
    r"[a-z](?:[ .]?[a-z]){2}(?![^\W_])",
    re.I,
)


def may_be_met(text: str) -> bool:
    """Say, cheaply, whether a message may be the last piece of where somebody can be met."""
    low = text.lower().replace("’", "'")
    return any(is_any_in(low, "met", one) for one in _PIECES if one != "when")


def find_met(text: str) -> Iterator[Finding]:
    """Yield where somebody can be met, told in pieces; the whole of a short text tells it."""
    if len(text) > TEXT_MAX:
        return
    for room in _ROOM.finditer(text):
        if " " in room[0].replace(room["sign"], "") and any(map(str.isalpha, room["sign"])):
            yield Finding("meeting", 0, *room.span(), room[0].lower(), CONFIDENCE, ("meeting code",), True)
            return
    low = text.lower().replace("’", "'")
    told = {one for one in _PIECES if is_any_in(low, "met", one)}
    told |= {one for one, sign in (("spot", _PLACE), ("when", _TIME)) if sign.search(text)}
    mine = "known_by" in told or is_any_in(low, "met", "mine")
    if "spot" not in told and "known_by" not in told:
        return
    if len(told) + mine >= PIECES_SURE and len(told) >= PIECES_MIN and not is_any_in(low, "met", "scenes"):
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        yield Finding("meeting", 0, start, end, "in person", CONFIDENCE, ("meet", "told in pieces"), True)
