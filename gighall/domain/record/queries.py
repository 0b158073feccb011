"""Reads of records. Every read goes through the reader's own place in the record."""

import json
import time
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.masking import Span
from gighall.base.words import Hit, Sought, hits_in

from .bundle import BundleRecord
from .chain import ZEROS, ChainEntry
from .models import Entry, Participant, Record, Withheld
from .rules import (
    RecordClosed,
    RecordNotOpenToYou,
    SearchedRecord,
    parts_to_search,
    queries_for,
    weight_of,
)
from .statements import (
    BESIDE_INDEX_SQL,
    ENTRIES_AFTER_SQL,
    ENTRIES_OF_KINDS_SQL,
    ENTRIES_SINCE_SQL,
    FOUND_SQL,
    OWN_LAST_MESSAGES_SQL,
    SEARCHED_RECORDS_SQL,
)

INBOX, ORDER = "inbox", "order"


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


@dataclass(frozen=True)
class FoundEntry:
    """A message, a file by its name, or an offer or order by title and scope, with its words as the searcher reads them
    and the hits in them.
    """

    record_id: int
    number: int
    kind: str
    author_id: int
    at: datetime
    words: str
    hits: list[Hit]


@dataclass(frozen=True)
class FoundEntries:
    """What was found, the best first. ``is_cut``: there is more; ``is_behind``: so much is new that not all of it
    is looked through yet.
    """

    entries: list[FoundEntry]
    is_cut: bool = False
    is_behind: bool = False


def place_of(*, record_id: int, person_id: int) -> Participant:
    """Return the person's place in a record.

    Errors: NotYours.
    """
    place = (
        Participant.objects.filter(record_id=record_id, person_id=person_id).select_related("record").first()
    )
    if place is None:
        raise NotYours(_("There is no such conversation."))
    return place


def entries_for_place(*, record_id: int, person_id: int) -> QuerySet[Entry]:
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


def found_entries(
    *,
    person_id: int,
    sought: Sequence[Sought],
    now: datetime,
    record_id: int | None = None,
    kinds: Sequence[str] = (INBOX, ORDER),
) -> FoundEntries:
    """Return messages and files in which all this stands: in one record, or in all those of a person.

    Only what the person may read there. Their own words are looked through as they wrote them.
    """
    if not sought:
        return FoundEntries([])
    asked: dict[str, Any] = {
        "person": person_id,
        "kinds": list(kinds),
        "record": record_id,
        "limit": limits.SEARCHED_RECORDS_MAX,
    }
    with connection.cursor() as cursor:
        cursor.execute(SEARCHED_RECORDS_SQL, asked)
        places = cursor.fetchall()
    records = [SearchedRecord(one, first, last) for one, first, last, _indexed in places if last >= first]
    behind = {one: indexed for one, _first, last, indexed in places if indexed < last}
    found, is_cut = _found_in_index(person_id, records, sought, is_alone=record_id is not None)
    beside, is_behind = _found_beside_index(person_id, records, behind, sought)
    # Last, so that one's own full words take the place of those that others read.
    found |= beside
    best = sorted(
        found.values(), key=lambda one: (_weight(one, now), one.at, one.record_id, one.number), reverse=True
    )
    return FoundEntries(
        best,
        is_cut=is_cut or len(places) == limits.SEARCHED_RECORDS_MAX,
        is_behind=is_behind,
    )


def _found_in_index(
    person_id: int, records: Sequence[SearchedRecord], sought: Sequence[Sought], *, is_alone: bool
) -> tuple[dict[tuple[int, int], FoundEntry], bool]:
    parts = parts_to_search(records)
    each = limits.FOUND_WEIGHED_MAX if is_alone else limits.FOUND_OF_PARTS_MAX
    arguments: dict[str, Any] = {
        "person": person_id,
        "queries": list(queries_for(parts, sought)),
        "each": each,
        "limit": limits.FOUND_WEIGHED_MAX,
        "milliseconds": limits.SEARCH_MILLISECONDS_MAX,
    }
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(FOUND_SQL, arguments)
        rows = cursor.fetchall()
    is_late = 1000 * (time.monotonic() - began) >= limits.SEARCH_MILLISECONDS_MAX
    is_full = max(Counter(row[0] for row in rows).values(), default=0) == each
    is_all = len(rows) < limits.FOUND_WEIGHED_MAX and len(parts) < limits.SEARCHED_PARTS_MAX
    is_cut = is_late or is_full or not is_all
    found: dict[tuple[int, int], FoundEntry] = {}
    characters = 0
    for _nth, *row in rows:
        entry = _found(row, sought)
        found |= entry
        characters += len(row[-1] or "")
        if characters > limits.FOUND_CHARACTERS_MAX:
            return found, True
    return found, is_cut


def _found_beside_index(
    person_id: int,
    records: Sequence[SearchedRecord],
    behind: Mapping[int, int],
    sought: Sequence[Sought],
) -> tuple[dict[tuple[int, int], FoundEntry], bool]:
    """Return what is found in the newest entries that the job has not come to, and in one's own withheld words.

    And whether there are more such entries; ``behind`` are the indexed numbers of records that have some.
    """
    arguments: dict[str, Any] = {
        "person": person_id,
        "behind": list(behind),
        "indexed": list(behind.values()),
        "records": [record.record_id for record in records],
        "fresh": limits.FOUND_FRESH_MAX,
        "own": limits.FOUND_OWN_WITHHELD_MAX,
    }
    found: dict[tuple[int, int], FoundEntry] = {}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE_INDEX_SQL, arguments)
        rows = cursor.fetchall()
    for row in rows:
        found |= _found(row, sought)
    fresh = {
        (record_id, number) for record_id, number, *_rest in rows if number > behind.get(record_id, number)
    }
    return found, len(fresh) >= limits.FOUND_FRESH_MAX


def _found(row: Sequence[Any], sought: Sequence[Sought]) -> dict[tuple[int, int], FoundEntry]:
    record_id, number, kind, author_id, at, words = row
    # What was erased since the index was read, or what the database takes for a hit and nobody else.
    hits = hits_in(words, sought) if words else []
    return (
        {(record_id, number): FoundEntry(record_id, number, kind, author_id, at, words, hits)} if hits else {}
    )


def _weight(found: FoundEntry, now: datetime) -> float:
    return weight_of(hits=found.hits, characters=len(found.words), age=now - found.at)


def chain_of(record: Record) -> Iterator[ChainEntry]:
    """Yield a record's entries for the verifier, withheld words included; for the operator's own check."""
    keys = dict(Participant.objects.filter(record=record).values_list("person_id", "person_key"))
    hidden = {row.number: row for row in Withheld.objects.filter(record=record)}
    # What was written after the record's row was read is not part of this chain yet.
    written = Entry.objects.filter(record=record, number__lte=record.last_number)
    for entry in written.order_by("number").iterator():
        words = hidden.get(entry.number)
        yield ChainEntry(
            number=entry.number,
            kind=entry.kind,
            author_key=keys[entry.author_id] if entry.author_id is not None else "",
            at=entry.at,
            shown=entry.shown,
            shown_salt=_bytes(entry.shown_salt),
            shown_digest=bytes(entry.shown_digest),
            withheld=words.text if words else None,
            withheld_salt=_bytes(words.salt) if words else None,
            withheld_digest=bytes(entry.withheld_digest),
            hash=bytes(entry.hash),
        )


def bundle_record(record: Record) -> BundleRecord:
    """Return what a bundle says about a record."""
    return BundleRecord(
        record.public_id, record.kind, record.made_at, record.last_number, bytes(record.head).hex()
    )


def chain_for(*, record: Record, person_id: int) -> list[ChainEntry]:
    """Return a record's entries for a participant's bundle: withheld words are there for their author only."""
    place_of(record_id=record.pk, person_id=person_id)
    own = set(Entry.objects.filter(record=record, author_id=person_id).values_list("number", flat=True))
    return [
        entry if entry.number in own else replace(entry, withheld=None, withheld_salt=None)
        for entry in chain_of(record)
    ]


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
