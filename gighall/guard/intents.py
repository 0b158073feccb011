"""Find proposals to talk or pay outside, and questions for a contact detail that give none themselves.

A frame is a row of steps, each a set of words; a sentence holds it when its words meet the steps in order, with few
words between. All frames and words stand in ``data/intents.txt``.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache

from gighall.guard.apps import App, spellings
from gighall.guard.finding import Finding
from gighall.guard.lists import phrases, words

# How much of a text around a word of interest is read.
WINDOW = 200
NEGATION_WORDS = 3
TOLD_WORDS = 5
CONFIDENCE = 0.8

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# What ends a sentence, also in programs.
_STOPS = ("\n", ". ", "! ", "? ", "… ", ";", "{", "}", "`", "=")
_QUOTES = re.compile('["“”„«»]')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a window in lower case, and whether a sign such as a comma stands before it."""

    word: str
    start: int
    end: int
    follows_sign: bool


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A step of a frame: a set of words, and how many others may stand before it."""

    gap: int
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Frame:
    """A row of steps; ``anchor`` is the index of the step that is looked for first."""

    name: str
    steps: tuple[Step, ...]
    anchor: int
    ends_clause: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Where a frame stands: half open, in words of the sentence; ``between`` are the words that no step took."""

    start: int
    end: int
    between: tuple[int, ...]


def find_intents(text: str, hits: Set[str], apps: Sequence[App]) -> list[Finding]:
    """Return the proposals and questions of a text; ``hits`` are the words of it that the gate knows."""
    found: list[Finding] = []
    for start, end in _sentences(text, hits, apps):
        found += _in_sentence(text, _words(text, start, end, apps))
    return _merged(found)


def _sentences(text: str, hits: Set[str], apps: Sequence[App]) -> Iterator[tuple[int, int]]:
    """Yield the sentences, or as much of them as is near, with a word that some frame cannot be without."""
    wanted = hits & anchor_words()
    places = [found.start() for found in _any_of(frozenset(wanted)).finditer(text)] if wanted else []
    done = 0
    for place in sorted([*places, *(app.start for app in apps)]):
        if place < done:
            continue
        lowest, highest = max(done, place - WINDOW), place + WINDOW
        start = max(lowest, *(text.rfind(stop, lowest, place) + 1 for stop in _STOPS))
        stops = [at for stop in _STOPS if (at := text.find(stop, place, highest)) != -1]
        done = min([*stops, highest, len(text)])
        yield start, done


@cache
def anchor_words() -> frozenset[str]:
    """Return the words of which each frame needs one: what the gate looks for."""
    found = set()
    for frame in _frames():
        for written in _entries()[frame.steps[frame.anchor].name]:
            # Of a phrase the longest word is mostly the rarest: "platform" of "off the platform".
            rare = [word for word in written if word not in words("intents", "common")]
            found.add(max(reversed(rare or written), key=len))
    return frozenset(found) - {""}


@cache
def _any_of(entries: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(entries)))})(?![^\W_])", re.IGNORECASE)


def _words(text: str, start: int, end: int, apps: Sequence[App]) -> list[Word]:
    """Return the words of a stretch; an app's name is one word, however it is spelt."""
    first = bisect_left(apps, start, key=lambda app: app.start)
    last = bisect_left(apps, end, key=lambda app: app.start)
    names = {app.start: app for app in apps[first:last] if not (app.is_short and app.is_ambiguous)}
    sentence: list[Word] = []
    done = start
    for found in _WORD.finditer(text, start, end):
        first = found.start()
        if first < done:
            continue
        app = names.get(first)
        word = app.name if app else found[0].lower().replace("’", "'")
        sentence.append(
            Word(word, first, app.end if app else found.end(), text[done:first].strip(" -\t") != "")
        )
        done = sentence[-1].end
    return sentence


def _in_sentence(text: str, sentence: list[Word]) -> Iterator[Finding]:
    """Yield what the frames find in one sentence."""
    present = {one.word for one in sentence}
    for frame in sorted({frame for word in present for frame in _by_anchor().get(word, ())}):
        if any(_first_words(step.name).isdisjoint(present) for step in frame.steps):
            continue
        for match in _matches(frame, sentence):
            if _is_meant(text, sentence, match):
                start, end = sentence[match.start].start, sentence[match.end - 1].end
                yield Finding("intent", 0, start, end, frame.name, CONFIDENCE, (f"frame:{frame.name}",))


def _matches(frame: Frame, sentence: list[Word]) -> list[Match]:
    """Return where a frame's steps stand in a sentence, the shortest for each end."""
    found = [
        Match(start, end, ())
        for start in range(len(sentence))
        for end in _ends(frame.steps[0].name, sentence, start)
    ]
    for step in frame.steps[1:]:
        longer: dict[int, Match] = {}
        for match in found:
            for gap in range(step.gap + 1):
                for end in _ends(step.name, sentence, match.end + gap):
                    between = match.between + tuple(range(match.end, match.end + gap))
                    if end not in longer or longer[end].start < match.start:
                        longer[end] = Match(match.start, end, between)
        found = list(longer.values())
    return [match for match in found if not frame.ends_clause or _ends_clause(sentence, match.end)]


def _ends(name: str, sentence: list[Word], start: int) -> Iterator[int]:
    """Yield where an entry of a set ends that begins at ``start``."""
    if start < len(sentence):
        for rest in _index(name).get(sentence[start].word, ()):
            end = start + 1 + len(rest)
            if tuple(one.word for one in sentence[start + 1 : end]) == rest:
                yield end


def _ends_clause(sentence: list[Word], end: int) -> bool:
    """Say whether a clause ends here, or goes on in a way that leaves the last step whole."""
    return (
        end == len(sentence) or sentence[end].follows_sign or sentence[end].word in words("intents", "follow")
    )


def _is_meant(text: str, sentence: list[Word], match: Match) -> bool:
    """Say whether a frame is the author's own proposal: not denied, not quoted, no talk about the rule."""
    before = sentence[max(0, match.start - TOLD_WORDS) : match.start]
    if _is_denied(sentence, match):
        return False
    told = [index for index, one in enumerate(before) if one.word in words("intents", "told")]
    if told and not any(one.word == "as" for one in before[: told[-1]]):
        return False
    last = sentence[match.start].start
    if len(_QUOTES.findall(text, max(0, sentence[0].start - 1), last)) % 2:
        return False
    said = " ".join(one.word for one in sentence)
    if any(f" {phrase.replace('_', ' ')} " in f" {said} " for phrase in words("intents", "whether")):
        return False
    return not _is_about_the_rule(sentence, match)


def _is_denied(sentence: list[Word], match: Match) -> bool:
    """Say whether a word before a frame, in its clause, or between its steps denies it."""
    denying = words("intents", "not")
    if any(sentence[index].word in denying for index in match.between):
        return True
    for index in range(match.start - 1, max(-1, match.start - 1 - NEGATION_WORDS), -1):
        if sentence[index + 1].follows_sign:
            return False
        if sentence[index].word in denying:
            return True
    return False


def _is_about_the_rule(sentence: list[Word], match: Match) -> bool:
    """Say whether the sentence speaks of what is allowed, and does not go on to propose it all the same."""
    for index, one in enumerate(sentence):
        if one.word in words("intents", "rule"):
            between = sentence[index : match.start]
            return not any(other.word in words("intents", "but") for other in between)
    return False


@cache
def _entries() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return each set with its entries as rows of words."""
    apps = " ".join(sorted({*spellings().values()} - {"line", "messenger"}))
    found = {}
    for line in phrases("intents", "sets"):
        name, *entries = line.replace("{apps}", apps).split()
        found[name] = tuple(tuple(entry.split("_")) for entry in entries)
    return found


@cache
def _index(name: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the entries of a set by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in _entries()[name]:
        found.setdefault(entry[0], []).append(entry[1:])
    return found


@cache
def _first_words(name: str) -> frozenset[str]:
    return frozenset(_index(name))


@cache
def _by_anchor() -> dict[str, list[Frame]]:
    """Return the frames by the first words of the step that they cannot be without."""
    found: dict[str, list[Frame]] = {}
    for frame in _frames():
        for word in _first_words(frame.steps[frame.anchor].name):
            found.setdefault(word, []).append(frame)
    return found


@cache
def _frames() -> tuple[Frame, ...]:
    """Return the frames as they are written in the list."""
    found = []
    for line in phrases("intents", "frames"):
        name, _colon, row = line.partition(":")
        steps: list[Step] = []
        gap, anchor, ends_clause = 0, 0, False
        for part in row.split():
            if part.isdigit():
                gap = int(part)
            elif part == "end":
                ends_clause = True
            else:
                anchor = len(steps) if part[0] == "!" else anchor
                steps.append(Step(gap, part.lstrip("!")))
                gap = 0
        found.append(Frame(name, tuple(steps), anchor, ends_clause))
    return tuple(found)


def _merged(findings: list[Finding]) -> list[Finding]:
    """Return proposals with those that overlap made one."""
    merged: list[Finding] = []
    for one in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if merged and one.start < merged[-1].end:
            if one.end > merged[-1].end:
                merged[-1] = replace(merged[-1], end=one.end)
        else:
            merged.append(one)
    return merged
