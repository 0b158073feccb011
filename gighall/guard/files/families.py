"""Which reader a file's content asks for. Content decides, never the name."""

import re
from collections.abc import Callable
from importlib import import_module

from gighall.guard.files import limits
from gighall.guard.files.reading import Reading

Reader = Callable[[bytes, Reading], None]

ZIP_END = b"PK\x05\x06"
ZIP_END_BYTES = 66_000
PDF_MARK, PDF_MARK_BYTES = b"%PDF-", 1_024
TAR_MARK, TAR_MARK_AT = b"ustar", 257

# The first bytes of a file, and the module that reads such files; each has a function ``read``.
FIRST_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zips"),
    (ZIP_END, "zips"),
    (b"\x89PNG\r\n\x1a\n", "pictures"),
    (b"\xff\xd8\xff", "pictures"),
    (b"GIF8", "pictures"),
    (b"8BPS", "pictures"),
    (b"II*\0", "pictures"),
    (b"MM\0*", "pictures"),
    (b"II+\0", "pictures"),
    (b"\0\0\1\0", "pictures"),
    (b"\x1f\x8b", "streams"),
    (b"BZh", "streams"),
    (b"\xfd7zXZ\0", "streams"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "sound"),
    (b"\xff\xfb", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
    (b"\x1aE\xdf\xa3", "sound"),
    (b"7z\xbc\xaf'\x1c", "closed"),
    (b"Rar!\x1a\x07", "closed"),
    (b"(\xb5/\xfd", "closed"),
    (b"\x7fELF", "closed"),
)
MAILS = "gighall.guard.files.mails"
PICTURE_BRANDS = (b"avif", b"avis")
# How a mail may begin; whether it does go on as one is asked of what reads mails.
_HEAD = re.compile(rb"[A-Za-z][A-Za-z-]{1,60}: ?[^\n]|From [^\n]")
_BITMAP = re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL)


def read(data: bytes, here: Reading) -> None:
    """Read a file with the reader that its content asks for, into ``here``."""
    if here.depth > limits.DEPTH_MAX:
        here.leave("nested too deeply")
        return
    family = family_of(data)
    reader: Reader = import_module(f"gighall.guard.files.{family}").read
    reader(data, here)
    if family == "pictures" and ZIP_END in data[-ZIP_END_BYTES:]:
        # A picture with an archive behind it opens as either.
        import_module("gighall.guard.files.zips").read(data, here)


def family_of(data: bytes) -> str:
    """Return the name of the module that reads such content; ``texts`` decides what is no known kind."""
    for mark, family in FIRST_BYTES:
        if data.startswith(mark):
            return family
    if PDF_MARK in data[:PDF_MARK_BYTES]:
        return "pdf"
    if data[:4] == b"RIFF":
        return "pictures" if data[8:12] == b"WEBP" else "sound"
    if data[4:8] == b"ftyp":
        return "pictures" if data[8:12] in PICTURE_BRANDS else "sound"
    if _BITMAP.match(data):
        return "pictures"
    if data[TAR_MARK_AT : TAR_MARK_AT + len(TAR_MARK)] == TAR_MARK:
        return "tars"
    if ZIP_END in data[-ZIP_END_BYTES:] and b"\0" in data:
        return "zips"
    return "mails" if _HEAD.match(data) and import_module(MAILS).is_mail(data) else "texts"
