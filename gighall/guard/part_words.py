"""The words of a text as parts of a detail: where each stands, and how it looks."""

import re
from functools import cache
from typing import NamedTuple

from gighall.guard.lexicon import MARKS, Plain, plain
from gighall.guard.number_words import number_words
from gighall.guard.said_names import common_words
from gighall.guard.sign_words import at_signs, at_words, dot_words, joints
from gighall.guard.tongue import languages_of_small_words
from gighall.guard.word_lists import phrases

# From here on more figures count as the same.
DIGITS_MOST = 5
# How words look that hardly any sentence holds.
CHOSEN = frozenset(
    f"{look}{more}" for look in ("unknown", "unknown name") for more in ("", " latin", " capitals")
) | {"at", "mixed", "signed", "hyphen"}
NUMBER, SIGN, KNOWN = "number word", "sign", "known"
FIRST_UNSPACED = "\u0e00"
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_LETTER = rf"[^\W{_UNSPACED}]"
_TOKEN = re.compile(
    rf"[@$#._-]?{_LETTER}(?:{_LETTER}|[{MARKS}\u0300-\u036f]|[.@+'’/&#-](?={_LETTER}))*[_-]?|[{_UNSPACED}]+|[@#]"
)
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# What is weighed of a wording and is no word: classes, pieces and beginnings of words, looks.
_OTHERWISE = re.compile(r"\A[+~/]|\*\Z|<")
_SIGNED = re.compile(r"[._@/+]")


class Token(NamedTuple):
    """A word of a text: where it stands, how it looks, and the word as it is compared."""

    start: int
    end: int
    look: str
    said: str


def tokens_in(text: str, compared: Plain) -> list[Token]:
    """Return the words of a text; ``compared`` is the text as ``plain`` gives it."""
    foreign = not text.isascii()
    found = []
    for one in _TOKEN.finditer(text):
        start, end = one.span()
        said = compared.text[start:end] if compared.places is None else plain(one[0]).text
        found.append(Token(start, end, _look(one[0], said, foreign=foreign), said))
    return found


def _look(written: str, said: str, *, foreign: bool) -> str:
    """Return how a word looks, by the word as it is compared too."""
    said_as = vocabulary().get(said)
    if said_as == NUMBER:
        return NUMBER
    if said_as == SIGN or written in {"@", "#"}:
        return SIGN
    if written[0] in "@#$":
        return "at"
    if not written.isalpha():
        look = _look_of_signs(written)
        if look:
            return look
    if written[0] >= FIRST_UNSPACED and _IS_UNSPACED.match(written):
        return "unspaced"
    if len(written) == 1:
        return "letter"
    if said.endswith("'s"):
        said_as = vocabulary().get(said[:-2])
    look = "unknown" if said_as is None else KNOWN
    if written[0].isupper():
        if written.isupper():
            return f"{look} capitals"
        look += " name"
    if foreign and written.isascii():
        return f"{look} latin"
    return "hyphen" if look == "unknown" and "-" in written else look


def _look_of_signs(written: str) -> str:
    """Return how a word looks that has figures, or signs that words do not have; else nothing."""
    figures = sum(map(str.isdigit, written))
    if figures:
        if any(map(str.isalpha, written)):
            return "mixed"
        return f"digits {min(DIGITS_MOST, figures)}" if figures == len(written) else "figures"
    core = written.strip("_.-")
    return "signed" if _SIGNED.search(core) or core != written else ""


@cache
def vocabulary() -> dict[str, str]:
    """Return the words that people say, each with what it is: of the lists, small ones, of the wordings weighed.

    One table for all, since to look a word up in three costs thrice as much.
    """
    weighed = (line.rpartition(" ")[0] for line in phrases("wording_weights", ""))
    said = dict.fromkeys((*common_words(), *languages_of_small_words()), KNOWN)
    for feature in weighed:
        if not _OTHERWISE.search(feature):
            said |= dict.fromkeys(feature.split(), KNOWN)
    said |= dict.fromkeys((*at_signs(), *at_words(), *dot_words(), *joints()), SIGN)
    return said | dict.fromkeys(number_words(), NUMBER)
