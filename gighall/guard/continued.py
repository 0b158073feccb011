"""Find the rest of an account name that goes on in the messages beside it: "insta: lulu_", "bakes", "_jed"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gighall.guard.finding import Finding
from gighall.guard.sign_words import dot_words, joints

PARTS_MAX = 3
_PIECE = re.compile(r"[\w.\-]{1,30}")
_SIGNS = "_.-"


def find_continued(messages: Sequence[str], found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the messages before and behind account names that hold nothing but another piece of them.

    A piece belongs to the name where a sign joins them, as it is or as a word in a message of its own.
    """
    for one in found:
        if one.kind != "handle":
            continue
        text = messages[one.message]
        name = text[one.start : one.end].rstrip()
        if not text[one.end :].strip(" .!"):
            yield from _pieces(messages, one, name[-1:] in _SIGNS, step=1)
        if not text[: one.start].strip(" @"):
            yield from _pieces(messages, one, name[:1] in _SIGNS, step=-1)


def _pieces(messages: Sequence[str], one: Finding, joined: bool, *, step: int) -> Iterator[Finding]:
    index = one.message + step
    pieces: list[Finding] = []
    while 0 <= index < len(messages) and len(pieces) < PARTS_MAX:
        text = messages[index]
        said = text.strip()
        is_sign = said.lower() in joints() or said.lower() in dot_words()
        near, far = (said[:1], said[-1:]) if step > 0 else (said[-1:], said[:1])
        if not (is_sign or (_PIECE.fullmatch(said) and (joined or near in _SIGNS))) or not said:
            break
        start = text.index(said)
        pieces.append(
            replace(one, message=index, start=start, end=start + len(said), evidence=(*one.evidence, "run"))
        )
        joined = is_sign or far in _SIGNS
        index += step
    yield from pieces
