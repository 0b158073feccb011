"""Beginning a conversation."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from gighall.domain.notices.actions import notify
from gighall.domain.record.actions import append_entry, open_record

from ..models import Conversation
from ..queries import conversation_between
from ..rules import check_can_begin
from .posting import judged_message, message_entry


def begin_conversation(
    *, by_id: int, with_id: int, about: str, text: str, key: uuid.UUID, now: datetime
) -> Conversation:
    """Write the first words to somebody, or the next ones if the two have talked before.

    Shapes: ``about`` is opaque here (``gig:<public id>``).  Idempotent by ``key``.
    Errors: CannotBegin, MessageUnfit, WordsRefused, RecordNotOpenToYou, KeyReused.
    """
    check_can_begin(by_id=by_id, with_id=with_id)
    known = conversation_between(by_id, with_id)
    record_id = known.record_id if known else 0
    judgement = judged_message(
        record_id=record_id, place="inbox", author_id=by_id, text=text, key=key, now=now
    )
    with transaction.atomic():
        conversation = known or _conversation(by_id=by_id, with_id=with_id, about=about, now=now)
        entry = message_entry(
            record_id=conversation.record_id,
            place="inbox",
            author_id=by_id,
            text=text,
            judgement=judgement,
            key=key,
            now=now,
        )
        append_entry(entry)
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
