"""Weigh a finding: how sure its evidence, the words near it and the shape of its message make it.

A finder says how sure it is of what it saw. Each reason beside that has a weight in ``data/weights.txt``, in tenths of
log-odds; the confidence is the logistic of the sum. ``tools/guard_fit.py`` fits the weights to the corpus; a reason
without a weight counts for nothing.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from gighall.guard.finding import Finding
from gighall.guard.lexicon import Hit
from gighall.guard.word_lists import phrases

# Findings below this are left out unless they are asked for.
FLAGGED_FROM = 0.5
TENTHS = 10
# All that stands around a detail together speaks at most so loudly against it, in tenths of log-odds: whoever hides
# an address would only need to put enough quotation marks, code and examples around it.
AROUND_MIN = -20
NEAR_CHARACTERS, PHRASE_CHARACTERS_MAX = 48, 60
CODE_CHARACTERS = 12
SHORT_MAX, LONG_MIN = 60, 240
# A finding that fills so much of its message is what the message is for.
ALONE_SHARE = 0.7
_ALWAYS = "always"
# The step of a number that its author calls something else.
FRAMED = "framed"
# Kinds of findings that are sentences rather than details.
SENTENCE_KINDS = frozenset({"intent", "allusion"})
# Kinds of findings that may be mere digits.
NUMBER_KINDS = frozenset({"phone", "payment"})
# Classes of the lists that say something about what stands behind them, and those that do about what stands before.
_TELLING = frozenset({"sample", "record", "my", "me", "callme", "not", "rule", "others", "told"})
_TELLING_BEFORE = frozenset({"sample", "me", "callme"})
# What ends the reach of a word that names a number.
_CLAUSE = re.compile(r"[,;.!?\n،、。！？]")
_CODE = re.compile(r"[{}<>=;`\\]|\(\"|\"[,)\]]|\w\(|\$|//\s|::|->")
_OPENS, _CLOSES = "\"“„«‘‚'「『", "\"”“»’‘'」』"


def weighed(text: str, hits: Sequence[Hit], findings: Sequence[Finding], least: float) -> list[Finding]:
    """Return findings with their confidence and the reasons around them, without those below ``least``."""
    if not findings:
        return []
    telling = _telling(hits)
    quotes = [sign for sign in _OPENS if sign in text]
    kept = []
    for one in findings:
        evidence = (*one.evidence, *dict.fromkeys(_around(text, telling, quotes, one)))
        confidence = confidence_of(one, evidence)
        if confidence >= least:
            start, end, value = one.start, one.end, one.value
            kept.append(Finding(one.kind, one.message, start, end, value, confidence, evidence, one.hidden))
    return kept


def confidence_of(finding: Finding, evidence: Sequence[str]) -> float:
    """Return how sure some evidence makes a finding."""
    known = weights()
    said = said_log_odds(finding.confidence)
    around = 0
    for name in reasons(finding, evidence):
        weight = known.get(name, 0)
        if weight < 0 and name.startswith("detail "):
            around += weight
        else:
            said += weight
    return _logistic(said + max(around, AROUND_MIN))


@cache
def said_log_odds(confidence: float) -> int:
    """Return what a finder's own word counts for, in tenths of log-odds."""
    return round(TENTHS * math.log(confidence / (1 - confidence)))


def reasons(finding: Finding, evidence: Sequence[str]) -> Iterator[str]:
    """Yield the names under which a finding's evidence has its weights."""
    yield _ALWAYS
    yield f"kind:{finding.kind}"
    if finding.hidden:
        yield "hidden"
    for step in evidence:
        name = step.partition(":")[0]
        yield step if name == "shape" else name


@cache
def weights() -> dict[str, int]:
    """Return the weight of each reason, in tenths of log-odds."""
    return {
        name.strip(): int(weight)
        for name, _, weight in (line.rpartition(" ") for line in phrases("weights", ""))
    }


@cache
def _logistic(tenths: int) -> float:
    return round(1 / (1 + math.exp(-tenths / TENTHS)), 3)


def _telling(hits: Sequence[Hit]) -> list[tuple[int, int, list[str]]]:
    """Return where words stand that tell something, in order, with their classes.

    They are of the language most words are of: a word that looks like one of another language tells nothing.
    """
    told = [(hit, sorted(names)) for hit in hits if (names := _TELLING & hit.classes)]
    if not told:
        return []
    letters: dict[str, int] = {}
    for hit in hits:
        length = hit.end - hit.start
        for language in hit.languages:
            letters[language] = letters.get(language, 0) + length
    # Of equals always the same one, and a language rather than none, as names of apps have.
    most = max(sorted(letters, reverse=True), key=letters.__getitem__)
    return sorted((hit.start, hit.end, names) for hit, names in told if most in hit.languages)


def _around(
    text: str, telling: Sequence[tuple[int, int, list[str]]], quotes: Sequence[str], one: Finding
) -> Iterator[str]:
    """Yield the reasons that stand around a finding: its message's shape, signs of code or speech, words near."""
    group = _group(one.kind)
    size = len(text)
    if one.end - one.start >= ALONE_SHARE * size:
        yield f"{group} alone"
    elif size <= SHORT_MAX:
        yield f"{group} in a short message"
    elif size >= LONG_MIN:
        yield f"{group} in a long message"
    before = text[max(0, one.start - CODE_CHARACTERS) : one.start]
    after = text[one.end : one.end + CODE_CHARACTERS]
    if _CODE.search(before) or _CODE.search(after):
        yield f"{group} in code"
    if quotes and _is_quoted(text, quotes, one.start, one.end):
        yield f"{group} quoted"
    if not telling:
        return
    first = bisect_left(telling, one.start - NEAR_CHARACTERS - PHRASE_CHARACTERS_MAX, key=_start)
    last = bisect_right(telling, one.end + NEAR_CHARACTERS, key=_start)
    for start, end, names in telling[first:last]:
        if end <= one.start and one.start - end <= NEAR_CHARACTERS:
            for name in names:
                # What is called an invoice's number on purpose is known not to be one.
                if name != "record" or not (FRAMED in one.evidence or _CLAUSE.search(text, end, one.start)):
                    yield f"{group} behind {name}"
        elif start >= one.end:
            for name in names:
                if name in _TELLING_BEFORE:
                    yield f"{group} before {name}"


def _group(kind: str) -> str:
    """Return which kinds share weights: digits may be anything, what has the shape of an address hardly."""
    return "saying" if kind in SENTENCE_KINDS else "number" if kind in NUMBER_KINDS else "detail"


def _start(word: tuple[int, int, list[str]]) -> int:
    return word[0]


def _is_quoted(text: str, quotes: Sequence[str], start: int, end: int) -> bool:
    """Say whether a stretch stands between quotation marks, with other words outside of them."""
    opened = max(text.rfind(sign, max(0, start - NEAR_CHARACTERS), start) for sign in quotes)
    if opened < 0 or text[opened - 1 : opened].isalnum():
        return False
    closed = [at for sign in _CLOSES if (at := text.find(sign, end, end + 2 * NEAR_CHARACTERS)) >= 0]
    closed = [at for at in closed if not text[at + 1 : at + 2].isalnum()]
    return bool(closed) and min(closed) - opened < len(text.strip()) - 2
