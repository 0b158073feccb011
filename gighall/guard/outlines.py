"""The outline of a text: its words with blanks around them, so that a search for whole words meets no parts of words.

Every sign becomes a blank. Where a script without blanks between words meets one with them, a blank is put in.
"""

import re
from typing import NamedTuple

_WORD_SIGNS = "_@"
# Scripts without blanks between words, as ``lexicon.is_unspaced`` has them.
_UNSPACED = "\u0e00-\u1c7f\u2000-\U0010ffff"
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_MEETING = re.compile(f"(?<=[^ {_UNSPACED}])(?=[{_UNSPACED}])|(?<=[{_UNSPACED}])(?=[^ {_UNSPACED}])")


# What is no part of a word.
_SIGN = re.compile(f"[^\\w{_WORD_SIGNS}]")
_ASCII_SIGNS = bytes(
    code if chr(code).isalnum() or chr(code) in _WORD_SIGNS else ord(" ") for code in range(128)
) + bytes(128)


class Outline(NamedTuple):
    """The outline, and where blanks were put into it, in order."""

    text: str
    cuts: list[int]


def outline(text: str) -> Outline:
    """Return the outline of a text in the form in which it is compared."""
    if text.isascii():
        return Outline(text.encode().translate(_ASCII_SIGNS).decode(), [])
    outlined = _SIGN.sub(" ", text)
    if _IS_UNSPACED.search(outlined) is None:
        return Outline(outlined, [])
    pieces: list[str] = []
    cuts: list[int] = []
    done = 0
    for meeting in _MEETING.finditer(outlined):
        pieces.append(outlined[done : meeting.start()])
        cuts.append(meeting.start() + len(cuts))
        done = meeting.start()
    pieces.append(outlined[done:])
    return Outline(" ".join(pieces), cuts)


def is_spaced(sign: str) -> bool:
    """Say whether a sign of an outline is part of a word in a script with blanks between words."""
    return sign != " " and _IS_UNSPACED.match(sign) is None
