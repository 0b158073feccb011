"""What somebody lately wrote in a place, and how much of it is read together with their next message. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.base import limits
from gighall.base.masking import MASK
from gighall.guard import Finding

# Stands for the key of the last message where there is none.
NO_MESSAGE = "00000000-0000-0000-0000-000000000000"
# After a part was withheld, what only the run shows must fill so much of its message to be another try.
TRY_SHARE_MIN = 0.6


@dataclass(frozen=True, slots=True)
class Said:
    """A message that somebody wrote, as others read it; ``words`` are None where they were erased."""

    key: str
    at: datetime
    words: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """The messages of one author that come before another one, oldest first, without what was withheld in them.

    ``after`` is the key of the last one that they wrote there at all, ``NO_MESSAGE`` if there is none: whoever
    stores the next one can tell by it whether another came between. ``was_cut`` says that words were withheld.
    """

    after: str
    words: tuple[str, ...] = ()
    was_cut: bool = False


def run_before(said: Iterable[Said], *, key: str, now: datetime) -> Run:
    """Return what is read together with a message that comes now; ``said`` are its author's messages, oldest first.

    A message that is sent a second time goes on from what it went on from the first time.
    """
    before: list[Said] = []
    for one in said:
        if one.key == key:
            break
        before.append(one)
    if not before:
        return Run(NO_MESSAGE)
    since = now - timedelta(minutes=limits.RUN_MINUTES)
    recent = [one.words for one in before[1 - limits.RUN_MESSAGES_MAX :] if one.words and one.at >= since]
    # The other side never read what was withheld: it is no part of anything.
    words = [text.replace(MASK, " ").strip() for text in recent]
    return Run(before[-1].key, tuple(text for text in words if text), any(MASK in text for text in recent))


def completed(findings: Sequence[Finding], text: str, run: Run) -> list[Finding]:
    """Return those of a message's findings that only the run before it shows, and that count.

    Once a detail was withheld in the run, the next words are seldom about it: only what is hardly more than another
    part of it counts then.
    """
    found = [one for one in findings if "run" in one.evidence]
    if not run.was_cut or not found:
        return found
    filled = sum(_letters(text[one.start : one.end]) for one in found)
    return found if filled >= TRY_SHARE_MIN * _letters(text) else []


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
