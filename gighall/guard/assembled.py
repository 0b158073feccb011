"""Find numbers to ring whose digits stand all over a text or a run, where the author says that they are one.

"born 0151, school 2233, wedding 4401, put it all together and ring". Without such words (``data/coded.txt``,
``assembles``) the figures of a text tell what they seem to.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gighall.guard.finding import Finding
from gighall.guard.lexicon import plain
from gighall.guard.number_words import spoken_in
from gighall.guard.phones import NO_PHONE, Number, is_pattern
from gighall.guard.samples import is_sample_number
from gighall.guard.spelled import ALSO_WORDS
from gighall.guard.word_lists import is_any_in

TEXT_MAX, PIECES_MIN, PIECES_MAX = 600, 3, 13
DIGITS_MIN, DIGITS_MOST, DISTINCT_MIN, TEN = 9, 13, 4, 10
SPOKEN_MIN, GAP_MAX = 2, 3
CONFIDENCE = 0.85

_PIECE = re.compile(r"(?<![\w.,:$€£#/=+@-])\+?\d{1,11}(?![\w%€$£]|[.,:/]\d)")
# Prices, times and measures: of such a text the figures tell what they seem to.
_TELLS = re.compile(
    r"[€$£¥₹%°]\s?\d|\d\s?(?:[€$£¥₹%°×=]|(?:[ap]m|km|kg|cm|mm|px|h|min|eur|usd|euros?|dollars?)\b)|\d:\d|\d[.,]\d",
    re.I,
)
_PLUS = re.compile(r"\bplus\b|\+", re.I)
_ZERO = re.compile(r"\b(?:zero|null|cero|zéro|ноль)\b", re.I)


class Piece(NamedTuple):
    """Some digits of a text: which, and where."""

    start: int
    end: int
    digits: str


def find_assembled(text: str) -> list[Finding]:
    """Return the number that the figures of a text are together, where its author says that they are one."""
    if len(text) > TEXT_MAX or not _is_told(text):
        return []
    pieces = pieces_in(text)
    digits = _number(text, pieces)
    if not digits:
        return []
    return [_finding(0, pieces[0].start, pieces[-1].end, digits)]


def find_assembled_over(messages: Sequence[str]) -> Iterator[Finding]:
    """Yield the pieces of the number that the figures of a run are together."""
    whole = "\n".join(messages)
    if len(messages) < 2 or len(whole) > TEXT_MAX or not _is_told(whole):
        return
    rows = [pieces_in(text) for text in messages]
    digits = _number(whole, [piece for row in rows for piece in row])
    for index, row in enumerate(rows if digits else ()):
        for piece in row:
            yield _finding(index, piece.start, piece.end, digits)


def _is_told(text: str) -> bool:
    return is_any_in(text.lower(), "coded", "assembles")


def pieces_in(text: str) -> list[Piece]:
    """Return the figures of a text, and the words of digits that stand in rows."""
    found = [Piece(one.start(), one.end(), one[0]) for one in _PIECE.finditer(text)]
    row: list[Piece] = []
    rows = [row]
    for one in spoken_in(plain(text)):
        if (
            one.role != "digit"
            or text[one.start].isdecimal()
            or text[one.start : one.end].lower() in ALSO_WORDS
        ):
            continue
        if row and (one.start - row[-1].end > GAP_MAX or "." in text[row[-1].end : one.start]):
            row = []
            rows.append(row)
        row.append(Piece(one.start, one.end, one.digits))
    found += [piece for row in rows if len(row) >= SPOKEN_MIN for piece in row]
    found.sort()
    return found


def _number(text: str, pieces: Sequence[Piece]) -> str:
    """Return the digits of the pieces in a row, if they may be those of one number; else nothing."""
    if not PIECES_MIN <= len(pieces) <= PIECES_MAX or _TELLS.search(text) or NO_PHONE.search(text):
        return ""
    digits = "".join(piece.digits for piece in pieces)
    plus = digits[0] == "+" or (digits[0] != "0" and _PLUS.search(text) is not None)
    if digits[0] not in "+0" and not plus and _ZERO.search(text, pieces[-1].end):
        digits = f"0{digits}"
    digits = digits.replace("+", "")
    groups = tuple(piece.digits for piece in pieces)
    if not DIGITS_MIN <= len(digits) <= DIGITS_MOST or len(set(digits)) < DISTINCT_MIN:
        return ""
    if not (plus or digits[0] == "0" or len(digits) == TEN) or is_pattern(
        Number(0, 0, "", groups, (), plus, False)
    ):
        return ""
    return "" if is_sample_number(text, pieces[0].start, pieces[-1].end, digits) else "+" * plus + digits


def _finding(message: int, start: int, end: int, digits: str) -> Finding:
    return Finding("phone", message, start, end, digits, CONFIDENCE, ("cue", "assembled"), True)
