"""Find mail addresses of which the signs are said, where the word for the at means nothing else.

"pepa tecka truhlar zavinac seznam tecka cézet", "marlow piers, then the curly a, then g-male": behind such an at a host
needs no spelling that anybody else would know.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from gighall.guard.finding import Finding
from gighall.guard.said_names import common_words
from gighall.guard.sign_words import any_of, at_signs, dot_words, joints
from gighall.guard.word_lists import is_any_in, phrases, words

TEXT_MAX, NAME_MAX, HOST_WORDS_MAX, SIGNS_MAX, CONFIDENCE = 400, 80, 3, 6, 0.85

_JOINING = "|".join(map(re.escape, phrases("mail_spoken", "joining")))
_JOINT = rf"(?:\([^()\n]{{1,24}}\)|[\s,;:>→/–—.()\[\]\"'“”-]|(?<![^\W_])(?:{_JOINING})(?![^\W_]|-))*+"
_WORD = r"[^\W_][\w.-]{0,40}+"
_WORDS, _JOINTS = re.compile(r"[^\W_][\w-]{0,40}+"), re.compile(_JOINT, re.I)


@cache
def _at() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![^\W_])(?:{any_of({*at_signs(), *phrases('mail_spoken', 'at')})})(?![^\W_])", re.I
    )


@cache
def _dots() -> str:
    return any_of({*dot_words(), *phrases("mail_spoken", "dot")})


@cache
def _house() -> re.Pattern[str]:
    said = any_of({*words("signs", "mail_alone"), *phrases("mail_spoken", "houses")})
    return re.compile(rf"(?:{said})(?![^\W_])", re.I)


@cache
def _house_behind_blanks() -> re.Pattern[str]:
    return re.compile(rf"[\s,]*+{_house().pattern}", re.I)


@cache
def _end() -> re.Pattern[str]:
    """Return the expression of a dot and what a host may end with behind it."""
    ends = any_of(phrases("mail_spoken", "end"))
    return re.compile(
        rf"(?:\.(?=\w)|{_JOINT}(?<![^\W_])(?:{_dots()})(?![^\W_]){_JOINT})"
        rf"(?:(?:{ends})(?![^\W_])|[^\W\d_]{{2,4}}(?=\s*(?:[.,!?;)\n]|\Z)))",
        re.I,
    )


@cache
def _sign() -> re.Pattern[str]:
    """Return the expression of a sign that is said between two words of a name."""
    return re.compile(rf"{_JOINT}(?<![^\W_])(?:{_dots()}|{any_of(joints())})(?![^\W_]){_JOINT}", re.I)


def _host_behind(text: str, position: int) -> tuple[str, int]:
    """Return the name of a host right behind an at, and where the host ends; nothing where none is."""
    # An article may belong to the house: la poste.
    house = _house_behind_blanks().match(text, position)
    position = _past_joints(text, position)
    house = house or _house().match(text, position)
    if house is not None:
        return house[0].strip(" ,"), _past_ends(text, house.end())
    last = position
    for _word in range(HOST_WORDS_MAX):
        word = _WORDS.match(text, last)
        if word is None:
            break
        end = _past_ends(text, word.end())
        if end > word.end():
            return text[position : word.end()], end
        sign = _sign().match(text, word.end())
        last = sign.end() if sign is not None else word.end() + 1
    return "", position


def _past_ends(text: str, position: int) -> int:
    """Return where a host ends that may end twice: dot co dot uk."""
    for _end_of_host in range(2):
        found = _end().match(text, position)
        position = position if found is None else found.end()
    return position


def _past_joints(text: str, position: int) -> int:
    joined = _JOINTS.match(text, position)
    return position if joined is None else joined.end()


@cache
def _mailbox() -> re.Pattern[str]:
    """Return the expression of a mailbox's name right before an at, its signs said or written."""
    sign = rf"{_JOINT}(?<![^\W_])(?:{_dots()}|{any_of(joints())})(?![^\W_]){_JOINT}"
    return re.compile(
        rf"(?<![^\W_])(?P<name>{_WORD}(?:{sign}{_WORD}){{0,5}}){_JOINT}[(\[{{<*_~]{{0,2}}\Z", re.I
    )


def find_mail_spoken(text: str) -> Iterator[Finding]:
    """Yield the mail addresses of a short text whose at is said by a word that means nothing else."""
    if len(text) > TEXT_MAX or not is_any_in(text.lower(), "mail_spoken", "at"):
        return
    done = 0
    for at in islice(_at().finditer(text), SIGNS_MAX):
        host, end = _host_behind(text, at.end())
        name = _mailbox().search(text, max(done, at.start() - NAME_MAX), at.start()) if host else None
        if name is None:
            continue
        start = name.start("name")
        said = re.findall(r"[^\W_]+", name["name"].lower())
        if not said or (len(said) == 1 and said[0] in words("signs", "not_a_name") | _TALK):
            continue
        if host.lower() in common_words() and said[-1] in common_words():
            continue
        yield Finding("email", 0, start, end, _value(text[start:end]), CONFIDENCE, ("said at",), True)
        done = end


def _value(written: str) -> str:
    return re.sub(r"\s+", " ", written.lower())


# Before the word for an at these speak of the sign.
_TALK = frozenset(
    {
        "the",
        "a",
        "an",
        "is",
        "it",
        "sign",
        "symbol",
        "word",
        "called",
        "der",
        "die",
        "das",
        "el",
        "la",
        "le",
        "un",
    }
    | {"un", "une", "il", "lo", "una", "o", "de", "for", "with", "by", "to", "of", "and", "or", "in", "on"}
)
