"""Making a record."""

from datetime import datetime

from gighall.domain.accounts.models import Person

from ..chain import root
from ..models import Participant, Record


def open_record(*, kind: str, sides: dict[str, int], now: datetime) -> Record:
    """Make an empty record with its participants.

    Shapes: ``sides`` maps a side's name (*buyer*, *seller*) to a person's id.
    Must run inside the transaction of the action that needs it.
    """
    record = Record(kind=kind, made_at=now, last_at=now)
    record.head = root(public_id=record.public_id, kind=kind, made_at=now)
    record.save(force_insert=True)
    people = Person.objects.in_bulk(list(sides.values()))
    Participant.objects.bulk_create(
        Participant(record=record, person_id=person_id, person_key=people[person_id].public_id, side=side)
        for side, person_id in sides.items()
    )
    return record
