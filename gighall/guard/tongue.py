"""Tell in which languages a text is clearly not, by the small words that no sentence does without."""

import re
from functools import cache, lru_cache

from gighall.guard.lexicon import plain
from gighall.guard.word_lists import phrases, sections

CHARACTERS_MAX = 600
# So many more small words than twice those of a language speak against it.
MORE_MIN = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def languages_of_small_words() -> dict[str, tuple[str, ...]]:
    """Return each small word as it is compared, with the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language in filter(None, sections("function_words")):
        said = {plain(word).text for line in phrases("function_words", language) for word in line.split()}
        for word in said:
            found[word] = (*found.get(word, ()), language)
    return found


@lru_cache(maxsize=16)
def strangers(text: str) -> frozenset[str]:
    """Return the languages, of those whose small words are known, that a text is clearly not in."""
    known = languages_of_small_words()
    counts = dict.fromkeys(filter(None, sections("function_words")), 0)
    for word in _WORD.findall(plain(text[:CHARACTERS_MAX]).text):
        for language in known.get(word.replace("’", "'"), ()):
            counts[language] += 1
    most = max(counts.values())
    return frozenset(language for language, count in counts.items() if most >= 2 * count + MORE_MIN)
