"""One pass over a text finds whatever the lists know: phrases and names of apps, words of digits, triggers.

The pass is a compiled automaton over the compared form of the text. It decides what is worth a second look, so a
text that holds nothing of interest costs little more than this.
"""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from gighall.guard.lexicon import Entry, Hit, Meaning, Plain, entries, is_unspaced
from gighall.guard.number_words import number_words
from gighall.guard.triggers import triggers

# How much a word may grow at an end that a list leaves open.
OPEN_LETTERS_MAX = 6
CLITIC_LETTERS_MAX = 3
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяіїє")
_NONE: frozenset[str] = frozenset()


class Reading(NamedTuple):
    """What the lists know of a text.

    ``hits`` are its phrases, in order, without those inside another; ``apps`` is every name of an app; ``clues`` are
    the phrases that are weighed, again without those inside another.
    ``triggers`` are sections of ``data/triggers.txt`` of which something stands in the text. Its words say ``said``
    digits at the most.
    """

    hits: list[Hit]
    apps: list[Hit]
    triggers: frozenset[str]
    said: int
    clues: list[Hit]


@dataclass(slots=True)
class Pattern:
    """A string that the automaton looks for. It may be a phrase, a word of digits and a trigger at once."""

    meanings: tuple[Meaning, ...] = ()
    clues: tuple[Meaning, ...] = ()
    opens: bool = False
    ends_open: bool = False
    is_app: bool = False
    digits: int = 0
    triggers: frozenset[str] = _NONE
    # Whether it counts inside of words too: it says digits or triggers something.
    is_part: bool = False


@cache
def _automaton() -> tuple[AhoCorasick, tuple[Pattern, ...]]:
    patterns = {written: _phrase(entry) for written, entry in entries().items()}
    for written, (says, _role) in number_words().items():
        patterns.setdefault(written, Pattern()).digits = max(1, len(says))
    for written, names in triggers().items():
        patterns.setdefault(written, Pattern()).triggers = names
    for pattern in patterns.values():
        pattern.is_part = bool(pattern.digits or pattern.triggers)
    return AhoCorasick(list(patterns), store_patterns=False), tuple(patterns.values())


def _phrase(entry: Entry) -> Pattern:
    return Pattern(entry.meanings(), entry.clues(), entry.opens, entry.ends_open, entry.is_app)


def warm_up() -> None:
    """Read the lists and build the automaton, so that the first text does not wait for it."""
    _automaton()


def read(compared: Plain) -> Reading:
    """Return what the lists know of a text."""
    automaton, patterns = _automaton()
    matches = automaton.find_matches_as_indexes(compared.text, overlapping=True)
    if not matches:
        return Reading([], [], _NONE, 0, [])
    # The blank at the end is also what stands "before" the first sign: text[-1].
    text = compared.text + " "
    said = 0
    triggered = _NONE
    whole: list[tuple[int, int, int]] = []
    for index, start, end in matches:
        pattern = patterns[index]
        if pattern.is_part:
            said += pattern.digits
            triggered |= pattern.triggers
        before, after = text[start - 1], text[end]
        # Most matches are parts of longer words; these lines turn them away cheaply.
        if before in _LETTERS and not pattern.opens and text[start] in _LETTERS:
            continue
        if after in _LETTERS and not pattern.ends_open and text[end - 1] in _LETTERS:
            continue
        if (pattern.meanings or pattern.clues) and (
            (before == after == " ") or _stands_alone(text, start, end, pattern)
        ):
            whole.append((start, -end, index))
    if not whole:
        return Reading([], [], triggered, said, [])
    hits, apps, clues = _outermost(compared, whole)
    return Reading(hits, apps, triggered, said, clues)


def _outermost(compared: Plain, whole: list[tuple[int, int, int]]) -> tuple[list[Hit], list[Hit], list[Hit]]:
    """Return the phrases that stand in no other one, the names of apps that stand in no other name, the clues."""
    patterns = _automaton()[1]
    places = compared.places
    hits: list[Hit] = []
    apps: list[Hit] = []
    clues: list[Hit] = []
    done = app_done = clue_done = 0
    # Sorted like this, what a phrase before does not contain ends behind it.
    whole.sort()
    for start, minus_end, index in whole:
        pattern, end = patterns[index], -minus_end
        is_whole, is_app = pattern.meanings and end > done, pattern.is_app and end > app_done
        is_clue = pattern.clues and end > clue_done
        if not (is_whole or is_app or is_clue):
            continue
        first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
        if is_clue:
            clue_done = end
            clues += [Hit(first, last, classes, spoken) for classes, spoken in pattern.clues]
        if not (is_whole or is_app):
            continue
        meant = [Hit(first, last, classes, spoken) for classes, spoken in pattern.meanings]
        if is_whole:
            done = end
            hits += meant
        if is_app:
            app_done = end
            apps += [hit for hit in meant if hit.app]
    return hits, apps, clues


def _stands_alone(text: str, start: int, end: int, pattern: Pattern) -> bool:
    """Say whether a phrase is whole words, as its script has words; a blank is the last sign of ``text``."""
    before, after = text[start - 1], text[end]
    if after == "." and text[end + 1].isalnum():
        return False
    if start > 1 and before in ".@" and text[start - 2].isalnum():
        return False
    if _goes_on(before, text[start]) and not (
        pattern.opens and before not in "_@" and _letters_before(text, start) <= CLITIC_LETTERS_MAX
    ):
        return False
    return not _goes_on(after, text[end - 1]) or (
        pattern.ends_open and after not in "_@" and _may_end_like_this(text, end)
    )


def _letters_before(text: str, start: int) -> int:
    """Return how many letters and digits stand right before a place, as far as that matters."""
    first = start
    while first and start - first <= CLITIC_LETTERS_MAX and text[first - 1].isalnum():
        first -= 1
    return start - first


def _may_end_like_this(text: str, end: int) -> bool:
    """Say whether a word that goes on at ``end`` soon ends, with letters only."""
    last = end
    while last - end <= OPEN_LETTERS_MAX and text[last].isalpha():
        last += 1
    after = text[last]
    return last - end <= OPEN_LETTERS_MAX and not (after.isdigit() or after in "_@")


def _goes_on(outer: str, inner: str) -> bool:
    """Say whether a sign beside a phrase belongs to the same word."""
    if not (outer.isalnum() or outer in "_@"):
        return False
    return not (is_unspaced(outer) or is_unspaced(inner))
