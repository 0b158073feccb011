"""Tar files, read by hand: fixed headers, nothing written, no link followed, no size below nothing believed."""

from collections.abc import Iterator

from gighall.guard.files import archive, limits
from gighall.guard.files.reading import Reading

BLOCK = 512
FILES = b"0\0" + b"7"
LONG_NAME, EXTENDED, EXTENDED_FOR_ALL = b"L", b"x", b"g"


def read(data: bytes, here: Reading) -> None:
    """Read each file of a tar, and its name."""
    for name, content in _members(data, here):
        archive.read_name(name, here)
        if content is not None:
            inside = here.within(name)
            here.allowance.take_bytes(len(content))
            if content:
                archive.read_member(content, inside)


def _members(data: bytes, here: Reading) -> Iterator[tuple[str, bytes | None]]:
    """Yield names with the bytes of files; None for folders and links."""
    position, longer = 0, ""
    for _ in range(limits.MEMBERS_LISTED_MAX):
        header = data[position : position + BLOCK]
        if len(header) < BLOCK or not header.strip(b"\0"):
            return
        size = _number(header[124:136])
        start = position + BLOCK
        if size is None or start + size > len(data):
            here.leave("truncated or broken", _text(header[:100]))
            size = len(data) - start if size is not None else 0
        content = data[start : start + size]
        position = start + -(-size // BLOCK) * BLOCK
        kind = header[156:157]
        if kind == LONG_NAME:
            longer = _text(content)
        elif kind == EXTENDED:
            longer = _path_in(content) or longer
        elif kind != EXTENDED_FOR_ALL:
            prefix = _text(header[345:500])
            short = f"{prefix}/{_text(header[:100])}" if prefix else _text(header[:100])
            yield longer or short, content if kind in FILES else None
            longer = ""


def _number(field: bytes) -> int | None:
    """Return a size, written in octal digits or in binary."""
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big") if field[0] == 0x80 else None
    digits = field.strip(b"\0 ")
    return int(digits, 8) if digits and not digits.strip(b"01234567") else 0 if not digits else None


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", errors="replace")


def _path_in(extended: bytes) -> str:
    """Return the path that an extended header gives."""
    for line in extended.split(b"\n"):
        _length, _, entry = line.partition(b" ")
        if entry.startswith(b"path="):
            return _text(entry[5:])
    return ""
