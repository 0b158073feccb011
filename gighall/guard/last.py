"""Judge the last message of a run: what stands in it, and what it completes of a detail that was begun before it.

Whoever judges message by message asks this for each: it costs little more than the message alone, unless some of the
run might be parts of one detail.
"""

from collections.abc import Sequence, Set

from gighall.guard.find import NO_HOSTS, find_in
from gighall.guard.finding import Finding
from gighall.guard.fold import fold
from gighall.guard.gate import known_in, said_in
from gighall.guard.lexicon import plain
from gighall.guard.reading import read
from gighall.guard.runs import DIGITS_MIN, MESSAGES_MAX, PART_CHARACTERS_MAX, find_over
from gighall.guard.spaced import LETTERS

# What a phrase of the lists may mean if one message with it can give a meaning to the next one.
_OPENS = frozenset(
    {"app", "weakapp", "channel", "detail", "yourdetail", "mydetail", "outside", "payapp", "payme", "callme"}
    | {"callyou", "whole_talk", "whole_ask", "whole_pay", "whole_allusion"}
)
# What has no more words than this says nothing but its part of something.
WORDS_OF_A_PART = 3
# So many messages, the last one included, are looked through for such words.
NAMED_BEFORE = 3


def find_last(earlier: Sequence[str], text: str, own_hosts: Set[str] = NO_HOSTS) -> list[Finding]:
    """Return what stands in a text, and what only the author's messages before it show; all of it in ``text``.

    Shapes: ``earlier`` are the words of that author just before, oldest first; the last five count. What is whole in
    one of them takes no part in anything else. A finding that only the run shows has *run* among its evidence.
    """
    alone = find_in(text, own_hosts=own_hosts)
    run = [*earlier[-(MESSAGES_MAX - 1) :], text]
    if len(run) < 2 or not _may_complete(run):
        return alone
    found = _completed(run, alone, own_hosts)
    if found:
        whole = [
            [one for one in find_in(said, own_hosts=own_hosts) if one.kind != "intent"] for said in run[:-1]
        ]
        if any(whole):
            parts = [_without(said, ones) for said, ones in zip(run[:-1], whole, strict=True)]
            found = _completed([*parts, text], alone, own_hosts)
    if len(text.split()) > WORDS_OF_A_PART:
        # A sentence goes with its neighbour at most; what says nothing else goes with all of the run.
        beside = {(one.kind, one.start, one.end) for one in _completed(run[-2:], alone, own_hosts)}
        found = [
            one
            for one in found
            if one.kind != "intent" and (one.hidden or (one.kind, one.start, one.end) in beside)
        ]
    return sorted([*alone, *found], key=lambda one: (one.start, one.end))


def takes_part(text: str) -> bool:
    """Say whether a text is so short that it can be a part of something in a run."""
    return 0 < len(text) <= PART_CHARACTERS_MAX


def _completed(run: Sequence[str], alone: Sequence[Finding], own_hosts: Set[str]) -> list[Finding]:
    """Return what only the run shows of its last message, as findings of that message."""
    last = len(run) - 1
    here = [one.in_message(last) for one in alone]
    over = find_over(run, lambda text: find_in(text, own_hosts=own_hosts), here)
    return [one.in_message(0) for one in over if one.message == last and one.kind != "allusion"]


def _without(text: str, findings: Sequence[Finding]) -> str:
    """Return a text with an ellipsis, which no detail goes on behind, in the place of each finding."""
    for one in reversed(findings):
        text = f"{text[: one.start]}…{text[one.end :]}"
    return text


def _may_complete(run: Sequence[str]) -> bool:
    """Say whether some of the messages may be parts of one detail, the last one included; cheaply."""
    digits = 0
    for back, text in enumerate(reversed(run)):
        if not takes_part(text):
            break
        folded = fold(text)
        near = text if folded is None else folded.text
        if _has_signs(near):
            return back > 0 or len(run) > 1
        reading = read(plain(near))
        if back < NAMED_BEFORE and not _OPENS.isdisjoint(reading.classes):
            return True
        here = sum(map(str.isdigit, near)) + reading.said
        if here == 0 and back == 0:
            # It brings no digits, so it ends no number.
            digits = -1_000_000
        digits += here
    return digits >= DIGITS_MIN


def _has_signs(text: str) -> bool:
    """Say whether there are signs of an address, or words for them."""
    if "@" in text or "://" in text:
        return True
    if "." in text and any(
        sign == "." and text[place + 1 : place + 2].isalpha() for place, sign in enumerate(text)
    ):
        return True
    return not known_in(said_in(text)) <= LETTERS
