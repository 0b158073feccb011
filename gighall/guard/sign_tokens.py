"""The tokens of an address that may be disguised: names, and signs as they are written or said."""

import re
from dataclasses import dataclass
from typing import Literal

from gighall.guard.lexicon import MARKS
from gighall.guard.sign_words import at_signs, at_words, dot_words, joints, said_in_words, spoken_hosts

_TOKEN = re.compile(
    r"(?P<bracket>[\[({<]\s{0,2}(?:[.@]|[^\W_]{1,12})\s{0,2}[\])}>])|(?P<name>[\w+%"
    + MARKS
    + r"-]++)|(?P<sign>\S)"
)
_JOINED = re.compile(r"[-_](at|dot|arroba|punkt|punto|ponto)[-_]", re.IGNORECASE)
_DOTS = frozenset(".·•∙")


Type = Literal["at", "dot", "join", "slash", "name", "other"]
# How surely a sign is meant: as itself; in brackets or by a word that means nothing else; by a word; with blanks.
Strength = Literal["sign", "sure", "word", "spaced", ""]


@dataclass(slots=True)
class Token:
    """A word or sign of a window, with what it stands for."""

    start: int
    end: int
    written: str
    type: Type
    strength: Strength = ""
    becomes: str = ""


def tokens_in(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of a window."""
    tokens: list[Token] = []
    said = {one.start(): one.end() for one in said_in_words().finditer(text, start, end)}
    done = 0
    for found in _TOKEN.finditer(text, start, end):
        written = found[0]
        if found.start() < done:
            continue
        if found.start() in said:
            done = said[found.start()]
            tokens.append(_said(found.start(), text[found.start() : done]))
            continue
        if found["name"]:
            tokens += _parts(found.start(), written)
        elif found["bracket"]:
            tokens.append(_bracketed(found.start(), written))
        elif written == "@":
            tokens.append(Token(found.start(), found.end(), written, "at", "sure", "@"))
        elif written in _DOTS:
            spaced = (
                text[found.start() - 1 : found.start()].isspace()
                or text[found.end() : found.end() + 1].isspace()
            )
            strength: Strength = "sure" if written != "." else "spaced" if spaced else "sign"
            tokens.append(Token(found.start(), found.end(), written, "dot", strength, "."))
        elif written == "/":
            tokens.append(Token(found.start(), found.end(), written, "slash", "sign", "/"))
        else:
            tokens.append(Token(found.start(), found.end(), written, "other"))
    return tokens


def _said(start: int, written: str) -> Token:
    """Return a sign that is said in more than one word."""
    sign = joints().get(written.lower())
    if sign is None:
        return Token(start, start + len(written), written, "at", "sure", "@")
    return Token(start, start + len(written), written, "slash" if sign == "/" else "join", "word", sign)


def _parts(start: int, written: str) -> list[Token]:
    """Return a word as a token, or as several where its signs are glued in: anna_at_host_dot_com."""
    tokens: list[Token] = []
    position = 0
    for sign in _JOINED.finditer(written) if "-" in written or "_" in written else ():
        if sign.start() <= position:
            continue
        tokens.append(_word(start + position, written[position : sign.start()]))
        type_: Type = "at" if sign[1].lower() in {"at", "arroba"} else "dot"
        becomes = "@" if type_ == "at" else "."
        tokens.append(Token(start + sign.start(), start + sign.end(), sign[0], type_, "sure", becomes))
        position = sign.end()
    if position < len(written):
        tokens.append(_word(start + position, written[position:]))
    return tokens


def _bracketed(start: int, written: str) -> Token:
    token = _word(start, written.strip("[](){}<> \t\n") or written)
    if written[1:-1].strip() in {".", "@"}:
        sign = written[1:-1].strip()
        token = Token(start, start, sign, "at" if sign == "@" else "dot", "sure", sign)
    if token.type == "name":
        token.type = "other"
    token.end = start + len(written)
    token.written = written
    token.strength = "sure"
    return token


def _word(start: int, written: str) -> Token:
    word = written.lower()
    end = start + len(written)
    if word in at_words():
        return Token(start, end, word, "at", "word", "@")
    if word in at_signs():
        return Token(start, end, word, "at", "sure", "@")
    if word in dot_words():
        return Token(start, end, word, "dot", "word", ".")
    if word in joints():
        return _said(start, written)
    return Token(start, end, spoken_hosts().get(word, word), "name", "", spoken_hosts().get(word, ""))
