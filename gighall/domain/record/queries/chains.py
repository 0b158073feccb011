"""The chain of a record, as verifiers and bundles read it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..bundle import BundleRecord
from ..chain import ChainEntry
from ..models import Entry, Participant, Record, Withheld
from .entries import place_of


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
