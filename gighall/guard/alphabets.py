"""See through words that are spelled with an alphabet of words: "kilo oscar lima", "M wie Martha, A wie Anton"."""

import re
from collections.abc import Iterator
from functools import cache

from gighall.guard.views import Edit
from gighall.guard.word_lists import phrases, words

# So many letters make a row; names of squads and of days are shorter or say something else.
LETTERS_MIN, TEXT_MAX = 4, 2_000


@cache
def _by_word() -> dict[str, str]:
    return {word: line[0] for line in phrases("alphabets", "radio") for word in line.split()[1:]}


@cache
def _rows() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions of a row of radio words, and of a row of letters each with a word for it."""
    radio = "|".join(sorted(map(re.escape, _by_word()), key=len, reverse=True))
    joints = "|".join(sorted(map(re.escape, words("alphabets", "joints")), key=len, reverse=True))
    gap = rf"[\s,.;/–-]{{1,3}}(?:(?:{joints})\s)?"
    said = "|".join(sorted(map(re.escape, phrases("alphabets", "as_in")), key=len, reverse=True))
    one = rf"[^\W\d_]\s(?:{said})\s[^\W\d_]{{2,16}}"
    return (
        re.compile(rf"(?<![^\W_])(?:{radio})(?:{gap}(?:{radio}))+(?![^\W_])", re.IGNORECASE),
        re.compile(rf"(?<![^\W_])(?:{one})(?:{gap}(?:{one}))+(?![^\W_])", re.IGNORECASE),
    )


@cache
def _radio_word() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _by_word()), key=len, reverse=True)), re.IGNORECASE)


@cache
def _letter_with_word() -> re.Pattern[str]:
    said = "|".join(sorted(map(re.escape, phrases("alphabets", "as_in")), key=len, reverse=True))
    return re.compile(rf"(?P<letter>[^\W\d_])\s(?:{said})\s(?P<word>[^\W\d_]{{2,16}})", re.IGNORECASE)


def edits_for_alphabets(text: str) -> Iterator[Edit]:
    """Yield what writes out the letters of rows that are spelled with words."""
    radio, lettered = _rows()
    for row in radio.finditer(text, 0, TEXT_MAX):
        letters = "".join(_by_word()[one[0].lower()] for one in _radio_word().finditer(row[0]))
        if len(letters) >= LETTERS_MIN and letters not in "abcdefghijklmnopqrstuvwxyz":
            yield Edit(row.start(), row.end(), letters)
    for row in lettered.finditer(text, 0, TEXT_MAX):
        pairs = list(_letter_with_word().finditer(row[0]))
        letters = "".join(one["letter"].lower() for one in pairs)
        if (
            len(letters) >= LETTERS_MIN
            and all(one["word"][0].lower() == one["letter"].lower() for one in pairs)
            and letters not in "abcdefghijklmnopqrstuvwxyz"
        ):
            yield Edit(row.start(), row.end(), letters)
