"""Looking for words in records: in one, or in all those of a person."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gighall.base import limits
from gighall.base.words import Hit, Sought, hits_in

from ..rules import (
    SearchedRecord,
    parts_to_search,
    queries_for,
    weight_of,
)
from ..statements import (
    BESIDE_INDEX_SQL,
    FOUND_SQL,
    SEARCHED_RECORDS_SQL,
)

INBOX, ORDER = "inbox", "order"


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
