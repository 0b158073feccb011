"""Where a text names a messenger or a social place, also misspelt on purpose: wh@tsapp, te1egram, tele gram."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from gighall.guard.word_lists import phrases, words

LEET = {
    "@": "a",
    "4": "a",
    "0": "o",
    "3": "e",
    "5": "s",
    "$": "s",
    "7": "t",
    "!": "i",
    "|": "l",
    "€": "e",
    "¡": "i",
}
LEET_LETTERS_MIN = 5
LEET_LETTERS_MAX = 16

# Searched by its sign, which is rarer than the letters around it.
_LEET_SIGN = re.compile(r"[@$!|€¡0134578](?=[a-zA-Z])(?<=[a-zA-Z].)")
# The first half of a name whose second one has signs for letters: tele gr@m.
_WORD_BEFORE = re.compile(r"(?<![^\W_])([a-z]{2,8})[ .-]\Z", re.IGNORECASE)
_LEET_WORD = re.compile(r"(?<![\w@$!|€¡])[a-z1345@!][a-z@$!|€¡0134578]{3,15}(?![\w@$|€¡])", re.IGNORECASE)
# A name with signs among its letters, and the signs by which one is looked for.
_SIGN_IN_WORD = re.compile(r"[._/*|~•·+#](?<=[A-Za-z].)(?=[A-Za-z])")
_APART = re.compile(r"(?<![\w@./\\#-])[A-Za-z]{1,9}(?:[._/*|~•·+#][A-Za-z]{1,9}){1,9}(?![\w@/(=\\]|[.-]\w)")
_ICON = re.compile("[\u2708\U0001f426\U0001f47b\U0001f4f7\U0001f4f8]")
# What makes a name a part of something else: telegram.ext, python-telegram-bot, /whatsapp, `telegram`.
_PART_BEFORE = frozenset("._-/\\@#$`<&")
_PART_AFTER = frozenset("_/\\@(=`[")


@dataclass(slots=True)
class App:
    """A messenger or social place, as a text names it."""

    start: int
    end: int
    name: str
    is_short: bool
    is_ambiguous: bool
    is_misspelt: bool
    # Not named but told by how it looks: the paper plane app.
    is_described: bool = False


class Named(Protocol):
    """The name of an app in a text, as the lists know it."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def app(self) -> str: ...


def find_apps(text: str, named: Sequence[Named], signs: bytes) -> list[App]:
    """Return where a text names an app, in order; ``named`` are the names that the lists know, and where.

    ``signs`` are those of the text that the gate sees.
    """
    found = list(_plain(text, named)) if named else []
    disguised = list(_leet(text)) if signs and may_be_leet(text) else []
    if (signs or "." in text) and may_be_apart(text):
        disguised += _taken_apart(text)
    if not disguised:
        return found
    # Where two readings overlap, the one that starts first stays; of equal starts the longest.
    kept: list[App] = []
    for one in sorted([*found, *disguised], key=lambda one: (one.start, -one.end, one.is_misspelt)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def icon_apps(text: str) -> Iterator[App]:
    """Yield the emojis that stand for an app: a camera, a ghost, a plane, a bird."""
    for found in _ICON.finditer(text):
        yield App(found.start(), found.end(), "described", False, False, False, True)


def may_be_leet(text: str) -> bool:
    """Say, cheaply, whether a word of a text has a sign in place of a letter."""
    return _LEET_SIGN.search(text) is not None


def may_be_apart(text: str) -> bool:
    """Say, cheaply, whether a sign stands among the letters of a word."""
    return _SIGN_IN_WORD.search(text) is not None


@cache
def spellings() -> dict[tuple[str, ...], str]:
    """Return each way of writing an app's name, as words, with the name."""
    found = {
        tuple(written.split("_")): line.split()[0]
        for line in phrases("apps", "apps")
        for written in line.split()[1:]
    }
    for name in words("apps", "cut"):
        for at in range(2, len(name) - 1):
            if f"{name[:at]}_{name[at:]}" not in words("apps", "not_cut"):
                found.setdefault((name[:at], name[at:]), name)
    for name in words("apps", "misspelt"):
        for written in _misspellings(name):
            found.setdefault((written,), name)
    return found


def _misspellings(name: str) -> Iterator[str]:
    """Yield how a name is often written wrongly: a letter left out, doubled, swapped with the next, another vowel."""
    for at, letter in enumerate(name):
        if at:
            yield name[:at] + name[at + 1 :]
            yield name[:at] + letter + name[at:]
        if 0 < at < len(name) - 1:
            yield name[:at] + name[at + 1] + letter + name[at + 2 :]
        for other in "aeiou" if letter in "aeiou" else "z" if letter == "s" else "":
            yield name[:at] + other + name[at + 1 :]


@cache
def short_names() -> dict[str, str]:
    """Return the short names with the names they stand for."""
    return {
        short.replace("_", " "): line.split()[0]
        for line in phrases("apps", "short")
        for short in line.split()[1:]
    }


def _plain(text: str, named: Sequence[Named]) -> Iterator[App]:
    for one in named:
        start, end, name = one.start, one.end, one.app
        written = text[start:end].lower().replace("’", "'")
        if _stands_alone(text, start, end):
            is_ambiguous = written in words("apps", "ambiguous")
            yield App(start, end, name, written in short_names(), is_ambiguous, False)


def _leet(text: str) -> Iterator[App]:
    for found in _LEET_WORD.finditer(text):
        written = found[0].lower()
        if written.isalpha():
            continue
        plain = "".join(LEET.get(sign, sign) for sign in written)
        before = _WORD_BEFORE.search(text, max(0, found.start() - LEET_LETTERS_MAX), found.start())
        for letter in "il":
            whole = f"{before[1].lower()}{plain}".replace("1", letter) if before is not None else ""
            if before is not None and whole in glued_names():
                yield App(before.start(1), found.end(), glued_names()[whole], False, False, True)
                break
            name = (
                spellings().get((plain.replace("1", letter).rstrip("i!"),))
                or spellings().get((plain.replace("1", letter),))
                or short_names().get(plain.replace("1", letter) if len(plain) >= LEET_LETTERS_MIN else "")
            )
            if not name and len(plain) == LEET_LETTERS_MIN - 1:
                name = {"snap": "snapchat", "zoom": "zoom"}.get(plain, "")
            if name and len(plain) >= LEET_LETTERS_MIN - 1:
                yield App(found.start(), found.end(), name, False, False, True)
                break


@cache
def glued_names() -> dict[str, str]:
    """Return the longer names of apps as one word, with the app."""
    found = {"".join(spelt): name for spelt, name in spellings().items()}
    return {written: name for written, name in found.items() if len(written) >= LEET_LETTERS_MIN}


@cache
def _starred(pattern: str) -> str:
    """Return the app whose name has one letter each where a pattern has stars: disc*rd."""
    expression = re.compile(re.escape(pattern).replace(r"\*", "[a-z]").replace("•", "[a-z]"))
    return next((name for written, name in glued_names().items() if expression.fullmatch(written)), "")


def _taken_apart(text: str) -> Iterator[App]:
    """Yield the names with signs among or in place of their letters: tele.gram, dis/cord, sk*pe."""
    for found in _APART.finditer(text):
        written = found[0].lower()
        name = glued_names().get("".join(filter(str.isalpha, written)), "")
        if not name and ("*" in written or "•" in written) and len(written) >= LEET_LETTERS_MIN:
            name = _starred(written)
        if name:
            yield App(found.start(), found.end(), name, False, False, True)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether a name is no part of a file name, an address or a program."""
    if text[start - 1 : start] in _PART_BEFORE and start:
        return False
    after = text[end : end + 2]
    if after[:1] in _PART_AFTER and after:
        return False
    return not (after[:1] in {".", "-"} and after[1:].isalnum())
