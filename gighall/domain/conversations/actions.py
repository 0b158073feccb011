"""What can be done in a conversation."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.domain.policy.actions import store_verdict
from gighall.domain.policy.queries import judged_in, spans_of
from gighall.domain.record.actions import NewEntry, append_entry
from gighall.domain.record.queries import place_of

from .rules import check_message


@transaction.atomic
def post_message(*, record_id: int, author_id: int, text: str, key: uuid.UUID, now: datetime) -> int:
    """Store a message in a record and tell the other side; return its number.

    The same as a post through the socket: judged by the policy of the record's place, withheld spans
    masked, idempotent by ``key``.
    Errors: NotYours, MessageUnfit, RecordClosed, RecordNotOpenToYou, KeyReused.
    """
    place = place_of(record_id=record_id, person_id=author_id)
    entry = message_entry(
        record_id=record_id, place=place.record.kind, author_id=author_id, text=text, key=key, now=now
    )
    return append_entry(entry)


def message_entry(
    *, record_id: int, place: str, author_id: int, text: str, key: uuid.UUID, now: datetime
) -> NewEntry:
    """Judge a message and keep the verdict; return the entry for the last write of the transaction.

    Errors: MessageUnfit.
    """
    check_message(text)
    judgement = judged_in(place, text)
    verdict_id = store_verdict(
        judgement=judgement, person_id=author_id, place=place, place_id=record_id, key=key, now=now
    )
    return NewEntry(
        record_id=record_id,
        kind="message",
        text=text,
        at=now,
        author_id=author_id,
        key=key,
        spans=spans_of(judgement),
        verdict_id=verdict_id,
    )
