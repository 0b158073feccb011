"""Entries of a record as the API answers them: the same objects as on the socket.

A test holds them against the socket's own (``gighall/live/answers.py``): doors do not import each other.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from gighall.base import limits
from gighall.base.masking import Mark, marks_in_own, marks_in_shown
from gighall.domain.conversations.queries import run_before_message
from gighall.domain.policy.queries import judged_in, noted_of, noted_spans, running_waivers, spans_of
from gighall.domain.policy.rules import OUTSIDE_CONTACT, REFUSE, Judgement
from gighall.domain.record.models import Record
from gighall.domain.record.queries import SeenEntry, entries_before, entries_for, number_since
from gighall.web.api.talk_shapes import EntriesIn
from gighall.web.shared.verdicts import contact_href, why_words

MESSAGE = "message"
CLAUSE_URL = f"/terms/#{OUTSIDE_CONTACT}"


def entries_page(record: Record, person_id: int, wish: EntriesIn) -> dict[str, object]:
    """Return a page of what a person may see, oldest first, and whether there is more; in three queries at most."""
    found, more = _found(record, person_id, wish)
    said = [entry.client_key for entry in found if entry.kind == MESSAGE]
    noted = noted_spans(record_id=record.pk, keys=said)
    return {
        "c": record.public_id,
        "entries": [
            _entry(record, entry, noted.get((entry.author_id or 0, entry.client_key), []), person_id)
            for entry in found
        ],
        "more": more,
        "last": record.last_number,
    }


def _found(record: Record, person_id: int, wish: EntriesIn) -> tuple[list[SeenEntry], bool]:
    """Return the entries that are wanted, and whether there are more of them that way."""
    most = limits.TIMELINE_PAGE_ENTRIES
    if wish.before is not None:
        found = entries_before(record_id=record.pk, person_id=person_id, before=wish.before, limit=most + 1)
        return found[-most:], len(found) > most
    after = wish.since
    if wish.at is not None:
        first = number_since(record_id=record.pk, person_id=person_id, moment=wish.at)
        if first is None:
            return [], False
        after = max(after, first - 1)
    found = entries_for(record_id=record.pk, person_id=person_id, after=after, limit=most)
    return found, bool(found) and found[-1].number < record.last_number


def _entry(record: Record, entry: SeenEntry, noted: Sequence[Mark], person_id: int) -> dict[str, object]:
    for_author = entry.author_id == person_id
    # Where the words were erased there is nothing left to mark.
    spans, remarks = (entry.spans, noted) if entry.shown is not None else ((), ())
    marks = _marks(marks_in_shown(spans, remarks), for_author=for_author, place=record.kind)
    answer: dict[str, object] = {
        "c": record.public_id,
        "n": entry.number,
        "kind": entry.kind,
        "by": entry.author_key,
        "at": round(entry.at.timestamp() * 1000),
        "t": entry.shown if entry.kind == MESSAGE else None,
        "marks": marks,
    }
    if for_author:
        answer["k"] = entry.client_key
        if entry.own is not None:
            answer["own"] = entry.own
            for mark, own in zip(marks, marks_in_own(spans, remarks), strict=True):
                mark["own_s"], mark["own_e"] = own["s"], own["e"]
    return answer


def ack(record: Record, *, person_id: int, number: int, key: uuid.UUID) -> dict[str, object]:
    """Return the word that a message is stored: its number, time and marks, as the socket says it."""
    entry = entries_for(record_id=record.pk, person_id=person_id, after=number - 1, limit=1)[0]
    noted = noted_spans(record_id=record.pk, keys=[entry.client_key])
    remarks = noted.get((person_id, entry.client_key), [])
    return {
        "k": str(key),
        "c": record.public_id,
        "n": number,
        "at": round(entry.at.timestamp() * 1000),
        "marks": _marks(marks_in_own(entry.spans, remarks), for_author=True, place=record.kind),
    }


def checked(record: Record, text: str, *, person_id: int, now: datetime) -> dict[str, object]:
    """Return what would be marked in words that somebody is typing; nothing is stored."""
    text = text[: limits.MESSAGE_CHARACTERS_MAX]
    judgement = judged_in(
        record.kind,
        text,
        waivers=running_waivers([record.pk], now=now).get(record.pk, ()),
        now=now,
        run=run_before_message(
            record_id=record.pk, author_id=person_id, text=text, key=uuid.uuid4(), now=now
        ),
    )
    found = marks_in_own(spans_of(judgement), noted_of(judgement))
    return {"marks": _marks(found, for_author=True, place=record.kind)}


def refused_marks(judgement: Judgement) -> list[dict[str, object]]:
    """Return the marks of what must be taken out of a refused message; they count in the words as sent."""
    found: list[Mark] = [
        {"s": span.start, "e": span.end, "kind": span.kind, "outcome": REFUSE, "run": span.completes}
        for span in judgement.spans
        if span.outcome == REFUSE
    ]
    return _marks(found, for_author=True, place="")


def _marks(found: Sequence[Mark], *, for_author: bool, place: str) -> list[dict[str, object]]:
    return [
        {
            "s": mark["s"],
            "e": mark["e"],
            "kind": mark["kind"],
            "outcome": mark["outcome"],
            "why": why_words(mark, for_author=for_author, place=place),
            "clause": CLAUSE_URL,
            "help": contact_href(place),
        }
        for mark in found
    ]
