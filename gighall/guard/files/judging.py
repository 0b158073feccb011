"""What is found in the pieces of a file, and what is honest in files though it would not be in a message."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace

from gighall.guard.files import cards, codes, limits, names
from gighall.guard.files.reading import Piece, Sort
from gighall.guard.find import find_in
from gighall.guard.finding import Finding
from gighall.guard.word_lists import words

TALK = frozenset({"intent", "allusion"})
PROJECT_STEPS_MIN = 2
_HOST_AND_PATH = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?([^/:?#\s]+)(?::\d+)?(/[^?#\s]*)?", re.IGNORECASE
)

Judge = Callable[[str, Set[str]], list[Finding]]


def judge(pieces: Sequence[Piece], own_hosts: Set[str], ending: str) -> list[Finding]:
    """Return the findings of a file's pieces; ``message`` says in which. ``ending`` is that of the file's name."""
    is_note = sum(len(one.text) for one in pieces if one.sort == "words") <= limits.NOTE_CHARACTERS_MAX
    is_code = ending in words("file_words", "code_endings")
    found = []
    for index, piece in enumerate(pieces):
        for one in JUDGES[piece.sort](piece.text, own_hosts):
            if one.kind in TALK and (is_code or not is_note):
                # A long text speaks of many things; only a note proposes something.
                continue
            if is_code and piece.sort == "words" and _is_of_code(one, piece.text):
                continue
            found.append(replace(one, message=index))
    return found


def _in_words(text: str, own_hosts: Set[str]) -> list[Finding]:
    """Return the findings of what people wrote, without places that files name because programs do."""
    return [
        replace(one, start=one.start + start, end=one.end + start)
        for start, part in _parts(text)
        for one in find_in(part, own_hosts)
        if not (one.kind == "url" and is_reference(one.value))
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
    return [
        one
        for one in _in_words(text, own_hosts)
        if one.kind in {"email", "handle", "meeting", "payment"}
        or (one.kind == "phone" and "+" in text[one.start : one.end])
        or (one.kind == "url" and _is_under(*_host_and_path(one.value), "messenger_hosts"))
    ]


JUDGES: dict[Sort, Judge] = {
    "words": _in_words,
    "tool": _in_tools,
    "name": names.judge,
    "code": lambda text, own_hosts: codes.judge(text, own_hosts, _in_words),
    "card": cards.judge,
}


def is_reference(address: str) -> bool:
    """Say whether a link leads to a namespace, a licence, a standard or the like."""
    return _is_under(*_host_and_path(address), "references")


def _host_and_path(address: str) -> tuple[str, str]:
    parts = _HOST_AND_PATH.match(address)
    return (parts[1].lower(), (parts[2] or "/").lower()) if parts else ("", "/")


def _is_under(host: str, path: str, section: str) -> bool:
    """Say whether a host, or one of those above it, stands in a section, perhaps with the path's first step."""
    labels = host.split(".")
    step = "/" + path.split("/")[1]
    known = words("file_words", section)
    return any(
        name in known or name + step in known
        for name in (".".join(labels[at:]) for at in range(len(labels) - 1))
    )


def _is_of_code(finding: Finding, text: str) -> bool:
    """Say whether a link in a program is a name of the program, or a project's place."""
    if finding.kind != "url":
        return False
    written = text[finding.start : finding.end].lower()
    if "://" not in written and not written.startswith("www.") and "/" not in written:
        return True
    host, path = _host_and_path(written)
    steps = [step for step in path.split("/") if step]
    return _is_under(host, path, "project_hosts") and len(steps) >= PROJECT_STEPS_MIN
