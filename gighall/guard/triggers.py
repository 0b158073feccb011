"""What in a text asks for another look at it, such as the letters of a domain read from behind."""

from functools import cache

from gighall.guard.lexicon import plain
from gighall.guard.word_lists import phrases, sections


@cache
def triggers() -> dict[str, frozenset[str]]:
    """Return each trigger as it is compared, with the sections of ``data/triggers.txt`` that hold it."""
    found: dict[str, frozenset[str]] = {}
    for name in filter(None, sections("triggers")):
        for written in " ".join(phrases("triggers", name)).split():
            trigger = plain(written.replace("_", " ")).text
            found[trigger] = found.get(trigger, frozenset()) | {name}
    return found
