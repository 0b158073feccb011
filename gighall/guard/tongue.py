"""Tell in which languages a text is clearly not, by the small words that no sentence does without."""

import re
from functools import cache, lru_cache

from gighall.guard.lexicon import plain
from gighall.guard.word_lists import phrases, sections

CHARACTERS_MAX = 600
# So many more small words than twice those of a language speak against it.
MORE_MIN = 4
NONE: frozenset[str] = frozenset()
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def languages_of_small_words() -> dict[str, tuple[str, ...]]:
    """Return each small word as it is compared, with the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for language in _known():
        said = {plain(word).text for line in phrases("function_words", language) for word in line.split()}
        for word in said:
            found[word] = (*found.get(word, ()), language)
    return found


@cache
def _known() -> tuple[str, ...]:
    """Return the languages whose small words are known."""
    return tuple(filter(None, sections("function_words")))


@lru_cache(maxsize=16)
def strangers(compared: str) -> frozenset[str]:
    """Return the languages, of those whose small words are known, that a text is clearly not in.

    ``compared`` is the text in the form in which it is compared.
    """
    known = languages_of_small_words()
    said = [known[word] for word in _WORD.findall(compared[:CHARACTERS_MAX]) if word in known]
    if len(said) < MORE_MIN:
        return NONE
    counts = dict.fromkeys(_known(), 0)
    for spoken in said:
        for language in spoken:
            counts[language] += 1
    most = max(counts.values())
    return frozenset([language for language, count in counts.items() if most >= 2 * count + MORE_MIN])
