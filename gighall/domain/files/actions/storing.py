"""Keeping a file's bytes, and the row that leads to them."""

import hashlib
import uuid
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person

from ..models import StoredFile
from ..queries import bytes_sent_within_a_day
from ..rules import STARTS_BYTES, check_bytes_today, media_type


def digest_of(content: File) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    digest = hashlib.sha256()
    content.seek(0)
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def keep_bytes(content: File, *, name: str = "") -> str:
    """Write a file's bytes into the hall's storage; return the name under which they lie there.

    It comes before the transaction that stores the file's row; if that fails, call ``forget_bytes``. Under a ``name``
    of its own a second try takes the place of one that was cut off.
    """
    name = name or new_public_id()
    place = f"{name[:2]}/{name}"
    if default_storage.exists(place):
        default_storage.delete(place)
    content.seek(0)
    return default_storage.save(place, content)


def forget_bytes(stored_name: str) -> None:
    """Take bytes out of the storage to which no row leads."""
    default_storage.delete(stored_name)


def store_file(
    *,
    person_id: int,
    place_id: int,
    name: str,
    name_shown: str,
    content: File,
    sha256: str,
    stored_name: str,
    key: uuid.UUID,
    now: datetime,
) -> StoredFile:
    """Store the row of a file whose bytes are kept.

    Must run inside a transaction.  Errors: FileUnfit when the person has sent too much within a day.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("store_file is part of the transaction that says where the file was sent")
    # Two files of one person that come at once are counted one after the other.
    Person.objects.select_for_update(no_key=True).get(pk=person_id)
    size = int(content.size or 0)
    check_bytes_today(sent_bytes=bytes_sent_within_a_day(person_id=person_id, now=now), size=size)
    content.seek(0)
    start = content.read(STARTS_BYTES)
    return StoredFile.objects.create(
        person_id=person_id,
        place_id=place_id,
        client_key=key,
        name=name,
        name_shown=name_shown,
        size=size,
        media_type=media_type(start),
        sha256=sha256,
        stored_name=stored_name,
        made_at=now,
    )
