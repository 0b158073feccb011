"""QR and bar codes in a picture, also faint, coloured, small, inverted or see-through ones."""

from collections.abc import Iterator
from typing import cast

import zxingcpp
from PIL import Image, ImageOps, ImageStat

from gighall.guard.files import limits

# What is on goods and parcels: numbers of things, nobody's.
OF_GOODS = frozenset(
    {
        "EAN13",
        "EAN8",
        "EAN5",
        "EAN2",
        "UPCA",
        "UPCE",
        "ISBN",
        "ITF",
        "ITF14",
        "DataBar",
        "DataBarOmni",
        "DataBarStk",
        "DataBarStkOmni",
        "DataBarLtd",
        "DataBarExp",
        "DataBarExpStk",
        "DataBarExpanded",
        "DataBarLimited",
        "PZN",
        "Code32",
        "Codabar",
        "Telepen",
        "DXFilmEdge",
        "TelepenNumeric",
    }
)
LINEAR = frozenset({"Code128", "Code39", "Code39Std", "Code39Ext", "Code93"})
FAINT_RANGE = 110
SMALL_SCALE = 3
MARGIN_SHARE = 8
SAMPLE = (64, 64)
COLOUR_FACTOR = 2.0


def codes_in(picture: Image.Image) -> list[tuple[str, str]]:
    """Return the codes of a picture: what kind each is, and what it says. Those of goods say nothing."""
    for view in _views(picture):
        found = [
            (str(one.format).removesuffix(" Code"), one.text)
            for one in zxingcpp.read_barcodes(view)[: limits.CODES_PER_PICTURE_MAX]
            if one.valid
        ]
        if found:
            return [
                (name, text) for name, text in dict.fromkeys(found) if text and not _is_of_goods(name, text)
            ]
    return []


def _is_of_goods(name: str, text: str) -> bool:
    """Say whether a code is one of goods or parcels: bar codes of figures alone are numbers of things."""
    plain = name.replace(" ", "").replace("-", "")
    return plain in OF_GOODS or (plain in LINEAR and text.replace(" ", "").isdecimal())


def _views(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield ways to look at a picture, the likeliest first; the caller stops when codes are seen."""
    grey = _grey(picture, "white")
    largest = max(grey.size)
    if largest > limits.SIDE_PIXELS_FIRST:
        factor = -(-largest // limits.SIDE_PIXELS_FIRST)
        yield grey.reduce(factor)
    yield grey
    if 0 < _range(grey)[1] < FAINT_RANGE:
        yield ImageOps.autocontrast(grey)
    if largest <= limits.SIDE_PIXELS_SMALL:
        margin = max(8, largest // MARGIN_SHARE)
        light = ImageOps.expand(grey, border=margin, fill=255)
        yield light.resize((light.width * SMALL_SCALE, light.height * SMALL_SCALE), Image.Resampling.NEAREST)
    if picture.has_transparency_data:
        yield _grey(picture, "black")
    yield from _channels(picture, grey)


def _grey(picture: Image.Image, ground: str) -> Image.Image:
    """Return a picture in greys, on a ground where it is see-through."""
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        flat = Image.new("RGBA", layered.size, ground)
        flat.alpha_composite(layered)
        return flat.convert("L")
    if picture.mode.startswith(("I", "F")):
        # Sixteen bits and more a point: spread over what eight can show.
        low, width = _range(picture)
        scale = 255.0 / (width or 1)
        return picture.convert("F").point(lambda value: (value - low) * scale).convert("L")
    return picture.convert("L")


def _range(picture: Image.Image) -> tuple[float, float]:
    """Return the darkest value of a picture of one channel, and how far the lightest is from it."""
    low, high = cast(tuple[float, float], picture.getextrema())
    return low, high - low


def _channels(picture: Image.Image, grey: Image.Image) -> Iterator[Image.Image]:
    """Yield the colours in which more is to be seen than in greys: red on green of the same brightness."""
    if picture.mode in {"L", "1", "LA", "I", "F", "I;16"}:
        return
    sample = picture.convert("RGB").resize(SAMPLE)
    plain = ImageStat.Stat(grey.resize(SAMPLE)).stddev[0]
    spread = ImageStat.Stat(sample).stddev
    for index, name in enumerate("RGB"):
        if spread[index] > max(10.0, COLOUR_FACTOR * plain):
            yield picture.convert("RGB").getchannel(name)
