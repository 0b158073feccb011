"""Find account names of nothing but letters beside an app: letters that were disguised, and words that only names are.

"insta is 🇱🇪🇻🇪🇱🇺🇵", "telegram: kilo oscar lima", "noraknits on discord". Other words of letters are talk.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from gighall.guard.apps import App
from gighall.guard.finding import Finding
from gighall.guard.said_names import common_words
from gighall.guard.word_lists import phrases, words

APPS_MAX, TEXT_MAX, NEARBY, BETWEEN_MAX = 20, 4_000, 48, 4
LETTERS_MIN, LETTERS_MAX, COMPOUND_MIN, SHORT_END_MIN, FIRST_PART_MIN, END_MAX = 4, 24, 8, 9, 3, 11
FEW_WORDS = 5
CONFIDENCE_HIDDEN, CONFIDENCE_COMPOUND = 0.85, 0.75

_NAME = re.compile(r"(?<![\w@./#'’-])[^\W\d_]{4,24}(?![\w@/(=#'’-]|\.\w)")
_STOP = re.compile(r"[!?;]|\.\s")
_WORD = re.compile(r"[^\W_]+")
IsHidden = Callable[[int, int], bool]


def find_hidden_names(text: str, apps: Sequence[App], is_hidden: IsHidden | None) -> Iterator[Finding]:
    """Yield the names beside the apps of a text whose letters are disguised, or that only names are made of.

    ``is_hidden`` says whether letters of a stretch were not written as they are read; None if none were.
    """
    near = text[:TEXT_MAX]
    personal = len(_WORD.findall(near[: 4 * NEARBY])) <= FEW_WORDS or is_personal(near)
    done = 0
    for app in apps[:APPS_MAX]:
        takes_compounds = personal and not app.is_ambiguous
        if (is_hidden is None and not takes_compounds) or _is_one_of_many(near, app):
            continue
        start, end = max(done, app.start - NEARBY), min(len(near), app.end + NEARBY)
        for one in _NAME.finditer(near, start, end):
            low = one[0].lower()
            hidden = is_hidden is not None and is_hidden(one.start(), one.end())
            if (
                (hidden or (takes_compounds and is_compound(one[0])))
                and (one.start() >= app.end or app.start >= one.end())
                and _is_beside(near, app, one.start(), one.end())
                and not (
                    low in common_words() or low in words("apps", "no_person") or low in words("apps", "code")
                )
            ):
                confidence = CONFIDENCE_HIDDEN if hidden else CONFIDENCE_COMPOUND
                evidence = ("app", "disguised name" if hidden else "made name")
                yield Finding("handle", 0, *one.span(), f"{app.name}:{low}", confidence, evidence, hidden)
                done = one.end()
                break


def _is_one_of_many(text: str, app: App) -> bool:
    """Say whether an app's name is a word that counts something else here: each line, every session."""
    if not app.is_ambiguous:
        return False
    said = _WORD.findall(text[max(0, app.start - NEARBY) : app.start].lower())
    return bool(said) and said[-1] in words("apps", "one_of_many")


def is_personal(text: str) -> bool:
    """Say whether somebody speaks of themselves, or of being written to."""
    return _personal().search(text, 0, TEXT_MAX) is not None


@cache
def _personal() -> re.Pattern[str]:
    said = "|".join(map(re.escape, phrases("handle_words", "personal")))
    return re.compile(rf"(?<![^\W_])(?:{said})(?![^\W_])", re.IGNORECASE)


def _is_beside(text: str, app: App, start: int, end: int) -> bool:
    """Say whether hardly anything stands between an app and a word."""
    between = text[app.end : start] if start >= app.end else text[end : app.start]
    return _STOP.search(between) is None and len(_WORD.findall(between)) <= BETWEEN_MAX


def is_compound(written: str) -> bool:
    """Say whether a word of letters is made as names of accounts are: noraknits, essaynurse."""
    low = written.lower()
    if (
        len(low) < COMPOUND_MIN
        or written[0].isupper()
        or low.endswith("ing")
        or low in words("handle_words", "talk")
    ):
        return False
    return any(
        low[-length:] in words("handle_words", "ends")
        and (length > FIRST_PART_MIN or len(low) >= SHORT_END_MIN)
        for length in range(FIRST_PART_MIN, min(END_MAX, len(low) - FIRST_PART_MIN) + 1)
    )
