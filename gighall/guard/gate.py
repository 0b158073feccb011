"""The gate: which words of a text the guard knows at all. Most messages hold none, and cost no more than this."""

import re
from functools import cache

from gighall.guard import sign_words, spaced
from gighall.guard.lexicon import MARKS
from gighall.guard.word_lists import words

SCHEMES = frozenset({"hxxp", "hxxps"})
# Blanks in place of the signs of ASCII.
_BLANKS = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})
_WORD = re.compile(rf"(?:[^\W_]|(?<=[^\W_])[{MARKS}]++)+")


def said_in(text: str) -> list[str]:
    """Return the words of a text in lower case, split at every sign."""
    lowered = text.lower()
    return lowered.translate(_BLANKS).split() if lowered.isascii() else _WORD.findall(lowered)


def known_in(said: list[str]) -> frozenset[str]:
    """Return the words that some finder looks for."""
    return known_words().intersection(said)


@cache
def known_words() -> frozenset[str]:
    """Return every word for which the gate opens."""
    houses = words("signs", "mail_alone")
    spoken = {word for word, name in sign_words.spoken_hosts().items() if name in houses}
    glued = frozenset(sign_words.glued_hosts())
    signs = (
        frozenset(sign_words.dot_words()) | sign_words.at_signs() | frozenset(sign_words.signs_by_last_word())
    )
    return signs | houses | spoken | glued | spaced.LETTERS | SCHEMES
