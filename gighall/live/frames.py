"""The protocol's frames, version 1: what clients may say, and how the door's answers are written.

Specified in ``docs/subsystems/live.md``. Offsets are code points; times are milliseconds since 1970.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from gighall.base.masking import Span, shown_spans
from gighall.domain.policy.rules import OUTSIDE_CONTACT, why

VERSION = 1
MESSAGE = "message"
CLAUSE_URL = f"/terms/#{OUTSIDE_CONTACT}"
IDS_CHARACTERS_MAX = 64

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class BadFrame(Exception):
    """A frame that cannot be read; ``why`` is a code for programs."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class PostFrame:
    """A message to store. ``key`` is the client's own, the same at each attempt."""

    record: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class SinceFrame:
    """A question: what follows entry ``number``?"""

    record: str
    number: int


@dataclass(frozen=True, slots=True)
class PingFrame:
    """A question whether the line still stands."""


Frame = PostFrame | SinceFrame | PingFrame


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it stands in the record; ``own`` are the full words when some were withheld."""

    number: int
    kind: str
    author_id: int | None
    author_key: str | None
    at: datetime
    key: str
    shown: str | None
    spans: Sequence[Span] = ()
    own: str | None = None


def read_frame(raw: str | bytes | None) -> Frame:
    """Return what a client said.

    Errors: BadFrame with ``not_text``, ``not_json``, ``bad_frame`` or ``unknown_op``.
    """
    if not isinstance(raw, str):
        raise BadFrame("not_text")
    try:
        said = json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise BadFrame("not_json") from None
    if not isinstance(said, dict) or not isinstance(said.get("op"), str):
        raise BadFrame("bad_frame")
    reader = _READERS.get(said["op"])
    if reader is None:
        raise BadFrame("unknown_op")
    return reader(said)


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError


def _read_post(said: dict[str, Any]) -> PostFrame:
    key, text = said.get("k"), said.get("t")
    if not isinstance(key, str) or not isinstance(text, str):
        raise BadFrame("bad_frame")
    try:
        return PostFrame(_record(said), str(uuid.UUID(key)), text)
    except ValueError:
        raise BadFrame("bad_key") from None


def _read_since(said: dict[str, Any]) -> SinceFrame:
    number = said.get("n")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**62:
        raise BadFrame("bad_frame")
    return SinceFrame(_record(said), number)


def _record(said: dict[str, Any]) -> str:
    record = said.get("c")
    if not isinstance(record, str) or not 0 < len(record) <= IDS_CHARACTERS_MAX or not record.isalnum():
        raise BadFrame("bad_frame")
    return record


_READERS: dict[str, Callable[[dict[str, Any]], Frame]] = {
    "post": _read_post,
    "since": _read_since,
    "ping": lambda _said: PingFrame(),
}


def milliseconds(moment: datetime) -> int:
    """Return a moment as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def marks(spans: Sequence[Span], *, for_author: bool) -> list[dict[str, Any]]:
    """Return withheld spans as the protocol names them, with the sentence for whoever reads them."""
    return [
        {
            "s": span["s"],
            "e": span["e"],
            "kind": span["kind"],
            "why": why(span["kind"], for_author=for_author),
            "clause": CLAUSE_URL,
        }
        for span in spans
    ]


def entry_fields(record: str, entry: StoredEntry, *, for_author: bool) -> dict[str, Any]:
    """Return an entry as its author or as anybody else may see it."""
    fields: dict[str, Any] = {
        "c": record,
        "n": entry.number,
        "kind": entry.kind,
        "by": entry.author_key,
        "at": milliseconds(entry.at),
    }
    if for_author:
        fields["k"] = entry.key
    # What a fact says is for the page: it fetches the fragment that the page itself prints.
    fields["t"] = entry.shown if entry.kind == MESSAGE else None
    fields["marks"] = marks(shown_spans(entry.spans), for_author=for_author)
    if for_author and entry.own is not None:
        fields["own"] = entry.own
        for mark, span in zip(fields["marks"], entry.spans, strict=True):
            mark["own_s"], mark["own_e"] = span["s"], span["e"]
    return fields


def entry_frame(record: str, entry: StoredEntry, *, for_author: bool) -> str:
    """Return the frame that brings one entry."""
    return _encode({"op": "entry", **entry_fields(record, entry, for_author=for_author)})


def page_frame(record: str, entries: Sequence[StoredEntry], person_id: int, *, more: bool, last: int) -> str:
    """Return the answer to ``since``."""
    found = [entry_fields(record, entry, for_author=entry.author_id == person_id) for entry in entries]
    return _encode({"op": "page", "c": record, "entries": found, "more": more, "last": last})


def hello_frame(me: str, now: datetime, records: Sequence[tuple[str, int]]) -> str:
    """Return the first frame of every socket."""
    known = [{"c": record, "last": last} for record, last in records]
    return _encode({"op": "hello", "v": VERSION, "me": me, "at": milliseconds(now), "records": known})


def ack_frame(key: str, record: str, number: int, at: datetime, spans: Sequence[Span]) -> str:
    """Return the word that a message is stored; marks count in the words as they were sent."""
    found = marks(spans, for_author=True)
    return _encode({"op": "ack", "k": key, "c": record, "n": number, "at": milliseconds(at), "marks": found})


def refused_frame(key: str, record: str, why_code: str, say: str) -> str:
    """Return the word that a message was not stored, with a code and a sentence."""
    return _encode({"op": "refused", "k": key, "c": record, "why": why_code, "say": say, "marks": []})


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
