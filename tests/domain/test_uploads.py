"""Files in parts below the door: presses at the same moment, rights that end meanwhile, full disks, other storages."""

import errno
import hashlib
import os
import uuid
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import InMemoryStorage, default_storage
from django.db import transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.conversations.actions import begin_upload, finish_upload, take_part
from gighall.domain.files.actions import note_arrival, sweep_uploads
from gighall.domain.files.models import StoredFile, Upload
from gighall.domain.files.queries import address_in_storage, bytes_arrived, open_file, part_path
from gighall.domain.files.rules import NoRoom, OffsetMoved, TooManyUploads
from gighall.domain.record.actions import set_may_write
from gighall.domain.record.models import Entry
from gighall.domain.record.rules import RecordNotOpenToYou
from tests.presses import at_once
from tests.world import World, make_world

CONTENT = bytes(range(256)) * 4


def begin(world: World, *, size: int = len(CONTENT), key: uuid.UUID | None = None) -> Upload:
    """Let the buyer begin to send a file on the order page."""
    return begin_upload(
        record_id=world.order.record_id,
        person_id=world.buyer.pk,
        name="film.mov",
        size=size,
        fingerprint="",
        key=key or uuid.uuid4(),
        now=world.now,
    )


def send(world: World, upload: Upload, content: bytes = CONTENT, *, offset: int = 0) -> int:
    """Send a part of it."""
    return take(world, upload, BytesIO(content).read, offset=offset, size=len(content))


def take(
    world: World, upload: Upload, read: Callable[[int], bytes], *, offset: int = 0, size: int = len(CONTENT)
) -> int:
    """Take a part from whatever gives its bytes."""

    def now() -> datetime:
        return world.now

    return take_part(upload=upload, offset=offset, size=size, read=read, now=now)


def test_two_parts_at_the_same_moment_leave_one_of_them_whole(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world()
    monkeypatch.setattr(limits, "UPLOAD_PIECE_BYTES", 16)
    for _round in range(5):
        upload = begin(world, size=2 * len(CONTENT))

        answers = at_once(
            lambda upload=upload: send(world, upload, b"a" * len(CONTENT)),  # type: ignore[misc]
            lambda upload=upload: send(world, upload, b"b" * len(CONTENT)),  # type: ignore[misc]
        )

        assert sorted(map(type, answers), key=str) == sorted([int, OffsetMoved], key=str)
        assert part_path(upload).read_bytes() in {b"a" * len(CONTENT), b"b" * len(CONTENT)}


def test_two_who_finish_at_the_same_moment_make_one_entry(own_database: str) -> None:
    world = make_world()
    upload = begin(world)
    send(world, upload)

    ended = at_once(*[lambda: finish_upload(upload_id=upload.pk, now=world.now)] * 3)

    numbers = {each.number for each in ended if isinstance(each, Upload)}
    assert len(numbers) == 1
    assert Entry.objects.filter(record=world.order.record_id, client_key=upload.client_key).count() == 1
    assert not part_path(upload).exists()


def test_two_beginnings_at_the_same_moment_are_counted_one_after_the_other(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world()
    monkeypatch.setattr(limits, "UPLOADS_OPEN_MAX", 1)

    answers = at_once(*[lambda: begin(world)] * 3)

    assert sum(isinstance(answer, Upload) for answer in answers) == 1
    assert sum(isinstance(answer, TooManyUploads) for answer in answers) == 2


def test_the_same_key_at_the_same_moment_begins_one_upload(own_database: str) -> None:
    world, key = make_world(), uuid.uuid4()

    begun = at_once(*[lambda: begin(world, key=key)] * 3)

    assert len({each.pk for each in begun if isinstance(each, Upload)}) == 1


def test_a_cancelled_upload_is_not_finished_by_a_part_on_its_way(world: World) -> None:
    upload = begin(world)
    part_path(upload).parent.mkdir(parents=True, exist_ok=True)

    def read(_most: int) -> bytes:
        Upload.objects.filter(pk=upload.pk).delete()
        return b""

    take(world, upload, read)

    assert finish_upload(upload_id=upload.pk, now=world.now) is None


@pytest.mark.parametrize("loss", ["may_write", "place", "suspended"])
def test_a_running_part_ends_when_its_sender_may_not_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    monkeypatch.setattr(limits, "UPLOAD_ASKED_SECONDS", 0)
    monkeypatch.setattr(limits, "UPLOAD_PIECE_BYTES", 100)
    upload = begin(world)
    stream = BytesIO(CONTENT)

    def read(most: int) -> bytes:
        if stream.tell() == 300:
            lose(world, loss)
        return stream.read(most)

    with pytest.raises((RecordNotOpenToYou, NotYours)):
        take(world, upload, read)

    assert bytes_arrived(upload) == 300


def lose(world: World, what: str) -> None:
    """Take something from the buyer without which they may not send."""
    if what == "suspended":
        world.buyer.is_active = False
        world.buyer.save(update_fields=["is_active"])
        return
    with transaction.atomic():
        if what == "may_write":
            set_may_write(record_id=world.order.record_id, may_write=False)
        else:
            world.order.record.participants.filter(person=world.buyer).update(until_number=1)


def test_a_disk_that_fills_up_in_the_middle_keeps_what_was_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UPLOAD_PIECE_BYTES", 100)
    upload = begin(world)
    write = os.pwrite

    def full(handle: int, piece: bytes, place: int) -> int:
        if place >= 250:
            raise OSError(errno.ENOSPC, "No space left on device")
        # The last piece that fits does so in part only.
        return write(handle, piece[: 250 - place], place)

    with monkeypatch.context() as disk:
        disk.setattr(os, "pwrite", full)
        with pytest.raises(NoRoom):
            send(world, upload)

    assert bytes_arrived(upload) == 250
    assert send(world, upload, CONTENT[250:], offset=250) == len(CONTENT)
    finish_upload(upload_id=upload.pk, now=world.now)
    assert StoredFile.objects.get(client_key=upload.client_key).sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_long_part_is_written_to_the_disk_as_it_comes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "UPLOAD_PIECE_BYTES", 100)
    monkeypatch.setattr(limits, "UPLOAD_BEHIND_BYTES", 250)
    upload = begin(world)
    begun: list[tuple[int, int, int]] = []

    def advise(_handle: int, first: int, size: int, advice: int) -> None:
        assert bytes_arrived(upload) == first + size
        begun.append((first, size, advice))

    monkeypatch.setattr(os, "posix_fadvise", advise)

    assert send(world, upload, CONTENT[:700]) == 700
    assert send(world, upload, CONTENT[700:], offset=700) == len(CONTENT)

    # By whole pieces, from where the last stretch ended; what is left at the end of a part is synced with it.
    advice = os.POSIX_FADV_DONTNEED
    assert begun == [(0, 300, advice), (300, 300, advice), (700, 300, advice)]


def test_a_storage_that_is_no_folder_gets_the_bytes_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = InMemoryStorage()
    monkeypatch.setattr(default_storage, "_wrapped", elsewhere)
    upload = begin(world)
    send(world, upload)

    finish_upload(upload_id=upload.pk, now=world.now)

    file = StoredFile.objects.get(client_key=upload.client_key)
    assert address_in_storage(file) is None
    with open_file(file) as stream:
        assert stream.read() == CONTENT
    assert not part_path(upload).exists()


def test_a_finish_that_was_cut_off_is_done_again_and_leaves_nothing_beside(world: World) -> None:
    upload = begin(world)
    send(world, upload)
    # The program died after the bytes were in the storage, and before their row.
    cut_off = default_storage.path(f"{upload.public_id[:2]}/{upload.public_id}")
    Path(cut_off).parent.mkdir(parents=True, exist_ok=True)
    os.link(part_path(upload), cut_off)

    finish_upload(upload_id=upload.pk, now=world.now)

    file = StoredFile.objects.get(client_key=upload.client_key)
    assert default_storage.path(file.stored_name) == cut_off
    assert sorted(path.name for path in Path(cut_off).parent.iterdir()).count(upload.public_id) == 1
    assert [path for path in Path(settings.GIGHALL_PARTS).iterdir() if upload.public_id in path.name] == []


def test_what_has_become_an_entry_is_forgotten_as_an_upload_and_stays_as_a_file(world: World) -> None:
    upload = begin(world)
    send(world, upload)
    finish_upload(upload_id=upload.pk, now=world.now)

    sweep_uploads(now=upload.expires_at)

    assert not Upload.objects.filter(pk=upload.pk).exists()
    with open_file(StoredFile.objects.get(client_key=upload.client_key)) as stream:
        assert stream.read() == CONTENT


def test_arrival_is_noted_once(world: World) -> None:
    upload = begin(world)
    send(world, upload)
    first = upload.arrived_at

    note_arrival(upload=upload, now=upload.expires_at)

    assert upload.arrived_at == first
