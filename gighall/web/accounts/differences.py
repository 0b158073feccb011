"""What changed in a text, word by word, ready to be printed."""

import difflib
import re
from dataclasses import dataclass

from gighall.domain.accounts.rules import ClauseChange

# A word with the space after it, so that the pieces put together give the text again.
_WORDS = re.compile(r"\S+\s*")
_PARAGRAPH_END = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    words: str
    came: bool = False
    went: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the later text, or of the earlier one if it went."""

    pieces: list[Piece]


@dataclass(frozen=True)
class ChangedClause:
    """A clause that two versions word differently."""

    number: str
    anchor: str
    heading: list[Piece]
    paragraphs: list[Paragraph]
    is_new: bool
    is_gone: bool


def changed_clauses(changes: list[ClauseChange]) -> list[ChangedClause]:
    """Return the changes of a terms text as they are printed, clause by clause."""
    return [_changed_clause(change) for change in changes]


def _changed_clause(change: ClauseChange) -> ChangedClause:
    before, after = change.before, change.after
    shown = after or before
    assert shown is not None
    return ChangedClause(
        number=shown.number,
        anchor=change.anchor,
        heading=word_difference(before.heading if before else "", after.heading if after else ""),
        paragraphs=paragraph_difference(before.body if before else "", after.body if after else ""),
        is_new=before is None,
        is_gone=after is None,
    )


def paragraph_difference(before: str, after: str) -> list[Paragraph]:
    """Return the paragraphs of both texts in order, each with its words compared."""
    old, new = _PARAGRAPH_END.split(before.strip()), _PARAGRAPH_END.split(after.strip())
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    paragraphs = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            paragraphs += [Paragraph([Piece(text)]) for text in new[new_from:new_to] if text]
            continue
        pairs = max(old_to - old_from, new_to - new_from)
        for offset in range(pairs):
            was = old[old_from + offset] if old_from + offset < old_to else ""
            now = new[new_from + offset] if new_from + offset < new_to else ""
            paragraphs.append(Paragraph(word_difference(was, now)))
    return [paragraph for paragraph in paragraphs if paragraph.pieces]


def word_difference(before: str, after: str) -> list[Piece]:
    """Return which words stayed, went and came, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    # Spaces at line ends differ when a text is only wrapped anew; the words alone are compared.
    matcher = difflib.SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    pieces = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("".join(old[old_from:old_to]), went=True))
        if new_to > new_from:
            pieces.append(Piece("".join(new[new_from:new_to]), came=True))
    return pieces
