"""Every hue a hall may choose keeps its words readable, in both themes."""

import math
import re

import pytest

from tests.architecture.code import PACKAGE

TOKENS = (PACKAGE / "web" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((oklch\([^()]*(?:\([^()]*\))?[^()]*\)), (oklch\(.*\))\);")
TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 3.0
HUES = range(0, 360, 5)

WORDS_ON = [
    *(
        (words, ground)
        for words in ("ink", "ink-soft", "ink-faint")
        for ground in ("paper", "sunk", "raised")
    ),
    *((words, "accent-tint") for words in ("ink", "ink-soft", "ink-faint", "accent")),
    *(("accent", ground) for ground in ("paper", "sunk", "raised")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *((tone, f"{tone}-tint") for tone in ("good", "warn", "bad")),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in ("paper", "raised")),
    *(("ink", f"{tone}-tint") for tone in ("good", "warn", "bad")),
    *(("ink", f"face-{tone}") for tone in range(6)),
]
EDGES_ON = [("line-strong", "paper"), ("line-strong", "raised"), ("accent", "paper")]

Colour = tuple[float, float, str]


def read_tokens(theme: str) -> dict[str, Colour]:
    """Return lightness, chroma and hue (still as written) of each token in one theme."""
    tokens = {}
    for name, light, dark in PAIR.findall(TOKENS):
        lightness, chroma, hue = (light if theme == "light" else dark)[len("oklch(") : -1].split(" ", 2)
        tokens[name] = (float(lightness), float(chroma), hue)
    return tokens


def luminance(colour: Colour, accent_hue: int) -> float:
    """Return the relative luminance of an OKLCH colour as a screen shows it (out of gamut: clipped)."""
    lightness, chroma, written = colour
    hue = math.radians(accent_hue if "accent-hue" in written else float(written))
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    shown = [min(1.0, max(0.0, part)) for part in (red, green, blue)]
    return 0.2126 * shown[0] + 0.7152 * shown[1] + 0.0722 * shown[2]


def contrast(one: Colour, other: Colour, accent_hue: int) -> float:
    """Return the contrast ratio of two colours as WCAG counts it."""
    darker, lighter = sorted((luminance(one, accent_hue), luminance(other, accent_hue)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_are_readable_with_every_hue(theme: str) -> None:
    tokens = read_tokens(theme)

    too_faint = {
        (words, ground, hue): round(contrast(tokens[words], tokens[ground], hue), 2)
        for words, ground in WORDS_ON
        for hue in HUES
        if contrast(tokens[words], tokens[ground], hue) < TEXT_CONTRAST
    }

    assert too_faint == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_can_be_seen_with_every_hue(theme: str) -> None:
    tokens = read_tokens(theme)

    too_faint = {
        (edge, ground, hue)
        for edge, ground in EDGES_ON
        for hue in HUES
        if contrast(tokens[edge], tokens[ground], hue) < EDGE_CONTRAST
    }

    assert too_faint == set()


def test_colours_are_named_only_in_the_tokens() -> None:
    colour = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|color-mix)\(", re.I)
    sheets = (PACKAGE / "web" / "static" / "css").rglob("*.css")

    elsewhere = {
        path.name
        for path in sheets
        if path.name != "tokens.css" and colour.search(path.read_text(encoding="utf-8"))
    }

    assert elsewhere == set()
