"""What is found in the pieces of a file."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from gighall.guard.files import cards, codes, honest, limits, names, tables
from gighall.guard.files.reading import Piece, Sort
from gighall.guard.find import find_standing_out
from gighall.guard.finding import Finding
from gighall.guard.word_lists import words

Judge = Callable[[str, Set[str]], list[Finding]]

WRITTEN = frozenset({"words", "table"})


def judge(pieces: Sequence[Piece], own_hosts: Set[str]) -> list[Finding]:
    """Return the findings of a file's pieces; ``message`` says in which."""
    is_note = sum(len(one.text) for one in pieces if one.sort in WRITTEN) <= limits.NOTE_CHARACTERS_MAX
    found = []
    for index, piece in enumerate(pieces):
        is_spoken = piece.ending() in words("file_words", "dialogue_endings")
        is_licence = piece.sort in WRITTEN and honest.is_of_licence(piece.file)
        is_code = piece.sort in WRITTEN and piece.ending() in words("file_words", "code_endings")
        for one in JUDGES[piece.sort](piece.text, own_hosts):
            if piece.sort == "table" and honest.is_of_cells(one, piece.text):
                continue
            if (is_spoken or is_licence) and one.kind in honest.TALK:
                continue
            if is_licence and one.kind == "address":
                continue
            if not is_note and honest.is_by_chance(one, piece.text):
                continue
            if is_code and honest.is_of_code(one, piece.text):
                continue
            if piece.sort in WRITTEN and honest.is_credit(one, piece.text, piece.file):
                continue
            found.append(replace(one, message=index))
    return found


def _in_words(text: str, own_hosts: Set[str]) -> list[Finding]:
    """Return the findings of what people wrote, without places that files name because programs do."""
    return [
        replace(one, start=one.start + start, end=one.end + start)
        for start, part in _parts(text)
        for one in find_standing_out(part, own_hosts)
        if not (honest.is_nothing(one, part) or honest.is_of_dump(one, part))
    ]


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield a long text in parts that end with a line or at least a word, each with where it starts."""
    start = 0
    while start < len(text):
        end = start + limits.CHUNK_CHARACTERS_MAX
        if end < len(text):
            for sign in ("\n", " "):
                last = text.rfind(sign, start + limits.CHUNK_CHARACTERS_MAX // 2, end)
                if last != -1:
                    end = last + 1
                    break
        yield start, text[start:end]
        start = end


def _in_tools(text: str, own_hosts: Set[str]) -> list[Finding]:
    """Return the findings of what a program notes of itself: only what no program has reason to note."""
    return [one for one in _in_words(text, own_hosts) if not honest.is_of_tools(one, text)]


JUDGES: dict[Sort, Judge] = {
    "words": _in_words,
    "tool": _in_tools,
    "name": names.judge,
    "code": lambda text, own_hosts: codes.judge(text, own_hosts, _in_words),
    "card": lambda text, own_hosts: cards.judge(text, own_hosts, _in_words),
    "table": lambda text, own_hosts: tables.judge(text, own_hosts, _in_words),
}
