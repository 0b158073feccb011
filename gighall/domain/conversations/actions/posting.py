"""Writing a message into a conversation or an order."""

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from gighall.base import limits
from gighall.domain.policy.actions import judge_words, store_verdict
from gighall.domain.policy.queries import spans_of
from gighall.domain.policy.rules import Judgement
from gighall.domain.record.actions import NewEntry, append_entry
from gighall.domain.record.queries import place_of
from gighall.domain.record.rules import JudgedTooEarly, RecordNotOpenToYou

from ..queries import blocked_in_record, run_before_message
from ..rules import check_message
from .drafts import forget_draft

Stored = TypeVar("Stored")
Given = ParamSpec("Given")


def post_message(*, record_id: int, author_id: int, text: str, key: uuid.UUID, now: datetime) -> int:
    """Store a message in a record and tell the other side; return its number.

    The same as a post through the socket: judged by the policy of the record's place, withheld spans
    masked, idempotent by ``key``. What the author was writing there counts as sent.
    Errors: NotYours, MessageUnfit, WordsRefused, RecordClosed, RecordNotOpenToYou, TalkBlocked, KeyReused,
    JudgedTooEarly when the record's facts change again and again.
    """
    return judged_again_if_early(
        lambda: _post_once(record_id=record_id, author_id=author_id, text=text, key=key, now=now)
    )


def judged_again_if_early(store: Callable[[], Stored]) -> Stored:
    """Judge and store words by ``store``, and do so again while what they were judged by changes in that moment.

    An exception was granted or revoked, or their author wrote something else there.
    Errors: JudgedTooEarly in the end, and those of ``store``.
    """
    for _again in range(limits.JUDGED_AGAIN_MAX):
        try:
            return store()
        except JudgedTooEarly:
            continue
    return store()


def judging_again(action: Callable[Given, Stored]) -> Callable[Given, Stored]:
    """Make an action that judges words and stores them with a move do both again in that case."""

    @wraps(action)
    def again(*args: Given.args, **named: Given.kwargs) -> Stored:
        return judged_again_if_early(lambda: action(*args, **named))

    return again


def _post_once(*, record_id: int, author_id: int, text: str, key: uuid.UUID, now: datetime) -> int:
    record = place_of(record_id=record_id, person_id=author_id).record
    judgement = judged_message(
        record_id=record_id,
        place=record.kind,
        author_id=author_id,
        text=text,
        key=key,
        now=now,
        facts_version=record.facts_version,
    )
    try:
        with transaction.atomic():
            entry = message_entry(
                record_id=record_id,
                place=record.kind,
                author_id=author_id,
                text=text,
                judgement=judgement,
                key=key,
                now=now,
            )
            forget_draft(record_id=record_id, person_id=author_id)
            return append_entry(entry)
    except RecordNotOpenToYou as refusal:
        # Why nobody may write there is looked up now only: it costs those who may write nothing.
        raise blocked_in_record(record_id=record_id, person_id=author_id) or refusal from None


def judged_message(
    *,
    record_id: int,
    place: str,
    author_id: int,
    text: str,
    key: uuid.UUID,
    now: datetime,
    allowed: frozenset[str] = frozenset(),
    facts_version: int | None = None,
) -> Judgement:
    """Look whether words can be a message of this author, before the transaction that stores them.

    Shapes: ``facts_version`` are the record's facts as they were read before; in an order exceptions depend on them.
    What the author wrote there just before is read together with them, where they are short enough to be a part of it.
    Errors: MessageUnfit, WordsRefused.
    """
    check_message(text)
    run = run_before_message(record_id=record_id, author_id=author_id, text=text, key=key, now=now)
    return judge_words(
        person_id=author_id,
        place=place,
        place_id=record_id,
        text=text,
        key=key,
        now=now,
        allowed=allowed,
        facts_version=facts_version,
        run=run,
    )


def message_entry(
    *,
    record_id: int,
    place: str,
    author_id: int,
    text: str,
    judgement: Judgement,
    key: uuid.UUID,
    now: datetime,
) -> NewEntry:
    """Keep the verdict on a judged message; return the entry for the last write of the transaction.

    If the record's facts have changed since, or the author wrote something else there, that write refuses it:
    JudgedTooEarly.
    """
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
        facts_version=judgement.facts_version,
        after=judgement.after,
    )
