"""Noting how far a record has come to somebody: received by a device of theirs, and read."""

from datetime import datetime
from typing import Any

from django.db import connection

from gighall.domain.record.queries import place_of

from ..statements import KEEP_MARKS_SQL


def mark_read(*, record_id: int, person_id: int, number: int, now: datetime) -> None:
    """Note up to which entry a person has read a record, and so received it; an earlier number changes nothing.

    Errors: NotYours.
    """
    _keep(record_id, person_id, read=number, received=number, now=now)


def mark_received(*, record_id: int, person_id: int, number: int, now: datetime) -> None:
    """Note up to which entry a record has reached a device of a person; an earlier number changes nothing.

    Errors: NotYours.
    """
    _keep(record_id, person_id, read=0, received=number, now=now)


def _keep(record_id: int, person_id: int, *, read: int, received: int, now: datetime) -> None:
    place_of(record_id=record_id, person_id=person_id)
    with connection.cursor() as cursor:
        marks: dict[str, Any] = {
            "records": [record_id],
            "people": [person_id],
            "read": [read],
            "received": [received],
            "at": now,
        }
        cursor.execute(KEEP_MARKS_SQL, marks)
