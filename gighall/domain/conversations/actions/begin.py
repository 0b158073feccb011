"""Beginning a conversation."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.domain.notices.actions import notify
from gighall.domain.record.actions import append_entry, open_record
from gighall.domain.record.rules import RecordNotOpenToYou

from ..models import Conversation
from ..queries import blocked_between, conversation_between
from ..rules import CannotBegin, check_can_begin
from .blocks import lock_pair
from .drafts import forget_draft
from .posting import judged_again_if_early, judged_message, message_entry


def begin_conversation(
    *, by_id: int, with_id: int, about: str, text: str, key: uuid.UUID, now: datetime
) -> Conversation:
    """Write the first words to somebody, or the next ones if the two have talked before.

    Shapes: ``about`` is opaque here (``gig:<public id>``).  Idempotent by ``key``.
    Errors: CannotBegin, MessageUnfit, WordsRefused, RecordNotOpenToYou, KeyReused, JudgedTooEarly when others of
    the author's words come there again and again.
    """
    check_can_begin(by_id=by_id, with_id=with_id)
    return judged_again_if_early(
        lambda: _begin_once(by_id=by_id, with_id=with_id, about=about, text=text, key=key, now=now)
    )


def _begin_once(
    *, by_id: int, with_id: int, about: str, text: str, key: uuid.UUID, now: datetime
) -> Conversation:
    known = conversation_between(by_id, with_id)
    record_id = known.record_id if known else 0
    judgement = judged_message(
        record_id=record_id, place="inbox", author_id=by_id, text=text, key=key, now=now
    )
    try:
        with transaction.atomic():
            conversation = _conversation(by_id=by_id, with_id=with_id, about=about, now=now)
            entry = message_entry(
                record_id=conversation.record_id,
                place="inbox",
                author_id=by_id,
                text=text,
                judgement=judgement,
                key=key,
                now=now,
            )
            forget_draft(record_id=conversation.record_id, person_id=by_id)
            append_entry(entry)
    except RecordNotOpenToYou as refusal:
        raise _cannot_begin(by_id=by_id, with_id=with_id) or refusal from None
    return conversation


def _conversation(*, by_id: int, with_id: int, about: str, now: datetime) -> Conversation:
    """Return the conversation of a pair, made now if they have none and neither blocks the other."""
    lock_pair(by_id, with_id)
    known = conversation_between(by_id, with_id)
    if known is not None:
        return known
    refusal = _cannot_begin(by_id=by_id, with_id=with_id)
    if refusal is not None:
        raise refusal
    record = open_record(kind="inbox", sides={"asker": by_id, "seller": with_id}, now=now)
    one_id, two_id = sorted((by_id, with_id))
    conversation = Conversation.objects.create(
        one_id=one_id, two_id=two_id, begun_by_id=by_id, begun_at=now, about=about, record=record
    )
    path = f"/inbox/{conversation.public_id}/"
    notify(kind="question_asked", person_id=with_id, payload={"path": path}, now=now)
    return conversation


def _cannot_begin(*, by_id: int, with_id: int) -> CannotBegin | None:
    blocked = blocked_between(person_id=by_id, other_id=with_id)
    return CannotBegin(blocked.template, **blocked.values) if blocked else None
