"""Judge the wording of a text as a whole: what its words lean to together, where nothing in it stands out.

A proposal that was seen and the wording around it make each other more or less sure; a contact detail needs none.

Each word, each pair of neighbours, each beginning and piece of a word, each class of the lists and each look of a text
(``looks.py``) has a weight in ``data/wording_weights.txt``, in hundredths of log-odds. ``tools/guard_fit.py`` fits them
to the corpus. No single one decides anything, and the heaviest are the finding's evidence: the list can be read, and
says why.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gighall.guard.clauses import UNSPACED
from gighall.guard.finding import Finding
from gighall.guard.lexicon import plain
from gighall.guard.looks import looks_in
from gighall.guard.number_words import number_words
from gighall.guard.reading import Reading, read
from gighall.guard.sign_words import dot_words
from gighall.guard.word_lists import phrases

# How much more than evenly a text of so many blanks, or more, has to lean: nothing in it stands out, and most texts
# are honest. One word tips a short text, and a long one, which is about many things, many words that say little each.
LEANS_MIN = ((20, 240), (10, 170), (7, 210), (0, 280))
# What lists and verses must lean more, where lines break.
LINES_COST = 60
# Where no blanks stand between words, they cannot be counted.
LEAN_MIN_UNSPACED = 210
HUNDREDTHS = 100
# What a text must lean more that denies or declines something: its other words are those of what it turns down.
DENIED_COST, DENYING = 60, frozenset({"+not", "+declines"})
# Shorter texts say too little to lean anywhere; longer ones are about many things at once.
CHARACTERS_MAX, BLANKS_MIN = 1500, 2
STEM, HEAVIEST = 5, 4
# Letters that stand apart are no words; so many words at least say something. Blocks of code and mark-up are no talk.
WORDS_MIN, CODE = 3, ("```", "</")
# Words are cut into overlapping pieces of so many letters, their edges among them; a piece has this mark.
PIECE, PIECE_MARK = 4, "/"
LENGTH_STEP, LENGTHS = 1.3, 6
CONFIDENCE_MAX = 0.9
# What such a finding is about: nothing more is known.
LEANING = "outside"
# The step of a proposal's evidence that says how far the words around it lean.
AROUND = "wording around"
# A proposal and the words around it are mostly about the same words: together they must say more than evenly, and
# less is added up than they say each (both are what four folds of the corpus ask for).
TOGETHER_MIN, TOGETHER_SHARE, SEEN_MAX = 90, 0.7, 0.98
# No words make anything surer than this.
CERTAIN_MAX = 0.999
# From here on what was seen in part is weighed together with the wording.
SEEN_FROM = 0.1
# The names of features that are words as well; such a word is counted as one of them, once.
FEATURES = frozenset({"always", "quotes"})
# Of so many words it is remembered what they weigh at the most.
WORDS_KEPT = 50_000
ENDS = frozenset({"com", "net", "org", "co", "io", "www", "http", "https"})
NUMBER_LETTERS_MIN = 4

_QUOTE = re.compile('["“„«「]')
APOSTROPHES = "'‘’"
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
    if not is_weighed(text):
        return []
    wording = wording_of(text, reading)
    least = lean_min(text)
    if _most(wording, least) < least:
        return []
    lean = leaning(wording) - least
    if lean < 0 or _says_little(wording):
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


def with_wording(text: str, reading: Reading, sayings: Sequence[Finding], least: float) -> list[Finding]:
    """Return the proposals and hints that were seen in a text, as sure as they and its wording make each other.

    What was seen in part only counts where the wording leans outside; what was seen wholly does not where it leans
    far away. Those below ``least`` are left out.
    """
    if not sayings or len(text) > CHARACTERS_MAX:
        return [one for one in sayings if one.confidence >= least]
    lean = leaning(wording_of(text, reading))
    step = f"{AROUND}:{lean}"
    together = [
        replace(one, confidence=joined_confidence(one.confidence, lean), evidence=(*one.evidence, step))
        for one in sayings
    ]
    return [one for one in together if one.confidence >= least]


def joined_confidence(seen: float, lean: int) -> float:
    """Return how sure what was seen and the lean of the words around it, in hundredths of log-odds, are together."""
    bounded = min(max(seen, 1 - SEEN_MAX), SEEN_MAX)
    odds = math.log(bounded / (1 - bounded)) + lean / HUNDREDTHS - TOGETHER_MIN / HUNDREDTHS
    return round(min(CERTAIN_MAX, 1 / (1 + math.exp(-TOGETHER_SHARE * odds))), 3)


def is_weighed(text: str) -> bool:
    """Say whether the wording of a text is weighed: it has words enough, and is neither code nor a long piece."""
    if len(text) > CHARACTERS_MAX or any(mark in text for mark in CODE):
        return False
    return text.count(" ") >= BLANKS_MIN or bool(UNSPACED.search(text))


_MOST_OF: dict[int, int] = {}


class Wording(NamedTuple):
    """The words of a text that are its author's own, and what the lists know of these.

    ``quotes`` says that others are quoted in it; ``length`` is the feature that says how long it is; ``looks`` are
    those that say how it looks.
    """

    words: list[str]
    reading: Reading
    quotes: bool
    length: str
    looks: list[str]


def _says_little(wording: Wording) -> bool:
    """Say whether a text hardly has words."""
    is_spaced = UNSPACED.search(wording.reading.compared.text) is None
    return is_spaced and sum([len(word) > 1 for word in wording.words]) < WORDS_MIN


def wording_of(text: str, reading: Reading | None = None) -> Wording:
    """Return what of a text is weighed: what stands between quotation marks is not the author's own."""
    own = _QUOTED.sub(" … ", text) if _may_quote(text) else text
    if reading is None or own != text:
        reading = read(plain(own))
    return Wording(_words(reading.compared.text), reading, own != text, _length(len(text)), looks_in(own))


def _may_quote(text: str) -> bool:
    """Say, cheaply, whether quotation marks may stand around words; an apostrophe alone is none."""
    return sum(map(text.count, APOSTROPHES)) > 1 or _QUOTE.search(text) is not None


@cache
def _length(characters: int) -> str:
    return f"length {min(LENGTHS, int(math.log2(characters + 1) / LENGTH_STEP))}"


def features(text: str) -> list[str]:
    """Return the features of a text, by which its wording is weighed; pieces of words as often as words have them."""
    wording = wording_of(text)
    return [
        *_features(wording),
        *(piece for word in set(_without_details(wording.words)) for piece in pieces(word)),
    ]


def pieces(word: str) -> list[str]:
    """Return the pieces of a word: what words of one language share, and of its sisters."""
    edged = f"^{word}$"
    return [f"{PIECE_MARK}{edged[at : at + PIECE]}" for at in range(len(edged) - PIECE + 1)]


def _features(wording: Wording) -> set[str]:
    said = _without_details(wording.words)
    found = {"always", wording.length, *said, *wording.looks}
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
    alone = set(said)
    begun = {word[:STEM] for word in alone if len(word) > STEM}
    alone |= {"always", wording.length, "quotes"} if wording.quotes else {"always", wording.length}
    return (
        _of_phrases(wording.reading)
        + _of_looks(wording)
        + _of_pieces(set(said))
        + sum(map(known.alone.__getitem__, known.alone.keys() & alone))
        + sum(map(known.pairs.__getitem__, known.pairs.keys() & set(pairwise(said))))
        + sum(map(known.begun.__getitem__, known.begun.keys() & begun))
    )


def lean_min(text: str) -> int:
    """Return how far a text of its length has to lean."""
    if UNSPACED.search(text):
        return LEAN_MIN_UNSPACED
    blanks, breaks = text.count(" "), text.count("\n")
    lean = next(lean for least, lean in LEANS_MIN if blanks + breaks >= least)
    return lean + LINES_COST if breaks else lean


def _most(wording: Wording, least: int) -> int:
    """Return, at a fraction of its cost, what the features of a text weigh together at the most.

    It is worked out more closely where it reaches ``least``.
    """
    known = _tables()
    names = list(map(hash, wording.words))
    found = known.alone["always"] + known.alone.get(wording.length, 0)
    found += _of_phrases(wording.reading) + _of_looks(wording)
    found += max(0, known.alone.get("quotes", 0))
    distinct = set(names)
    if not distinct <= _MOST_OF.keys():
        _learn(wording.words)
    found += sum(map(_MOST_OF.__getitem__, distinct))
    # A word that is said again may lead another pair.
    again = (len(names) - len(distinct)) * _leads_most()
    if again and found + again >= least:
        leads = known.leads
        again = sum([leads.get(word, 0) for word in wording.words])
        again -= sum([leads.get(word, 0) for word in set(wording.words)])
    return found + again


def _learn(said: Sequence[str]) -> None:
    """Remember what words weigh at the most by their hashes: no words are kept."""
    if len(_MOST_OF) > WORDS_KEPT:
        _MOST_OF.clear()
    _MOST_OF.update([(name, _most_of(word)) for word in said if (name := hash(word)) not in _MOST_OF])


def _most_of(word: str) -> int:
    """Return what a word, its beginning, its pieces and a pair that it leads may weigh together at the most."""
    if word in _known_otherwise():
        return 0
    known = _tables()
    begun = known.begun.get(word[:STEM], 0) if len(word) > STEM else 0
    alone = 0 if word in FEATURES else known.alone.get(word, 0)
    return alone + max(0, begun) + known.leads.get(word, 0) + _of_pieces([word])


_PIECES_OF: dict[int, int] = {}


def _of_pieces(distinct: Iterable[str]) -> int:
    """Return what the pieces of words weigh, and remember it by the hashes of the words."""
    found = 0
    for word in distinct:
        name = hash(word)
        weight = _PIECES_OF.get(name)
        if weight is None:
            if len(_PIECES_OF) > WORDS_KEPT:
                _PIECES_OF.clear()
            known = _tables().pieces
            weight = _PIECES_OF[name] = sum([known.get(piece, 0) for piece in pieces(word)])
        found += weight
    return found


def _of_looks(wording: Wording) -> int:
    """Return what the looks of a text weigh."""
    known = _tables().looks
    return sum([known.get(name, 0) for name in wording.looks])


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
    """The weights by what they are of: words and the like, pairs and beginnings of words, classes of phrases and clues.

    Behind these, those of pieces of words and of looks.
    """

    alone: dict[str, int]
    pairs: dict[tuple[str, str], int]
    begun: dict[str, int]
    classes: dict[str, int]
    clues: dict[str, int]
    # What a pair that a word leads weighs at the most.
    leads: dict[str, int]
    pieces: dict[str, int]
    looks: dict[str, int]


@cache
def _tables() -> Tables:
    found = Tables({}, {}, {}, {}, {}, {}, {}, {})
    for name, weight in weights().items():
        first, _, second = name.partition(" ")
        if "<" in name:
            found.looks[name] = weight
        elif name[0] == PIECE_MARK:
            found.pieces[name] = weight
        elif name[0] in "+~":
            (found.classes if name[0] == "+" else found.clues)[name[1:]] = weight
        elif name.endswith("*"):
            found.begun[name[:-1]] = weight
        elif second and first != "length":
            found.pairs[first, second] = weight
            found.leads[first] = max(0, weight, found.leads.get(first, 0))
        else:
            found.alone[name] = weight
    return found


@cache
def _leads_most() -> int:
    return max(_tables().leads.values(), default=0)


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
