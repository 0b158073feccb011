"""See through addresses of three pieces with something between: "sepp [monkey] almfrieden [blob] bayern".

What stands in the brackets or strokes, or as a picture, may be anything where the pieces say enough; else it is a word
for a sign.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from gighall.guard.domains import top_level_class
from gighall.guard.said_names import common_words
from gighall.guard.sign_words import at_signs, at_words, bracketed_at_words, dot_words, small_words
from gighall.guard.views import Edit
from gighall.guard.word_lists import phrases, words

FRAMES_MIN, NAME_MIN = 2, 3
STROKES = ("/ ", " + ", " | ", "<>", "—", "–", " ~ ")
_PIECE, _END = r"[A-Za-z0-9][\w.+-]{1,30}", r"(?P<end>[A-Za-z]{2,10})(?![\w@/(\[]|\.\w)"
_BRACKETED = re.compile(
    rf"(?<![\w@./\])}}])(?P<name>{_PIECE})\s?[\[({{<](?P<one>[^\[\](){{}}<>\n]{{1,24}})[\])}}>]\s?"
    rf"(?P<host>[A-Za-z0-9][\w-]{{1,40}})\s?[\[({{<](?P<two>[^\[\](){{}}<>\n]{{1,24}})[\])}}>]\s?{_END}"
)
_STROKES = r"\s?[/+|~*–—:<>=]{1,2}\s?"
_STROKED = re.compile(
    rf"(?<![\w@./])(?P<name>{_PIECE}){_STROKES}(?P<one>[^\W\d_][^\W_]*(?: [^\W_]+)?){_STROKES}"
    rf"(?P<host>[A-Za-z0-9][\w-]{{1,40}}){_STROKES}(?P<two>[^\W\d_][^\W_]*(?: [^\W_]+)?){_STROKES}{_END}"
)
_PICTURE = r"[\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?"
_PICTURED = re.compile(
    rf"(?<![\w@./])(?P<name>{_PIECE})\s?(?P<one>{_PICTURE})\s?(?P<host>[A-Za-z0-9][\w-]{{2,40}})\s?"
    rf"(?P<two>{_PICTURE})\s?{_END}"
)
# A square or a ball right between a name and the end of a host.
_BALL = re.compile(
    r"(?<=[a-z0-9]{3})[\u25a0-\u25cf\u2b1b\u2b1c\u26aa\u26ab\U0001f534\U0001f535](?=[a-z]{2,10}(?![\w@/]))"
)
_OPENING = re.compile(r"[\[({<]")


def edits_for_framed(text: str) -> Iterable[Edit]:
    """Return the signs of the addresses of a text that are framed in brackets or between strokes."""
    if ("(" in text or "[" in text or "<" in text or "{" in text) and len(
        _OPENING.findall(text)
    ) >= FRAMES_MIN:
        return [*_written_out(_BRACKETED, text, _is_bracketed), *_stroked(text)]
    return _stroked(text)


def edits_for_pictured(text: str) -> Iterator[Edit]:
    """Yield the signs of the addresses of a text for which pictures stand."""
    yield from _written_out(_PICTURED, text, _is_pictured)
    for ball in _BALL.finditer(text):
        yield Edit(ball.start(), ball.end(), ".")


def _stroked(text: str) -> Iterable[Edit]:
    return _written_out(_STROKED, text, _is_stroked) if _has_strokes(text) else ()


def _has_strokes(text: str) -> bool:
    """Say, cheaply, whether enough of one stroke stand in a text."""
    if "/ " in text or " + " in text or " | " in text or "<>" in text or " ~ " in text or not text.isascii():
        return any(text.count(stroke) >= 2 * FRAMES_MIN for stroke in STROKES)
    return False


def _written_out(
    pattern: re.Pattern[str], text: str, is_meant: Callable[[re.Match[str]], bool]
) -> Iterator[Edit]:
    for found in pattern.finditer(text):
        if top_level_class(found["end"]) and is_meant(found):
            yield Edit(found.end("name"), found.start("host"), "@")
            yield Edit(found.end("host"), found.start("end"), ".")


@cache
def _said_ats() -> frozenset[str]:
    return frozenset(phrases("signs", "framed_at")) | at_signs() | at_words() | bracketed_at_words()


@cache
def _said_dots() -> frozenset[str]:
    return frozenset(phrases("signs", "framed_dot")) | dot_words().keys()


def _is_bracketed(found: re.Match[str]) -> bool:
    one, two = found["one"].strip().lower(), found["two"].strip().lower()
    if one in _said_dots() or two in _said_ats():
        # leo (dot) kim (at) web: the pieces are others.
        return False
    if one in _said_ats() or two in _said_dots():
        both = one in _said_ats() and two in _said_dots()
        return _is_end(found, is_said=True) and (both or found["end"].lower() not in small_words(""))
    return not (one.isdecimal() or two.isdecimal()) and _is_end(found, is_said=False) and _is_odd(found)


def _is_stroked(found: re.Match[str]) -> bool:
    return found["one"].lower() in _said_ats() and found["two"].lower() in _said_dots()


def _is_pictured(found: re.Match[str]) -> bool:
    if found["one"][0] in words("signs", "pictured_at"):
        return _is_end(found, is_said=True) and found["host"] not in common_words()
    return _is_end(found, is_said=False) and _is_odd(found)


def _is_end(found: re.Match[str], *, is_said: bool) -> bool:
    """Say whether the last piece is a domain rather than the next word."""
    end = found["end"].lower()
    if is_said:
        return top_level_class(end) in {"plain", "word", "script"} or end in words("signs", "shops")
    return top_level_class(end) == "plain" and end not in small_words("") and found["end"].islower()


def _is_odd(found: re.Match[str]) -> bool:
    """Say whether name and host are no words of talk."""
    return all(
        len(piece) > NAME_MIN and piece.islower() and piece not in common_words()
        for piece in (found["name"], found["host"])
    )
