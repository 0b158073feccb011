"""Uploads in parts as any client of tus 1.0.0 meets them: the protocol, its extensions, and who may."""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.actions import create_token
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import block_person, finish_uploads
from gighall.domain.files.actions import sweep_uploads
from gighall.domain.files.models import StoredFile, Upload
from gighall.domain.record.models import Entry, Record
from tests.world import World

ClientOf = Callable[[Person | None], Client]
PassTime = Callable[[timedelta], datetime]
PART = "application/offset+octet-stream"
SPOKEN = {"Tus-Resumable": "1.0.0"}


def encoded(**said: str) -> str:
    """Return metadata as the protocol writes it."""
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())


class Sender:
    """Somebody's client of tus, in one place of the hall."""

    def __init__(self, client: Client, place: str) -> None:
        self.client = client
        self.place = f"/api/v1/{place}/uploads"
        self.address = ""

    def begin(self, size: int, *, body: bytes | None = None, **said: str) -> Any:
        """Begin an upload."""
        headers = SPOKEN | {"Upload-Length": str(size), "Upload-Metadata": encoded(**said)}
        answer = self.client.post(self.place, body or b"", content_type=PART if body else "", headers=headers)
        self.address = answer.headers.get("Location", self.address)
        return answer

    def part(self, offset: int, body: bytes, **headers: str) -> Any:
        """Send a part."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        told = (
            SPOKEN
            | {"Upload-Offset": str(offset), "Content-Type": PART, "Content-Length": str(len(body))}
            | named
        )
        return self.client.patch(self.address, body, content_type=PART, headers=told)

    def offset(self) -> int:
        """Ask how far it is."""
        answer = self.client.head(self.address, headers=SPOKEN)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    def shown(self) -> dict[str, Any]:
        """Return what the hall says of it in JSON."""
        found: dict[str, Any] = self.client.get(self.address).json()
        return found


@pytest.fixture
def sender(world: World, client_of: ClientOf) -> Sender:
    """The outsider, who sends the seller something in their inbox talk."""
    return Sender(client_of(world.outsider), f"conversations/{world.conversation.public_id}")


@pytest.fixture
def buyer(world: World, client_of: ClientOf) -> Sender:
    """The buyer, who sends something on the order page."""
    return Sender(client_of(world.buyer), f"orders/{world.order.public_id}")


def parts_on_disk() -> list[Path]:
    """Return the parts that lie on the disk."""
    folder = Path(settings.GIGHALL_PARTS)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_file_comes_in_parts_and_becomes_an_entry_with_its_digest(world: World, sender: Sender) -> None:
    content = bytes(range(256)) * 40

    begun = sender.begin(len(content), filename="long list.bin")
    first = sender.part(0, content[:4_000])
    last = sender.part(4_000, content[4_000:])

    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "4000")
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(content)))
    assert all(answer.headers["Tus-Resumable"] == "1.0.0" for answer in (begun, first, last))
    shown = sender.shown()
    entry = Entry.objects.get(record=world.conversation.record_id, number=shown["n"])
    fact = json.loads(entry.shown or "")
    assert (fact["name"], fact["size"]) == ("long list.bin", len(content))
    assert fact["sha256"] == hashlib.sha256(content).hexdigest()
    fetched = sender.client.get(f"/files/{fact['file']}/")
    assert b"".join(fetched.streaming_content) == content  # type: ignore[attr-defined]
    assert not [path for path in parts_on_disk() if path.name.startswith(shown["id"])]


def test_a_small_file_is_begun_and_sent_in_one_request(world: World, sender: Sender) -> None:
    answer = sender.begin(11, body=b"hello world", filename="hello.txt")

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "11")
    assert sender.shown()["n"] == Record.objects.get(pk=world.conversation.record_id).last_number


def test_a_finished_upload_tells_its_end_and_takes_no_more(sender: Sender) -> None:
    sender.begin(5, body=b"whole", filename="whole.txt")

    again = sender.part(5, b"")

    assert (again.status_code, sender.offset()) == (204, 5)
    assert sender.part(0, b"whole").status_code == 409
    assert sender.part(5, b"!").status_code == 413
    assert StoredFile.objects.filter(name="whole.txt").count() == 1


def test_a_part_at_another_offset_is_refused_and_changes_nothing(sender: Sender) -> None:
    sender.begin(10, filename="a.txt")
    sender.part(0, b"1234")

    refused = [sender.part(offset, b"xx").status_code for offset in (0, 3, 5, 8)]

    assert (refused, sender.offset()) == ([409] * 4, 4)


def test_the_hall_says_what_it_speaks_and_how_much_it_takes_where(sender: Sender, buyer: Sender) -> None:
    asked = [each.client.options(each.place).headers for each in (sender, buyer)]

    assert [said["Tus-Max-Size"] for said in asked] == ["20971520", "5368709120"]
    assert asked[0]["Tus-Version"] == "1.0.0"
    assert set(asked[0]["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "expiration",
        "termination",
        "checksum",
    }


def test_five_gigabytes_are_taken_in_an_order_and_not_a_byte_more(sender: Sender, buyer: Sender) -> None:
    assert buyer.begin(limits.FILE_IN_ORDER_BYTES_MAX, filename="film.mov").status_code == 201
    assert buyer.begin(limits.FILE_IN_ORDER_BYTES_MAX + 1, filename="film.mov").status_code == 413
    assert sender.begin(limits.FILE_BYTES_MAX, filename="film.mov").status_code == 201
    refused = sender.begin(limits.FILE_BYTES_MAX + 1, filename="film.mov")
    assert refused.status_code == 413
    assert "at most 20 MB" in refused.json()["say"]


@pytest.mark.parametrize("offset", [2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 1])
def test_offsets_beyond_32_bits_are_counted_rightly(buyer: Sender, offset: int) -> None:
    buyer.begin(limits.FILE_IN_ORDER_BYTES_MAX, filename="film.mov")
    part = Path(settings.GIGHALL_PARTS) / buyer.shown()["id"]
    part.parent.mkdir(parents=True, exist_ok=True)
    # A file with a hole: so much has arrived, and it takes no room.
    with part.open("wb") as stream:
        stream.truncate(offset)

    answer = buyer.part(offset, b"!")

    assert (buyer.offset(), answer.headers["Upload-Offset"]) == (offset + 1, str(offset + 1))
    buyer.client.delete(buyer.address, headers=SPOKEN)
    assert not part.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 412),
        ({"Tus-Resumable": "0.2.2"}, 412),
        (SPOKEN, 400),
        (SPOKEN | {"Upload-Length": "-1"}, 400),
        (SPOKEN | {"Upload-Length": "ten"}, 400),
        (SPOKEN | {"Upload-Length": "٣"}, 400),
        (SPOKEN | {"Upload-Length": "9" * 40}, 400),
        (SPOKEN | {"Upload-Length": "0"}, 422),
        (SPOKEN | {"Upload-Length": "5", "Upload-Metadata": "filename !!!"}, 400),
        (SPOKEN | {"Upload-Length": "5", "Upload-Metadata": encoded(filename="a\x00b")}, 400),
        (SPOKEN | {"Upload-Length": "5", "Upload-Metadata": encoded(key="no uuid")}, 400),
        (SPOKEN | {"Upload-Length": "5", "Upload-Metadata": f"filename {'QUFB' * 2_000}"}, 400),
    ],
)
def test_what_does_not_keep_to_the_protocol_is_refused(
    sender: Sender, headers: dict[str, str], status: int
) -> None:
    safe = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    answer = sender.client.post(sender.place, b"", content_type="", headers=safe)

    assert answer.status_code == status
    assert answer.json()["say"]
    if status == 412:
        assert answer.headers["Tus-Version"] == "1.0.0"


def test_a_part_says_where_it_begins_what_it_is_and_no_more_than_is_missing(sender: Sender) -> None:
    sender.begin(4, filename="a.txt")

    plain = sender.client.patch(
        sender.address, b"1234", content_type="text/plain", headers=SPOKEN | {"Upload-Offset": "0"}
    )
    nowhere = sender.client.patch(sender.address, b"1234", content_type=PART, headers=SPOKEN)

    assert (plain.status_code, nowhere.status_code) == (415, 400)
    assert sender.part(0, b"12345").status_code == 413
    assert sender.client.head(sender.address).status_code == 412
    assert sender.offset() == 0


def test_a_client_that_cannot_say_patch_says_it_in_a_header(sender: Sender) -> None:
    sender.begin(4, filename="a.txt")
    headers = SPOKEN | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}

    answer = sender.client.post(sender.address, b"1234", content_type=PART, headers=headers)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "4")
    assert sender.client.post(sender.address, headers=SPOKEN).status_code == 405


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_part_is_taken_only_when_it_is_what_its_checksum_says(sender: Sender, name: str) -> None:
    sender.begin(8, filename="a.txt")
    right = base64.b64encode(hashlib.new(name, b"1234").digest()).decode()

    broken = sender.part(0, b"1235", Upload_Checksum=f"{name} {right}")
    unknown = sender.part(0, b"1234", Upload_Checksum=f"md5 {right}")
    before = sender.offset()
    whole = sender.part(0, b"1234", Upload_Checksum=f"{name} {right}")

    assert (broken.status_code, unknown.status_code, before) == (460, 400, 0)
    assert whole.headers["Upload-Offset"] == "4"


def test_the_same_key_begins_the_same_upload(sender: Sender) -> None:
    key = str(uuid.uuid4())
    sender.begin(8, filename="a.txt", key=key)
    sender.part(0, b"123")
    first = sender.address

    again = sender.begin(8, filename="a.txt", key=key)

    assert (sender.address, again.headers["Upload-Offset"]) == (first, "3")


def test_what_is_unfinished_is_listed_for_its_sender_alone(
    world: World, sender: Sender, client_of: ClientOf
) -> None:
    sender.begin(8, filename="a.txt", fingerprint="a.txt-8-today")
    sender.part(0, b"123")

    mine = sender.client.get(sender.place).json()
    others = client_of(world.seller).get(sender.place).json()

    assert [(each["name"], each["offset"], each["size"], each["fingerprint"]) for each in mine] == [
        ("a.txt", 3, 8, "a.txt-8-today")
    ]
    assert others == []
    sender.part(3, b"45678")
    assert sender.client.get(sender.place).json() == []


def test_nobody_else_meets_an_upload(world: World, sender: Sender, client_of: ClientOf) -> None:
    sender.begin(8, filename="a.txt")
    told = SPOKEN | {"Upload-Offset": "0"}

    for person in (world.seller, world.buyer, world.operator):
        other = client_of(person)
        statuses = [
            other.get(sender.address).status_code,
            other.head(sender.address, headers=SPOKEN).status_code,
            other.patch(sender.address, b"x", content_type=PART, headers=told).status_code,
            other.delete(sender.address, headers=SPOKEN).status_code,
            other.options(sender.address).status_code,
        ]
        assert statuses == [404] * 5
    assert client_of(None).patch(sender.address, b"x", content_type=PART, headers=told).status_code == 401
    assert sender.offset() == 0


def test_a_personal_token_opens_the_same_door(world: World) -> None:
    words = create_token(person_id=world.buyer.pk, name="a program", now=world.now)[1]
    client = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {words}"})
    sender = Sender(client, f"orders/{world.order.public_id}")

    sender.begin(11, filename="by program.txt")
    answer = sender.part(0, b"hello world")

    assert (answer.status_code, sender.shown()["n"] is not None) == (204, True)


def test_a_sign_in_needs_the_token_against_forged_forms(world: World) -> None:
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(world.outsider)

    answer = Sender(client, f"conversations/{world.conversation.public_id}").begin(8, filename="a.txt")

    assert answer.status_code == 403


def test_who_is_blocked_can_neither_go_on_nor_begin(world: World, sender: Sender) -> None:
    sender.begin(8, filename="a.txt")
    block_person(by_id=world.seller.pk, blocked_id=world.outsider.pk, now=world.now)

    going_on, beginning = sender.part(0, b"1234"), sender.begin(8, filename="b.txt")

    assert (going_on.status_code, beginning.status_code) == (422, 422)
    assert going_on.json()["why"] == "no_access"


def test_a_suspended_person_and_one_who_left_meet_their_upload_no_more(
    world: World, sender: Sender, buyer: Sender
) -> None:
    for each, record_id in ((sender, world.conversation.record_id), (buyer, world.order.record_id)):
        each.begin(8, filename="a.txt")
        assert each.part(0, b"1234").status_code == 204
        Record.objects.get(pk=record_id).participants.update(until_number=1)
        assert each.part(4, b"5678").status_code == 404
    Record.objects.get(pk=world.order.record_id).participants.update(until_number=None)
    assert buyer.part(4, b"56").status_code == 204

    Person.objects.filter(pk=world.buyer.pk).update(is_active=False)

    assert buyer.part(6, b"78").status_code == 401


def test_after_the_end_of_a_talk_an_upload_is_refused_in_words(world: World, buyer: Sender) -> None:
    buyer.begin(8, filename="a.txt")
    Record.objects.filter(pk=world.order.record_id).update(closed_at=world.now)

    answer = buyer.part(0, b"12345678")

    assert (answer.status_code, answer.json()["why"]) == (422, "closed")


def test_one_person_parks_a_few_halves_only(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UPLOADS_OPEN_MAX", 2)
    for name in ("a.txt", "b.txt"):
        assert sender.begin(8, filename=name).status_code == 201

    refused = sender.begin(8, filename="c.txt")

    assert refused.status_code == 422
    assert "Finish or cancel one of them first" in refused.json()["say"]
    sender.client.delete(sender.address, headers=SPOKEN)
    assert sender.begin(8, filename="c.txt").status_code == 201


def test_one_person_parks_so_many_bytes_only(buyer: Sender) -> None:
    most = limits.FILE_IN_ORDER_BYTES_MAX

    begun = [buyer.begin(size, filename="film.mov").status_code for size in (most, most, 1)]

    assert begun == [201, 201, 422]


def test_a_full_disk_is_said_in_words_and_what_has_come_is_kept(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.begin(8, filename="a.txt")
    sender.part(0, b"123")
    with monkeypatch.context() as full:
        full.setattr(limits, "FREE_DISK_BYTES_MIN", 2**60)
        refused, beginning = sender.part(3, b"45678"), sender.begin(8, filename="b.txt")
        kept = sender.client.get(sender.place).json()[0]["offset"]

    assert (refused.status_code, beginning.status_code) == (507, 507)
    assert "What has arrived is kept" in refused.json()["say"]
    assert kept == 3
    assert sender.part(3, b"45678").status_code == 204
    assert sender.shown()["n"] is not None


def test_a_contact_detail_in_the_name_is_withheld_as_in_every_file(world: World, sender: Sender) -> None:
    sender.begin(5, body=b"words", filename="write to me@mail.example.txt")

    entry = Entry.objects.get(record=world.conversation.record_id, number=sender.shown()["n"])
    assert "me@mail.example" not in (entry.shown or "")


def test_an_upload_is_over_a_day_after_its_last_byte_and_its_part_goes(
    world: World, sender: Sender, pass_time: PassTime
) -> None:
    sender.begin(8, filename="a.txt")
    part = Path(settings.GIGHALL_PARTS) / sender.shown()["id"]
    now = pass_time(timedelta(hours=limits.UPLOAD_KEPT_HOURS - 1))
    assert sender.part(0, b"123").status_code == 204
    now = pass_time(timedelta(hours=limits.UPLOAD_KEPT_HOURS - 1))
    sweep_uploads(now=now)
    assert (part.exists(), sender.offset()) == (True, 3)

    now = pass_time(timedelta(hours=2))

    assert sender.client.head(sender.address, headers=SPOKEN).status_code == 404
    assert sweep_uploads(now=now) == 1
    assert not part.exists()
    assert not Upload.objects.filter(person=world.outsider).exists()


def test_a_part_without_a_row_is_swept_when_it_is_old(world: World, pass_time: PassTime) -> None:
    lost = Path(settings.GIGHALL_PARTS) / "nobodys"
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(b"lost")
    sweep_uploads(now=world.now)
    assert lost.exists()

    sweep_uploads(now=pass_time(timedelta(hours=limits.UPLOAD_KEPT_HOURS + 1)))

    assert not lost.exists()


def test_the_jobs_finish_what_is_all_here_when_the_program_died_at_the_end(
    world: World, sender: Sender
) -> None:
    sender.begin(8, filename="a.txt")
    part = Path(settings.GIGHALL_PARTS) / sender.shown()["id"]
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"12345678")
    assert sender.offset() == 8

    finish_uploads(now=world.now)
    finish_uploads(now=world.now)

    assert sender.shown()["n"] == Record.objects.get(pk=world.conversation.record_id).last_number
    assert StoredFile.objects.filter(name="a.txt", person=world.outsider).count() == 1
    assert not part.exists()


def test_what_the_hall_refuses_at_the_end_keeps_its_sentence(world: World, sender: Sender) -> None:
    sender.begin(8, filename="a.txt")
    part = Path(settings.GIGHALL_PARTS) / sender.shown()["id"]
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"12345678")
    block_person(by_id=world.seller.pk, blocked_id=world.outsider.pk, now=world.now)

    finish_uploads(now=world.now)

    shown = sender.shown()
    assert shown["n"] is None
    assert shown["refused"]["say"]
    assert not part.exists()


def test_parts_have_a_rate_of_their_own(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RATE_PART", (3, 10**10))
    sender.begin(8, filename="a.txt")

    statuses = [sender.part(offset, b"1").status_code for offset in range(4)]

    assert statuses == [204, 204, 204, 429]


def test_one_person_has_a_few_parts_running_at_once(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UPLOAD_PARTS_PER_PERSON_MAX", 0)
    sender.begin(8, filename="a.txt")

    assert sender.part(0, b"1234").status_code == 429
