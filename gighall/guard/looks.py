"""Tell how a text looks where it is no plain talk: figures, lone letters, signs amid letters, words of no language.

New ways to hide a detail come every day, and no finder knows them; but what is hidden looks odd, and so do the words
beside it: ``dial <7>``, ``leave <odd>``. Each of these is a feature of the text, which ``wording.py`` weighs together
with its words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from gighall.guard.part_words import vocabulary

# A feature says that at least so many were counted.
STEPS = {
    "figures": (3, 5, 7, 9, 11, 14, 20, 30),
    "digits": (7, 10, 14),
    "numbers": (2, 3, 5, 8, 12),
    "zero": (1, 2),
    "bits": (2,),
    "letters": (1, 2, 3, 5, 8, 12),
    "mixed": (1, 2, 3, 5),
    "odd": (1, 2, 3, 4, 6),
    "inside": (1, 2, 3),
    "capitals": (1, 2, 4, 8),
    "signed": (1, 2, 3),
    "bare": (1, 2, 4),
    "hyphened": (1,),
    "hex": (3,),
    "strokes": (3,),
    "longest figures": (4, 5, 6, 7, 9, 11, 14),
    "longest mixed": (5, 8, 12, 16, 22),
    "longest odd": (7, 10, 13, 16, 20),
    "\n": (1, 2, 4, 7),
    ",": (3, 6, 9),
    '"': (2, 4),
    ".": (3, 6),
    "(": (1, 2),
    ":": (1, 2, 3),
    "-": (2, 4, 8),
    "pictures": (1, 2, 3, 5, 8),
    "rare": (1, 3),
}
MOST = {name: steps[-1] for name, steps in STEPS.items()}
# Of the signs that are counted, how many are the first that say something.
COUNTED = [(sign, STEPS[sign][0]) for sign in '\n,".(:-']
NAMES = {"\n": "lines"}
LONGEST = frozenset(name for name in STEPS if name.startswith("longest"))
# A word of so many letters is long; so many figures are a few, or a number.
LONG_FROM, HYPHENS, BITS_MIN, VOWELLESS_MIN, FEW, NUMBER = 12, 2, 4, 3, 4, 7
# Of so many words it is remembered how they look.
WORDS_KEPT = 50_000
AROUND = ".,;:!?()[]\"“”„«»…'’‘*_-–—/>→"
# Letters that are words by themselves in one language or another.
LETTER_WORDS = frozenset("aAiIyYoOeEuU")

_MEASURED = re.compile(
    r"^[$€£¥₹]\d|\d[$€£¥₹%]$|^\d{1,2}[:.h]\d{2}(?:am|pm|h)?$|^\d{1,2}[./]\d{1,2}[./](?:\d{2}){1,2}$"
    r"|^\d{4}-\d\d-\d\d$|^\d+[.,]\d{1,2}$"
    r"|^\d+(?:st|nd|rd|th|x|k|m|cm|mm|kg|g|gb|mb|px|fps|pm|am|h|min|s|ms|hz|w|v|eur|usd|p|dpi|pt|ml|l|km|d|hrs?)$",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+")
_HEX = re.compile(r"[0-9a-fA-F]{2}")
_BITS = re.compile(r"[01]+")
_STROKES = re.compile(r"[.·–—_/-]+")
_ODD_SIGN = re.compile(r"[^\w'’\-/.,]|\w[._]\w")
_FIGURE_SIGN = re.compile(r"[^\w.,:/+()\-]")
_LETTERS = re.compile(r"[a-z]{2,}")
_PARTS = re.compile(r"[._]")
_VOWEL = re.compile(r"[aeiouy]")
_SIGN = re.compile(r"[=@\\{<|~^#+*/&$%]")
_PICTURE = re.compile("[\u2190-\u2fff\U0001f000-\U0001faff]")
_RARE = re.compile(
    "[\u0250-\u02ae\u16a0-\u16ff\u2460-\u24ff\u2800-\u28ff\U0001d400-\U0001d7ff\U0001f000-\U0001f2fe]"
)


class Shape(NamedTuple):
    """How a word looks: its name beside other words, if it has one, and what is counted of it."""

    name: str
    counts: tuple[tuple[str, int], ...]


PLAIN = Shape("", ())
_SHAPE_OF: dict[int, Shape] = {}


def looks_in(text: str) -> list[str]:
    """Return the features of how a text looks; a text of plain words has hardly any."""
    said = text.split()
    shapes = _shapes(said)
    odd = [shape for shape in shapes if shape is not PLAIN]
    found = [*_counted_of(odd), *_beside(said, shapes)] if odd else []
    found += [f"<has {sign}>" for sign in set(_SIGN.findall(text))]
    for sign, least in COUNTED:
        count = text.count(sign)
        if count >= least:
            found += _steps(sign, min(count, MOST[sign]))
    if not text.isascii():
        found += _steps("pictures", min(MOST["pictures"], len(_PICTURE.findall(text))))
        found += _steps("rare", min(MOST["rare"], len(_RARE.findall(text))))
    return found


def _counted_of(odd: Sequence[Shape]) -> Iterator[str]:
    """Yield the features of what is counted of all words together."""
    counts: dict[str, int] = {}
    for shape in odd:
        for name, count in shape.counts:
            before = counts.get(name, 0)
            counts[name] = max(before, count) if name in LONGEST else before + count
    for name, count in counts.items():
        yield from _steps(name, min(count, MOST[name]))


@cache
def _steps(name: str, count: int) -> list[str]:
    """Return the features of what was counted so often."""
    return [f"<{NAMES.get(name, name)} {least}>" for least in STEPS[name] if count >= least]


def _shapes(said: Sequence[str]) -> list[Shape]:
    """Return how each word looks; that is remembered by the word's hash, no words are kept."""
    try:
        return list(map(_SHAPE_OF.__getitem__, map(hash, said)))
    except KeyError:
        if len(_SHAPE_OF) > WORDS_KEPT:
            _SHAPE_OF.clear()
        found = [_shape_of(word) for word in said]
        _SHAPE_OF.update(zip(map(hash, said), found, strict=True))
        return found


def _beside(said: Sequence[str], shapes: Sequence[Shape]) -> set[str]:
    """Return the names of shapes, and the pairs of neighbours of which one is a shape."""
    found = set()
    last = len(said) - 1
    for at, shape in enumerate(shapes):
        name = shape.name
        if not name:
            continue
        found.add(name)
        if at and (before := shapes[at - 1].name or said[at - 1].strip(AROUND).lower()):
            found.add(f"{before} {name}")
        if at < last and (behind := shapes[at + 1].name or said[at + 1].strip(AROUND).lower()):
            found.add(f"{name} {behind}")
    return found


def _shape_of(word: str) -> Shape:
    core = word.strip(AROUND)
    if not core:
        name = "<signs>" if len(word) > HYPHENS else ""
        return Shape(name, (("strokes", 1),)) if _STROKES.fullmatch(word) else Shape(name, ())
    if core.isalpha():
        return _shape_of_letters(core)
    if any(map(str.isdigit, core)):
        return _shape_of_figures(core)
    return _shape_of_signs(core)


def _shape_of_letters(core: str) -> Shape:
    if len(core) == 1:
        return PLAIN if core in LETTER_WORDS else Shape("<letter>", (("letters", 1),))
    counts, low = [], core.lower()
    if core.isupper() and low != core:
        counts.append(("capitals", 1))
    elif core[1:] != low[1:]:
        counts.append(("inside", 1))
    if not core.isascii() or low in vocabulary():
        name = "<capitals>" if counts == [("capitals", 1)] and len(core) > HYPHENS else ""
        return Shape(name, tuple(counts)) if counts else PLAIN
    counts += _of_odd(low)
    return Shape("<long>" if len(core) >= LONG_FROM else "<odd>", tuple(counts))


def _of_odd(low: str) -> Iterator[tuple[str, int]]:
    """Yield what is counted of a word of no language that is known."""
    yield "odd", 1
    yield "longest odd", len(low)
    if len(low) >= VOWELLESS_MIN and not _VOWEL.search(low):
        yield "bare", 1


def _shape_of_figures(core: str) -> Shape:
    figures = sum(map(str.isdigit, core))
    if _MEASURED.search(core):
        return Shape("<measure>", (("digits", figures),))
    runs = _FIGURES.findall(core)
    counts = [("digits", figures), ("figures", figures), ("numbers", 1)]
    counts.append(("longest figures", max(map(len, runs), default=1)))
    is_mixed = any(map(str.isalpha, core))
    if core[0] == "0" and figures > 1:
        counts.append(("zero", 1))
    if len(core) >= BITS_MIN and _BITS.fullmatch(core):
        counts.append(("bits", 1))
    if _HEX.fullmatch(core):
        counts.append(("hex", 1))
    if is_mixed:
        counts += [("mixed", 1), ("longest mixed", len(core))]
    if _FIGURE_SIGN.search(core):
        counts.append(("signed", 1))
    name = "mixed" if is_mixed else str(figures if figures < FEW else FEW if figures < NUMBER else NUMBER)
    return Shape(f"<{name}>", tuple(counts))


def _shape_of_signs(core: str) -> Shape:
    """Return how a word looks that has signs but no figures."""
    counts = [("hyphened", 1)] if core.count("-") >= HYPHENS else []
    has_letters = any(map(str.isalpha, core))
    if "_" in core and all(part in vocabulary() for part in _PARTS.split(core.lower())):
        # Of words alone programs make their names.
        return PLAIN
    if has_letters and _ODD_SIGN.search(core):
        counts += [("signed", 1), ("longest mixed", len(core))]
        return Shape("<signed>", tuple(counts))
    if core.isascii():
        for part in _LETTERS.findall(core.lower()):
            if part not in vocabulary():
                counts += [("odd", 1), ("longest odd", len(part))]
    return Shape("" if has_letters else "<picture>", tuple(counts))
