"""Judging texts: guard and policy, under the facts that the door knows; long texts beside the loop."""

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from gighall.base import clock
from gighall.domain.policy.queries import judged_in
from gighall.domain.policy.rules import Judgement, Run, RunningWaiver

from .delivery import LiveRecord
from .flights import Draft

# Judging this much takes well below a millisecond; a digit or a sign takes as long as so many letters.
LONG_TEXT_CHARACTERS = 700
SIGN_IN_LETTERS = 12
_SIGNS_OF_SENTENCES = frozenset(b",!?'\"")
_NO_SIGNS = bytes(
    byte
    for byte in range(256)
    if byte >= 128 or byte in _SIGNS_OF_SENTENCES or chr(byte).isalpha() or chr(byte).isspace()
)
# Of earlier messages, sentences longer than this that hold neither digits nor signs are no part of anything.
SENTENCE_CHARACTERS_MIN = 70
_DIGITS_OR_SIGNS = re.compile(r"[\d@_/$]|\.\w")


class Judges:
    """Judges one text after the other; the loop goes on while a long one is judged."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="judging")

    async def judged(
        self, place: str, text: str, waivers: Sequence[RunningWaiver], run: Run | None
    ) -> Judgement:
        """Return what the policy says now of a text in a place where these exceptions hold, after these messages.

        What comes in between, while a long one is judged beside the loop, is looked at before it is stored.
        """
        if is_soon_judged(text, run.words if run is not None else ()):
            return _judged(place, text, waivers, run)
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, _judged, place, text, waivers, run
        )

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def is_soon_judged(text: str, before: Sequence[str]) -> bool:
    """Say whether a text is judged within a millisecond after these messages."""
    if len(text) + SIGN_IN_LETTERS * _signs_in(text) > LONG_TEXT_CHARACTERS:
        return False
    if len(text) + sum(map(len, before)) <= LONG_TEXT_CHARACTERS:
        return True
    parts = (one for one in before if len(one) <= SENTENCE_CHARACTERS_MIN or _DIGITS_OR_SIGNS.search(one))
    return len(text) + sum(map(len, parts)) <= LONG_TEXT_CHARACTERS


def _signs_in(text: str) -> int:
    """Count digits and signs, but those of sentences; of ASCII only, and very cheaply."""
    return len(text.encode("utf-8", "replace").translate(None, _NO_SIGNS))


def _judged(place: str, text: str, waivers: Sequence[RunningWaiver], run: Run | None) -> Judgement:
    return judged_in(place, text, waivers=waivers, now=clock.now() if waivers else None, run=run)


def judge_again(draft: Draft, record: LiveRecord | None) -> None:
    """Judge a draft anew if the record's facts have changed since, or what its author wrote there before it."""
    if record is None:
        return
    draft.may_write = record.may_write(draft.author_id)
    run = draft.run
    # To some words it is all one what was written before them, and will be.
    if run is not None and record.runs.are_read and not record.runs.is_as_foreseen(draft):
        run = record.runs.before(draft.author_id, draft.key, draft.text, draft.at)
        draft.moment = record.runs.moment
    if record.facts_version != draft.facts_version or run != draft.run:
        draft.decide(_judged(record.kind, draft.text, record.waivers, run))
        draft.facts_version, draft.run = record.facts_version, run
        record.runs.expect_anew(draft)
