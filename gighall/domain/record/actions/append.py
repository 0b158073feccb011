"""Writing entries from a Django action or page."""

import json
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gighall.base import bus
from gighall.base.arrays import array_of, array_of_bytes, array_of_texts
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.masking import Span, mask

from ..rules import JudgedTooEarly, KeyReused, RecordClosed, RecordNotOpenToYou
from ..statements import APPEND_SQL

SALT_BYTES = 16
MESSAGE = "message"


@dataclass(frozen=True)
class NewEntry:
    """An entry to be written. ``text`` is a message's full words, or a fact's JSON; no author means the hall."""

    record_id: int
    kind: str
    text: str
    at: datetime
    author_id: int | None = None
    key: uuid.UUID | str = field(default_factory=uuid.uuid4)
    spans: Sequence[Span] = ()
    verdict_id: int | None = None
    facts_version: int | None = None
    about_id: int | None = None
    # The key of the author's last message there when this one was judged; None where that is all one.
    after: str | None = None

    @classmethod
    def fact(
        cls, *, record_id: int, kind: str, at: datetime, fact: dict[str, Any], **more: Any
    ) -> "NewEntry":
        """Return an entry that says what happened, as JSON with sorted keys."""
        words = json.dumps(fact, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return cls(record_id=record_id, kind=kind, text=words, at=at, **more)

    @property
    def is_fact(self) -> bool:
        """Say whether this is a fact and no message."""
        return self.kind != MESSAGE

    @property
    def stated(self) -> dict[str, Any]:
        """Return what a fact says."""
        said: dict[str, Any] = json.loads(self.text)
        return said


def append_arguments(entries: Sequence[NewEntry], *, skip_locked: bool) -> list[Any]:
    """Return the arguments of ``APPEND_SQL`` for these entries, masks and fresh salts included."""
    hidden = [entry if entry.spans else None for entry in entries]
    return [
        array_of(entry.record_id for entry in entries),
        array_of(entry.author_id for entry in entries),
        array_of(entry.key for entry in entries),
        array_of_texts(entry.kind for entry in entries),
        array_of_texts(entry.at.isoformat() for entry in entries),
        array_of_texts(mask(entry.text, entry.spans) if entry.spans else entry.text for entry in entries),
        array_of_bytes(os.urandom(SALT_BYTES) for _entry in entries),
        array_of_texts(None if entry is None else entry.text for entry in hidden),
        array_of_bytes(None if entry is None else os.urandom(SALT_BYTES) for entry in hidden),
        array_of_texts(None if entry is None else json.dumps(list(entry.spans)) for entry in hidden),
        array_of(entry.verdict_id for entry in entries),
        array_of(entry.facts_version for entry in entries),
        array_of(entry.about_id for entry in entries),
        array_of(entry.after for entry in entries),
        skip_locked,
    ]


def append_entry(entry: NewEntry) -> int:
    """Write one entry and ring its doorbell; return its number (the first one's, for a repeated key).

    It is the last write of its transaction, since it holds the record until the commit.
    Errors: RecordClosed, RecordNotOpenToYou, KeyReused, JudgedTooEarly.
    """
    return append_entries([entry])[0]


def append_entries(entries: Sequence[NewEntry]) -> list[int]:
    """Write entries in their order; all of them or none.

    Errors: as ``append_entry``.  Must run inside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("append_entries is the last write of an action's transaction; open one first")
    with connection.cursor() as cursor:
        cursor.execute(APPEND_SQL, append_arguments(entries, skip_locked=False))
        rows = sorted(cursor.fetchall())
        for _post, outcome, _number, _at in rows:
            if outcome not in ("new", "again"):
                raise _refusal(outcome)
        last: dict[int, int] = {}
        for post, _outcome, number, _at in rows:
            last[entries[post - 1].record_id] = number
        for record_id, number in last.items():
            cursor.execute(bus.RING_SQL, [bus.record_bell(record_id, number)])
    return [number for _post, _outcome, number, _at in rows]


def _refusal(outcome: str) -> Refused:
    match outcome:
        case "refused_closed":
            return RecordClosed(_("This conversation has ended. It can still be read here."))
        case "refused_key_reused":
            return KeyReused(
                _("This message was sent before with other words. Reload the page and send it again.")
            )
        case "stale":
            return JudgedTooEarly(_("Something changed while you wrote. Please send it again."))
        case _:
            return RecordNotOpenToYou(_("You cannot write in this conversation."))
