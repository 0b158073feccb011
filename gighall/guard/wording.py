"""Judge the wording of a text as a whole: what its words lean to together, where nothing in it stands out.

What leans away from outside makes a proposal that was seen in it less sure, and never a contact detail.

Each word, each pair of neighbours, each beginning of a word and each class of the lists has a weight in
``data/wording_weights.txt``, in hundredths of log-odds. ``tools/guard_fit.py`` fits them to the corpus. No single one
decides anything, and the heaviest are the finding's evidence: the list can be read, and says why.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gighall.guard.clauses import UNSPACED
from gighall.guard.finding import Finding
from gighall.guard.lexicon import plain
from gighall.guard.number_words import number_words
from gighall.guard.reading import Reading, read
from gighall.guard.sign_words import dot_words
from gighall.guard.word_lists import phrases

# How much more than evenly a text has to lean: nothing in it stands out, and most texts are honest.
LEAN_MIN = 170
HUNDREDTHS = 100
# What a text must lean more that denies or declines something: its other words are those of what it turns down.
DENIED_COST, DENYING = 60, frozenset({"+not", "+declines"})
# Shorter texts say too little to lean anywhere; longer ones are about many things at once.
CHARACTERS_MAX, BLANKS_MIN = 1500, 4
STEM, HEAVIEST = 5, 4
LENGTH_STEP, LENGTHS = 1.3, 6
CONFIDENCE_MAX = 0.9
# What such a finding is about: nothing more is known.
LEANING = "outside"
# The step of a finding's evidence that says how far the wording around it leans away.
AWAY = "wording away"
ENDS = frozenset({"com", "net", "org", "co", "io", "www", "http", "https"})
NUMBER_LETTERS_MIN = 4

_QUOTE = re.compile("[\"'‘“„«「]")
_QUOTED = re.compile(
    r"[\"“„«][^\"“”„«»\n]{8,}+[\"”“»]|「[^「」\n]{4,}+」|(?<![^\W_])['‘][^'‘’\n]{12,}+['’](?![^\W_])"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[?!$]")
_ASCII_WORDS = bytes(
    code if chr(code).isalpha() or chr(code) in "'?!$" else ord(" ") for code in range(128)
) + bytes(128)


def find_wording(text: str, reading: Reading | None = None) -> list[Finding]:
    """Return the one finding of a text whose wording leans outside, or nothing.

    It stands at the whole text. ``reading`` is what the lists know of the text, where that has been worked out.
    """
    if not _is_weighed(text):
        return []
    wording = wording_of(text, reading)
    if _most(wording) < LEAN_MIN:
        return []
    lean = leaning(wording) - LEAN_MIN
    if lean < 0:
        return []
    known = weights()
    counted = known.keys() & _features(wording)
    if lean < DENIED_COST and not DENYING.isdisjoint(counted):
        return []
    heaviest = sorted(counted, key=lambda name: (-known[name], name))[:HEAVIEST]
    said = text.strip()
    start = text.index(said)
    confidence = round(min(CONFIDENCE_MAX, 1 / (1 + math.exp(-lean / HUNDREDTHS))), 3)
    evidence = (f"wording:{lean}", *(f"said {name}:{known[name]}" for name in heaviest))
    return [Finding("intent", 0, start, start + len(said), LEANING, confidence, evidence)]


def doubted(text: str, reading: Reading, sayings: Sequence[Finding], least: float) -> list[Finding]:
    """Return proposals and hints that were seen in a text, less sure by as much as its wording leans away."""
    if not sayings or not _is_weighed(text):
        return list(sayings)
    lean = leaning(wording_of(text, reading))
    if lean >= 0:
        return list(sayings)
    step = f"{AWAY}:{lean}"
    surer = [
        replace(one, confidence=less_sure(one.confidence, lean), evidence=(*one.evidence, step))
        for one in sayings
    ]
    return [one for one in surer if one.confidence >= least]


def less_sure(confidence: float, lean: int) -> float:
    """Return a confidence moved by a lean, in hundredths of log-odds."""
    return round(1 / (1 + (1 - confidence) / confidence * math.exp(-lean / HUNDREDTHS)), 3)


def _is_weighed(text: str) -> bool:
    return len(text) <= CHARACTERS_MAX and (text.count(" ") >= BLANKS_MIN or bool(UNSPACED.search(text)))


class Wording(NamedTuple):
    """The words of a text that are its author's own, and what the lists know of these.

    ``quotes`` says that others are quoted in it; ``length`` is the feature that says how long it is.
    """

    words: list[str]
    reading: Reading
    quotes: bool
    length: str


def wording_of(text: str, reading: Reading | None = None) -> Wording:
    """Return what of a text is weighed: what stands between quotation marks is not the author's own."""
    own = _QUOTED.sub(" … ", text) if _QUOTE.search(text) else text
    if reading is None or own != text:
        reading = read(plain(own))
    return Wording(_words(reading.compared.text), reading, own != text, _length(len(text)))


@cache
def _length(characters: int) -> str:
    return f"length {min(LENGTHS, int(math.log2(characters + 1) / LENGTH_STEP))}"


def features(text: str) -> set[str]:
    """Return the features of a text, by which its wording is weighed."""
    return _features(wording_of(text))


def _features(wording: Wording) -> set[str]:
    said = _without_details(wording.words)
    found = {"always", wording.length, *said}
    found.update(map(" ".join, pairwise(said)))
    found.update([f"{word[:STEM]}*" for word in said if len(word) > STEM])
    found.update([f"+{name}" for name in wording.reading.classes if "=" not in name])
    found.update([f"~{name}" for name in wording.reading.clue_names])
    if wording.quotes:
        found.add("quotes")
    return found


def leaning(wording: Wording) -> int:
    """Return what the features of a text weigh together, without making them: most texts lean nowhere."""
    known, said = _tables(), _without_details(wording.words)
    alone = {"always", wording.length, *said}
    if wording.quotes:
        alone.add("quotes")
    begun = {word[:STEM] for word in said if len(word) > STEM}
    return (
        _of_phrases(wording.reading)
        + sum([known.alone[name] for name in alone if name in known.alone])
        + sum([known.pairs[pair] for pair in set(pairwise(said)) if pair in known.pairs])
        + sum([known.begun[begin] for begin in begun if begin in known.begun])
    )


def _most(wording: Wording) -> int:
    """Return, cheaply, what a text leans at the most: each word adds what it ever can, and takes nothing away."""
    known = _tables()
    most, begun = known.most, known.most_begun
    flags = ("always", wording.length, "quotes") if wording.quotes else ("always", wording.length)
    return (
        _of_phrases(wording.reading)
        + sum([known.alone.get(flag, 0) for flag in flags])
        + sum([most[word] if word in most else begun.get(word[:STEM], 0) for word in wording.words])
    )


def _of_phrases(reading: Reading) -> int:
    """Return what the classes of phrases in a text weigh."""
    known = _tables()
    return sum([known.classes.get(name, 0) for name in reading.classes]) + sum(
        [known.clues.get(name, 0) for name in reading.clue_names]
    )


@cache
def weights() -> dict[str, int]:
    """Return the weight of each feature, in hundredths of log-odds."""
    lines = (line.rpartition(" ") for line in phrases("wording_weights", ""))
    return {name: int(weight) for name, _, weight in lines}


class Tables(NamedTuple):
    """The weights by what they are of: words and the like, pairs of words, beginnings, classes of phrases and clues.

    ``most`` is what a word adds at the most with its beginning and its next word, ``most_begun`` what a beginning does.
    """

    alone: dict[str, int]
    pairs: dict[tuple[str, str], int]
    begun: dict[str, int]
    classes: dict[str, int]
    clues: dict[str, int]
    most: dict[str, int]
    most_begun: dict[str, int]


@cache
def _tables() -> Tables:
    found = Tables({}, {}, {}, {}, {}, {}, {})
    for name, weight in weights().items():
        first, _, second = name.partition(" ")
        if name[0] in "+~":
            (found.classes if name[0] == "+" else found.clues)[name[1:]] = weight
        elif name.endswith("*"):
            found.begun[name[:-1]] = weight
        elif second and first != "length":
            found.pairs[first, second] = weight
        else:
            found.alone[name] = weight
    found.most_begun.update((begin, weight) for begin, weight in found.begun.items() if weight > 0)
    followed: dict[str, int] = {}
    for (first, _second), weight in found.pairs.items():
        followed[first] = max(weight, followed.get(first, 0))
    for word in found.alone.keys() | followed.keys():
        begun = found.most_begun.get(word[:STEM], 0) if len(word) > STEM else 0
        found.most[word] = max(0, found.alone.get(word, 0)) + followed.get(word, 0) + begun
    return found


@cache
def _known_otherwise() -> frozenset[str]:
    """Return the words of details, which finders of their own look at: digits, signs and ends of addresses."""
    digits = {word for word in number_words() if len(word) >= NUMBER_LETTERS_MIN}
    return frozenset(digits) | ENDS | frozenset(dot_words()) | frozenset("bcdefghijklmnopqrstvwxyz")


def _without_details(said: Sequence[str]) -> list[str]:
    left_out = _known_otherwise()
    return [word for word in said if word not in left_out]


def _words(compared: str) -> list[str]:
    """Return the words of a text; each sign counts as one where words have no blanks between them."""
    if compared.isascii():
        return _ascii_words(compared)
    found: list[str] = _WORD.findall(compared)
    if UNSPACED.search(compared) is None:
        return found
    return [one for word in found for one in (word if UNSPACED.search(word) else (word,))]


def _ascii_words(compared: str) -> list[str]:
    """Return what the expression of words finds, at a fraction of its cost."""
    said = compared.encode().translate(_ASCII_WORDS)
    for sign in (b"?", b"!", b"$"):
        said = said.replace(sign, b" %c " % sign)
    found = said.decode().split()
    if "'" not in compared:
        return found
    return [one for word in found for one in (_WORD.findall(word) if "'" in word else (word,))]
