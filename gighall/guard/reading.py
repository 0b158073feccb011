"""One pass over a text finds whatever the lists know: phrases and names of apps, words of digits, triggers.

The pass is a compiled automaton over the compared form of the text. It decides what is worth a second look, so a
text that holds nothing of interest costs little more than this.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from gighall.guard.lexicon import Hit, Meaning, Plain, Said, entries, is_unspaced, meanings, same
from gighall.guard.number_words import number_words
from gighall.guard.outlines import is_spaced as _is_spaced
from gighall.guard.outlines import outline
from gighall.guard.proposal_rules import bits_of
from gighall.guard.triggers import triggers

# How much a word may grow at an end that a list leaves open.
OPEN_LETTERS_MAX = 6
CLITIC_LETTERS_MAX = 3
# For as many digits words count that may be glued to something: so many that they are looked at.
GLUED = 9
# No word of digits is shorter.
NUMBER_LETTERS_MIN = 2
# A word of digits of so few letters, with the blank before it, is one only where another word of digits begins behind.
SHORT_NUMBER, BEGINNING = 3, 3
# How a string is bound: a blank before it and one behind it belong to it; it is compared, because it has a blank.
BEFORE, BEHIND, COMPARE = 1, 2, 4
# What it is: a phrase, a word of digits, a trigger.
PHRASE, DIGITS, TRIGGER = 8, 16, 32
# From this bit on stands which pattern it has.
PATTERN_BITS = 6
# What stands for strings of nothing but signs, and in no text.
UNSAID = "\x00\x00"
_NONE: frozenset[str] = frozenset()
# Phrases of these classes are no part of a proposal and hide no other one: they make a detail near them doubtful.
ONLY_TELLING = frozenset({"sample", "record"})
# A phrase that speaks against proposals takes away what stands in it ("why not" the "not"), and counts only where it
# stands in no other one ("he" in "the help").
_AGAINST = frozenset({"not", "notnot", "rule", "but", "told", "others", "about", "here", "thing", "declines"})


# A hit of its four parts: built for each phrase of each text, so not by name, which costs thrice as much.
_hit: Callable[[tuple[int, int, frozenset[str], frozenset[str]]], Hit] = partial(tuple.__new__, Hit)
# Where a phrase stands: its start, its end with a minus (so that of equal starts the longest comes first), its index.
Place = tuple[int, int, int]


@dataclass(slots=True, unsafe_hash=True)
class Pattern:
    """What a string means that the automaton looks for: it may be a phrase, a word of digits and a trigger at once."""

    meanings: tuple[Meaning, ...] = ()
    classes: frozenset[str] = _NONE
    clues: tuple[Meaning, ...] = ()
    clue_names: frozenset[str] = _NONE
    opens: bool = False
    ends_open: bool = False
    is_app: bool = False
    rule_bits: int = 0
    only_tells: bool = False
    digits: int = 0
    triggers: frozenset[str] = _NONE


class Reading:
    """What the lists know of a text.

    ``compared`` is the text in the form in which it is compared. ``hits`` are its phrases, in order; ``clues`` those
    that are weighed; ``apps`` is every name of an app. ``classes`` are those of its phrases, ``rule_bits`` the same
    as rules are asked for.
    ``triggers`` are sections of ``data/triggers.txt`` of which something stands in the text. Its words say ``said``
    digits at the most.
    """

    __slots__ = (
        "_found",
        "_hits",
        "classes",
        "clue_names",
        "compared",
        "has_app",
        "rule_bits",
        "said",
        "triggers",
    )

    def __init__(
        self,
        compared: Plain,
        found: list[Place],
        patterns: list[Pattern],
        triggers: frozenset[str],
        said: int,
    ) -> None:
        self.compared, self._found = compared, found
        self._hits: tuple[list[Hit], list[Hit], list[Hit]] | None = None if found else ([], [], [])
        self.classes = _NONE.union(*[one.classes for one in patterns])
        self.clue_names = _NONE.union(*[one.clue_names for one in patterns])
        self.rule_bits = 0
        for one in patterns:
            self.rule_bits |= one.rule_bits
        self.has_app = "app" in self.classes or "weakapp" in self.classes
        self.triggers = triggers
        self.said = said

    @property
    def hits(self) -> list[Hit]:
        """Return the phrases, in order, without those inside another."""
        return self._worked_out()[0]

    @property
    def apps(self) -> list[Hit]:
        """Return the names of apps, in order, without those inside another."""
        return self._worked_out()[1] if self.has_app else []

    @property
    def telling(self) -> list[Hit]:
        """Return the phrases that only make a detail near them doubtful."""
        return self._worked_out()[2]

    @property
    def clues(self) -> list[Hit]:
        """Return the phrases that are weighed, in order, without those inside another."""
        return _outermost_clues(self.compared, self._found) if self.clue_names else []

    def _worked_out(self) -> tuple[list[Hit], list[Hit], list[Hit]]:
        if self._hits is None:
            self._hits = _outermost(self.compared, self._found)
        return self._hits


class Automaton(NamedTuple):
    """The compiled automaton, its strings, and for each of them how it is bound, what it is and which pattern it has.

    This stands in one number for each, close together: what lies far apart in memory costs more than all the rest.
    ``beginnings`` is how words of digits begin; ``signs`` are strings without a letter or digit, with their indexes:
    these are looked for one by one.
    """

    compiled: AhoCorasick
    strings: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    codes: Sequence[int]
    beginnings: frozenset[str]
    signs: tuple[tuple[str, int], ...]


@cache
def _automaton() -> Automaton:
    found = {
        written: _phrase(entry.said, entry.clues, entry.opens, entry.ends_open, entry.is_app)
        for written, entry in entries().items()
    }
    for written, (says, _role) in number_words().items():
        found[written] = replace(found.get(written, Pattern()), digits=max(1, len(says)))
    for written, names in triggers().items():
        found[written] = replace(found.get(written, Pattern()), triggers=names)
    # Short strings first, and one object for all that mean the same: what is often needed lies close together and
    # stays in the processor's cache.
    strings = tuple(sorted(found, key=lambda string: (len(string), string)))
    shared: dict[Pattern, int] = {}
    numbers = [shared.setdefault(found[string], len(shared)) for string in strings]
    bound = [_bound(string, found[string]) for string in strings]
    codes = array(
        "I",
        [bits | number << PATTERN_BITS for (_outlined, bits), number in zip(bound, numbers, strict=True)],
    )
    signs = tuple((string, index) for index, string in enumerate(strings) if not bound[index][0].strip())
    compiled = AhoCorasick(
        [outlined if outlined.strip() else UNSAID for outlined, _bits in bound], store_patterns=False
    )
    beginnings = frozenset(f"{outline(written).text} "[:BEGINNING] for written in number_words())
    return Automaton(compiled, strings, tuple(shared), codes, beginnings, signs)


def _bound(string: str, pattern: Pattern) -> tuple[str, int]:
    """Return how a string is looked for in an outline, and how it is bound.

    Words that count only as a whole are looked for together with the blanks around them.
    """
    outlined = outline(string).text
    bits = COMPARE if " " in outlined else 0
    bits |= PHRASE if pattern.meanings or pattern.clues else 0
    bits |= DIGITS if pattern.digits else 0
    bits |= TRIGGER if pattern.triggers else 0
    if _is_spaced(outlined[0]) and not (pattern.opens or pattern.triggers):
        bits |= BEFORE
        outlined = f" {outlined}"
    if _is_spaced(outlined[-1]) and not (pattern.ends_open or pattern.triggers or pattern.digits):
        bits |= BEHIND
        outlined = f"{outlined} "
    return outlined, bits


@cache
def _phrase(
    said: tuple[Said, ...], clues: tuple[Said, ...], opens: bool, ends_open: bool, is_app: bool
) -> Pattern:
    """Return what phrases mean that are the same in all of this: many thousands are in few hundred ways."""
    meant, weighed = meanings(said), meanings(clues)
    classes, names = _classes_of(meant), _classes_of(weighed)
    only_tells = classes <= ONLY_TELLING
    return Pattern(meant, classes, weighed, names, opens, ends_open, is_app, bits_of(classes), only_tells)


@cache
def _classes_of(meant: tuple[Meaning, ...]) -> frozenset[str]:
    return same(_NONE.union(*[classes for classes, _languages in meant]))


def read(compared: Plain) -> Reading:
    """Return what the lists know of a text."""
    automaton, strings, patterns, codes, beginnings, signs = _automaton()
    text = compared.text
    outlined, cuts = outline(text)
    outlined = f" {outlined} "
    # The blank at the end is also what stands "before" the first sign: padded[-1].
    padded = f"{text} "
    found: list[Place] = []
    # Of the phrases that stand in the text, and of the triggers, which patterns they have.
    kinds: set[int] = set()
    triggering: set[int] = set()
    said = 0
    for index, first, last in automaton.find_matches_as_indexes(outlined, overlapping=True):
        code = codes[index]
        start, end = first - 1 + (code & BEFORE), last - 1 - (code >> 1 & 1)
        if cuts:
            start, end = start - bisect_left(cuts, start), end - bisect_left(cuts, end - 1)
        if code & COMPARE and text[start:end] != strings[index]:
            continue
        if code & TRIGGER:
            triggering.add(code >> PATTERN_BITS)
        if code & DIGITS and (
            last - first > SHORT_NUMBER
            or not code & BEFORE
            or outlined[last] == " "
            or outlined[last : last + BEGINNING] in beginnings
        ):
            # What the word goes on with may say digits too: fivefivefive.
            rest = outlined.find(" ", last) - last
            said += patterns[code >> PATTERN_BITS].digits + rest // NUMBER_LETTERS_MIN
        if code & PHRASE and (
            padded[start - 1] == padded[end] == " "
            or _stands_alone(padded, start, end, patterns[code >> PATTERN_BITS])
        ):
            found.append((start, -end, index))
            kinds.add(code >> PATTERN_BITS)
    for sign, index in signs:
        if sign in text:
            triggering.add(codes[index] >> PATTERN_BITS)
            alone = list(_alone(padded, sign, index))
            if alone:
                found += alone
                kinds.add(codes[index] >> PATTERN_BITS)
    if "_" in text or "@" in text:
        # Words of digits may stand beside these.
        said += GLUED
    triggered = _NONE.union(*[patterns[kind].triggers for kind in triggering]) if triggering else _NONE
    return Reading(compared, found, [patterns[kind] for kind in kinds], triggered, said)


def _alone(padded: str, sign: str, index: int) -> Iterator[Place]:
    """Yield where a string of signs stands in a text as a phrase."""
    pattern = _pattern_of(index)
    start = padded.find(sign) if pattern.meanings or pattern.clues else -1
    while start >= 0:
        end = start + len(sign)
        if _stands_alone(padded, start, end, pattern):
            yield start, -end, index
        start = padded.find(sign, start + 1)


def _pattern_of(index: int) -> Pattern:
    """Return what a string of the automaton means."""
    automaton = _automaton()
    return automaton.patterns[automaton.codes[index] >> PATTERN_BITS]


def _outermost(compared: Plain, found: list[Place]) -> tuple[list[Hit], list[Hit], list[Hit]]:
    """Return the phrases of a text, the names of apps that stand in no other name, and the phrases that only tell.

    Of what stands in another phrase only that counts which means something else: the "zoom" in "on zoom then".
    """
    _compiled, _strings, patterns, codes, _beginnings, _signs = _automaton()
    places = compared.places
    hits: list[Hit] = []
    apps: list[Hit] = []
    telling: list[Hit] = []
    done = app_done = 0
    outer: list[Hit] = []
    # Sorted like this, what a phrase before does not contain ends behind it.
    found.sort()
    for start, minus_end, index in found:
        pattern, end = patterns[codes[index] >> PATTERN_BITS], -minus_end
        if not pattern.meanings:
            continue
        is_whole, is_app = end > done, pattern.is_app and end > app_done
        first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
        meant = [_hit((first, last, classes, spoken)) for classes, spoken in pattern.meanings]
        if pattern.only_tells:
            telling += meant
        elif is_whole:
            done, outer = end, meant
            hits += meant
        elif not any(_takes_away(one, other) for one in meant for other in outer):
            hits += meant
        if is_app:
            app_done = end
            apps += [hit for hit in meant if hit.app]
    return hits, apps, telling


def _outermost_clues(compared: Plain, found: list[Place]) -> list[Hit]:
    """Return the phrases of a text that are weighed, and stand in no other such one."""
    _compiled, _strings, patterns, codes, _beginnings, _signs = _automaton()
    places = compared.places
    clues: list[Hit] = []
    done = 0
    for start, minus_end, index in sorted(found):
        pattern, end = patterns[codes[index] >> PATTERN_BITS], -minus_end
        if pattern.clues and end > done:
            done = end
            first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
            clues += [_hit((first, last, names, spoken)) for names, spoken in pattern.clues]
    return clues


def _takes_away(inner: Hit, outer: Hit) -> bool:
    """Say whether a phrase means nothing beside one that it stands in."""
    if not _AGAINST.isdisjoint(inner.classes) or not _AGAINST.isdisjoint(outer.classes):
        return True
    return inner.classes <= outer.classes and not inner.languages.isdisjoint(outer.languages)


def _stands_alone(text: str, start: int, end: int, pattern: Pattern) -> bool:
    """Say whether a phrase is whole words, as its script has words; a blank is the last sign of ``text``."""
    before, after = text[start - 1], text[end]
    if after == "." and text[end + 1].isalnum():
        return False
    if start > 1 and before in ".@" and text[start - 2].isalnum():
        return False
    if (
        before != " "
        and _goes_on(before, text[start])
        and not (pattern.opens and before not in "_@" and _letters_before(text, start) <= CLITIC_LETTERS_MAX)
    ):
        return False
    if after == " " or not _goes_on(after, text[end - 1]):
        return True
    return pattern.ends_open and after not in "_@" and _may_end_like_this(text, end)


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
