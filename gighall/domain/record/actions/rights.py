"""Who may write in a record, and until when."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from gighall.base import bus

from ..models import Participant, Record


def set_may_write(*, record_id: int, may_write: bool) -> None:
    """Let everybody in a record write, or nobody; what was judged before counts as stale. It can still be read.

    Must run inside a transaction, as its last lock.  Errors: DoesNotExist for an unknown record.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("set_may_write locks the record until the transaction ends; open one first")
    record = Record.objects.select_for_update(no_key=True).get(pk=record_id)
    changed = Participant.objects.filter(record_id=record_id).exclude(may_write=may_write)
    if not changed.update(may_write=may_write):
        return
    Record.objects.filter(pk=record_id).update(facts_version=F("facts_version") + 1)
    with connection.cursor() as cursor:
        cursor.execute(bus.RING_SQL, [bus.record_bell(record_id, record.last_number)])


def raise_facts(*, record_ids: Collection[int]) -> None:
    """Let everything that was judged for these records and is not stored yet be judged again, by the new facts.

    The records are locked by id until the transaction ends.  Must run inside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("raise_facts locks records until the transaction ends; open one first")
    records = list(
        Record.objects.select_for_update(no_key=True).filter(pk__in=list(record_ids)).order_by("pk")
    )
    Record.objects.filter(pk__in=[record.pk for record in records]).update(
        facts_version=F("facts_version") + 1
    )
    with connection.cursor() as cursor:
        for record in records:
            cursor.execute(bus.RING_SQL, [bus.record_bell(record.pk, record.last_number)])


def close_record(*, record_id: int, now: datetime) -> None:
    """End the talk of a record: it can be read and gets facts of the hall, and no message any more.

    Must run inside a transaction, as its last lock; closing again changes nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("close_record locks the record until the transaction ends; open one first")
    record = Record.objects.select_for_update(no_key=True).get(pk=record_id)
    if record.closed_at is None:
        record.closed_at, record.facts_version = now, record.facts_version + 1
        record.save(update_fields=["closed_at", "facts_version"])
