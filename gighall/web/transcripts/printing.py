"""Printing a document: which letters the fonts have, which way each line runs, and the program that sets it.

People write in any script. What none of the fonts has is printed as a box, or by its name where it is a sign or an
emoji, and counted: the page says that it is not the whole truth then.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

HERE = Path(__file__).resolve().parent
FONTS, PAPER, TYPESETTER = HERE / "fonts", HERE / "paper.typ", HERE / "typesetter.py"
BOX = "\u25af"
# Joiners, marks of direction and variants have no letter of their own; fonts act on them or pass them over.
_WITHOUT_LETTER = re.compile("[\u200b-\u200f\u2060-\u2064\u2068\u2069\ufe00-\ufe0f\U000e0020-\U000e007f]")
_TURNS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066\u2067\ufeff]")
_INDENT = re.compile(r"^[ \t]+|(?<= ) +|\t")
# After so many letters without a place to break, a line may break anywhere.
UNBROKEN_MAX = 40
_UNBROKEN = re.compile(rf"(\S{{{UNBROKEN_MAX}}})(?=\S)")
ZERO_WIDTH_SPACE, HARD_SPACE = "\u200b", "\u00a0"
_AT_ONCE = BoundedSemaphore(limits.PRINTS_AT_ONCE_MAX)


class PrintRefused(Refused):
    """What is too long to be printed, or cannot be printed at the moment."""

    code = "print_refused"


Run = dict[str, Any]


@dataclass
class Printer:
    """Prepares texts for paper, and counts the letters that no font has."""

    missing: int = 0
    _seen: dict[str, str] = field(default_factory=dict)

    def lines(self, text: str, *, rtl: bool | None = None) -> list[Run]:
        """Return a text as lines for the paper: in letters that can be printed, each with its direction.

        Shapes: ``rtl`` is the direction of all lines of what the hall itself says; None where people wrote it.
        """
        return [
            {"text": self.printable(line), "rtl": is_rtl(line) if rtl is None else rtl}
            for line in text.split("\n")
        ]

    def printable(self, line: str) -> str:
        """Return one line in letters that the fonts have; spaces stay, and what is too wide can break."""
        shown = "".join(self._letter(letter) for letter in line)
        spaced = _INDENT.sub(lambda found: HARD_SPACE * len(found[0].replace("\t", "    ")), shown)
        return _UNBROKEN.sub(rf"\1{ZERO_WIDTH_SPACE}", spaced) or HARD_SPACE

    def _letter(self, letter: str) -> str:
        if letter not in self._seen:
            self._seen[letter] = stand_in(letter)
        shown = self._seen[letter]
        self.missing += shown != letter
        return shown


def stand_in(letter: str) -> str:
    """Return a letter, or what is printed in its place when no font has it."""
    if letter == "\t" or _WITHOUT_LETTER.match(letter):
        return letter
    if _TURNS.match(letter):
        return f"[U+{ord(letter):04X}]"
    if ord(letter) in _covered():
        return letter
    is_sign = unicodedata.category(letter).startswith("S")
    name = unicodedata.name(letter, f"U+{ord(letter):04X}") if is_sign else ""
    return f"[{name}]" if name else BOX


def is_rtl(line: str) -> bool:
    """Say whether a line runs from right to left: its first letter that has a direction decides."""
    for letter in line:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


@lru_cache(maxsize=1)
def _coverage() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _covered() -> frozenset[int]:
    return frozenset(
        letter for first, last in _coverage()["letters"] for letter in range(first, last + 1)
    ) | {0x20, 0xA0}


def families() -> list[str]:
    """Return the families of the fonts, in the order in which they are asked for a letter."""
    return list(_coverage()["families"])


def check_printable(texts: Iterable[str]) -> None:
    """Refuse to print what would be a book.

    Errors: PrintRefused.
    """
    if sum(len(text) for text in texts) > limits.PRINT_CHARACTERS_MAX:
        raise PrintRefused(
            _("This transcript is too long to be printed. Take it as HTML or Markdown instead.")
        )


def print_job(job: Mapping[str, Any]) -> bytes:
    """Return the PDF of a job, set by a program of its own within limits of memory and time.

    Errors: PrintRefused when it needs more than that, or when others print already.
    """
    if not _AT_ONCE.acquire(timeout=limits.PRINT_WAIT_SECONDS):
        raise PrintRefused(_("Others are printing at the moment. Try again in a minute."))
    try:
        done = subprocess.run(
            [
                *(sys.executable, "-I", str(TYPESETTER), str(PAPER), str(FONTS)),
                *(str(limits.PRINT_MEMORY_BYTES), str(limits.PRINT_SECONDS)),
            ],
            input=json.dumps({**job, "fonts": families()}, ensure_ascii=False).encode(),
            capture_output=True,
            check=True,
            timeout=limits.PRINT_SECONDS,
            env={"PATH": os.environ.get("PATH", ""), "RAYON_NUM_THREADS": "1"},
        )
    except subprocess.SubprocessError as problem:
        raise PrintRefused(_("This could not be printed. Take it as HTML or Markdown instead.")) from problem
    finally:
        _AT_ONCE.release()
    return done.stdout
