"""Words for digits in every language, and where a text says digits with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from gighall.guard.lexicon import Plain, is_unspaced, languages, phrases_of, plain

# How many letters two glued words of digits have at least: fourfive.
GLUED_PAIR_MIN = 7


@dataclass(slots=True)
class Spoken:
    """A word of digits: which it says, or how often it repeats the next one; ``role`` says what it is."""

    start: int
    end: int
    digits: str
    role: str


@cache
def number_words() -> dict[str, tuple[str, str]]:
    """Return each word as it is compared, with what it says and its role."""
    found: dict[str, tuple[str, str]] = {}
    for sections in languages().values():
        digits = sections.get("digits", {})
        numbers = sections.get("numbers", {})
        for value, written in digits.items():
            for phrase in phrases_of(written):
                found.setdefault(plain(phrase).text, (value, "digit"))
        for joint in phrases_of(numbers.get("glued", "")):
            found.update(_glued(digits, joint))
        if "inverted" in numbers:
            found.update(_inverted(digits, numbers["inverted"]))
        for role in ("double", "triple", "hundred", "and", "plus", "times"):
            for phrase in phrases_of(numbers.get(role, "")):
                found.setdefault(plain(phrase).text, ({"double": "2", "triple": "3"}.get(role, ""), role))
    return found


def _glued(digits: dict[str, str], joint: str) -> dict[str, tuple[str, str]]:
    """Return the numbers that people write in one word with the joint between tens and ones: treintaidos."""
    return {
        plain(f"{ten}{joint}{one}").text: (str(int(tens) + int(ones)), "digit")
        for tens in digits
        if len(tens) == 2 and tens[1] == "0" and tens not in {"10", "20"}
        for ten in phrases_of(digits[tens])
        for ones in digits
        if len(ones) == 1 and ones != "0"
        for one in phrases_of(digits[ones])
    }


@cache
def _several() -> tuple[AhoCorasick, tuple[str, ...]]:
    """Return what finds the plurals of digits ("threes"), and which digit each is."""
    said = {
        plain(word).text: value
        for sections in languages().values()
        for phrase in phrases_of(sections.get("numbers", {}).get("several", ""))
        for value, _, word in [phrase.partition(" ")]
    }
    return AhoCorasick(list(said), matchkind=MatchKind.LeftmostLongest), tuple(said.values())


def _inverted(digits: dict[str, str], joint: str) -> dict[str, tuple[str, str]]:
    """Return the numbers whose ones are said before their tens: fünfundfünfzig."""
    return {
        plain(f"{one}{before}{joint}{after}{ten}").text: (str(int(tens) + int(ones)), "digit")
        for ones in digits
        if len(ones) == 1 and ones != "0"
        for one in (*phrases_of(digits[ones]), *(("ein",) if ones == "1" else ()))
        for tens in digits
        if len(tens) == 2 and tens[1] == "0" and tens != "10"
        for ten in phrases_of(digits[tens])
        for before, after in (("", ""), (" ", " "), (" ", ""))
    }


@cache
def _automaton() -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    words = number_words()
    return AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest), tuple(words.values())


def spoken_in(compared: Plain) -> list[Spoken]:
    """Return the words of digits in a text, in order; those glued to letters that say nothing are left out."""
    automaton, meanings = _automaton()
    matches = automaton.find_matches_as_indexes(compared.text)
    if not matches:
        return []
    found = [
        Spoken(compared.back(start), compared.back(end - 1) + 1, *meanings[index])
        for index, start, end in _standing(compared.text, matches)
    ]
    return _with_several(compared, found) if found else found


def _with_several(compared: Plain, found: list[Spoken]) -> list[Spoken]:
    """Return words of digits with the plurals among them: these stand by themselves, glued to nothing."""
    automaton, digits = _several()
    plurals = [
        Spoken(compared.back(start), compared.back(end - 1) + 1, digits[index], "several")
        for index, start, end in automaton.find_matches_as_indexes(compared.text)
        if _is_whole(compared.text, start, end, 1)
    ]
    if not plurals:
        return found
    taken = {place for one in plurals for place in range(one.start, one.end)}
    return sorted([*plurals, *(one for one in found if one.start not in taken)], key=lambda one: one.start)


def _standing(text: str, matches: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield the matches that are whole words, or stand in a row of glued ones that is: fivefivefive."""
    first = 0
    for index, (_word, _start, end) in enumerate(matches, 1):
        if index < len(matches) and matches[index][1] == end:
            continue
        if _is_whole(text, matches[first][1], end, index - first):
            yield from matches[first:index]
        first = index


def _is_whole(text: str, start: int, end: int, count: int) -> bool:
    """Say whether a row of so many words of digits is glued to nothing else."""
    if (start and text[start - 1].isalpha() and _glues(text[start - 1], text[start])) or (
        end < len(text) and text[end].isalpha() and _glues(text[end], text[end - 1])
    ):
        return False
    # Two short ones make an ordinary word of another language: "namba".
    return count != 2 or end - start >= GLUED_PAIR_MIN or is_unspaced(text[start])


def _glues(outer: str, inner: str) -> bool:
    return not is_unspaced(inner) and not is_unspaced(outer)
