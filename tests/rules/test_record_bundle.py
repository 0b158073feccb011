"""The evidence bundle without a database: what is written is read again, and what is none is refused."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from gighall.domain.record import bundle as bundle_rules
from gighall.domain.record.bundle import (
    BundleFile,
    BundleRecord,
    BundleUnreadable,
    file_of,
    read_bundle,
    write_bundle,
)
from gighall.domain.record.chain import ChainEntry, root
from tests.rules.test_record_chain import MADE_AT, chained, without_words, written

# Larger than what is held in memory at once, so that a file is read and written in pieces.
PICTURE = bytes(range(256)) * 5_000
DIGEST = hashlib.sha256(PICTURE).hexdigest()
RECORD = {"public_id": "rec7Ω", "kind": "order", "made_at": MADE_AT}
NAMED = json.dumps({"file": "f9", "name": "a-1.png", "sha256": DIGEST})
ENTRIES = chained(
    written(1, "Good morning"),
    written(2, "Mail █████", withheld="Mail me@x.example"),
    written(3, NAMED, kind="file"),
)
DAMAGED = "The chain in this bundle is damaged."
NONE = "This is not an evidence bundle: it has no readable chain.json."


def packed(entries: list[ChainEntry] = ENTRIES, files: Mapping[int, bytes | None] | None = None) -> bytes:
    """Return a bundle of the entries and of files by the numbers of their entries; None is a lost one."""
    target = BytesIO()
    head = (entries[-1].hash if entries else root(**RECORD)).hex()  # type: ignore[arg-type]
    write_bundle(
        target,
        record=BundleRecord("rec7Ω", "order", MADE_AT, len(entries), head),
        entries=entries,
        talk="<p>größe</p>",
        hall="Lantern Hall",
        name="talk.zip",
        files=[
            BundleFile(number, "a-1.png", lambda data=data: None if data is None else BytesIO(data))  # type: ignore[misc]
            for number, data in ({3: PICTURE} if files is None else files).items()
        ],
    )
    return target.getvalue()


def changed(
    chain: Mapping[str, Any] | None = None, *, drop: str = "", more: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the bundle with parts of its chain.json replaced, a part of it dropped, or with other files."""
    source = zipfile.ZipFile(BytesIO(packed()))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            if name == "chain.json":
                said = json.loads(source.read(name)) | dict(chain or {})
                archive.writestr(name, json.dumps(said))
            elif name != drop:
                archive.writestr(name, source.read(name))
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return target.getvalue()


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "talk.zip"
    path.write_bytes(packed())

    read = read_bundle(packed())

    assert read.entries == ENTRIES
    assert read.record == BundleRecord("rec7Ω", "order", MADE_AT, 3, ENTRIES[-1].hash.hex())
    assert read.file_digests == {3: DIGEST}
    assert read.verified().holds
    assert read.verified(ENTRIES[0].hash).has_sought
    assert not read.verified(bytes(32)).has_sought
    assert read_bundle(path) == read


def test_what_stands_in_the_file_is_what_the_documentation_says() -> None:
    archive = zipfile.ZipFile(BytesIO(packed()))
    readme = archive.read("README.txt").decode()
    chain = archive.read("chain.json").decode()

    assert archive.namelist() == ["README.txt", "talk.html", "chain.json", "files/3-a-1.png"]
    assert all(each.compress_type == zipfile.ZIP_DEFLATED for each in archive.infolist())
    assert archive.read("talk.html").decode() == "<p>größe</p>"
    assert archive.read("files/3-a-1.png") == PICTURE
    assert "in Lantern Hall.\n" in readme
    assert f"gighall verify talk.zip --head {ENTRIES[-1].hash.hex()}\n" in readme
    # People look at it too: one entry below the other, and letters as they are.
    assert "█████" in chain
    assert '\n "entries": [\n' in chain
    assert '"made_at": 1772368215250,' in chain
    assert json.loads(chain) == {
        "format": "gighall-bundle/1",
        "record": {
            "id": "rec7Ω",
            "kind": "order",
            "made_at": 1_772_368_215_250,
            "last": 3,
            "head": ENTRIES[-1].hash.hex(),
        },
        "entries": [
            {
                "n": entry.number,
                "kind": entry.kind,
                "by": "odile",
                "at": 1_772_368_215_250 + entry.number * 1_000,
                "shown": entry.shown,
                "shown_salt": entry.shown_salt.hex() if entry.shown_salt else None,
                "shown_digest": entry.shown_digest.hex(),
                "withheld": entry.withheld,
                "withheld_salt": entry.withheld_salt.hex() if entry.withheld_salt else None,
                "withheld_digest": entry.withheld_digest.hex(),
                "hash": entry.hash.hex(),
            }
            for entry in ENTRIES
        ],
    }


def test_words_that_are_not_for_the_reader_stay_away_and_the_chain_holds() -> None:
    theirs = [replace(entry, withheld=None, withheld_salt=None) for entry in ENTRIES]

    assert read_bundle(packed(theirs)).entries == theirs
    assert read_bundle(packed(theirs)).verified().holds


@pytest.mark.parametrize(
    ("files", "bad_number", "why"),
    [
        ({3: PICTURE + b"."}, 3, "its file was changed"),
        ({3: None}, 3, "its file is missing from the bundle"),
        ({}, 3, "its file is missing from the bundle"),
        ({3: PICTURE, 2: b"more"}, 2, "the bundle has a file for it, and it names none"),
        ({3: b"other", 12: b"more"}, 3, "its file was changed"),
    ],
)
def test_a_file_that_is_not_the_one_that_was_sent_is_named(
    files: dict[int, bytes | None], bad_number: int, why: str
) -> None:
    result = read_bundle(packed(files=files)).verified()

    assert (result.bad_number, result.why) == (bad_number, why)
    assert (result.entries, result.head) == (3, ENTRIES[-1].hash)


def test_a_bad_chain_is_told_before_a_bad_file() -> None:
    entries = [replace(ENTRIES[0], shown="Good night"), *ENTRIES[1:]]

    result = read_bundle(packed(entries, files={})).verified()

    assert (result.bad_number, result.why) == (1, "its words were changed")


def test_a_file_entry_without_words_names_no_file() -> None:
    entries = [*ENTRIES[:2], without_words(ENTRIES[2])]

    assert read_bundle(packed(entries, files={3: b""})).verified().why.startswith("its words are missing")


@pytest.mark.parametrize("name", ["files/x-3", "files/-3", "files/²-x", "other/3-a-1.png", "3-a-1.png"])
def test_what_is_not_named_after_an_entry_is_no_file_of_one(name: str) -> None:
    read = read_bundle(changed(more={name: b"words"}))

    assert read.file_digests == {3: DIGEST}


@pytest.mark.parametrize("fact", ["no json", "[]", '{"name": "a-1.png"}', ""])
def test_a_fact_that_cannot_be_read_names_no_file(fact: str) -> None:
    assert file_of(fact) == ""
    assert file_of(NAMED) == "f9"


def _entry(**fields: object) -> dict[str, Any]:
    chain = json.loads(zipfile.ZipFile(BytesIO(packed())).read("chain.json"))
    return {"entries": [chain["entries"][0] | fields]}


def _record(**fields: object) -> dict[str, Any]:
    chain = json.loads(zipfile.ZipFile(BytesIO(packed())).read("chain.json"))
    return {"record": chain["record"] | fields}


@pytest.mark.parametrize(
    ("chain", "sentence"),
    [
        (
            {"format": "gighall-bundle/9"},
            "This bundle has the format gighall-bundle/9; this program reads gighall-bundle/1.",
        ),
        ({"record": None}, DAMAGED),
        ({"entries": [{}]}, DAMAGED),
        ({"entries": 7}, DAMAGED),
        (_record(id="a\nb"), DAMAGED),
        (_record(id=""), DAMAGED),
        (_record(id=7), DAMAGED),
        (_record(made_at=10**30), DAMAGED),
        (_record(head="no hex"), DAMAGED),
        (_record(last="many"), DAMAGED),
        (_entry(n="one"), DAMAGED),
        (_entry(shown=7), DAMAGED),
        (_entry(shown="\ud800"), DAMAGED),
        (_entry(withheld=["words"]), DAMAGED),
        (_entry(shown_salt="no hex"), DAMAGED),
        (_entry(hash=None), DAMAGED),
        (_entry(at="today"), DAMAGED),
    ],
)
def test_a_chain_that_is_none_is_refused_with_a_sentence(chain: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BundleUnreadable) as refusal:
        read_bundle(changed(chain))

    assert refusal.value.sentence == sentence


def _only(**files: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        packed()[:200],
        _only(talk_html="<p>"),
        _only(chain_json="{"),
        _only(chain_json="[" * 90_000),
    ],
)
def test_what_is_no_bundle_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BundleUnreadable) as refusal:
        read_bundle(data)

    assert refusal.value.sentence == NONE
    assert refusal.value.__cause__ is not None


def test_a_chain_larger_than_a_record_can_be_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed()
    size = zipfile.ZipFile(BytesIO(data)).getinfo("chain.json").file_size

    monkeypatch.setattr(bundle_rules, "BUNDLE_CHAIN_BYTES_MAX", size)
    assert read_bundle(data).verified().holds
    monkeypatch.setattr(bundle_rules, "BUNDLE_CHAIN_BYTES_MAX", size - 1)
    with pytest.raises(BundleUnreadable) as refusal:
        read_bundle(data)

    assert refusal.value.sentence == "The chain in this bundle is larger than a record can be."
