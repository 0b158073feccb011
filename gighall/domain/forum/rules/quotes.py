"""Quotes in what people write: how they are typed, and whether they are what was said. Plain Python.

A quote is typed as lines: ``[quote=<id of the post> <name>]``, the words, ``[/quote]``; the name is for whoever reads
the box and means nothing. Quotes may stand in quotes. Their words are plain text, and somebody's own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

_OPEN = re.compile(r"\[quote=([0-9A-Za-z]{1,24})(?:\s[^\]\n]*)?\]\s*")
_CLOSE = "[/quote]"
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
# Scripts that put no space between words: each of their signs counts as a word.
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_UNSPACED}]|█+|(?:(?![{_UNSPACED}])[^\W_])+")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Own:
    """Words of the writer, or of whom a quote quotes."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What somebody else said: the public id of their post, and what of it is quoted."""

    source: str
    parts: "tuple[Own | Quote, ...]"


Part = Own | Quote


class QuoteUnfit(Refused):
    """A quote that is not what was said, or of something that is not there."""

    code = "quote_unfit"


def parse(text: str) -> tuple[Part, ...]:
    """Return what was typed as its parts; a quote that is never closed ends with the text."""
    parts, _rest = _parts(text.split("\n"), 0, depth=0)
    return parts


def _parts(lines: Sequence[str], at: int, *, depth: int) -> tuple[tuple[Part, ...], int]:
    parts: list[Part] = []
    own: list[str] = []
    fence = ""

    def close_own() -> None:
        text = "\n".join(own).strip("\n")
        if text.strip():
            parts.append(Own(text))
        own.clear()

    while at < len(lines):
        line = lines[at]
        at += 1
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        opened = None if fence and not depth else _OPEN.fullmatch(line.strip())
        if opened is not None:
            close_own()
            inner, at = _parts(lines, at, depth=depth + 1)
            if depth < limits.QUOTE_DEPTH_MAX and inner:
                parts.append(Quote(opened[1], inner))
        elif depth and line.strip() == _CLOSE:
            break
        else:
            own.append(line)
    close_own()
    return tuple(parts), at


def written(parts: Iterable[Part], names: dict[str, str]) -> str:
    """Return parts as they are typed; ``names`` says whose post an id is."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Own):
            lines.append(part.text)
        else:
            name = re.sub(r"[\]\s]+", " ", names.get(part.source, "")).strip()
            lines += [
                f"[quote={part.source}{f' {name}' if name else ''}]",
                written(part.parts, names),
                _CLOSE,
                "",
            ]
    return "\n".join(lines)


def quotes_in(parts: Iterable[Part]) -> Iterator[Quote]:
    """Yield every quote, those inside of quotes too."""
    for part in parts:
        if isinstance(part, Quote):
            yield part
            yield from quotes_in(part.parts)


def own_words(parts: Iterable[Part]) -> list[str]:
    """Return the writer's own words, a text for each stretch between quotes."""
    return [part.text for part in parts if isinstance(part, Own)]


def quoted_words(quote: Quote) -> str:
    """Return what a quote says that its post said."""
    return "\n".join(own_words(quote.parts))


def was_said(quoted: str, said: Iterable[str]) -> bool:
    """Say whether quoted words stand in one of the texts, word by word; between them words may be left out (…)."""
    texts = [_folded(text) for text in said]
    pieces = [_folded(piece) for piece in quoted.replace("...", LEFT_OUT).split(LEFT_OUT)]
    wanted = [piece for piece in pieces if piece.strip()]
    return any(_in_order(wanted, text) for text in texts)


def _in_order(pieces: Sequence[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        # The space after one piece may be the space before the next.
        at = found + len(piece) - 1
    return True


def _folded(text: str) -> str:
    return f" {' '.join(_TOKEN.findall(text.casefold()))} "


def check_quote_count(parts: Sequence[Part]) -> None:
    """Refuse more quotes than anybody reads.

    Errors: QuoteUnfit.
    """
    if sum(1 for _quote in quotes_in(parts)) > limits.QUOTES_PER_POST_MAX:
        raise QuoteUnfit(_("Quote {most} times at most in one post."), most=limits.QUOTES_PER_POST_MAX)


def check_quote(quote: Quote, *, is_there: bool, said: Iterable[str], name: str) -> None:
    """Refuse a quote of what nobody can read, and one that puts words into somebody's mouth.

    Shapes: ``said`` are the texts that the post has had; ``name`` is its author's.
    Errors: QuoteUnfit.
    """
    if not is_there:
        raise QuoteUnfit(
            _("You quote a post that is not there any more. Take the quote out, or say it in your own words.")
        )
    if not was_said(quoted_words(quote), said):
        raise QuoteUnfit(
            _(
                "One of your quotes is not what {name} wrote. Quote word by word, mark what you leave out with “…”,"
                " or say it in your own words without the quote."
            ),
            name=name,
        )
