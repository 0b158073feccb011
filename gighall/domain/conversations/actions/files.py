"""Sending a file into a conversation or an order."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import File
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from gighall.base.errors import marked as _
from gighall.base.masking import mask
from gighall.domain.files.actions import digest_of, forget_bytes, keep_bytes, store_file
from gighall.domain.files.queries import file_sent_before
from gighall.domain.files.rules import check_file, file_name
from gighall.domain.policy.actions import judge_words, store_verdict
from gighall.domain.policy.queries import spans_of
from gighall.domain.policy.rules import Judgement
from gighall.domain.record.actions import NewEntry, append_entry
from gighall.domain.record.queries import lock_to_write, number_under, place_of
from gighall.domain.record.rules import KeyReused

from ..rules import file_bytes_most

FILE = "file"


@dataclass(frozen=True)
class _Sending:
    """A file on its way into a record, looked at and judged."""

    record_id: int
    author_id: int
    place: str
    name: str
    content: File
    sha256: str
    judgement: Judgement
    key: uuid.UUID
    now: datetime


def post_file(
    *,
    record_id: int,
    author_id: int,
    name: str,
    content: File,
    key: uuid.UUID,
    now: datetime,
    stored_as: str = "",
) -> int:
    """Store a file and an entry that names it with its digest; return the entry's number.

    The name is judged like a message. Idempotent by ``key``: the same bytes again give the first number.
    ``stored_as`` is what the bytes are called in the storage, where that was decided before.
    Errors: NotYours, FileUnfit, WordsRefused, RecordClosed, RecordNotOpenToYou, KeyReused,
    JudgedTooEarly.
    """
    record = place_of(record_id=record_id, person_id=author_id).record
    place = record.kind
    check_file(size=int(content.size or 0), most=file_bytes_most(place))
    name, sha256 = file_name(name), digest_of(content)
    known = _sent_before(record_id, author_id, key, sha256)
    if known is not None:
        return known
    judgement = judge_words(
        person_id=author_id,
        place=place,
        place_id=record_id,
        text=name,
        key=key,
        now=now,
        facts_version=record.facts_version,
    )
    sending = _Sending(record_id, author_id, place, name, content, sha256, judgement, key, now)
    stored_name = keep_bytes(content, name=stored_as)
    try:
        return _store(sending, stored_name)
    except IntegrityError:
        # The same file came twice in the same moment: the other one was first.
        forget_bytes(stored_name)
        known = _sent_before(record_id, author_id, key, sha256)
        if known is None:
            raise
        return known
    except (OperationalError, InterfaceError):
        # The line broke, perhaps after the commit: bytes too many are better than a file without any.
        raise
    except BaseException:
        # Nothing leads to these bytes, whatever went wrong.
        forget_bytes(stored_name)
        raise


@transaction.atomic
def _store(sending: _Sending, stored_name: str) -> int:
    record_id, author_id, now = sending.record_id, sending.author_id, sending.now
    file = store_file(
        person_id=author_id,
        place_id=record_id,
        name=sending.name,
        name_shown=mask(sending.name, spans_of(sending.judgement)),
        content=sending.content,
        sha256=sending.sha256,
        stored_name=stored_name,
        key=sending.key,
        now=now,
    )
    store_verdict(
        judgement=sending.judgement,
        person_id=author_id,
        place=sending.place,
        place_id=record_id,
        key=sending.key,
        now=now,
    )
    lock_to_write(record_id=record_id, person_id=author_id)
    entry = NewEntry.fact(
        record_id=record_id,
        kind=FILE,
        at=now,
        fact={
            "file": file.public_id,
            "name": file.name_shown,
            "size": file.size,
            "type": file.media_type,
            "sha256": file.sha256,
        },
        author_id=author_id,
        key=sending.key,
        about_id=file.pk,
        facts_version=sending.judgement.facts_version,
    )
    return append_entry(entry)


def _sent_before(record_id: int, author_id: int, key: uuid.UUID, sha256: str) -> int | None:
    number = number_under(record_id=record_id, author_id=author_id, key=key)
    if number is None:
        return None
    file = file_sent_before(place_id=record_id, person_id=author_id, key=key)
    if file is None or file.sha256 != sha256:
        raise KeyReused(
            _("Something else was sent before from this form. Reload the page and send it again.")
        )
    return number
