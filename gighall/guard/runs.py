"""Find details that are split over consecutive messages of one author: "my number is 415", "223", "8810"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gighall.guard.assembled import find_assembled_over
from gighall.guard.dictated_over import find_dictated_over
from gighall.guard.digits_over import find_digits_over
from gighall.guard.finding import Finding
from gighall.guard.names_going_on import find_names_going_on
from gighall.guard.names_over import find_names_over, split_bank_account, split_meet_code
from gighall.guard.payments import split_wallet
from gighall.guard.run_parts import Part, in_told_order, joined, part_of
from gighall.guard.weighing import confidence_of

MESSAGES_MAX = 6
# Longer messages say something of their own: of them only what stands at an edge takes part.
PART_CHARACTERS_MAX = 70
# What messages may make together that no one of them shows, when they are read without a blank between them.
ADDRESSES = frozenset({"email", "url", "meeting", "payment"})

Judge = Callable[[str], list[Finding]]


def find_over(messages: Sequence[str], judge: Judge, alone: Sequence[Finding]) -> list[Finding]:
    """Return what only the run shows; ``alone`` are the findings of its messages judged one by one."""
    found: list[Finding] = []
    taken = list(alone)

    def keep(candidates: Iterator[Finding] | Sequence[Finding]) -> None:
        new = [_weighed(one) for one in candidates if not any(_overlap(one, other) for other in taken)]
        found.extend(new)
        taken.extend(new)

    keep(list(split_bank_account(messages)))
    keep(list(split_wallet(messages)))
    keep(list(split_meet_code(messages)))
    addresses = _addresses(messages, judge, alone)
    keep([one for one in addresses if one.kind != "url"])
    keep(find_digits_over(messages, taken))
    keep(list(find_dictated_over(messages, taken)))
    keep(find_assembled_over(messages))
    keep(find_names_over(messages, taken))
    keep(list(find_names_going_on(messages)))
    for first, part in _windows(messages):
        keep([replace(one, message=one.message + first) for one in _read_as_one(part, judge)])
    # The host of a mailbox is a place of its own to who does not see the name before it: hosts come last.
    keep([one for one in addresses if one.kind == "url"])
    return found


def _weighed(one: Finding) -> Finding:
    """Return a finding with the confidence of its evidence; what was read as one text has that of the text."""
    is_of_parts = one.evidence[0] == "run"
    return replace(one, confidence=confidence_of(one, one.evidence)) if is_of_parts else one


def _overlap(one: Finding, other: Finding) -> bool:
    if other.kind in {"intent", "allusion"} and one.kind not in {"intent", "allusion"}:
        return False
    return one.message == other.message and one.start < other.end and other.start < one.end


def _windows(messages: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the stretches of short messages that may hold the parts of one detail."""
    start = 0
    for index in range(len(messages) + 1):
        if index < len(messages) and 0 < len(messages[index]) <= PART_CHARACTERS_MAX:
            continue
        for first in range(start, max(start + 1, index - MESSAGES_MAX + 1), 2):
            part = list(messages[first : min(index, first + MESSAGES_MAX)])
            if len(part) > 1:
                yield first, part
        start = index + 1


def _read_as_one(part: Sequence[str], judge: Judge) -> Iterator[Finding]:
    """Yield, message by message, the findings of messages read as one text that no message shows alone."""
    starts: list[int] = []
    position = 0
    for text in part:
        starts.append(position)
        position += len(text) + 1
    for one in judge(" ".join(part)):
        pieces = [
            (index, max(one.start, start) - start, min(one.end, start + len(text)) - start)
            for index, (start, text) in enumerate(zip(starts, part, strict=True))
            if one.start < start + len(text) and start < one.end
        ]
        crosses = len(pieces) > 1
        if not crosses and one.kind in {"intent", "allusion", "url", "email"}:
            continue
        for index, begin, end in pieces:
            if part[index][begin:end].strip():
                yield replace(
                    one, message=index, start=begin, end=end, hidden=crosses, evidence=(*one.evidence, "run")
                )


def _addresses(messages: Sequence[str], judge: Judge, alone: Sequence[Finding]) -> list[Finding]:
    """Return the parts of addresses: with and without the messages of plain words between."""
    parts = [part for index, text in enumerate(messages) if (part := part_of(index, text)) is not None]
    signed = [part for part in parts if part.is_signed]
    if not signed or len(parts) < 2:
        return []
    found: list[list[Finding]] = []
    readings = [signed] if signed == parts or len(signed) < 2 else [signed, parts]
    readings = readings if len(signed) > 1 else [parts]
    told = in_told_order(messages, parts)
    for reading in [told, *readings] if told else readings:
        for first in range(0, max(1, len(reading) - MESSAGES_MAX + 1), 2):
            window = reading[first : first + MESSAGES_MAX]
            if len(window) > 1 and abs(window[-1].message - window[0].message) < 2 * MESSAGES_MAX:
                found += _address_in(window, judge, alone)
    found.sort(key=lambda pieces: pieces[0].kind != "email")
    kept: list[Finding] = []
    for pieces in found:
        if not any(_overlap(one, other) for one in pieces for other in kept):
            kept += pieces
    return kept


def _address_in(window: Sequence[Part], judge: Judge, alone: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Yield the addresses that a window of parts makes, each as its parts."""
    text, starts = joined(window)
    for one in judge(text):
        if one.kind not in ADDRESSES:
            continue
        pieces = [
            (part, max(one.start, start) - start, min(one.end, start + len(part.text)) - start)
            for part, start in zip(window, starts, strict=True)
            if one.start < start + len(part.text) and start < one.end
        ]
        if len(pieces) < 2 or not _holds_together([part for part, _start, _end in pieces], alone):
            continue
        evidence = (*one.evidence, "run")
        yield [
            replace(one, message=part.message, start=start, end=stop, hidden=True, evidence=evidence)
            for part, begin, end in pieces
            for start, stop in [_said_at(part, begin, end)]
        ]


def _said_at(part: Part, begin: int, end: int) -> tuple[int, int]:
    """Return where a stretch of a part stands in its message: what is read for it may be longer or shorter."""
    if begin == 0 and end == len(part.text):
        return part.start, part.end
    return part.start + begin, part.start + end


def _holds_together(parts: Sequence[Part], alone: Sequence[Finding]) -> bool:
    """Say whether each part asks for the next one: what is whole by itself goes on only behind a sign."""
    whole = {one.message for one in alone if one.kind in ADDRESSES}
    mailboxes = {one.message for one in alone if one.kind == "email"}
    for one, two in pairwise(parts):
        signed = one.text[-1] in "@./_-" or two.text[0] in "@./_-"
        if one.message in whole and not signed:
            return False
        if two.message in mailboxes and two.text[0] != "@":
            return False
    return True
