"""QR and bar codes in a picture, also faint, coloured, small, inverted or see-through ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageOps, ImageStat

from gighall.guard.files import limits

# Codes that hold text. Those of goods and parcels (EAN, UPC, ITF, DataBar) are numbers of things, and not read at all.
OF_TEXT = (
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.MicroQRCode,
    zxingcpp.BarcodeFormat.RMQRCode,
    zxingcpp.BarcodeFormat.Aztec,
    zxingcpp.BarcodeFormat.PDF417,
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.Code93,
)
# Looking for these takes longer than for all others together, so that it is done once only.
SLOW = (zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.MaxiCode)
LINEAR = ("Code 128", "Code 39", "Code 93")
FAINT_RANGE = 110
SMALL_SCALE = 3
MARGIN_SHARE = 8
SAMPLE = (64, 64)
COLOUR_FACTOR = 2.0
COVER_SHARE = 6
SIDES_BLURRED, BLUR = (300, 600), 3

View = tuple[Image.Image, float]


@dataclass(frozen=True, slots=True)
class Code:
    """A code in a picture: of which kind, what it says, and the corners of its place."""

    kind: str
    text: str
    corners: tuple[tuple[float, float], ...]

    @property
    def says_something(self) -> bool:
        """Say whether it may say more than the number of a thing: a bar code of figures alone does not."""
        return bool(self.text) and not (
            self.kind.startswith(LINEAR) and self.text.replace(" ", "").isdecimal()
        )


def codes_in(picture: Image.Image) -> list[Code]:
    """Return the codes of a picture that hold text."""
    picture = _without_idle_layer(picture)
    formats = zxingcpp.BarcodeFormats([*OF_TEXT, *SLOW])
    for view, scale in _views(picture):
        found = {
            (str(one.format), one.text): _corners(one, scale)
            for one in zxingcpp.read_barcodes(view, formats=formats)[: limits.CODES_PER_PICTURE_MAX]
            if one.valid
        }
        if found:
            return [
                Code(kind.removesuffix(" Code"), text, corners) for (kind, text), corners in found.items()
            ]
        formats = zxingcpp.BarcodeFormats(OF_TEXT)
    return []


def without_codes(picture: Image.Image, codes: list[Code]) -> Image.Image:
    """Return a picture with its codes covered, for whoever reads the words beside them."""
    covered = picture.convert("RGB")
    for code in codes:
        across, down = zip(*code.corners, strict=True)
        more = max(max(across) - min(across), max(down) - min(down)) / COVER_SHARE
        box = (min(across) - more, min(down) - more, max(across) + more, max(down) + more)
        ImageDraw.Draw(covered).rectangle(box, fill="white")
    return covered


def _corners(code: zxingcpp.Barcode, scale: float) -> tuple[tuple[float, float], ...]:
    place = code.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return tuple((point.x * scale, point.y * scale) for point in points)


def _views(picture: Image.Image) -> Iterator[View]:
    """Yield ways to look at a picture, the likeliest first; the caller stops when codes are seen.

    With each goes how many points of the picture one of its points stands for.
    """
    grey = _grey(picture, "white")
    largest = max(grey.size)
    smaller, factor = grey, 1
    if largest > limits.SIDE_PIXELS_FIRST:
        factor = -(-largest // limits.SIDE_PIXELS_FIRST)
        smaller = grey.reduce(factor)
        yield smaller, factor
    yield grey, 1
    if 0 < range_of(grey)[1] < FAINT_RANGE:
        yield ImageOps.autocontrast(grey), 1
    if largest <= limits.SIDE_PIXELS_SMALL:
        light = ImageOps.expand(grey, border=max(8, largest // MARGIN_SHARE), fill=255)
        larger = (light.width * SMALL_SCALE, light.height * SMALL_SCALE)
        yield light.resize(larger, Image.Resampling.NEAREST), 1 / SMALL_SCALE
    # Dots instead of squares flow together when they are blurred, each as wide as in a small picture.
    for side in SIDES_BLURRED:
        if largest > side:
            small = smaller.resize(_within(grey.size, side), Image.Resampling.BOX)
            yield small.filter(ImageFilter.GaussianBlur(BLUR)), largest / side
    if picture.has_transparency_data:
        yield _grey(picture, "black"), 1
    for channel in _channels(picture, grey):
        yield channel, 1


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    """Return a picture's size when its longer side is this long."""
    longest = max(size)
    return max(1, size[0] * side // longest), max(1, size[1] * side // longest)


def _without_idle_layer(picture: Image.Image) -> Image.Image:
    """Return a picture without the layer that says where it is see-through, if it is so nowhere."""
    if picture.mode == "RGBA" and range_of(picture.getchannel("A")) == (255, 0):
        return picture.convert("RGB")
    return picture


def _grey(picture: Image.Image, ground: str) -> Image.Image:
    """Return a picture in greys, on a ground where it is see-through."""
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        flat = Image.new("RGBA", layered.size, ground)
        flat.alpha_composite(layered)
        return flat.convert("L")
    if picture.mode.startswith(("I", "F")):
        # Sixteen bits and more a point: spread over what eight can show.
        low, width = range_of(picture)
        scale = 255.0 / (width or 1)
        return picture.convert("F").point(lambda value: (value - low) * scale).convert("L")
    return picture.convert("L")


def range_of(picture: Image.Image) -> tuple[float, float]:
    """Return the darkest value of a picture of one channel, and how far the lightest is from it."""
    low, high = cast(tuple[float, float], picture.getextrema())
    return low, high - low


def _channels(picture: Image.Image, grey: Image.Image) -> Iterator[Image.Image]:
    """Yield the colours in which more is to be seen than in greys: red on green of the same brightness."""
    if picture.mode in {"L", "1", "LA", "I", "F", "I;16"}:
        return
    sample = picture.resize(SAMPLE, Image.Resampling.NEAREST).convert("RGB")
    plain = ImageStat.Stat(grey.resize(SAMPLE, Image.Resampling.NEAREST)).stddev[0]
    spread = ImageStat.Stat(sample).stddev
    for index, name in enumerate("RGB"):
        if spread[index] > max(10.0, COLOUR_FACTOR * plain):
            yield picture.convert("RGB").getchannel(name)
