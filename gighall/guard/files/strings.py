"""Runs of letters in a file whose form is not read: both of one byte and of two bytes a letter."""

import re

from gighall.guard.files import limits

_NARROW = re.compile(rb"[\x20-\x7e\x80-\xff\t]{%d,}" % limits.STRING_CHARACTERS_MIN)
_PLAIN = re.compile(rb"[\x20-\x7e\t]{%d,}" % limits.STRING_CHARACTERS_MIN)
_WIDE = re.compile(
    rb"(?:[\x20-\x7e\xa0-\xff]\0|[\x00-\xff][\x01-\x06\x20]){%d,}" % limits.STRING_CHARACTERS_MIN
)


def strings_in(data: bytes) -> str:
    """Return the runs of letters in some bytes, a line each."""
    lines: list[str] = []
    left = limits.STRINGS_CHARACTERS_MAX
    for pattern, encoding in ((_PLAIN, "cp1252"), (_WIDE, "utf-16-le")):
        for run in pattern.finditer(data):
            text = run[0].decode(encoding, errors="replace")
            lines.append(text)
            left -= len(text)
            if left < 0:
                return "\n".join(lines)
    return "\n".join(lines)
