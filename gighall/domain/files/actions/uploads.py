"""The rows of uploads: begun, going on, ended, forgotten."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.domain.accounts.models import Person

from ..models import Upload
from ..queries import bytes_arrived, bytes_sent_within_a_day
from ..rules import check_bytes_today, check_file, check_open_uploads, check_room, file_name
from .parts import forget_part, free_bytes

KEPT = timedelta(hours=limits.UPLOAD_KEPT_HOURS)


@transaction.atomic
def keep_upload(
    *,
    person_id: int,
    place_id: int,
    name: str,
    size: int,
    most: int,
    fingerprint: str,
    key: uuid.UUID,
    now: datetime,
) -> Upload:
    """Begin an upload, or return the one that the person began there under the key.

    Units: size and most in bytes.  Errors: FileUnfit when the file cannot be taken, or too much is on its way.
    """
    check_file(size=size, most=most)
    # Two uploads of one person that begin at once are counted one after the other.
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    mine = Upload.objects.filter(person_id=person_id)
    known = mine.filter(place_id=place_id, client_key=key).first()
    if known is not None and known.refused is None and (known.size, known.expires_at > now) == (size, True):
        return known
    parked = mine.filter(number__isnull=True, refused__isnull=True, expires_at__gt=now)
    sizes = list(parked.values_list("size", flat=True))
    check_open_uploads(count=len(sizes), parked_bytes=sum(sizes), size=size)
    sent = bytes_sent_within_a_day(person_id=person_id, now=now)
    check_bytes_today(sent_bytes=sent + sum(sizes), size=size)
    check_room(free_bytes=free_bytes(), size=size)
    return Upload.objects.create(
        person_id=person_id,
        place_id=place_id,
        client_key=key if known is None else uuid.uuid4(),
        name=file_name(name),
        fingerprint=fingerprint,
        size=size,
        made_at=now,
        expires_at=now + KEPT,
    )


def note_progress(*, upload: Upload, now: datetime) -> None:
    """Keep an upload for another while: bytes of it came just now."""
    Upload.objects.filter(pk=upload.pk).update(expires_at=now + KEPT)


def note_arrival(*, upload: Upload, now: datetime) -> None:
    """Note that all bytes of an upload are on the disk; from now on the hall owes its sender an end."""
    Upload.objects.filter(pk=upload.pk, arrived_at__isnull=True).update(arrived_at=now)
    upload.refresh_from_db()


def note_arrivals(*, now: datetime) -> int:
    """Note what is all here though nobody noted it: the program died in that very moment; return how many."""
    waiting = Upload.objects.filter(arrived_at__isnull=True, expires_at__gt=now).order_by("pk")
    noted = 0
    for upload in waiting.iterator():
        if bytes_arrived(upload) == upload.size:
            note_arrival(upload=upload, now=now)
            noted += 1
    return noted


def end_upload(*, upload: Upload, number: int | None = None, refusal: Refused | None = None) -> None:
    """Note what became of an upload: an entry's number, or a refusal; its part is not needed any more."""
    said = refusal and {"why": refusal.code, "template": refusal.template, "values": refusal.values}
    Upload.objects.filter(pk=upload.pk).update(number=number, refused=said)
    upload.refresh_from_db()
    forget_part(upload)


def forget_upload(*, upload: Upload) -> None:
    """Take an upload back, with what has arrived of it. What it has become stays."""
    Upload.objects.filter(pk=upload.pk).delete()
    forget_part(upload)


def sweep_uploads(*, now: datetime) -> int:
    """Forget uploads of which nothing came for long, and parts to which no row leads; return how many."""
    over = Upload.objects.filter(expires_at__lte=now).order_by("expires_at", "pk")
    swept = list(over[: limits.UPLOADS_SWEPT_AT_ONCE])
    for upload in swept:
        forget_upload(upload=upload)
    return len(swept) + _sweep_parts(now)


def _sweep_parts(now: datetime) -> int:
    """Remove what lies among the parts for longer than an upload is kept and belongs to none."""
    folder = Path(settings.GIGHALL_PARTS)
    if not folder.is_dir():
        return 0
    lying = {path.name: path for path in folder.iterdir()}
    known = set(Upload.objects.filter(public_id__in=lying).values_list("public_id", flat=True))
    left = [path for name, path in lying.items() if name not in known]
    removed = 0
    for path in left:
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - KEPT).timestamp():
                path.unlink()
                removed += 1
    return removed
