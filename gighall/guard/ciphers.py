"""Read letters and figures that are told by other signs: Morse, Braille, codes of characters, a=1, keys tapped, turned.

Each reading answers with edits: the coded stretch, and what it says. Whether that is a contact detail is then the
business of the finders that read the text so rewritten.
"""

import re
from base64 import b32decode, b64decode
from binascii import Error
from collections.abc import Iterator, Set
from functools import cache
from string import ascii_lowercase

from gighall.guard.views import Edit
from gighall.guard.word_lists import phrases

TEXT_MAX = 4_000
FIGURES_MIN, LETTERS_MAX = 8, 26
# By how many places people move letters.
MOVED = (25, 1, 24, 2, 23, 3)
TAPPED_TWICE_MIN, TURNED_MIN, DISTINCT_MIN = 2, 2, 3
PRINTABLE = range(32, 127)
BRAILLE_FIRST, BRAILLE_FIGURES = 0x2800, "⠼"

_TAPS = "[.·•∙_–—−-]"
_MORSE = re.compile(
    rf"(?<![^\s/|:(\"'→]){_TAPS}{{1,6}}(?:(?: {{1,3}}|\s?[/|\n]\s?){_TAPS}{{1,6}}){{3,80}}(?![^\s/|,;)\"'])"
)
_BRAILLE = re.compile("[\u2801-\u28ff][\u2800-\u28ff]*")
_CODES = re.compile(r"(?<![\d.,#$€£-])\d{2,3}(?:[ ,;|/.-]{1,2}\d{2,3}){5,79}(?![\d%]|[.,]\d)")
_BITS = re.compile(r"(?<!\d)[01]{7,8}(?:[ ,-]?[01]{7,8}){5,59}(?!\d)")
_HEX = re.compile(
    r"(?<!\w)(?:(?:0x|\\x|%|#)?[0-9a-f]{2}(?:[ ,;:-]{1,2}|(?=0x|\\x))){5,79}(?:0x|\\x|%|#)?[0-9a-f]{2}(?!\w)",
    re.I,
)
_PLACES = re.compile(r"(?<![\d.,:€$£])\d{1,2}(?:(?: ?[,./·|-] ?| )\d{1,2}){2,30}(?![\d%€$£:]|[.,]\d)")
_TAPPED = re.compile(r"(?<![\d.,])(?:([2-9])\1{0,3}[ ,.|/-]{1,2}){3,40}([2-9])\2{0,3}(?!\d)")
_BASE32 = re.compile(r"(?<![\w=])(?=[A-Z]*[2-7])[A-Z2-7]{16,160}={0,6}(?![\w=])")
_BASE64 = re.compile(
    r"(?<![\w+/=])(?=[A-Za-z+/]*\d)(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])[A-Za-z0-9+/]{12,160}={0,2}(?![\w+/=])"
)
_LATIN, _LOWER = re.compile(r"[A-Za-z]+"), ascii_lowercase
_FIGURE_LETTERS = re.compile(r"(?<![A-Za-z])[A-JZO]{1,5}(?:[ .,/-]{1,2}[A-JZO]{1,5}){1,12}(?![A-Za-z])")
_LETTER_FIGURES = str.maketrans("ABCDEFGHIJZO", "123456789000")
_WORD = re.compile(r"\S+")


def edits_for_ciphers(text: str, triggers: Set[str], figures: int) -> Iterator[tuple[str, list[Edit]]]:
    """Yield the ways in which a text may be coded, each with the edits that write it plainly."""
    if len(text) > TEXT_MAX:
        return
    for way, edits in (
        ("morse", _morse(text) if "-." in text or ".-" in text or not text.isascii() else ()),
        ("characters", _characters(text) if figures >= FIGURES_MIN else ()),
        ("base64", _base64(text) if figures else ()),
        ("rot13", _turned_by(text, 13) if "rot13" in triggers else ()),
        *((f"letters moved by {by}", _turned_by(text, by)) for by in (MOVED if "moved" in triggers else ())),
        ("base32", _base32(text) if figures else ()),
        ("alphabet", _by_place(text) if "ciphered" in triggers else ()),
        ("letters", _for_figures(text) if "ciphered" in triggers else ()),
        ("taps", _tapped(text) if figures and "tapped" in triggers else ()),
        ("braille", _braille(text) if not text.isascii() else ()),
        ("head down", _turned(text) if not text.isascii() else ()),
    ):
        found = list(edits)
        if found:
            yield way, found


@cache
def _morse_signs() -> dict[str, str]:
    return {line[2:]: line[0] for line in phrases("ciphers", "morse")}


def _morse(text: str) -> Iterator[Edit]:
    """Yield rows of dots and dashes as what they say; a row that holds another sign says nothing."""
    known = _morse_signs()
    for row in _MORSE.finditer(text):
        written = re.sub("[·•∙]", ".", re.sub("[_–—−]", "-", row[0]))
        said = [
            known.get(sign, "")
            for sign in re.findall(r"[.-]+|[/|\n]", written.replace("/", " "))
            if sign != "|"
        ]
        if "" not in said and len(set(said)) >= DISTINCT_MIN:
            yield Edit(*row.span(), "".join(said))


def _characters(text: str) -> Iterator[Edit]:
    """Yield the codes of characters in decimals, bits or pairs of hexadecimal signs as the characters."""
    for pattern, base in ((_BITS, 2), (_HEX, 16), (_CODES, 10)):
        for row in pattern.finditer(text):
            written = row[0].lower()
            if base == 2:
                codes = _octets(re.sub(r"\D", " ", written))
            else:
                codes = [int(one, base) for one in re.findall(r"[0-9a-f]{2,3}", written.replace("0x", ""))]
            if codes and all(code in PRINTABLE for code in codes):
                yield Edit(*row.span(), "".join(map(chr, codes)))


def _octets(written: str) -> list[int]:
    """Return the characters of bits that stand apart, or in one row of eights."""
    parts = written.split()
    if len(parts) == 1:
        parts = [written[at : at + 8] for at in range(0, len(written), 8)]
    return [int(one, 2) for one in parts]


def _base64(text: str) -> Iterator[Edit]:
    for row in _BASE64.finditer(text):
        written = row[0].rstrip("=")
        try:
            said = b64decode(written + "=" * (-len(written) % 4)).decode("ascii")
        except (Error, ValueError):
            continue
        if said.isprintable():
            yield Edit(*row.span(), said)


def _turned_by(text: str, by: int) -> Iterator[Edit]:
    """Yield the words of a text with each letter replaced by one so many places on in the alphabet."""
    moved = str.maketrans(
        _LOWER + _LOWER.upper(), (_LOWER[by:] + _LOWER[:by]) + (_LOWER[by:] + _LOWER[:by]).upper()
    )
    for word in _LATIN.finditer(text):
        yield Edit(*word.span(), word[0].translate(moved))


def _base32(text: str) -> Iterator[Edit]:
    for row in _BASE32.finditer(text):
        written = row[0].rstrip("=")
        try:
            said = b32decode(written + "=" * (-len(written) % 8)).decode("ascii")
        except (Error, ValueError):
            continue
        if said.isprintable():
            yield Edit(*row.span(), said)


def _by_place(text: str) -> Iterator[Edit]:
    """Yield rows of numbers that are the places of letters in the alphabet, where the text speaks of such a thing."""
    for row in _PLACES.finditer(text):
        places = [int(one) for one in re.findall(r"\d+", row[0])]
        if all(1 <= place <= LETTERS_MAX for place in places) and len(set(places)) >= DISTINCT_MIN:
            yield Edit(*row.span(), "".join(chr(ord("a") - 1 + place) for place in places))


def _for_figures(text: str) -> Iterator[Edit]:
    """Yield groups of capitals that stand for figures, A for one."""
    for row in _FIGURE_LETTERS.finditer(text):
        letters = re.sub(r"[^A-Z]", "", row[0])
        if len(letters) in range(8, 14):
            yield Edit(*row.span(), letters.translate(_LETTER_FIGURES))


@cache
def _letters_of_keys() -> dict[str, str]:
    return {line[-1]: line[:-2] for line in phrases("coded", "keys")}


def _tapped(text: str) -> Iterator[Edit]:
    """Yield keys of a telephone that are tapped once for the first of their letters, twice for the second."""
    for row in _TAPPED.finditer(text):
        taps = re.findall(r"\d+", row[0])
        keys = _letters_of_keys()
        if sum(len(one) > 1 for one in taps) >= TAPPED_TWICE_MIN and all(
            len(one) <= len(keys[one[0]]) for one in taps
        ):
            yield Edit(*row.span(), "".join(keys[one[0]][len(one) - 1] for one in taps))


# The letters of Braille in the order of the alphabet, as the dots of their cells; then signs of addresses.
_CELLS = dict(zip("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵⠲⠨⠈⠤⠀", "abcdefghijklmnopqrstuvwxyz..@- ", strict=True))
_FIGURES = dict(zip("⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚", "1234567890", strict=True))


def _braille(text: str) -> Iterator[Edit]:
    """Yield words in Braille; behind the sign for figures the first ten letters are figures."""
    for row in _BRAILLE.finditer(text):
        said, counts = "", False
        for cell in row[0].replace("⠈⠁", "⠈"):
            counts = cell == BRAILLE_FIGURES or (counts and cell in _FIGURES)
            said += "" if cell == BRAILLE_FIGURES else (_FIGURES if counts else _CELLS).get(cell, "")
        if said.strip():
            yield Edit(*row.span(), said)


@cache
def _upright() -> dict[str, str]:
    return {sign: line[0] for line in phrases("ciphers", "turned") for sign in line[2:]}


@cache
def _odd_when_turned() -> frozenset[str]:
    """Return the signs that stand on their head and are no letters of their own in most texts."""
    return frozenset(sign for sign in _upright() if not sign.isascii() and sign != "ı")


def _turned(text: str) -> Iterator[Edit]:
    """Yield words that stand on their head, which are read from behind: zʎx˙ooɟ@ɐuuɐ."""
    upright, odd = _upright(), _odd_when_turned()
    if odd.isdisjoint(text):
        return
    row: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text), None]:
        if word is not None and _is_turned(word[0]) and (row or not odd.isdisjoint(word[0])):
            row.append(word)
            continue
        while row and odd.isdisjoint(row[-1][0]) and not row[-1][0].isdecimal():
            row.pop()
        written = text[row[0].start() : row[-1].end()] if row else ""
        if sum(sign in odd for sign in written) >= TURNED_MIN:
            said = "".join(upright.get(sign, sign) for sign in reversed(written))
            yield Edit(row[0].start(), row[-1].end(), said)
        row = []


def _is_turned(word: str) -> bool:
    return all(sign in _upright() or sign in "-.," for sign in word)
