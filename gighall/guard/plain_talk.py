"""Read a sentence of which most words have figures for letters: "h1t m3 0n t3l3gr4m, n4m3 15 …"."""

import re

from gighall.guard.apps import LEET
from gighall.guard.said_names import common_words

FIGURES_MIN, TEXT_MAX = 4, 400
# So many words of so many letters must be written so: shorter ones are squares of a chessboard or stitches.
WORDS_MIN, LETTERS_MIN = 2, 3

_WORD = re.compile(r"(?<![\w@$|€.])(?:[A-Za-z]|[013457](?=[A-Za-z0-9]))[A-Za-z013457]{1,15}(?![\w@$|€])")
_FIGURE = re.compile(r"[013457]")


def with_letters(text: str) -> str:
    """Return a text with letters in its words of talk that were written with figures, each sign in its place.

    It is returned as it is where only few of its words are written so: what has figures there may be a name.
    """
    if len(text) > TEXT_MAX or len(_FIGURE.findall(text)) < FIGURES_MIN:
        return text
    talk = [(one, _letters(one[0])) for one in _WORD.finditer(text) if _FIGURE.search(one[0])]
    if (
        sum(bool(plain) and len(plain) >= LETTERS_MIN and not one[0].isdecimal() for one, plain in talk)
        < WORDS_MIN
    ):
        return text
    pieces, done = [], 0
    for one, plain in talk:
        if plain:
            pieces += [text[done : one.start()], plain]
            done = one.end()
    return "".join([*pieces, text[done:]])


def _letters(written: str) -> str:
    """Return the word of talk that letters and figures stand for, or nothing."""
    plain = "".join(LEET.get(sign, sign) for sign in written.lower())
    words = (plain.replace("1", letter) for letter in "il")
    return next((word for word in words if word.isalpha() and word in common_words()), "")
