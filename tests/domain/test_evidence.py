"""Evidence bundles and erasure: what verifies, what does not, and what nobody can find out any more."""

import json
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from gighall.cli.verify import NothingToVerify, head_of, verify_file, verify_record
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import post_file
from gighall.domain.files.models import StoredFile
from gighall.domain.record.actions import erase_entries
from gighall.domain.record.bundle import Bundle, BundleUnreadable, read_bundle, write_bundle
from gighall.domain.record.chain import ChainEntry, entry_hash, root, words_digest
from gighall.domain.record.models import Entry, Record, Withheld
from gighall.domain.record.queries import bundle_record, entries_for
from gighall.domain.record.rules import CannotErase
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World, say

ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def download(client_of: ClientOf) -> Callable[[Person, str], bytes]:
    """Return how a person downloads the bundle of an order."""

    def bundle_for(person: Person, order_id: str) -> bytes:
        answer = client_of(person).get(f"/orders/{order_id}/bundle/")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        return b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    return bundle_for


Download = Callable[[Person, str], bytes]


def kept(data: bytes, folder: Path) -> Path:
    """Keep a bundle as a file."""
    path = folder / "bundle.zip"
    path.write_bytes(data)
    return path


def forged(bundle: Bundle, number: int, text: str) -> Bundle:
    """Return the bundle with other words in an entry and every hash from there on computed anew."""
    record = bundle.record
    head = root(public_id=record.public_id, kind=record.kind, made_at=record.made_at)
    entries: list[ChainEntry] = []
    for entry in bundle.entries:
        changed = entry
        if entry.number == number and entry.shown_salt is not None:
            changed = replace(entry, shown=text, shown_digest=words_digest(1, entry.shown_salt, text))
        changed = replace(changed, hash=entry_hash(public_id=record.public_id, entry=changed, previous=head))
        head = changed.hash
        entries.append(changed)
    return Bundle(replace(record, head=head.hex()), entries)


def test_both_sides_bundles_verify_to_the_same_head_and_differ_in_withheld_words(
    world: World, download: Download
) -> None:
    mine, theirs = (
        read_bundle(download(person, world.order.public_id)) for person in (world.buyer, world.seller)
    )

    assert mine.verified().holds
    assert theirs.verified().holds
    assert (
        mine.verified().head
        == theirs.verified().head
        == bytes(Record.objects.get(pk=world.order.record_id).head)
    )
    assert [entry.withheld for entry in mine.entries if entry.withheld] == [CONTACT_WORDS]
    assert [entry.withheld for entry in theirs.entries if entry.withheld] == []
    blank = [replace(entry, withheld=None, withheld_salt=None) for entry in mine.entries]
    assert blank == theirs.entries


def test_a_bundle_tells_the_other_side_no_withheld_word_anywhere(world: World, download: Download) -> None:
    with zipfile.ZipFile(BytesIO(download(world.seller, world.order.public_id))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        talk = archive.read("talk.html").decode()

    assert CONTACT_SECRET.encode() not in everything
    assert "My loop never ends" in talk
    assert "src=" not in talk
    assert "<script" not in talk


def test_a_bundle_verifies_without_a_database(
    world: World, download: Download, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept(download(world.buyer, world.order.public_id), tmp_path)

    assert verify_file(path) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "OK"


def test_a_forged_bundle_verifies_alone_and_fails_against_the_head_that_left_the_house(
    world: World, download: Download
) -> None:
    true = read_bundle(download(world.buyer, world.order.public_id))
    head = true.verified().head
    false = forged(true, 3, "I never said that.")

    assert false.verified().holds
    assert false.verified(head).holds
    assert not false.verified(head).has_sought
    assert true.verified(head).has_sought


def test_a_head_of_an_earlier_step_is_found_in_the_grown_record(world: World, download: Download) -> None:
    earlier = read_bundle(download(world.buyer, world.order.public_id)).verified().head
    say(world.order, world.seller, "One thing more.", now=world.now + timedelta(hours=2))

    grown = read_bundle(download(world.seller, world.order.public_id)).verified(earlier)

    assert grown.holds
    assert grown.has_sought
    assert grown.head != earlier


@pytest.mark.parametrize(
    ("number", "field"), [(3, "shown"), (2, "at"), (4, "by"), (1, "hash"), (5, "withheld_digest")]
)
def test_the_first_bad_entry_is_named(
    world: World,
    download: Download,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    number: int,
    field: str,
) -> None:
    data = download(world.buyer, world.order.public_id)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        chain = json.loads(archive.read("chain.json"))
    old = chain["entries"][number - 1][field]
    chain["entries"][number - 1][field] = old + 1 if isinstance(old, int) else "00" * 32
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("chain.json", json.dumps(chain))

    assert verify_file(kept(buffer.getvalue(), tmp_path)) == 1

    assert f"BAD     entry {number}:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "chain",
    [
        "not json",
        "{}",
        '{"format": "gighall-bundle/9"}',
        '{"format": "gighall-bundle/1", "record": 7, "entries": []}',
        (
            '{"format": "gighall-bundle/1", "record": {"id": "a", "kind": "order", "made_at": 1e99, "last": 0,'
            ' "head": ""}, "entries": []}'
        ),
        (
            '{"format": "gighall-bundle/1", "record": {"id": "a", "kind": "order", "made_at": 0, "last": 1,'
            ' "head": ""}, "entries": [{"n": 1, "kind": "message", "by": "", "at": 0, "shown": "\\ud800"}]}'
        ),
    ],
)
def test_what_is_no_bundle_is_refused_with_a_sentence(chain: str) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("chain.json", chain)

    for data in (buffer.getvalue(), b"", b"PK\x03\x04 torn", chain.encode()):
        with pytest.raises(BundleUnreadable):
            read_bundle(data)


def test_an_empty_record_has_its_root_as_head(world: World) -> None:
    record = Record.objects.get(pk=world.order.record_id)
    start = root(public_id=record.public_id, kind=record.kind, made_at=record.made_at)
    about = replace(bundle_record(record), last_number=0, head=start.hex())

    target = BytesIO()
    write_bundle(target, record=about, entries=[], talk="", hall="A hall", name="x.zip")
    claim = read_bundle(target.getvalue())

    assert claim.verified(start).has_sought
    assert claim.verified().head == start


@pytest.mark.parametrize("who", ["outsider", "operator", "newcomer"])
def test_an_outsider_gets_no_bundle(world: World, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(world, who))

    assert client.get(f"/orders/{world.order.public_id}/bundle/").status_code == 404
    assert client.get(f"/api/v1/orders/{world.order.public_id}/bundle").status_code == 404


def test_erased_words_are_gone_and_the_chain_holds(world: World, download: Download) -> None:
    before = read_bundle(download(world.buyer, world.order.public_id))
    number = next(entry.number for entry in before.entries if entry.withheld)

    told = erase_entries(
        record_id=world.order.record_id,
        numbers=[number],
        by_id=world.operator.pk,
        clause="outside-contact",
        now=world.now + timedelta(hours=1),
    )

    for person in (world.buyer, world.seller):
        data = download(person, world.order.public_id)
        bundle = read_bundle(data)
        assert bundle.verified(before.verified().head).holds
        assert bundle.verified(before.verified().head).has_sought
        gone = bundle.entries[number - 1]
        assert (gone.shown, gone.shown_salt, gone.withheld, gone.withheld_salt) == (None,) * 4
        fact = json.loads(bundle.entries[told - 1].shown or "")
        assert (fact["numbers"], fact["clause"]) == ([number], "outside-contact")
        assert CONTACT_SECRET.encode() not in data
    assert verify_record(world.order.public_id) == 0
    seen = entries_for(record_id=world.order.record_id, person_id=world.buyer.pk, limit=100)[number - 1]
    assert (seen.shown, seen.own) == (None, None)


def test_without_the_salt_nobody_can_test_what_an_erased_number_was(world: World, download: Download) -> None:
    phone = "+49 170 1234567"
    number = say(world.order, world.buyer, phone, now=world.now + timedelta(hours=1))
    digest = bytes(Entry.objects.get(record_id=world.order.record_id, number=number).withheld_digest)
    salt = bytes(Withheld.objects.get(record_id=world.order.record_id, number=number).salt or b"")
    assert words_digest(2, salt, phone) == digest

    erase_entries(
        record_id=world.order.record_id,
        numbers=[number],
        by_id=world.operator.pk,
        clause="outside-contact",
        now=world.now + timedelta(hours=2),
    )

    entry = read_bundle(download(world.buyer, world.order.public_id)).entries[number - 1]
    assert entry.withheld_digest == digest
    every_salt_that_is_left = [
        bytes(entry.shown_salt) for entry in Entry.objects.all() if entry.shown_salt is not None
    ]
    guesses = [b"", bytes(16), *every_salt_that_is_left]
    assert all(words_digest(2, guess, phone) != digest for guess in guesses)


def test_missing_words_that_no_later_entry_names_are_bad(world: World, download: Download) -> None:
    bundle = read_bundle(download(world.buyer, world.order.public_id))
    entries = [
        replace(entry, shown=None, shown_salt=None) if entry.number == 3 else entry
        for entry in bundle.entries
    ]

    result = Bundle(bundle.record, entries).verified()

    assert result.bad_number == 3


@pytest.mark.parametrize("numbers", [[], [1], [3, 99], [2]])
def test_only_messages_of_the_record_are_erased(world: World, numbers: list[int]) -> None:
    with pytest.raises(CannotErase):
        erase_entries(
            record_id=world.order.record_id,
            numbers=numbers,
            by_id=world.operator.pk,
            clause="outside-contact",
            now=world.now + timedelta(hours=1),
        )
    assert not Entry.objects.filter(record_id=world.order.record_id, shown=None).exists()


def test_only_staff_erase(world: World) -> None:
    with pytest.raises(Person.DoesNotExist):
        erase_entries(
            record_id=world.order.record_id,
            numbers=[3],
            by_id=world.buyer.pk,
            clause="outside-contact",
            now=world.now + timedelta(hours=1),
        )


@pytest.mark.parametrize("words", ["", "abc", "00" * 31, "zz" * 32])
def test_a_head_that_is_none_is_refused(words: str) -> None:
    with pytest.raises(NothingToVerify):
        head_of(words)


def test_withheld_words_without_their_salt_prove_nothing(world: World, download: Download) -> None:
    true = read_bundle(download(world.buyer, world.order.public_id))
    entries = [
        replace(entry, withheld="I never said that.", withheld_salt=None) if entry.withheld else entry
        for entry in true.entries
    ]

    result = Bundle(true.record, entries).verified()

    assert not result.holds
    assert "salt" in result.why


def zip_of(chain: bytes) -> bytes:
    """Return a zip file with these bytes as its chain."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chain.json", chain)
    return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    """Return a zip file that says of its first file that it is encrypted."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:6] + b"\x01" + data[7:at] + b"\x01" + data[at + 1 :]


@pytest.mark.parametrize(
    "data",
    [
        zip_of(b"[" * 100_000),
        encrypted(zip_of(b"{}")),
        zip_of(b"x" * 9_000)[:45] + b"\xff\xff\xff\xff" + zip_of(b"x" * 9_000)[49:],
    ],
    ids=["brackets without end", "encrypted", "broken within"],
)
def test_a_hostile_file_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BundleUnreadable):
        read_bundle(data)


@pytest.mark.parametrize("field", ["id", "head"])
def test_a_bundle_writes_no_lines_of_its_own_into_what_the_verifier_says(
    world: World, download: Download, field: str
) -> None:
    with zipfile.ZipFile(BytesIO(download(world.buyer, world.order.public_id))) as archive:
        chain = json.loads(archive.read("chain.json"))
    chain["record"][field] += "\nOK\x1b[8m"

    with pytest.raises(BundleUnreadable):
        read_bundle(zip_of(json.dumps(chain).encode()))


def with_other_file(data: bytes, change: Callable[[str], tuple[str, bytes] | None]) -> bytes:
    """Return a bundle with its files changed: each becomes another name and content, or is left out."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            changed = change(name) if name.startswith("files/") else (name, old.read(name))
            if changed is not None:
                new.writestr(*changed)
    return target.getvalue()


@pytest.fixture
def bundle_with_file(world: World, download: Download) -> bytes:
    """The seller's bundle of an order in which the buyer has sent a file."""
    post_file(
        record_id=world.order.record_id,
        author_id=world.buyer.pk,
        name="my loop.py",
        content=ContentFile(b"while True:\n    pass\n"),
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=20),
    )
    return download(world.seller, world.order.public_id)


def test_a_bundle_brings_the_files_and_checks_them(world: World, bundle_with_file: bytes) -> None:
    last = Record.objects.get(pk=world.order.record_id).last_number

    assert read_bundle(bundle_with_file).verified().holds
    with zipfile.ZipFile(BytesIO(bundle_with_file)) as archive:
        assert archive.read(f"files/{last}-my loop.py") == b"while True:\n    pass\n"
        assert f"files/{last}-my%20loop.py" in archive.read("talk.html").decode()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda name: (name, b"while False: pass"), "its file was changed"),
        (lambda name: None, "its file is missing from the bundle"),
        (lambda name: ("files/2-other.py", b""), "the bundle has a file for it, and it names none"),
    ],
)
def test_a_changed_missing_or_foreign_file_is_named(
    world: World, bundle_with_file: bytes, change: Callable[[str], tuple[str, bytes] | None], why: str
) -> None:
    result = read_bundle(with_other_file(bundle_with_file, change)).verified()

    assert not result.holds
    assert result.why == why


def test_a_bundle_whose_file_was_lost_says_so(
    world: World, bundle_with_file: bytes, download: Download
) -> None:
    default_storage.delete(StoredFile.objects.get(place_id=world.order.record_id).stored_name)

    result = read_bundle(download(world.buyer, world.order.public_id)).verified()

    assert result.why == "its file is missing from the bundle"
