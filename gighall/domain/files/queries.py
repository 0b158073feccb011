"""Reads of files. Who may read one is decided where its place is known."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Sum

from gighall.base import limits

from .models import StoredFile, Upload


def file_named(public_id: str) -> StoredFile | None:
    """Return a file by its public id, or None; the caller checks its place."""
    return StoredFile.objects.filter(public_id=public_id).first()


def file_sent_before(*, place_id: int, person_id: int, key: UUID) -> StoredFile | None:
    """Return the file that this person sent there under a client key, or None."""
    return StoredFile.objects.filter(place_id=place_id, person_id=person_id, client_key=key).first()


def files_in(place_id: int, public_ids: Iterable[str]) -> dict[str, StoredFile]:
    """Return files of a place by their public ids, in one query."""
    found = StoredFile.objects.filter(place_id=place_id, public_id__in=list(public_ids))
    return {file.public_id: file for file in found}


def bytes_sent_within_a_day(*, person_id: int, now: datetime) -> int:
    """Return how many bytes of files a person has sent in the last day."""
    lately = StoredFile.objects.filter(person_id=person_id, made_at__gt=now - timedelta(days=1))
    return int(lately.aggregate(total=Sum("size"))["total"] or 0)


def open_file(file: StoredFile) -> IO[bytes]:
    """Return a file's bytes as a stream that the caller closes."""
    stream: IO[bytes] = default_storage.open(file.stored_name, "rb")
    return stream


def address_in_storage(file: StoredFile) -> str | None:
    """Return where below the home's folder of files its bytes lie; None where the storage is another one."""
    try:
        path = Path(default_storage.path(file.stored_name))
        return f"/{path.relative_to(settings.GIGHALL_HOME / 'files')}"
    except (NotImplementedError, ValueError):
        # So a storage says that it has no paths, and so a path that it lies elsewhere.
        return None


def part_path(upload: Upload) -> Path:
    """Return where the bytes of an upload lie that have arrived."""
    return Path(settings.GIGHALL_PARTS) / upload.public_id


def bytes_arrived(upload: Upload) -> int:
    """Return how many bytes of an upload lie on the disk: its offset."""
    if upload.arrived_at is not None:
        return upload.size
    try:
        return part_path(upload).stat().st_size
    except FileNotFoundError:
        return 0


def own_upload(*, public_id: str, person_id: int, now: datetime) -> Upload | None:
    """Return a person's own upload, or None: not theirs, over, or the person is suspended."""
    mine = Upload.objects.filter(person_id=person_id, person__is_active=True, expires_at__gt=now)
    return mine.filter(public_id=public_id).first()


def own_open_uploads(*, person_id: int, place_id: int, now: datetime) -> list[Upload]:
    """Return what a person has not finished in a place, the newest first."""
    mine = Upload.objects.filter(person_id=person_id, place_id=place_id, expires_at__gt=now)
    still_open = mine.filter(number__isnull=True, refused__isnull=True)
    return list(still_open.order_by("-made_at", "-pk")[: limits.UPLOADS_OPEN_MAX])


def uploads_to_finish(now: datetime) -> list[int]:
    """Return the ids of uploads that are all here and have become nothing yet, the oldest first."""
    waiting = Upload.objects.filter(arrived_at__isnull=False, number__isnull=True, refused__isnull=True)
    ids = waiting.filter(expires_at__gt=now).order_by("arrived_at", "pk").values_list("pk", flat=True)
    return list(ids[: limits.UPLOADS_SWEPT_AT_ONCE])
