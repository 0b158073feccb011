"""What in a text asks for another look at it: one cheap pass tells the finders whether they need to begin."""

from functools import cache

from ahocorasick_rs import AhoCorasick

from gighall.guard.lexicon import Plain, plain
from gighall.guard.word_lists import phrases, sections


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    rows = [
        (plain(phrase.replace("_", " ")).text, name)
        for name in sections("triggers")
        for phrase in " ".join(phrases("triggers", name)).split()
        if name
    ]
    return AhoCorasick([phrase for phrase, _name in rows]), tuple(name for _phrase, name in rows)


def triggers_in(compared: Plain) -> frozenset[str]:
    """Return the names of the sections of ``data/triggers.txt`` of which something stands in a text."""
    automaton, names = _automaton()
    matches = automaton.find_matches_as_indexes(compared.text, overlapping=True)
    return frozenset(names[index] for index, _start, _end in matches) if matches else frozenset()
