"""The lists of every language: their phrases, and the form in which texts are compared with them.

Each language is a file in ``lists/``; how to write one stands in ``lists/README.md``.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from gighall.guard.apps import short_names, spellings
from gighall.guard.word_lists import words

FOLDER = Path(__file__).parent / "lists"
# Names as long as this take the endings of any language: telegramda, whatsappie.
INFLECTED_LETTERS_MIN, INFLECTED_LATIN_MIN = 5, 7
# Languages in which people chat with half of their words in English.
MIXED = frozenset({"hi", "tl", "id", "sw"})
# From here on scripts are written without blanks between words.
_FIRST_UNSPACED = "\u0e00"
_SPACED_ISLANDS = (("\u1c80", "\u1fff"),)
# Signs of the scripts of India and of Thai that belong to the letter before them, and that no expression takes for
# part of a word.
MARKS = "".join(
    f"{chr(first)}-{chr(last)}"
    for first, last in (
        (0x900, 0x903),
        (0x93A, 0x94F),
        (0x955, 0x957),
        (0x962, 0x963),
        (0xE31, 0xE31),
        (0xE34, 0xE3A),
        (0xE47, 0xE4E),
    )
)
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
_BLANKS = re.compile(r"  +")
_ACCENTED = re.compile(r"[à-öø-ɏά-ώἀ-῾ạ-ỹ]")


# What a phrase may mean, and the languages in which it does.
Meaning = tuple[frozenset[str], frozenset[str]]


# A class of phrases, and the language of whose list the phrase is.
Said = tuple[str, str]


class Hit(NamedTuple):
    """A phrase of the lists in a text: where it stands in the text as it was given, and what it may mean."""

    start: int
    end: int
    classes: frozenset[str]
    languages: frozenset[str]

    @property
    def app(self) -> str:
        """Return the app that this names, if any."""
        return min((one[4:] for one in self.classes if one.startswith("app=")), default="")


def letters_in(hits: Iterable[Hit]) -> dict[str, int]:
    """Return how many letters the phrases of a text have in each language."""
    # Most phrases share their languages with others, so these are gone through once for all of them.
    by_set: dict[frozenset[str], int] = {}
    for hit in hits:
        by_set[hit.languages] = by_set.get(hit.languages, 0) + hit.end - hit.start
    letters: dict[str, int] = {}
    for spoken, length in by_set.items():
        for language in spoken:
            letters[language] = letters.get(language, 0) + length
    return letters


@dataclass(slots=True)
class Entry:
    """A phrase of the lists: what it may mean in which languages, and whether words may go on at its ends."""

    said: tuple[Said, ...] = ()
    clues: tuple[Said, ...] = ()
    opens: bool = False
    ends_open: bool = False
    is_app: bool = False


@cache
def meanings(said: tuple[Said, ...]) -> tuple[Meaning, ...]:
    """Return what a phrase may mean, each with the languages in which it does; the same object for the same."""
    by_language: dict[str, set[str]] = {}
    for name, language in said:
        for spoken in sorted(_spoken_with(language)):
            by_language.setdefault(spoken, set()).add(name)
    found: dict[frozenset[str], set[str]] = {}
    for spoken, classes in by_language.items():
        found.setdefault(frozenset(classes), set()).add(spoken)
    return tuple((same(classes), same(frozenset(languages))) for classes, languages in found.items())


@cache
def same(names: frozenset[str]) -> frozenset[str]:
    """Return one object for all equal sets: few are needed often, and then lie in the processor's cache."""
    return names


class Plain(NamedTuple):
    """A text in the form in which it is compared: small letters without marks, single blanks."""

    text: str
    places: tuple[int, ...] | None

    def back(self, position: int) -> int:
        """Return where a place stands in the text as it was given."""
        return self.places[position] if self.places is not None else position


@cache
def languages() -> dict[str, dict[str, dict[str, str]]]:
    """Return the lists of each language, by its code."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))
    }


def phrases_of(written: str) -> Iterator[str]:
    """Yield the phrases of an entry: commas separate them, ``{a|b}`` stands for either."""
    depth, phrase = 0, ""
    for sign in f"{written},":
        depth += (sign == "{") - (sign == "}")
        if sign == "," and not depth:
            yield from _expanded(" ".join(phrase.split()))
            phrase = ""
        else:
            phrase += sign


def _expanded(phrase: str) -> Iterator[str]:
    if not phrase:
        return
    parts = _ALTERNATIVES.split(phrase)
    for chosen in product(*(part.split("|") if index % 2 else (part,) for index, part in enumerate(parts))):
        yield " ".join("".join(chosen).split())


@cache
def _table() -> dict[int, str]:
    """Return what each letter is compared as: small, without marks; hyphens as blanks."""
    found = dict.fromkeys((ord("-"), ord("\t"), 160, 8208, 8209, 8211, 8212, 8239), " ")
    found |= {ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("ʼ"): "'", ord("´"): "'"}
    for code in (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)):
        letter = chr(code).lower()
        base = unicodedata.normalize("NFD", letter)[:1]
        # й and ї are letters of their own, not и and і with a mark.
        if letter in "йїўґ":
            base = letter
        found[code] = {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "s"}.get(letter, base or letter)
    found |= {ord(one): "ا" for one in "أإآٱ"} | {ord("ة"): "ه", ord("ى"): "ي", ord("ک"): "ك", ord("ی"): "ي"}
    return found


@cache
def _changed() -> re.Pattern[str]:
    """Return the expression of the small letters and signs that are compared as others."""
    return re.compile(
        f"[{re.escape(''.join(chr(code) for code, becomes in _table().items() if chr(code) != becomes))}]"
    )


def _compared_as(found: re.Match[str]) -> str:
    return _table()[ord(found[0])]


def plain(text: str) -> Plain:
    """Return a text in the form in which it is compared."""
    if text.isascii():
        lowered = text.encode().translate(_ASCII_TABLE).decode()
    else:
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
        # Most letters stay as they are; to look each one up would cost many times more.
        lowered = _changed().sub(_compared_as, lowered)
    if "  " not in lowered:
        return Plain(lowered, None)
    places: list[int] = []
    pieces: list[str] = []
    done = 0
    for run in _BLANKS.finditer(lowered):
        pieces.append(lowered[done : run.start() + 1])
        places += range(done, run.start() + 1)
        done = run.end()
    pieces.append(lowered[done:])
    places += range(done, len(lowered) + 1)
    return Plain("".join(pieces), tuple(places))


_ASCII_TABLE = bytes(range(256)).lower().replace(b"-", b" ").replace(b"\t", b" ").replace(b"`", b"'")


def entries() -> dict[str, Entry]:
    """Return every phrase as it is compared, with what it may mean."""
    found: dict[str, Entry] = {}
    for spelt, name in spellings().items():
        _add_app(found, " ".join(spelt), name)
    for short, name in short_names().items():
        _add_app(found, short, name)
    for language, sections in languages().items():
        for name, written in (sections.get("talk", {}) | sections.get("near", {})).items():
            for phrase in phrases_of(written):
                _add(found, phrase, name, language)
        for name, written in sections.get("clues", {}).items():
            for phrase in phrases_of(written):
                _add_clue(found, phrase, name, language)
        for name, written in sections.get("app", {}).items():
            for phrase in phrases_of(written):
                _add_app(found, phrase, name)
    return found


@cache
def sign_words(name: str) -> frozenset[str]:
    """Return how the languages say a sign of an address; of more than one word too, with and without its accents."""
    said = [
        phrase.lower()
        for sections in languages().values()
        for phrase in phrases_of(sections.get("signs", {}).get(name, ""))
    ]
    return frozenset(said) | frozenset(map(without_accents, said))


def without_accents(word: str) -> str:
    """Return a word of Latin or Greek letters as people type it who leave the accents out: tecka."""
    if not _ACCENTED.search(word):
        return word
    parted = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).replace("ł", "l")


def _spoken_with(language: str) -> frozenset[str]:
    """Return the languages in whose sentences a word of one may stand; none stands for all."""
    return (MIXED if language == "en" else frozenset()) | {language}


def _add_clue(found: dict[str, Entry], phrase: str, name: str, language: str) -> None:
    written = plain(phrase.strip("*")).text
    for one in {written, written.replace("'", "")}:
        entry = found.setdefault(one, Entry())
        if (name, language) not in entry.clues:
            entry.clues += ((name, language),)
        entry.opens |= phrase.startswith("*")
        entry.ends_open |= phrase.endswith("*")


def _add_app(found: dict[str, Entry], phrase: str, name: str) -> None:
    kind = "weakapp" if phrase in words("apps", "ambiguous") else "app"
    for one in (kind, f"app={name}"):
        _add(found, phrase, one, "", stretches=kind == "app")


def _add(found: dict[str, Entry], phrase: str, name: str, language: str, *, stretches: bool = False) -> None:
    opens, ends_open = phrase.startswith("*"), phrase.endswith("*")
    written = plain(phrase.strip("*")).text
    core = written.replace(" ", "")
    if stretches and len(core) >= (INFLECTED_LATIN_MIN if core.isascii() else INFLECTED_LETTERS_MIN):
        ends_open = True
    if (
        written[:1] > "\u058f"
        and written[:1] < "\u0780"
        and name in {"app", "channel", "yourdetail", "outside", "detail"}
    ):
        opens = True
    for one in {written, written.replace("'", "")}:
        entry = found.setdefault(one, Entry())
        if (name, language) not in entry.said:
            entry.said += ((name, language),)
        entry.opens |= opens
        entry.ends_open |= ends_open
        entry.is_app |= name in {"app", "weakapp"}


def is_unspaced(sign: str) -> bool:
    """Say whether a sign belongs to a script that is written without blanks between words."""
    return sign >= _FIRST_UNSPACED and not any(first <= sign <= last for first, last in _SPACED_ISLANDS)
