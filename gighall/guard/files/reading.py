"""A file while it is read: the pieces of text that were met, where each stood, and how much more may be read."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from gighall.guard.files import limits

# words: what people wrote. name: a file's name. tool: what programs note about themselves.
# code: what a QR or bar code says. card: a visiting card (vCard). table: rows of cells.
Sort = Literal["words", "name", "tool", "code", "card", "table"]


class Exhausted(Exception):
    """The file holds more than may be read; ``str()`` says of what."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a file, and where a person finds it there."""

    where: str
    text: str
    sort: Sort
    # The name of the file it stands in, which may be inside another.
    file: str = ""

    def ending(self) -> str:
        """Return the ending of the file's name, in lower case."""
        return self.file.rpartition(".")[2].lower() if "." in self.file else ""


@dataclass(slots=True)
class Allowance:
    """What is left of each limit. Taking more than is left raises ``Exhausted``."""

    until: float
    bytes: int = limits.UNPACKED_BYTES_MAX
    characters: int = limits.CHARACTERS_MAX
    pieces: int = limits.PIECES_MAX
    members: int = limits.MEMBERS_MAX
    pictures: int = limits.PICTURES_MAX
    pixels: int = limits.PIXELS_TOGETHER_MAX
    pages_rendered: int = limits.PAGES_RENDERED_MAX

    def take_bytes(self, count: int) -> None:
        """Count what was unpacked."""
        self.check_time()
        self.bytes -= count
        if self.bytes < 0:
            raise Exhausted("more than is unpacked of one file")

    def take_member(self) -> None:
        """Count a file within the file."""
        self.check_time()
        self.members -= 1
        if self.members < 0:
            raise Exhausted("more files inside than are opened")

    def has_picture(self, pixels: int) -> bool:
        """Count a picture and say whether it may be looked at."""
        self.check_time()
        if self.pictures < 1 or pixels > min(limits.PIXELS_MAX, self.pixels):
            return False
        self.pictures -= 1
        self.pixels -= pixels
        return True

    def take_text(self, count: int) -> int:
        """Count a piece of text and return how many of its characters may be judged."""
        self.check_time()
        self.pieces -= 1
        if self.pieces < 0 or self.characters <= 0:
            raise Exhausted("more text than is judged")
        taken = min(count, self.characters)
        self.characters -= taken
        return taken

    def check_time(self) -> None:
        """Raise when the time for this file is used up."""
        if time.monotonic() > self.until:
            raise Exhausted("it took too long")


# Reads the words in a picture (given as Pillow's image, untyped here so that nothing loads Pillow early).
ImageText = Callable[[object], str]


@dataclass(slots=True)
class Found:
    """What all readers of one file share."""

    allowance: Allowance
    image_text: ImageText | None = None
    pieces: list[Piece] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    seen: set[tuple[Sort, str]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, or one inside another, while it is read. ``name`` is its file name, ``where`` the way to it."""

    found: Found
    name: str = ""
    where: str = ""
    depth: int = 0

    @property
    def allowance(self) -> Allowance:
        """Return what may still be read."""
        return self.found.allowance

    def add(self, where: str, text: str, sort: Sort = "words") -> None:
        """Take a piece of text. The same short text twice, as in links beside their words, is judged once."""
        text = text.strip("\ufeff\r\n\t \0")
        if not text:
            return
        if len(text) <= limits.EXCERPT_CHARACTERS_MAX:
            if (sort, text) in self.found.seen:
                return
            self.found.seen.add((sort, text))
        taken = self.allowance.take_text(len(text))
        self.found.pieces.append(Piece(self.place(where), text[:taken], sort, self.name))
        if taken < len(text):
            raise Exhausted("more text than is judged")

    def place(self, where: str) -> str:
        """Return where something stands in this file, as people read it, with the way to the file before it."""
        return " › ".join(part for part in (self.where, where) if part)

    def leave(self, why: str, where: str = "") -> None:
        """Note what was not read, and why."""
        place = self.place(where)
        note = f"{place}: {why}" if place else why
        if len(self.found.unread) < limits.UNREAD_MAX and note not in self.found.unread:
            self.found.unread.append(note)

    def within(self, name: str, where: str = "") -> "Reading":
        """Return the reading of a file inside this one."""
        self.allowance.take_member()
        return Reading(self.found, name, self.place(where or name), self.depth + 1)
