"""Files that come in parts: begun where one may write, gone on with by who began, finished as every file."""

import time
import uuid
from collections.abc import Callable
from datetime import datetime

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.domain.files.actions import (
    append_bytes,
    arrived_file,
    end_upload,
    forget_upload,
    keep_upload,
    note_arrival,
    note_arrivals,
    note_progress,
)
from gighall.domain.files.models import Upload
from gighall.domain.files.queries import uploads_to_finish
from gighall.domain.files.rules import offset_moved
from gighall.domain.record.queries import check_may_write

from ..queries import get_upload_for
from ..rules import file_bytes_most
from .files import post_file
from .posting import judging_again

Read = Callable[[int], bytes]


def begin_upload(
    *, record_id: int, person_id: int, name: str, size: int, fingerprint: str, key: uuid.UUID, now: datetime
) -> Upload:
    """Begin to take a file that comes in parts; the same key again returns the same upload.

    Units: size in bytes.  Errors: NotYours, RecordClosed, RecordNotOpenToYou, FileUnfit.
    """
    record = check_may_write(record_id=record_id, person_id=person_id)
    return keep_upload(
        person_id=person_id,
        place_id=record_id,
        name=name,
        size=size,
        most=file_bytes_most(record.kind),
        fingerprint=fingerprint,
        key=key,
        now=now,
    )


def take_part(*, upload: Upload, offset: int, size: int, read: Read, now: Callable[[], datetime]) -> int:
    """Append a part to an upload of the person's own; return where it ends then.

    ``upload`` comes from ``get_upload_for``. A part may take hours: it is asked again and again whether its sender
    still may, and ``now`` is asked with it.
    Errors: OffsetMoved, NoRoom, NotYours, RecordClosed, RecordNotOpenToYou.
    """
    asked_at = time.monotonic()

    def ask() -> None:
        nonlocal asked_at
        if time.monotonic() - asked_at < limits.UPLOAD_ASKED_SECONDS:
            return
        asked_at = time.monotonic()
        still = get_upload_for(public_id=upload.public_id, person_id=upload.person_id, now=now())
        check_may_write(record_id=still.place_id, person_id=still.person_id)
        note_progress(upload=still, now=now())

    if upload.arrived_at is not None:
        if offset != upload.size:
            raise offset_moved()
        return offset
    check_may_write(record_id=upload.place_id, person_id=upload.person_id)
    note_progress(upload=upload, now=now())
    end = append_bytes(upload=upload, offset=offset, size=min(size, upload.size - offset), read=read, ask=ask)
    note_progress(upload=upload, now=now())
    if end == upload.size:
        note_arrival(upload=upload, now=now())
    return end


def finish_upload(*, upload_id: int, now: datetime, wait: bool = True) -> Upload | None:
    """Make an entry of an upload that is all here, once; return what became of it, None while somebody else does it.

    Errors: whatever refuses the file for good; the upload keeps the sentence.
    """
    upload = Upload.objects.filter(pk=upload_id, arrived_at__isnull=False).first()
    if upload is None or not upload.is_open:
        return upload
    with arrived_file(upload, wait=wait) as content:
        upload.refresh_from_db()
        if content is None or not upload.is_open:
            return upload if not upload.is_open else None
        try:
            number = judging_again(post_file)(
                record_id=upload.place_id,
                author_id=upload.person_id,
                name=upload.name,
                content=content,
                key=upload.client_key,
                now=now,
                stored_as=upload.public_id,
            )
        except Refused as refusal:
            end_upload(upload=upload, refusal=refusal)
            raise
        end_upload(upload=upload, number=number)
    return upload


def finish_uploads(*, now: datetime) -> int:
    """Finish what is all here and whose sender's line broke before the end; return how many were looked at."""
    note_arrivals(now=now)
    waiting = uploads_to_finish(now)
    for upload_id in waiting:
        try:
            finish_upload(upload_id=upload_id, now=now, wait=False)
        except Refused:
            # The upload keeps the sentence for its sender.
            continue
    return len(waiting)


def cancel_upload(*, public_id: str, person_id: int, now: datetime) -> None:
    """Take back an upload of the person's own; a file that it has become stays where it is.

    Errors: NotYours.
    """
    forget_upload(upload=get_upload_for(public_id=public_id, person_id=person_id, now=now))
