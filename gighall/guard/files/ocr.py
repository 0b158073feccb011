"""The words in a picture, read by RapidOCR where the extra ``ocr`` is installed. Loaded with the first picture."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PIL import Image, ImageChops

from gighall.guard.files import limits
from gighall.guard.files.code_images import range_of
from gighall.guard.files.reading import ImageText

SCORE_MIN = 0.5
# Lines whose middles are nearer than this share of their height stand on one line.
SAME_LINE_SHARE = 0.5
# A picture of less contrast holds no letters.
LETTERS_RANGE_MIN = 24
# What differs less from the ground is part of it; and how much of the ground stays around the rest.
MARGIN_RANGE_MAX, MARGIN_PIXELS = 20, 30


def installed() -> ImageText | None:
    """Return what reads the words in pictures, or None where the extra is not installed."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None
    return words_in


def words_in(picture: Any) -> str:
    """Return the words in a picture, line by line."""
    if min(picture.size) < limits.OCR_SIDE_PIXELS_MIN:
        return ""
    numpy = import_module("numpy")
    shown = _prepared(picture)
    if range_of(shown.convert("L"))[1] < LETTERS_RANGE_MIN:
        return ""
    shown = _trimmed(shown)
    answer = _engine()(numpy.asarray(shown)[:, :, ::-1].copy())
    if answer.txts is None or answer.boxes is None:
        return ""
    read = [
        (box, text)
        for box, text, score in zip(answer.boxes, answer.txts, answer.scores, strict=True)
        if score >= SCORE_MIN
    ]
    return "\n".join(_lines(read))


@cache
def _engine() -> Any:
    """Return the reader, loaded once: its models take a second or so."""
    return import_module("rapidocr").RapidOCR(params={"Global.log_level": "error"})


def _prepared(picture: Image.Image) -> Image.Image:
    """Return a picture in colours on white, neither larger nor smaller than letters are read well in."""
    if picture.has_transparency_data:
        layered = picture.convert("RGBA")
        flat = Image.new("RGBA", layered.size, "white")
        flat.alpha_composite(layered)
        picture = flat
    picture = picture.convert("RGB")
    longest = max(picture.size)
    if longest > limits.OCR_SIDE_PIXELS_MAX:
        picture.thumbnail((limits.OCR_SIDE_PIXELS_MAX, limits.OCR_SIDE_PIXELS_MAX))
    return picture


def _trimmed(picture: Image.Image) -> Image.Image:
    """Return a picture without its empty margins: a few small letters on a large ground are overlooked."""
    ground = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    seen = (
        ImageChops.difference(picture, ground)
        .convert("L")
        .point(lambda grey: 255 * (grey > MARGIN_RANGE_MAX))
    )
    box = seen.getbbox()
    if box is None:
        return picture
    left, top, right, bottom = box
    within = (
        max(0, left - MARGIN_PIXELS),
        max(0, top - MARGIN_PIXELS),
        min(picture.width, right + MARGIN_PIXELS),
        min(picture.height, bottom + MARGIN_PIXELS),
    )
    return picture.crop(within)


def _lines(read: list[tuple[Any, str]]) -> list[str]:
    """Return the texts that were read, with those on one line joined."""
    lines: list[tuple[float, float, list[tuple[float, str]]]] = []
    for box, text in sorted(read, key=lambda one: float(min(point[1] for point in one[0]))):
        top, bottom = float(min(point[1] for point in box)), float(max(point[1] for point in box))
        left, middle = float(min(point[0] for point in box)), (top + bottom) / 2
        if lines and abs(middle - lines[-1][0]) < SAME_LINE_SHARE * min(lines[-1][1], bottom - top):
            lines[-1][2].append((left, text))
        else:
            lines.append((middle, bottom - top, [(left, text)]))
    return [" ".join(text for _left, text in sorted(parts)) for _middle, _height, parts in lines]
