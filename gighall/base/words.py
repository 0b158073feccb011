"""The words of a text as they are looked for: the same for what is indexed, what is typed, and what is highlighted."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from gighall.base import limits

# Scripts that put no space between words: there each pair of neighbouring letters counts as a word.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
# Signs that stand on a letter and are left out when they are typed in a hurry: Latin, Greek and Cyrillic accents,
# Hebrew points, Arabic vowels.
_ACCENTS = re.compile(r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670]")
# Letters and digits, and the marks without which other scripts have no words.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    r"\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a51\u0a70-\u0a71\u0a81-\u0acd\u0b01-\u0b57"
    r"\u0b82-\u0bcd\u0c00-\u0c56\u0c81-\u0cd6\u0d00-\u0d57\u0d81-\u0ddf\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff"
    r"\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
_RUN = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_])(?:(?![{_UNSPACED}])[^\W_]|[{_MARKS}])*")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
# A sign that is neither letter nor punctuation, such as a smiling face, is a word of its own.
_SIGN = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_WORD_OR_SIGN = re.compile(rf"{_RUN.pattern}|{_SIGN.pattern}")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, and where it stands there."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Sought:
    """Words that must follow each other; where it ``is_open``, the last one may go on."""

    words: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True)
class Hit:
    """Where something that is looked for stands in a text; ``is_whole``: as it was typed, and not
    only beginning so."""

    start: int
    end: int
    is_whole: bool


@lru_cache(maxsize=8_192)
def folded_word(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.lower()[: limits.SEARCHED_WORD_CHARACTERS_MAX]
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    plain = "".join(_WORD_OR_SIGN.findall(unicodedata.normalize("NFC", bare)))
    return plain[: limits.SEARCHED_WORD_CHARACTERS_MAX]


def words_in(text: str) -> Iterator[Word]:
    """Yield the words of a text in their order; in scripts without spaces every pair of letters, and the last one."""
    for found in _WORD_OR_SIGN.finditer(text):
        run, start = found[0], found.start()
        if not _IS_UNSPACED.match(run):
            word = folded_word(run)
            if word:
                yield Word(word, start, found.end())
            continue
        for at in range(len(run)):
            yield Word(run[at : at + 2], start + at, start + min(at + 2, len(run)))


def sought_in(typed: str) -> tuple[Sought, ...]:
    """Return what somebody typed to look for: each must be found; quoted words as they stand, others by beginnings.

    A few at most; nothing where no word was typed.
    """
    found: dict[Sought, None] = {}
    for quoted, bare in _QUOTED.findall(unicodedata.normalize("NFC", typed[: limits.SEARCH_CHARACTERS_MAX])):
        for sought in _sought_in(quoted or bare, is_open=not quoted):
            found[sought] = None
    return tuple(found)[: limits.SEARCH_WORDS_MAX]


def _sought_in(chunk: str, *, is_open: bool) -> Iterator[Sought]:
    for is_unspaced, group in groupby(words_in(chunk), lambda word: bool(_IS_UNSPACED.match(word.word))):
        words = [word.word for word in group]
        if is_unspaced:
            # The last letter alone is for those who look for one letter; the pairs have said it already.
            yield Sought(tuple(words[:-1]) or (words[0],), is_open=len(words) == 1)
        else:
            # One letter begins too much; it is looked for as it stands.
            yield Sought(tuple(words), is_open=is_open and len(words[-1]) > 1)


def hits_in(text: str, sought: Sequence[Sought]) -> list[Hit]:
    """Return where all this stands in a text, in order; nothing unless each part of it does."""
    words = list(words_in(text))
    found: list[Hit] = []
    for each in sought:
        hits = [hit for at in range(len(words)) if (hit := _hit_at(words, at, each)) is not None]
        if not hits:
            return []
        found += hits
    return sorted(found, key=lambda hit: (hit.start, -hit.end))


def _hit_at(words: Sequence[Word], at: int, sought: Sought) -> Hit | None:
    last = at + len(sought.words) - 1
    if last >= len(words):
        return None
    if last > at and any(one.word != word for one, word in zip(words[at:last], sought.words, strict=False)):
        return None
    typed, there = sought.words[-1], words[last]
    if typed == there.word:
        return Hit(words[at].start, there.end, is_whole=True)
    if sought.is_open and there.word.startswith(typed):
        is_unspaced = bool(_IS_UNSPACED.match(typed))
        return Hit(words[at].start, there.start + len(typed) if is_unspaced else there.end, is_whole=False)
    return None
