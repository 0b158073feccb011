"""Pictures: the codes in them, what they say about themselves, and with the extra ``ocr`` their words."""

import struct
import warnings
from io import BytesIO
from itertools import islice

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    IcoImagePlugin,
    Image,
    ImageFile,
    IptcImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PsdImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from gighall.guard.files import limits
from gighall.guard.files.code_images import codes_in, without_codes
from gighall.guard.files.metadata import add_metadata, add_packets, add_xmp
from gighall.guard.files.reading import Reading

# Pillow knows a format once its module is loaded; to load all of them takes longer.
OPENERS: tuple[type[ImageFile.ImageFile], ...] = (
    PngImagePlugin.PngImageFile,
    JpegImagePlugin.JpegImageFile,
    GifImagePlugin.GifImageFile,
    WebPImagePlugin.WebPImageFile,
    TiffImagePlugin.TiffImageFile,
    BmpImagePlugin.BmpImageFile,
    BmpImagePlugin.DibImageFile,
    IcoImagePlugin.IcoImageFile,
    AvifImagePlugin.AvifImageFile,
    PsdImagePlugin.PsdImageFile,
)
FORMATS = tuple(one.format for one in OPENERS if one.format)
# What Pillow raises for a picture that is broken or lies about itself; some of it is asserted there.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    IndexError,
    KeyError,
    TypeError,
    ZeroDivisionError,
    OverflowError,
    AssertionError,
    MemoryError,
    NotImplementedError,
    Image.DecompressionBombError,
)
NO_READER = "image text: install gighall[ocr]"
# Text of Windows, in letters of two bytes.
WIDE_TAGS = frozenset({0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F})
USER_COMMENT = 0x9286
USER_COMMENT_MARKS = {
    b"ASCII\0\0\0": "utf-8",
    b"UNICODE\0": "utf-16",
    b"JIS\0\0\0\0\0": "shift_jis",
    b"\0" * 8: "utf-8",
}
EXIF_PARTS = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo)
INFO_KEYS = frozenset({"comment", "Comment", "Description", "Title", "Author"})


def read(data: bytes, here: Reading) -> None:
    """Read a picture of any kind that Pillow opens."""
    with warnings.catch_warnings():
        # Pillow warns of large pictures and of broken metadata; both are answered here.
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(BytesIO(data), formats=FORMATS)
        except BROKEN:
            here.leave("a broken picture")
            return
        with picture:
            _read_metadata(picture, here)
            _read_texts(picture, here)
            if picture.format == "PSD":
                add_packets(here, data)
            _read_frames(picture, here)


def _read_frames(picture: Image.Image, here: Reading) -> None:
    """Look at a picture, or at the first few of those that a file holds."""
    for number in range(limits.FRAMES_MAX):
        try:
            # The first is there once the file is open; layers (PSD) are counted from one.
            if number:
                picture.seek(number)
        except EOFError:
            return
        except BROKEN:
            here.leave("broken", f"picture {number + 1}")
            return
        if not here.allowance.has_picture(picture.width * picture.height):
            here.leave("more pictures, or larger ones, than are looked at")
            return
        try:
            picture.load()
        except BROKEN:
            here.leave(
                "truncated" if number == 0 else "broken", "" if number == 0 else f"picture {number + 1}"
            )
            return
        look_at(picture, here)


def look_at(picture: Image.Image, here: Reading) -> None:
    """Read the codes in a picture that is loaded, and its words if there is somebody who reads them."""
    codes = codes_in(picture)
    for number, code in enumerate((code for code in codes if code.says_something), start=1):
        here.add(f"code {number} ({code.kind})", code.text, "code")
    if here.found.image_text is None:
        if NO_READER not in here.found.unread:
            here.found.unread.append(NO_READER)
        return
    here.allowance.check_time()
    if codes:
        picture = without_codes(picture, codes)
    here.add("words in the picture", here.found.image_text(picture))


def _read_texts(picture: Image.Image, here: Reading) -> None:
    """Take the texts that a picture carries (PNG, GIF, JPEG); those behind a PNG's points need it whole."""
    texts = {str(key): value for key, value in picture.info.items()}
    try:
        texts.update(getattr(picture, "text", None) or {})
    except BROKEN:
        here.leave("broken metadata")
    for key, value in islice(texts.items(), limits.PDF_KEYS_MAX):
        if key in {"xmp", "XML:com.adobe.xmp", "Raw profile type xmp"}:
            add_xmp(here, _decoded(value))
        elif isinstance(value, str) and not key.startswith("Raw profile"):
            add_metadata(here, key, value)
        elif isinstance(value, bytes) and key in INFO_KEYS:
            add_metadata(here, key, _decoded(value))


def _read_metadata(picture: ImageFile.ImageFile, here: Reading) -> None:
    """Take what cameras and people note in a picture (EXIF, IPTC)."""
    try:
        exif = picture.getexif()
        entries = [*exif.items(), *(one for part in EXIF_PARTS for one in exif.get_ifd(part).items())]
        labels = IptcImagePlugin.getiptcinfo(picture) or {}
    except BROKEN:
        here.leave("broken metadata")
        return
    for tag, value in entries:
        text = _exif_text(tag, value)
        if text:
            add_metadata(here, str(ExifTags.TAGS.get(tag, tag)), text)
    for values in labels.values():
        for value in values if isinstance(values, list) else [values]:
            add_metadata(here, "caption", _decoded(value))


def _exif_text(tag: int, value: object) -> str:
    """Return an EXIF entry's text, or nothing where it is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple) and tag in WIDE_TAGS:
        value = bytes(one for one in value if isinstance(one, int) and 0 <= one < 256)
    if not isinstance(value, bytes):
        return ""
    if tag in WIDE_TAGS:
        return value.decode("utf-16-le", errors="replace").strip("\0")
    if tag == USER_COMMENT:
        encoding = USER_COMMENT_MARKS.get(value[:8])
        return (
            _decoded(value) if encoding is None else value[8:].decode(encoding, errors="replace").strip("\0")
        )
    return ""


def _decoded(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value if isinstance(value, str) else ""
