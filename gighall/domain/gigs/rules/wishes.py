"""What somebody looks for among gigs. Plain Python."""

import re
from dataclasses import dataclass

from gighall.base import limits

_SWAPPED_FROM_LETTERS = 4
_WORD = re.compile(r"[^\W_]+")

NEWEST, CHEAPEST, DEAREST = "newest", "cheapest", "dearest"
SORTS = (NEWEST, CHEAPEST, DEAREST)


@dataclass(frozen=True)
class GigWish:
    """What somebody looks for. Units: prices in the smallest coin; None, no words and no key mean any.

    ``minutes_max`` speaks of sessions and ``days_max`` of deliverables: with both, either may fit.
    """

    words: tuple[str, ...] = ()
    price_minor_max: int | None = None
    minutes_max: int | None = None
    days_max: int | None = None
    kind: str = ""
    category: str = ""
    is_online: bool = False
    sort: str = NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Say whether more is wanted than words and a category."""
        return self != GigWish(words=self.words, category=self.category)

    @property
    def is_any(self) -> bool:
        """Say whether nothing in particular is looked for; an order of the list looks for nothing."""
        return self == GigWish(sort=self.sort)


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words of what somebody typed to search for, a few at most."""
    return tuple(_WORD.findall(typed.lower())[: limits.SEARCH_WORDS_MAX])


def swapped(word: str) -> list[str]:
    """Return the word with each two neighbouring letters swapped; nothing for words too short to be misread so."""
    if len(word) < _SWAPPED_FROM_LETTERS:
        return []
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]
