"""Find mailboxes of which name and house are told apart: "the first half is kit.tuft and it's a gmail"."""

import re
from collections.abc import Iterator
from functools import cache

from gighall.guard.finding import Finding
from gighall.guard.said_names import common_words
from gighall.guard.sign_words import any_of
from gighall.guard.word_lists import phrases, words

TEXT_MAX, APART_MAX, CONFIDENCE, LETTERS_MIN = 400, 120, 0.85, 3


@cache
def _houses() -> dict[str, str]:
    """Return mail houses as they are told, with their hosts."""
    said = {
        phrase.strip(): line.partition(":")[0]
        for line in phrases("signs", "mail_said")
        for phrase in line.partition(":")[2].split(",")
    }
    named = {house: f"{house}.com" for house in words("signs", "mail_alone") | words("signs", "mail_named")}
    return (
        named
        | {line.partition(":")[0]: line.partition(":")[2].strip() for line in phrases("signs", "mail_hosts")}
        | said
    )


@cache
def _house() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.@/-])(?:{any_of(_houses())})(?![\w@/]|[.-]\w)", re.I)


@cache
def _name_told() -> re.Pattern[str]:
    """Return the expression of a name behind words that say that it stands before the sign, or is a name."""
    places, names = any_of(phrases("signs", "place_told")), any_of(phrases("signs", "name_told"))
    return re.compile(
        rf"(?<![^\W_])(?:(?P<place>{places})|{names})(?:\s?[:=,–—-]|\s(?:is|ist|es|est|é|è|to|это|are|steht|stands?|be)\b)?"
        r"[\s:]{1,3}(?P<name>[A-Za-z][\w.+-]{1,40}(?<![.-]))(?!@|\.\w)",
        re.I,
    )


@cache
def _house_told() -> re.Pattern[str]:
    """Return the expression of words behind which, or before which, stands a mail house."""
    return re.compile(rf"(?<![^\W_])(?:{any_of(phrases('signs', 'house_told'))})", re.I)


def find_mail_told(text: str) -> Iterator[Finding]:
    """Yield the mailbox of a short text whose name and house are told apart from each other."""
    if len(text) > TEXT_MAX:
        return
    house = _house().search(text)
    if house is None:
        return
    is_told = _house_told().search(text) is not None
    for name in _name_told().finditer(text):
        if not (is_told or name["place"]) or name.end("name") - house.start() > APART_MAX:
            continue
        if _is_mailbox(name["name"], is_placed=bool(name["place"])) and not (
            name.start("name") < house.end() and house.start() < name.end("name")
        ):
            start, end = min(name.start("name"), house.start()), max(name.end("name"), house.end())
            value = f"{name['name']}@{_houses()[house[0].lower()]}".lower()
            yield Finding("email", 0, start, end, value, CONFIDENCE, ("name", "mail house"), True)
            return


def _is_mailbox(name: str, *, is_placed: bool) -> bool:
    """Say whether a name looks like a mailbox's: by a sign or figure in it, or as no word where it must be one."""
    low = name.lower()
    if sum(map(str.isalpha, low)) < LETTERS_MIN:
        return False
    if any(sign in low for sign in "._+") or low[-1].isdigit():
        return True
    return is_placed and low not in words("signs", "not_a_name") and low not in common_words()
