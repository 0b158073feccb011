"""What somebody types into a search box: its words, and the slips of the finger that are taken for them."""

import re

from gighall.base import limits

_SWAPPED_FROM_LETTERS = 4
_WORD = re.compile(r"[^\W_]+")


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words of what somebody typed to search for, a few at most."""
    return tuple(_WORD.findall(typed.lower())[: limits.SEARCH_WORDS_MAX])


def swapped(word: str) -> list[str]:
    """Return the word with each two neighbouring letters swapped; nothing for words too short to be misread so."""
    if len(word) < _SWAPPED_FROM_LETTERS:
        return []
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
