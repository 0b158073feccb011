r"""Make the fonts of printed transcripts from their published packages: one weight, plain TrueType, fewer letters.

    npm install @fontsource-variable/noto-{sans,emoji} @fontsource-variable/noto-sans-{arabic,hebrew,devanagari} \
        @fontsource-variable/noto-sans-{sc,jp,kr} @fontsource/noto-sans-{math,symbols-2}
    python tools/transcript_fonts.py node_modules gighall/web/transcripts/fonts

People write in any script, and a page on paper cannot borrow the fonts of who reads it. Of the Chinese letters those
of the national sets are kept (GB 2312, the two levels of JIS X 0208, the first of Big5), of the Korean ones those of
KS X 1001; what none of the fonts has is printed by its number and name. All of them are under the SIL Open Font
License, whose text is kept beside them.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

BYTES_MAX = 9_000_000
WEIGHT, BOLD = 400, 650


def _of_codec(codec: str, leads: range, trails: range) -> set[int]:
    """Return the letters that a national set encodes in two bytes, the first of them in ``leads``."""
    letters = set()
    for pair in product(leads, trails):
        try:
            letters |= {ord(letter) for letter in bytes(pair).decode(codec)}
        except UnicodeDecodeError:
            continue
    return letters


def chinese() -> set[int]:
    """Return the ideographs of everyday writing, with the marks that stand between them."""
    every = _of_codec("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    every |= _of_codec("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    every |= _of_codec("euc_jp", range(0xA1, 0xF5), range(0xA1, 0xFF))
    marks = {*range(0x2460, 0x2600), *range(0x3000, 0x3040), *range(0xFF00, 0xFFF0)}
    return {letter for letter in every if 0x4E00 <= letter < 0xA000} | marks


def japanese() -> set[int]:
    """Return the two syllabaries."""
    return {*range(0x3040, 0x3100), *range(0x31F0, 0x3200)}


def korean() -> set[int]:
    """Return the syllables and single letters."""
    every = _of_codec("euc_kr", range(0xA1, 0xC9), range(0xA1, 0xFF))
    return {letter for letter in every if 0xAC00 <= letter < 0xD7B0} | {*range(0x3131, 0x3190)}


def signs() -> set[int]:
    """Return arrows, mathematical signs and the frames of drawn boxes."""
    return {*range(0x2190, 0x2400), *range(0x2460, 0x2600), *range(0x27C0, 0x2800), *range(0x2900, 0x2C00)}


def whatever() -> None:
    """Return that every letter of the slices is kept."""


@dataclass(frozen=True)
class Print:
    """One font of printed transcripts: of which package and slices, and which letters of them (None: all)."""

    name: str
    package: Path
    slices: str
    weight: int = WEIGHT
    letters: Callable[[], set[int] | None] = whatever
    has_layout: bool = True


VARIABLE, FIXED = Path("@fontsource-variable"), Path("@fontsource")
ALPHABETS = "latin latin-ext cyrillic cyrillic-ext greek greek-ext vietnamese"
PRINTS = (
    Print("letters", VARIABLE / "noto-sans", ALPHABETS),
    Print("letters-bold", VARIABLE / "noto-sans", ALPHABETS, weight=BOLD),
    Print("arabic", VARIABLE / "noto-sans-arabic", "arabic"),
    Print("hebrew", VARIABLE / "noto-sans-hebrew", "hebrew"),
    Print("devanagari", VARIABLE / "noto-sans-devanagari", "devanagari"),
    Print("bengali", VARIABLE / "noto-sans-bengali", "bengali"),
    Print("tamil", VARIABLE / "noto-sans-tamil", "tamil"),
    Print("thai", VARIABLE / "noto-sans-thai", "thai"),
    Print("georgian", VARIABLE / "noto-sans-georgian", "georgian"),
    Print("armenian", VARIABLE / "noto-sans-armenian", "armenian"),
    Print("japanese", VARIABLE / "noto-sans-jp", "*", letters=japanese, has_layout=False),
    Print("chinese", VARIABLE / "noto-sans-sc", "*", letters=chinese, has_layout=False),
    Print("korean", VARIABLE / "noto-sans-kr", "*", letters=korean, has_layout=False),
    Print("signs", FIXED / "noto-sans-math", "latin", letters=signs, has_layout=False),
    Print("symbols", FIXED / "noto-sans-symbols-2", "symbols", has_layout=False),
    Print("emoji", VARIABLE / "noto-emoji", "*", has_layout=False),
)


def main() -> int:
    """Write the fonts and their licence; refuse when they weigh more than the budget."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    written, families, letters = 0, [], set[int]()
    for each in PRINTS:
        font = write_font(each, source / each.package / "files", target)
        written += font.stat().st_size
        if each.weight == WEIGHT:
            families.append(family_of(each))
            letters |= set(TTFont(font).getBestCmap())
    covered = {"families": families, "letters": _ranges(letters)}
    (target / "coverage.json").write_text(json.dumps(covered, separators=(",", ":")) + "\n", encoding="utf-8")
    shutil.copyfile(source / VARIABLE / "noto-sans" / "LICENSE", target / "LICENSE.txt")
    print(f"{written} bytes in all")
    return 0 if written <= BYTES_MAX else 1


def _ranges(letters: Iterable[int]) -> list[list[int]]:
    """Return numbers as ranges, first and last."""
    ranges: list[list[int]] = []
    for letter in sorted(letters):
        if ranges and ranges[-1][1] == letter - 1:
            ranges[-1][1] = letter
        else:
            ranges.append([letter, letter])
    return ranges


def family_of(wanted: Print) -> str:
    """Return the family under which a font is found."""
    return f"Gighall Print {wanted.name.removesuffix('-bold').title()}"


def write_font(wanted: Print, folder: Path, target: Path) -> Path:
    """Write one font, put together from its slices."""
    letters = wanted.letters()
    with TemporaryDirectory() as place:
        parts = [
            part
            for number, path in enumerate(_slices(wanted, folder))
            if (part := _write_part(path, Path(place) / f"{number}.ttf", wanted, letters))
        ]
        font = Merger().merge([str(part) for part in parts]) if len(parts) > 1 else TTFont(parts[0])
    _name(font, wanted)
    path = target / f"{wanted.name}.ttf"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size} bytes, {len(font.getBestCmap())} letters")
    return path


def _slices(wanted: Print, folder: Path) -> Iterator[Path]:
    ending = "-wght-normal.woff2" if wanted.package.parent == VARIABLE else "-400-normal.woff2"
    if wanted.slices == "*":
        yield from sorted(folder.glob(f"*{ending}"))
        return
    for part in wanted.slices.split():
        yield folder / f"{wanted.package.name}-{part}{ending}"


def _write_part(path: Path, target: Path, wanted: Print, letters: set[int] | None) -> Path | None:
    """Write what is wanted of one slice, without its variations; None if it has nothing of it."""
    font = TTFont(path)
    kept = set(font.getBestCmap()) if letters is None else letters & set(font.getBestCmap())
    if not kept:
        return None
    if "fvar" in font:
        instantiateVariableFont(font, {"wght": wanted.weight}, inplace=True)
    options = Options()
    options.layout_features = ["*"] if wanted.has_layout else []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    font.flavor = None
    for table in ("vhea", "vmtx", "VORG", "STAT", "avar", "MVAR", "DSIG"):
        if table in font:
            del font[table]
    font.save(target)
    return target


def _name(font: TTFont, wanted: Print) -> None:
    """Name the font: typesetting finds fonts by family, and each of these is one of its own."""
    bold = wanted.weight == BOLD
    family = family_of(wanted)
    names = font["name"]
    names.names = [each for each in names.names if each.nameID in (0, 13, 14)]
    for number, value in (
        (1, family),
        (2, "Bold" if bold else "Regular"),
        (4, f"{family} {'Bold' if bold else 'Regular'}"),
        (6, f"{family} {'Bold' if bold else 'Regular'}".replace(" ", "")),
    ):
        names.setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if bold else 400


if __name__ == "__main__":
    sys.exit(main())
