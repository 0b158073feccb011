"""What can be done in a conversation."""

import uuid
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from gighall.domain.notices.actions import notify
from gighall.domain.policy.actions import store_verdict
from gighall.domain.policy.queries import judged_in, spans_of
from gighall.domain.record.actions import NewEntry, append_entry, open_record
from gighall.domain.record.queries import place_of

from .models import Conversation
from .queries import conversation_between
from .rules import check_can_begin, check_message

# The later of two opposite marks wins, whichever arrives first.
MARK_READ_SQL = """
INSERT INTO conversations_readingmark (record_id, person_id, number, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (record_id, person_id) DO UPDATE SET number = EXCLUDED.number, at = EXCLUDED.at
WHERE conversations_readingmark.number < EXCLUDED.number
"""


@transaction.atomic
def begin_conversation(
    *, by_id: int, with_id: int, about: str, text: str, key: uuid.UUID, now: datetime
) -> Conversation:
    """Write the first words to somebody, or the next ones if the two have talked before.

    Shapes: ``about`` is opaque here (``gig:<public id>``).  Idempotent by ``key``.
    Errors: CannotBegin, MessageUnfit.
    """
    check_can_begin(by_id=by_id, with_id=with_id)
    check_message(text)
    conversation = _conversation(by_id=by_id, with_id=with_id, about=about, now=now)
    post_message(record_id=conversation.record_id, author_id=by_id, text=text, key=key, now=now)
    return conversation


def _conversation(*, by_id: int, with_id: int, about: str, now: datetime) -> Conversation:
    try:
        with transaction.atomic():
            return conversation_between(by_id, with_id) or _begin(by_id, with_id, about, now)
    except IntegrityError:
        # Both wrote at the same moment: the other's conversation is this one.
        conversation = conversation_between(by_id, with_id)
        if conversation is None:
            raise
        return conversation


def _begin(by_id: int, with_id: int, about: str, now: datetime) -> Conversation:
    record = open_record(kind="inbox", sides={"asker": by_id, "seller": with_id}, now=now)
    one_id, two_id = sorted((by_id, with_id))
    conversation = Conversation.objects.create(
        one_id=one_id, two_id=two_id, begun_by_id=by_id, begun_at=now, about=about, record=record
    )
    path = f"/inbox/{conversation.public_id}/"
    notify(kind="question_asked", person_id=with_id, payload={"path": path}, now=now)
    return conversation


def mark_read(*, record_id: int, person_id: int, number: int, now: datetime) -> None:
    """Note up to which entry a person has read a record; an earlier number changes nothing.

    Errors: NotYours.
    """
    place_of(record_id=record_id, person_id=person_id)
    with connection.cursor() as cursor:
        cursor.execute(MARK_READ_SQL, [record_id, person_id, number, now])


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
