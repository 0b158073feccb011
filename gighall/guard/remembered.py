"""Remember what was worked out for a text without keeping its words: somebody may erase them.

A text is known by its hash alone, so what is remembered must hold no words either: places, numbers, yes or no.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Numbers = TypeVar("Numbers")
# So many texts of one kind are remembered.
TEXTS_KEPT = 20_000


def without_words(work: Callable[[str], Numbers]) -> Callable[[str], Numbers]:
    """Return a function of a text that is worked out once for each text, as long as that is remembered."""
    known: dict[int, Numbers] = {}

    @wraps(work)
    def remembered(text: str) -> Numbers:
        name = hash(text)
        found = known.get(name)
        if found is None:
            if len(known) >= TEXTS_KEPT:
                known.clear()
            found = known[name] = work(text)
        return found

    return remembered
