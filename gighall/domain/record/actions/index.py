"""Bringing the words of new entries into the index: a job's work, never on the path of a message."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from gighall.base import limits

from ..models import EntryWords, IndexedRecord
from ..rules import indexed_words
from ..statements import (
    BEHIND_SQL,
    CLAIM_INDEXED_SQL,
    KEEP_WORDS_SQL,
    MOVE_INDEXED_SQL,
    NAME_INDEXED_SQL,
    WORDS_TO_INDEX_SQL,
)


def index_words() -> int:
    """Put the words of entries that are not in the index there, some of every record; return how many were looked at.

    What is new is told by numbers, not by times: after a while without the job everything is still found, and
    nothing is looked at twice. Several may work at the same time: each record is one worker's at a moment.
    A call does a bounded amount for each record that is behind; call again while it did anything.
    """
    done, after = 0, 0
    while behind := _behind(after):
        after = behind[-1]
        done += _index(behind)
    return done


def _behind(after: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(BEHIND_SQL, {"after": after, "limit": limits.INDEXED_RECORDS_AT_ONCE})
        return [record_id for (record_id,) in cursor.fetchall()]


def _index(record_ids: Sequence[int]) -> int:
    # Stored before the rows are claimed: whoever claims others at the same moment must not wait for these.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NAME_INDEXED_SQL, [list(record_ids)])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CLAIM_INDEXED_SQL, [list(record_ids)])
        claimed = cursor.fetchall()
        arguments: dict[str, Any] = {
            "records": [record_id for record_id, _number in claimed],
            "after": [number for _record_id, number in claimed],
            "limit": limits.INDEXED_ENTRIES_AT_ONCE,
        }
        # In a statement of its own: it reads what was erased until the rows were claimed.
        cursor.execute(WORDS_TO_INDEX_SQL, arguments)
        entries = cursor.fetchall()
        _keep(entries)
        last = {record_id: number for record_id, number, _at, _words in entries}
        cursor.execute(MOVE_INDEXED_SQL, [list(last), list(last.values())])
    return len(entries)


def _keep(entries: Sequence[tuple[Any, ...]]) -> None:
    rows = []
    for record_id, number, at, text in entries:
        words = indexed_words(record_id=record_id, number=number, text=text) if text else ""
        if words:
            rows.append((record_id, number, at, words))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(KEEP_WORDS_SQL, [list(column) for column in zip(*rows, strict=True)])


def forget_words(*, record_id: int, numbers: Sequence[int]) -> None:
    """Take the words of entries out of the index, and let nobody who has read them before put them back.

    Must run inside the transaction that erases them, after the entries are changed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("forget_words belongs into the transaction that erases; open one first")
    # The job reads entries after it has claimed this row, so from here on it reads them erased.
    with connection.cursor() as cursor:
        cursor.execute(NAME_INDEXED_SQL, [[record_id]])
    IndexedRecord.objects.select_for_update().get(pk=record_id)
    EntryWords.objects.filter(record_id=record_id, number__in=list(numbers)).delete()
