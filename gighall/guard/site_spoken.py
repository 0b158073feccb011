"""Find web addresses whose beginning is said: "weh weh weh, salon minus celle, Punkt, Deutschland-Kürzel".

Who says three w means an address: behind them its signs and its end need no spelling that anybody else would know
(``data/mail_spoken.txt``).
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from gighall.guard.finding import Finding
from gighall.guard.sign_words import any_of, dot_words, joints, said_www, spoken_hosts
from gighall.guard.word_lists import phrases

TEXT_MAX, WORDS_MAX, PATHS_MAX, SAID_MAX, CONFIDENCE = 400, 6, 3, 4, 0.87

_JOINING = "|".join(map(re.escape, phrases("mail_spoken", "joining")))
_JOINT = rf"(?:\([^()\n]{{1,48}}\)|[\s,،;:>→/–—\[\]\"'“”«»-]|(?<![^\W_])(?:{_JOINING})(?![^\W_]|-))*+"
_WORD = re.compile(r"[^\W_][\w-]{0,60}+")
_GAP = re.compile(_JOINT, re.I)


@cache
def _begins() -> re.Pattern[str]:
    said = any_of(phrases("mail_spoken", "www"))
    return re.compile(rf"(?<![^\W_])(?:{said_www().pattern}|(?:{said}))(?![^\W_])", re.I)


@cache
def _dot() -> str:
    said = any_of({*dot_words(), *phrases("mail_spoken", "dot")})
    return rf"(?:\s?\.\s?|{_JOINT}(?<![^\W_])(?:{said})(?![^\W_]){_JOINT})"


@cache
def _sign() -> re.Pattern[str]:
    """Return the expression of a sign that stands or is said between two words of a name."""
    return re.compile(rf"(?:{_dot()}|{_JOINT}(?<![^\W_])(?:{any_of(joints())})(?![^\W_]){_JOINT})", re.I)


@cache
def _end() -> re.Pattern[str]:
    ends = any_of({*phrases("mail_spoken", "end"), *(one for one in spoken_hosts() if len(one) > 1)})
    return re.compile(rf"{_dot()}(?:(?:{ends})(?![^\W_])|[^\W\d_]{{2,4}}(?=\s*(?:[.,!?;)\n]|\Z)))", re.I)


@cache
def _path() -> re.Pattern[str]:
    slashes = any_of(word for word, sign in joints().items() if sign == "/")
    return re.compile(rf"{_JOINT}(?<![^\W_])(?:{slashes})(?![^\W_]){_JOINT}[^\W_][\w-]{{1,40}}", re.I)


def find_site_spoken(text: str) -> Iterator[Finding]:
    """Yield the web addresses of a short text that begin with three w, as each language says them."""
    if len(text) > TEXT_MAX:
        return
    for said in islice(_begins().finditer(text), SAID_MAX):
        opened = re.compile(_dot(), re.I).match(text, said.end()) or _GAP.match(text, said.end())
        end = _host_end(text, opened.end() if opened else said.end())
        if end:
            value = re.sub(r"\s+", " ", text[said.start() : end].lower())
            yield Finding("url", 0, said.start(), end, value, CONFIDENCE, ("said www",), True)


def _host_end(text: str, position: int) -> int:
    """Return where a host ends whose first word stands there, with its path; 0 if none does."""
    for _step in range(WORDS_MAX):
        word = _WORD.match(text, position)
        if word is None:
            return 0
        end = _end().match(text, word.end())
        if end is not None:
            return _past_path(text, end.end())
        sign = _sign().match(text, word.end()) or _GAP.match(text, word.end())
        position = sign.end() if sign is not None else word.end()
    return 0


def _past_path(text: str, position: int) -> int:
    for _step in range(PATHS_MAX):
        path = _path().match(text, position)
        if path is None:
            break
        position = path.end()
    return position
