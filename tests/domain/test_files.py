"""Files that people send: stored once, named in the record, fetched by the two of the talk alone."""

import hashlib
import json
import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.test import Client

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.masking import MASK
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import post_file
from gighall.domain.conversations.queries import get_file_for
from gighall.domain.files.models import StoredFile
from gighall.domain.files.queries import open_file
from gighall.domain.files.rules import FileUnfit, file_name, media_type
from gighall.domain.policy.models import Verdict
from gighall.domain.record.actions import set_may_write
from gighall.domain.record.models import Entry, Record
from gighall.domain.record.rules import KeyReused, RecordClosed, RecordNotOpenToYou
from tests.presses import at_once
from tests.world import World, make_world

ClientOf = Callable[[Person | None], Client]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def send(world: World, content: File, *, name: str = "notes.txt", key: uuid.UUID | None = None) -> int:
    """Let the outsider send the seller a file in their inbox talk."""
    return post_file(
        record_id=world.conversation.record_id,
        author_id=world.outsider.pk,
        name=name,
        content=content,
        key=key or uuid.uuid4(),
        now=world.now,
    )


def fact_of(world: World, number: int) -> dict[str, object]:
    """Return what the entry of a file says."""
    entry = Entry.objects.get(record=world.conversation.record_id, number=number)
    assert entry.kind == "file"
    fact: dict[str, object] = json.loads(entry.shown or "")
    return fact


def files_in_storage() -> int:
    """Return how many files lie in the storage."""
    folders, _files = default_storage.listdir("")
    return sum(len(default_storage.listdir(folder)[1]) for folder in folders)


def test_a_file_is_an_entry_with_its_digest(world: World) -> None:
    content = b"x = 1\n" * 1_000

    number = send(world, ContentFile(content), name="long list.py")

    fact = fact_of(world, number)
    assert fact["sha256"] == hashlib.sha256(content).hexdigest()
    assert (fact["name"], fact["size"]) == ("long list.py", len(content))


def test_the_same_file_sent_twice_is_stored_once(world: World) -> None:
    key = uuid.uuid4()
    before = files_in_storage()

    numbers = {send(world, ContentFile(b"one and the same"), key=key) for _time in range(2)}

    assert len(numbers) == 1
    assert files_in_storage() == before + 1


def test_a_line_that_breaks_at_the_commit_leaves_no_file_without_bytes(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, key = make_world(), uuid.uuid4()
    commit = connection.commit

    def commit_unheard() -> None:
        commit()
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "commit", commit_unheard)
        with pytest.raises(OperationalError):
            send(world, ContentFile(b"all of it"), key=key)
    number = send(world, ContentFile(b"all of it"), key=key)

    file = get_file_for(public_id=str(fact_of(world, number)["file"]), person_id=world.seller.pk)
    with open_file(file) as stream:
        assert stream.read() == b"all of it"


def test_two_presses_at_once_send_one_file(own_database: str) -> None:
    world, key = make_world(), uuid.uuid4()
    before = files_in_storage()

    numbers = at_once(*[lambda: send(world, ContentFile(b"pressed twice"), key=key)] * 2)

    assert len(set(numbers)) == 1
    assert files_in_storage() == before + 1


def test_other_bytes_under_the_same_key_are_refused(world: World) -> None:
    key = uuid.uuid4()
    send(world, ContentFile(b"first"), key=key)

    with pytest.raises(KeyReused):
        send(world, ContentFile(b"second"), key=key)


@pytest.mark.parametrize("size", [0, limits.FILE_BYTES_MAX + 1])
def test_an_empty_or_too_large_file_is_refused_and_leaves_nothing(world: World, size: int) -> None:
    before = files_in_storage()

    with pytest.raises(FileUnfit):
        send(world, ContentFile(bytes(size)))

    assert files_in_storage() == before


def test_a_file_of_the_largest_size_is_taken(world: World) -> None:
    number = send(world, ContentFile(bytes(limits.FILE_BYTES_MAX)))

    assert fact_of(world, number)["size"] == limits.FILE_BYTES_MAX


def test_who_has_sent_very_much_today_is_refused_and_may_go_on_tomorrow(
    world: World, client_of: ClientOf
) -> None:
    StoredFile.objects.filter(person=world.outsider).update(size=limits.FILE_BYTES_PER_DAY_MAX)
    before = files_in_storage()

    with pytest.raises(FileUnfit, match="tomorrow"):
        send(world, ContentFile(b"one more"))

    assert files_in_storage() == before


def test_nothing_is_sent_where_one_may_not_write(world: World) -> None:
    record_id = world.conversation.record_id
    before = files_in_storage()
    set_rights(record_id, may_write=False)
    with pytest.raises(RecordNotOpenToYou):
        send(world, ContentFile(b"after the block"))
    set_rights(record_id, may_write=True)
    Record.objects.filter(pk=record_id).update(closed_at=world.now)

    with pytest.raises(RecordClosed):
        send(world, ContentFile(b"after the end"))

    assert files_in_storage() == before


def set_rights(record_id: int, *, may_write: bool) -> None:
    """Let everybody in a record write, or nobody."""
    with transaction.atomic():
        set_may_write(record_id=record_id, may_write=may_write)


def test_a_contact_detail_in_a_name_is_withheld_from_the_other_side(
    world: World, client_of: ClientOf
) -> None:
    number = send(world, ContentFile(b"see the name"), name="write to me@mail.example.pdf.txt")

    fact = fact_of(world, number)
    assert MASK in str(fact["name"])
    assert "me@mail.example" not in json.dumps(fact)
    assert Verdict.objects.filter(person=world.outsider, outcome="mask").count() == 1
    own = client_of(world.outsider).get(f"/files/{fact['file']}/")
    other = client_of(world.seller).get(f"/files/{fact['file']}/")
    assert "me@mail.example" in own.headers["Content-Disposition"]
    assert "me@mail.example" not in other.headers["Content-Disposition"]


def test_only_the_two_of_the_talk_get_the_bytes(world: World, client_of: ClientOf) -> None:
    for person in (world.outsider, world.seller):
        answer = client_of(person).get(f"/files/{world.file_id}/")
        assert b"".join(answer.streaming_content) == b"while True:\n    pass\n"  # type: ignore[attr-defined]
    for stranger in (world.buyer, world.operator):
        assert client_of(stranger).get(f"/files/{world.file_id}/").status_code == 404
        with pytest.raises(NotYours):
            get_file_for(public_id=world.file_id, person_id=stranger.pk)


def test_who_left_before_a_file_came_does_not_get_it(world: World) -> None:
    record = Record.objects.get(pk=world.conversation.record_id)
    record.participants.filter(person=world.seller).update(until_number=1)

    with pytest.raises(NotYours):
        get_file_for(public_id=world.file_id, person_id=world.seller.pk)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("picture.png", b"<html>no picture at all</html>"),
    ],
)
def test_nothing_that_could_run_is_served_as_what_it_says_it_is(
    world: World, client_of: ClientOf, name: str, content: bytes
) -> None:
    fact = fact_of(world, send(world, ContentFile(content), name=name))

    answer = client_of(world.seller).get(f"/files/{fact['file']}/")

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_a_picture_is_known_by_its_first_bytes() -> None:
    assert media_type(PNG) == "image/png"
    assert media_type(b"\xff\xd8\xff\xe0 and so on") == "image/jpeg"
    assert media_type(b"RIFF\x10\x00\x00\x00WEBPVP8 ") == "image/webp"
    assert media_type(b"RIFF\x10\x00\x00\x00WAVEfmt ") == "application/octet-stream"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("two\nlines\x00.txt", "two lines.txt"),
        ("%22quoted%22 100%.txt", '"quoted" 100%.txt'),
        ("", "file"),
        ("..", "file"),
        ("a" * 300 + ".tar", "a" * (limits.FILE_NAME_CHARACTERS_MAX - 4) + ".tar"),
        ("\u0645\u0644\u0641.txt", "\u0645\u0644\u0641.txt"),
    ],
)
def test_a_name_is_one_line_without_a_path(typed: str, kept: str) -> None:
    assert file_name(typed) == kept


def test_a_form_sends_a_file_and_comes_back_to_its_entry(world: World, client_of: ClientOf) -> None:
    client = client_of(world.buyer)
    path = f"/orders/{world.order.public_id}/"

    answer = client.post(
        f"{path}files/",
        {"file": SimpleUploadedFile("plan.txt", b"first, second"), "client_key": str(uuid.uuid4())},
    )

    last = Record.objects.get(pk=world.order.record_id).last_number
    assert answer.headers["Location"] == f"{path}#entry-{last}"


def test_a_refused_file_is_answered_with_a_sentence(world: World, client_of: ClientOf) -> None:
    client = client_of(world.outsider)
    path = f"/inbox/{world.conversation.public_id}/files/"

    plain = client.post(path, {"file": SimpleUploadedFile("empty.txt", b"")}, follow=True)
    program = client.post(path, {}, headers={"Accept": "application/json"})

    assert "This file is empty" in plain.content.decode()
    assert (program.status_code, program.json()) == (422, {"say": "Choose a file first."})


def test_the_api_sends_and_fetches_files(world: World, client_of: ClientOf) -> None:
    client = client_of(world.outsider)
    conversation, key = world.conversation, str(uuid.uuid4())
    path = f"/api/v1/conversations/{conversation.public_id}/files"

    answers = [
        client.post(path, {"file": SimpleUploadedFile("a.txt", b"by program"), "k": key}).json()
        for _time in range(2)
    ]

    assert answers[0] == answers[1]
    assert answers[0]["k"] == key
    found = fact_of(world, answers[0]["n"])["file"]
    fetched = client.get(f"/api/v1/files/{found}")
    assert b"".join(fetched.streaming_content) == b"by program"  # type: ignore[attr-defined]
    assert client_of(world.buyer).get(f"/api/v1/files/{found}").status_code == 404


def test_a_front_that_sends_bytes_itself_is_told_where_they_lie_and_who_may_not_learns_nothing(
    world: World, client_of: ClientOf
) -> None:
    sends = {"X-Sendfile-Type": "X-Accel-Redirect"}
    path = f"/files/{world.file_id}/"

    own = client_of(world.outsider).get(path, headers=sends)
    stranger = client_of(world.buyer).get(path, headers=sends)

    address = own.headers["X-Accel-Redirect"]
    assert own.content == b""
    assert (settings.GIGHALL_HOME / "files" / address[1:]).read_bytes() == b"while True:\n    pass\n"
    assert "sandbox" in own.headers["Content-Security-Policy"]
    assert stranger.status_code == 404
    assert "X-Accel-Redirect" not in stranger.headers
