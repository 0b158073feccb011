"""Reads of files. Who may read one is decided where its place is known."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import Sum

from .models import StoredFile


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
