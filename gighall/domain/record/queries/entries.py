"""Entries of a record, and the places of its people."""

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.masking import Span
from gighall.base.written_query import Given, WrittenQuery

from ..chain import ZEROS
from ..models import Entry, Participant, Record, Withheld
from ..rules import (
    RecordClosed,
    RecordNotOpenToYou,
)
from ..statements import (
    ENTRIES_AFTER_SQL,
    ENTRIES_BEFORE_SQL,
    ENTRIES_OF_KINDS_SQL,
    ENTRIES_SINCE_SQL,
    NUMBER_SINCE_SQL,
    OWN_LAST_MESSAGES_SQL,
)

# No entry is older than the first of these, and none will be as young as the second; the database holds both.
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class SeenEntry:
    """An entry as one participant may see it. ``shown`` is None when erased; ``own`` is for the author only."""

    number: int
    kind: str
    author_id: int | None
    author_key: str | None
    at: datetime
    client_key: str
    shown: str | None
    spans: list[Span]
    own: str | None


@dataclass(frozen=True)
class ShownEntry:
    """An entry as everybody of a record reads it; ``side`` is empty for the hall, ``is_cut``: words were withheld."""

    number: int
    kind: str
    side: str
    at: datetime
    shown: str | None
    is_cut: bool


_PLACE = WrittenQuery(
    lambda: Participant.objects.filter(
        record_id=Given("record_id"), person_id=Given("person_id")
    ).select_related("record")
)


def place_of(*, record_id: int, person_id: int) -> Participant:
    """Return the person's place in a record.

    Errors: NotYours.
    """
    place = _PLACE.first(record_id=record_id, person_id=person_id)
    if place is None:
        raise NotYours(_("There is no such conversation."))
    return place


def entries_for_place(*, record_id: int | Given, person_id: int | Given) -> QuerySet[Entry]:
    """Return the entries of a record that a person may read, in no order; none for who has no place there."""
    mine = Q(record__participants__person_id=person_id, number__gte=F("record__participants__from_number"))
    until = Q(record__participants__until_number__isnull=True) | Q(
        number__lte=F("record__participants__until_number")
    )
    return Entry.objects.filter(mine & until, record_id=record_id)


def lock_to_write(*, record_id: int, person_id: int) -> Record:
    """Return a record in which the person may write, locked until the transaction ends.

    Errors: NotYours, RecordClosed, RecordNotOpenToYou.
    """
    Record.objects.select_for_update(no_key=True).filter(pk=record_id).first()
    return check_may_write(record_id=record_id, person_id=person_id)


def check_may_write(*, record_id: int, person_id: int) -> Record:
    """Return a record in which the person may write now.

    Errors: NotYours, RecordClosed, RecordNotOpenToYou.
    """
    place = place_of(record_id=record_id, person_id=person_id)
    if place.record.closed_at is not None:
        raise RecordClosed(_("This conversation has ended. It can still be read here."))
    if not place.may_write or place.until_number is not None:
        raise RecordNotOpenToYou(_("You cannot write in this conversation."))
    return place.record


def number_under(*, record_id: int, author_id: int, key: uuid.UUID) -> int | None:
    """Return the number of the entry that somebody wrote under a client key, or None."""
    written = Entry.objects.filter(record_id=record_id, author_id=author_id, client_key=key)
    return written.values_list("number", flat=True).first()


def own_words(*, record_id: int, author_id: int, number: int) -> str | None:
    """Return an entry of a person's own as they wrote it, or None: not theirs, or erased."""
    entry = Entry.objects.filter(record_id=record_id, author_id=author_id, number=number).first()
    if entry is None:
        return None
    hidden = Withheld.objects.filter(record_id=record_id, number=number).first()
    return hidden.text if hidden else entry.shown


def own_last_messages(
    *, record_id: int, author_id: int, key: uuid.UUID
) -> tuple[list[tuple[uuid.UUID, datetime, str | None]], bool]:
    """Return key, time and shown words of a person's last messages in a record, oldest first, in one query.

    And whether an entry of theirs stands under ``key``, perhaps before those.
    """
    arguments: dict[str, Any] = {
        "record": record_id,
        "author": author_id,
        "key": key,
        "entries": limits.RUN_ENTRIES,
        "limit": limits.RUN_MESSAGES_MAX,
    }
    with connection.cursor() as cursor:
        cursor.execute(OWN_LAST_MESSAGES_SQL, arguments)
        rows = cursor.fetchall()
    found = [(client_key, at, shown) for _known, client_key, at, shown in reversed(rows) if client_key]
    return found, rows[0][0]


def entries_for(*, record_id: int, person_id: int, after: int = 0, limit: int) -> list[SeenEntry]:
    """Return what the person may see after a number, oldest first, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            ENTRIES_SINCE_SQL, {"record": record_id, "person": person_id, "after": after, "limit": limit}
        )
        return [_seen(row) for row in cursor.fetchall()]


def entries_before(*, record_id: int, person_id: int, before: int, limit: int) -> list[SeenEntry]:
    """Return the last entries before a number that the person may see, oldest first, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            ENTRIES_BEFORE_SQL, {"record": record_id, "person": person_id, "before": before, "limit": limit}
        )
        return [_seen(row) for row in reversed(cursor.fetchall())]


def number_since(*, record_id: int, person_id: int, moment: datetime) -> int | None:
    """Return the number of the first entry from a moment on that the person may see, or None; in one query."""
    asked: dict[str, Any] = {
        "record": record_id,
        "person": person_id,
        "moment": min(max(moment, EARLIEST), LATEST),
    }
    with connection.cursor() as cursor:
        cursor.execute(NUMBER_SINCE_SQL, asked)
        row = cursor.fetchone()
    return row[0] if row else None


def entries_of_kinds(
    *, record_id: int, person_id: int, kinds: Sequence[str], within: bool, before: int, limit: int
) -> list[SeenEntry]:
    """Return the last entries before a number that are of these kinds (``within``) or of none of them, oldest first."""
    arguments: dict[str, Any] = {
        "record": record_id,
        "person": person_id,
        "kinds": list(kinds),
        "within": within,
        "before": before,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES_OF_KINDS_SQL, arguments)
        return [_seen(row) for row in reversed(cursor.fetchall())]


def entries_for_staff(*, record_id: int, after: int = 0, limit: int) -> list[SeenEntry]:
    """Return what stands after a number, oldest first, in one query, with the full words of every author.

    It asks for nobody's place in the record: only for who has found a case about it as staff.
    """
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES_AFTER_SQL, {"record": record_id, "after": after, "limit": limit})
        return [_seen(row) for row in cursor.fetchall()]


def shown_entries(
    *, record_id: int, first: int = 1, last: int | None = None, kinds: Collection[str] = ()
) -> list[ShownEntry]:
    """Return what everybody of a record reads between two numbers, oldest first; of these kinds, if any are named.

    It asks for nobody's place in the record: only for who has found it as somebody who may read it.
    """
    sides = dict(Participant.objects.filter(record_id=record_id).values_list("person_id", "side"))
    entries = Entry.objects.filter(record_id=record_id, number__gte=first)
    if last is not None:
        entries = entries.filter(number__lte=last)
    if kinds:
        entries = entries.filter(kind__in=kinds)
    rows = entries.order_by("number").values_list(
        "number", "kind", "author_id", "at", "shown", "withheld_digest"
    )
    return [
        ShownEntry(number, kind, sides.get(author_id, ""), at, shown, bytes(withheld) != ZEROS)
        for number, kind, author_id, at, shown, withheld in rows
    ]


def _seen(row: tuple[Any, ...]) -> SeenEntry:
    number, kind, author_id, author_key, at, client_key, shown, spans, own, released_by = row
    # Django leaves jsonb of a raw query as text, for its own field to read.
    found = [] if spans is None or released_by is not None else json.loads(spans)
    return SeenEntry(number, kind, author_id, author_key, at, str(client_key), shown, found, own)
