"""Find details that a text tells in a cipher, or of which it says what is to be done before they can be read.

What rewrites the text stands in ``ciphers.py``, ``riddles.py`` and ``built.py``; here the rewritten text is judged.
"""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from itertools import chain

from gighall.guard.built import edits_for_built
from gighall.guard.ciphers import edits_for_ciphers
from gighall.guard.finding import Finding
from gighall.guard.framed_digits import points_of
from gighall.guard.joined_signs import edits_for_joined
from gighall.guard.lexicon import plain
from gighall.guard.names_hidden import is_personal
from gighall.guard.phones import Number, is_pattern
from gighall.guard.reading import read
from gighall.guard.riddles import edits_for_riddles
from gighall.guard.said_names import common_words
from gighall.guard.samples import is_sample_number
from gighall.guard.views import Edit, View
from gighall.guard.weighing import SENTENCE_KINDS
from gighall.guard.word_lists import is_any_in

# Readings of which every word was a cipher, so that a name of letters is one.
NAMING = frozenset(
    {
        "morse",
        "characters",
        "base32",
        "base64",
        "alphabet",
        "taps",
        "braille",
        "head down",
        "left out",
        "every letter",
    }
)
_NAME = re.compile(r"(?=.*[aeiouy])[a-z][a-z0-9._-]{3,24}")
# What asks for these readings in a text of letters.
_ASKING = frozenset(
    [
        "leaving_out",
        "at",
        "every_letter",
        "sign_named",
        "built",
        "wallet",
        "pieced",
        "placesaid",
        "loose",
        "ciphered",
        "tapped",
        "moved",
        "rot13",
    ]
)
DIGITS = range(8, 14)
CONFIDENCE = 0.85

Judge = Callable[[str], list[Finding]]


def find_deciphered(text: str, triggers: Set[str], figures: int, judge: Judge) -> list[Finding]:
    """Return the details that a text shows only when it is rewritten; ``judge`` finds those of any text."""
    found: list[Finding] = []
    if not (
        figures or not text.isascii() or "-." in text or ".-" in text or "\\" in text
    ) and _ASKING.isdisjoint(triggers):
        return found
    for way, edits in chain(
        edits_for_ciphers(text, triggers, figures),
        edits_for_riddles(text, triggers),
        edits_for_built(text, triggers),
        edits_for_joined(text, triggers),
    ):
        found += _seen(text, way, edits, judge)
    return found


def _seen(text: str, way: str, edits: list[Edit], judge: Judge) -> Iterator[Finding]:
    """Yield what stands in a rewritten text where it was rewritten."""
    view = View(text, edits)
    is_seen = False
    for one in judge(view.text):
        if one.kind in SENTENCE_KINDS or not view.touched(one.start, one.end):
            continue
        is_seen = True
        start, end = view.span(one.start, one.end)
        evidence = (one.evidence[0], way)
        yield replace(one, start=start, end=end, confidence=CONFIDENCE, evidence=evidence, hidden=True)
    if not is_seen and way in NAMING:
        yield from _names(text, view, way)
    for edit in edits:
        digits = "".join(filter(str.isdecimal, edit.becomes))
        if (
            len(digits) in DIGITS
            and not any(map(str.isalpha, edit.becomes))
            and _may_be_rung(text, edit, digits)
        ):
            yield Finding("phone", 0, edit.start, edit.end, digits, CONFIDENCE, ("cue", way), True)


def _names(text: str, view: View, way: str) -> Iterator[Finding]:
    """Yield the names that a cipher tells in a text that names an app and speaks of finding somebody."""
    apps = read(plain(view.text)).apps
    if not apps or not (is_personal(text) or is_any_in(text.lower(), "framed", "there")):
        return
    for edit in view.edits:
        name = edit.becomes.strip(" .,!").lower()
        if _NAME.fullmatch(name) and name not in common_words():
            yield Finding("handle", 0, edit.start, edit.end, name, CONFIDENCE, ("app", way), True)


def _may_be_rung(text: str, edit: Edit, digits: str) -> bool:
    """Say whether figures that were told in a cipher may be a number to ring."""
    if is_pattern(Number(0, 0, "", (digits,), (), False, False)):
        return False
    if not (is_any_in(text.lower(), "phone_cues", "rings") or points_of(text)):
        return False
    return not is_sample_number(text, edit.start, edit.end, digits)
