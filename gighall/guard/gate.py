"""The gate: which words and signs of a text ask for a closer look at all. Most messages hold none of them."""

import re
from functools import cache

from gighall.guard import sign_words, spaced
from gighall.guard.lexicon import MARKS
from gighall.guard.word_lists import words

SCHEMES = frozenset({"hxxp", "hxxps"})
# The letters and digits of ASCII in lower case, and blanks in place of its signs.
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else ord(" ") for code in range(128)) + bytes(
    128
)
_WORD, _MARKED_WORD = re.compile(r"[^\W_]+"), re.compile(rf"(?:[^\W_]|(?<=[^\W_])[{MARKS}]++)+")
# Letters, blanks and ordinary punctuation in UTF-8; what begins with one of the bytes left out may be a picture, a
# dash or another sign.
_ORDINARY = bytes(
    code for code in range(0xEF) if chr(code).isalpha() or chr(code) in " ,.?'\n" or code >= 0x80
).translate(None, b"\xc2\xe2")
_MARK = re.compile(f"[{MARKS}]")


def said_in(text: str) -> list[str]:
    """Return the words of a text in lower case, split at every sign."""
    if text.isascii():
        return text.encode().translate(_ASCII).decode().split()
    lowered = text.lower()
    return (_WORD if _MARK.search(lowered) is None else _MARKED_WORD).findall(lowered)


def signs_in(text: str) -> bytes:
    """Return the signs of a text that are no letters, blanks or ordinary punctuation; most texts have none.

    Of signs beyond ASCII a part of their bytes stands for them. Which signs these are is enough to know that nothing
    is looked for that needs one: figures, an at, brackets, strokes, pictures.
    """
    return text.encode().translate(None, _ORDINARY)


def known_in(said: list[str]) -> frozenset[str]:
    """Return the words that some finder looks for."""
    return known_words().intersection(said)


@cache
def known_words() -> frozenset[str]:
    """Return every word for which the gate opens."""
    houses = words("signs", "mail_alone")
    spoken = {word for word, name in sign_words.spoken_hosts().items() if name in houses}
    glued = frozenset(sign_words.glued_hosts())
    signs = frozenset(sign_words.dot_words()) | sign_words.at_signs() | frozenset(sign_words.signs_by_word())
    return signs | houses | spoken | glued | spaced.LETTERS | SCHEMES
