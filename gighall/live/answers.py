"""What the door says: the protocol's frames, version 1, as they are written.

Specified in ``docs/subsystems/live.md``. Offsets are code points; times are milliseconds since 1970.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gighall.base.masking import Mark, Span, marks_in_own, marks_in_shown
from gighall.domain.policy.rules import CONTACT_URL, OUTSIDE_CONTACT, REFUSE, Judgement, until_words, why

from .frames import Echo

VERSION = 1
MESSAGE = "message"
CLAUSE_URL = f"/terms/#{OUTSIDE_CONTACT}"

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an entry stands: the record's public id, and what kind of place it is."""

    record: str
    place: str


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it stands in the record; ``own`` are the full words when some were withheld.

    ``spans`` are withheld, ``noted`` are shown with a remark; both count in the full words.
    """

    number: int
    kind: str
    author_id: int | None
    author_key: str | None
    at: datetime
    key: str
    shown: str | None
    spans: Sequence[Span] = ()
    noted: Sequence[Mark] = ()
    own: str | None = None


def milliseconds(moment: datetime) -> int:
    """Return a moment as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def marks(found: Sequence[Mark], *, for_author: bool, place: str) -> list[dict[str, Any]]:
    """Return marks as the protocol names them, with the sentence for whoever reads them."""
    return [
        {
            "s": mark["s"],
            "e": mark["e"],
            "kind": mark["kind"],
            "outcome": mark["outcome"],
            "why": _why(mark, for_author=for_author, place=place),
            "clause": CLAUSE_URL,
            "help": f"{CONTACT_URL}#{place}" if place else CONTACT_URL,
        }
        for mark in found
    ]


def _why(mark: Mark, *, for_author: bool, place: str) -> str:
    sentences = why(
        mark["kind"],
        for_author=for_author,
        outcome=mark["outcome"],
        place=place,
        completes=mark.get("run", False),
    )
    return " ".join(sentences).format(until=until_words(mark.get("until", "")))


def entry_fields(kept: Kept, entry: StoredEntry, *, for_author: bool) -> dict[str, Any]:
    """Return an entry as its author or as anybody else may see it."""
    fields: dict[str, Any] = {
        "c": kept.record,
        "n": entry.number,
        "kind": entry.kind,
        "by": entry.author_key,
        "at": milliseconds(entry.at),
    }
    if for_author:
        fields["k"] = entry.key
    # What a fact says is for the page: it fetches the fragment that the page itself prints.
    fields["t"] = entry.shown if entry.kind == MESSAGE else None
    # Where the words were erased there is nothing left to mark.
    spans, noted = (entry.spans, entry.noted) if entry.shown is not None else ((), ())
    fields["marks"] = marks(marks_in_shown(spans, noted), for_author=for_author, place=kept.place)
    if for_author and entry.own is not None:
        fields["own"] = entry.own
        in_own = marks_in_own(spans, noted)
        for mark, own in zip(fields["marks"], in_own, strict=True):
            mark["own_s"], mark["own_e"] = own["s"], own["e"]
    return fields


def entry_frame(kept: Kept, entry: StoredEntry, *, for_author: bool) -> str:
    """Return the frame that brings one entry."""
    if entry.kind == MESSAGE and not (entry.spans or entry.noted or entry.own):
        return _plain_entry_frame(kept, entry, for_author=for_author)
    return _encode({"op": "entry", **entry_fields(kept, entry, for_author=for_author)})


def _plain_entry_frame(kept: Kept, entry: StoredEntry, *, for_author: bool) -> str:
    """Return the frame of a message without marks, as nearly all are: ids and keys need no escaping."""
    key = f'"k":"{entry.key}",' if for_author else ""
    return (
        f'{{"op":"entry","c":"{kept.record}","n":{entry.number},"kind":"{MESSAGE}","by":{_encode(entry.author_key)},'
        f'"at":{milliseconds(entry.at)},{key}"t":{_encode(entry.shown)},"marks":[]}}'
    )


def page_frame(kept: Kept, entries: Sequence[StoredEntry], person_id: int, *, more: bool, last: int) -> str:
    """Return the answer to ``since``."""
    found = [entry_fields(kept, entry, for_author=entry.author_id == person_id) for entry in entries]
    return _encode({"op": "page", "c": kept.record, "entries": found, "more": more, "last": last})


def hello_frame(me: str, now: datetime, records: Sequence[tuple[str, str, int]]) -> str:
    """Return the first frame of every socket: its records, each with its kind and last number."""
    known = [{"c": record, "kind": kind, "last": last} for record, kind, last in records]
    return _encode({"op": "hello", "v": VERSION, "me": me, "at": milliseconds(now), "records": known})


def ack_frame(key: str, record: str, number: int, at: datetime, found: Sequence[Mark], *, place: str) -> str:
    """Return the word that a message is stored; marks count in the words as they were sent."""
    if not found:
        return f'{{"op":"ack","k":"{key}","c":"{record}","n":{number},"at":{milliseconds(at)},"marks":[]}}'
    said = marks(found, for_author=True, place=place)
    return _encode({"op": "ack", "k": key, "c": record, "n": number, "at": milliseconds(at), "marks": said})


def checked_frame(record: str, found: Sequence[Mark], echo: Echo, *, place: str) -> str:
    """Return the answer to ``check``; marks count in the words as they were typed."""
    fields: dict[str, Any] = {"op": "checked", "c": record}
    fields["marks"] = marks(found, for_author=True, place=place)
    return _encode(fields if echo is None else {**fields, "i": echo})


def refused_frame(
    key: str, record: str, why_code: str, say: str, found: Sequence[dict[str, Any]] = ()
) -> str:
    """Return the word that a message was not stored, with a code and a sentence."""
    return _encode(
        {"op": "refused", "k": key, "c": record, "why": why_code, "say": say, "marks": list(found)}
    )


def refused_marks(judgement: Judgement) -> list[dict[str, Any]]:
    """Return the marks of what must be taken out of a refused message; they count in the words as sent."""
    found: list[Mark] = [
        {"s": span.start, "e": span.end, "kind": span.kind, "outcome": REFUSE, "run": span.completes}
        for span in judgement.spans
        if span.outcome == REFUSE
    ]
    return marks(found, for_author=True, place="")


def mark_frame(name: str, record: str, number: int, by: str) -> str:
    """Return the word that somebody's devices (*got*) or eyes (*read*) have come to a number."""
    return _encode({"op": name, "c": record, "n": number, "by": by})


def typing_frame(record: str, by: str) -> str:
    """Return the word that somebody is writing."""
    return _encode({"op": "typing", "c": record, "by": by})


def here_frame(record: str, by: str, *, is_here: bool) -> str:
    """Return the word that somebody has come to the record's page, or left it."""
    return _encode({"op": "here", "c": record, "by": by, "on": is_here})


def call_frame(record: str, session: str, by: str, data: str) -> str:
    """Return what the other browser in a video call says; ``data`` is JSON already, and goes on as it came."""
    return f'{_encode({"op": "signal", "c": record, "s": session, "by": by})[:-1]},"data":{data}}}'


def beat_frame(record: str, session: str, number: int) -> str:
    """Return the question whether somebody is still in a session; the first one says that they are in it."""
    return _encode({"op": "beat", "c": record, "s": session, "i": number})


def changed_frame(record: str) -> str:
    """Return the word that something besides the talk changed: the page fetches its fragments."""
    return _encode({"op": "changed", "what": "record", "id": record})


def behind_frame(record: str, last: int) -> str:
    """Return the word that entries were left out because the reader was slow."""
    return _encode({"op": "behind", "c": record, "last": last})


def error_frame(why_code: str, record: str | None = None) -> str:
    """Return the answer to a frame that leads nowhere."""
    return _encode({"op": "error", "why": why_code, **({"c": record} if record else {})})


def bye_frame(why_code: str) -> str:
    """Return the last frame of a socket that the door closes."""
    return _encode({"op": "bye", "why": why_code})


def pong_frame(now: datetime) -> str:
    """Return the answer to ``ping``."""
    return _encode({"op": "pong", "at": milliseconds(now)})
