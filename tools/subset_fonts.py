"""Make the web fonts from their published packages: fewer weights, fewer letters, woff2.

    npm install @fontsource-variable/schibsted-grotesk @fontsource-variable/atkinson-hyperlegible-mono
    python tools/subset_fonts.py node_modules/@fontsource-variable gighall/web/static/fonts

The hall's pages need one text family and one mono, together at most 120 kB. Each family comes as a file
for Latin (with Latin-1: Spanish, French, German …) and one for Latin Extended-A, which a browser fetches
only for a page that has such a letter (``unicode-range`` in css/fonts.css). Both families are under the SIL
Open Font License, whose texts are kept beside the fonts.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

BYTES_MAX = 120_000
LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x131, 0x152, 0x153, 0x2BB, 0x2BC, 0x2C6, 0x2DA, 0x2DC),
    *range(0x2010, 0x2028),
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122),
    *range(0x2190, 0x2194),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x2713, 0xFFFD),
]
EXTENDED = [*range(0x100, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x1E9E]
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "case", "calt", "zero"]


@dataclass(frozen=True)
class Family:
    """One published family and what is kept of it."""

    package: str
    name: str
    weights: tuple[int, int]


FAMILIES = (
    Family("schibsted-grotesk", "text", (400, 750)),
    Family("atkinson-hyperlegible-mono", "mono", (400, 600)),
)


def main() -> int:
    """Write the four fonts and two licences; refuse when they weigh more than the budget."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    written = 0
    for family in FAMILIES:
        folder = source / family.package
        for part, letters in (("latin", LATIN), ("latin-ext", EXTENDED)):
            path = folder / "files" / f"{family.package}-{part}-wght-normal.woff2"
            suffix = "" if part == "latin" else "-extended"
            written += write_subset(path, target / f"{family.name}{suffix}.woff2", letters, family.weights)
        shutil.copyfile(folder / "LICENSE", target / f"{family.name}-LICENSE.txt")
    print(f"{written} bytes in all")
    return 0 if written <= BYTES_MAX else 1


def write_subset(path: Path, target: Path, letters: list[int], weights: tuple[int, int]) -> int:
    """Write the letters and weights wanted from one font as woff2 and return its size in bytes."""
    font = TTFont(path)
    options = Options()
    options.layout_features = FEATURES
    options.flavor = "woff2"
    options.hinting = False
    options.name_IDs = [0, 1, 2, 5, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    keep_figures_only(font)
    # After the subset: a narrowed font has letters without variations, which the subsetter trips over.
    instantiateVariableFont(font, {"wght": weights}, inplace=True)
    font.flavor = "woff2"
    font.save(target)
    size = target.stat().st_size
    print(f"{target.name}: {size} bytes, {len(font.getBestCmap())} letters")
    return size


def keep_figures_only(font: TTFont) -> None:
    """Let tabular figures change the figures alone: a point as wide as a figure tears ``12.50`` apart."""
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    figures = {name for code, name in font.getBestCmap().items() if chr(code).isdigit()}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in table.LookupList.Lookup[index].SubTable:
                subtable.mapping = {old: new for old, new in subtable.mapping.items() if old in figures}


if __name__ == "__main__":
    sys.exit(main())
