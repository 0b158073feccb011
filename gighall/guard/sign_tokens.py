"""The tokens of an address that may be disguised: names, and signs as they are written or said."""

import re
from dataclasses import dataclass
from typing import Literal

from gighall.guard.lexicon import MARKS
from gighall.guard.sign_words import (
    at_signs,
    at_words,
    bracketed_at_words,
    dot_words,
    glued_hosts,
    hosts_in_words,
    joints,
    said_in_words,
    spoken_hosts,
)
from gighall.guard.word_lists import words

# A word for a sign between other signs: vic*at*mill*dot*org.
STARRED = (
    r"(?<=\w)[*#•|~^+=:;“”\"'’/]{1,2}(?:at|dot|arroba|punkt|punto|ponto|point)[*#•|~^+=:;“”\"'’/]{1,2}(?=\w)"
)
_TOKEN = re.compile(
    rf"(?P<bracket>[\[({{<]\s{{0,2}}(?:[.@]|(?:[^\W_]|[{MARKS}]){{1,12}}|[^\W_](?: [^\W_]){{1,4}})"
    rf"\s{{0,2}}[\])}}>]|{STARRED})"
    rf"|(?P<name>[\w+%{MARKS}-]++)|(?P<sign>\S)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[-_](at|dot|arroba|punkt|punto|ponto)[-_]", re.IGNORECASE)
_DOTS = frozenset(".·•∙")
_OPENING, _CLOSING = frozenset("([{<"), re.compile(r"\s?[)\]}>]")


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
            token = _said(found.start(), text[found.start() : done])
            closed = _CLOSING.match(text, done, end)
            if closed and tokens and tokens[-1].written in _OPENING:
                # Signs of more than one word in brackets: dimas (a keong) host.
                token.start, done = tokens.pop().start, closed.end()
                token.end = done
            tokens.append(token)
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
    return _without_joints(tokens)


def _without_joints(tokens: list[Token]) -> list[Token]:
    """Return the tokens without words that only join a sign to its neighbours: "leo, then @, then web.de"."""
    # Behind an at that can be nothing else, commas between the words of an address are breath.
    tokens = _without_fillers(tokens)
    sure_at = any(one.type == "at" and one.strength == "sure" for one in tokens)
    if not sure_at and not any(one.written.lower() in words("signs", "joints") for one in tokens):
        return tokens
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        if token.written.lower() in words("signs", "joints") or token.written == ",":
            near = [
                one
                for one in tokens[max(0, index - 2) : index + 3]
                if one.type in {"at", "dot"}
                and (one.strength == "sure" or (sure_at and token.written == ","))
            ]
            if near:
                continue
        kept.append(token)
    return kept


def _without_fillers(tokens: list[Token]) -> list[Token]:
    """Return the tokens without words of hesitation right beside a sign that is said: "anna um at like host"."""
    fillers = words("signs", "fillers")
    if not any(one.written.lower() in fillers for one in tokens):
        return tokens
    return [
        token
        for index, token in enumerate(tokens)
        if token.written.lower() not in fillers
        or not any(
            one.type in {"at", "dot"} for one in (tokens[index - 1 : index] + tokens[index + 1 : index + 2])
        )
    ]


def _said(start: int, written: str) -> Token:
    """Return a sign that is said in more than one word; hyphens may join them."""
    word = written.lower() if written.lower() in joints() else written.lower().replace("-", " ")
    if word in dot_words():
        return Token(start, start + len(written), word, "dot", "word", ".")
    if word in hosts_in_words():
        return Token(start, start + len(written), hosts_in_words()[word], "name", "", hosts_in_words()[word])
    sign = joints().get(word)
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
    inner = (written.strip("[](){}<>*#•|~^+=:;“”\"'’/ \t\n") or written).replace(" ", "")
    is_weak = inner.lower() == "a" or inner.lower() in bracketed_at_words()
    token = _word(start, "at" if is_weak else inner)
    if written[1:-1].strip() in {".", "@"}:
        sign = written[1:-1].strip()
        token = Token(start, start, sign, "at" if sign == "@" else "dot", "sure", sign)
    if token.type == "name":
        token.type = "other"
    token.end = start + len(written)
    token.written = written
    token.strength = "word" if is_weak else "sure"
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
    if word in glued_hosts():
        return Token(start, end, word, "name", "", glued_hosts()[word])
    host = spoken_hosts().get(word, word)
    return Token(start, end, host, "name", "", host if host != word else "")
