"""Drawings made of strokes (SVG), looked at as pictures where they may hold a code."""

import re
from io import BytesIO

import typst
from PIL import Image

from gighall.guard.files import limits, pictures
from gighall.guard.files.reading import Reading

# A drawing may name pictures elsewhere; they are not looked at.
_NAMES_ELSEWHERE = re.compile(
    r"(?:xlink:)?href\s*=\s*(?:\"(?!#|data:)[^\"]*\"|'(?!#|data:)[^']*')", re.IGNORECASE
)
_STROKES = re.compile(r"<(?:rect|use|polygon|circle|ellipse)\b|[hHmM]\s?-?[\d.]")
_PAGE = f"""#set page(width: auto, height: auto, margin: 20pt, fill: white)
#image(bytes(sys.inputs.drawing), format: "svg", width: {limits.DRAWING_SIDE_POINTS}pt)"""


def look_at(text: str, here: Reading) -> None:
    """Look at a drawing if it is of many strokes, as a code is."""
    if "<svg" not in text[: limits.CHUNK_CHARACTERS_MAX] or len(text) > limits.DRAWING_CHARACTERS_MAX:
        return
    strokes = 0
    for strokes, _stroke in enumerate(_STROKES.finditer(text), start=1):
        if strokes >= limits.DRAWING_STROKES_MIN:
            break
    if strokes < limits.DRAWING_STROKES_MIN or here.allowance.pages_rendered < 1:
        return
    here.allowance.pages_rendered -= 1
    drawing = _NAMES_ELSEWHERE.sub("", text)
    try:
        shown = typst.compile(
            _PAGE.encode(), format="png", ppi=72.0, sys_inputs={"drawing": drawing}, ignore_system_fonts=True
        )
    except typst.TypstError:
        here.leave("a broken drawing")
        return
    if isinstance(shown, bytes):
        with Image.open(BytesIO(shown), formats=("PNG",)) as picture:
            if here.allowance.has_picture(picture.width * picture.height):
                pictures.look_at(picture.convert("RGB"), here)
