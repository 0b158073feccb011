"""Remember what was worked out for a text without keeping its words: somebody may erase them.

A text is known by its hash alone, so what is remembered must hold no words either: places, numbers, yes or no.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Numbers = TypeVar("Numbers")
Part = TypeVar("Part")
# So many texts of one kind are remembered.
TEXTS_KEPT = 20_000


def without_words(work: Callable[Given, Numbers]) -> Callable[Given, Numbers]:
    """Return a function of a text that is worked out once for each text, as long as that is remembered."""
    known: dict[int, Numbers] = {}

    @wraps(work)
    def remembered(*args: Given.args, **named: Given.kwargs) -> Numbers:
        name = hash((args, *named.items()))
        found = known.get(name)
        if found is None:
            if len(known) >= TEXTS_KEPT:
                known.clear()
            found = known[name] = work(*args, **named)
        return found

    return remembered


def nothing_remembered(work: Callable[[int, str], Part | None]) -> Callable[[int, str], Part | None]:
    """Return a function of a message and its text that is not asked again for a text in which it found nothing."""
    empty: set[int] = set()

    @wraps(work)
    def remembered(message: int, text: str) -> Part | None:
        name = hash(text)
        if name in empty:
            return None
        found = work(message, text)
        if found is None:
            if len(empty) >= TEXTS_KEPT:
                empty.clear()
            empty.add(name)
        return found

    return remembered
