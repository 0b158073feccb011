"""The evidence bundle: one zip that anybody can verify offline. Plain Python, standard library only.

``chain.json`` holds everything that the verifier needs; ``talk.html`` is the same for people. The two sides'
bundles differ only in the withheld words, and verify to the same head. ``files/`` holds what was sent, each file
named after the number of its entry, which has its digest.
"""

import hashlib
import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.limits import BUNDLE_CHAIN_BYTES_MAX, BUNDLE_MEMORY_BYTES, BUNDLE_TRANSCRIPTS_MAX

from .chain import ChainEntry, ChainResult, verify

FORMAT = "gighall-bundle/1"
CHAIN_NAME, TALK_NAME, README_NAME = "chain.json", "talk.html", "README.txt"
FILES_FOLDER, TRANSCRIPTS_FOLDER = "files/", "transcripts/"
FILE = "file"
README = """This is the record of one conversation in {hall}.

talk.html   the conversation, to be read in any browser
chain.json  the same entries with their salts, digests and hashes
files/      what was sent, each file after the number of its entry
transcripts/  the sessions that were held, if any, each as its Markdown

Check that nothing was changed:   gighall verify {name}
Check it against the head that was given to you before:   gighall verify {name} --head {head}

Check a transcript that you have:  gighall verify {name} --transcript FILE

The check is about chain.json, which alone proves what was said, and about the files and transcripts, whose digests
it names; talk.html is there to be read.
How the chain is made stands in docs/subsystems/record.md of Gighall; any program can verify it.
"""
# What a zip file's reader says of bytes that are none.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BundleUnreadable(Refused):
    """The file is not an evidence bundle, or is damaged."""

    code = "bundle_unreadable"


@dataclass(frozen=True)
class BundleRecord:
    """What a bundle says about its record."""

    public_id: str
    kind: str
    made_at: datetime
    last_number: int
    head: str


@dataclass(frozen=True)
class Bundle:
    """A bundle as it was read: a claim, until it is verified."""

    record: BundleRecord
    entries: list[ChainEntry]
    # The digests of the files that are there, by the numbers of their entries.
    file_digests: Mapping[int, str] = field(default_factory=dict)
    # The transcripts that are there, by their names.
    transcripts: Mapping[str, bytes] = field(default_factory=dict)

    def verified(self, sought: bytes | None = None) -> ChainResult:
        """Verify the chain of the bundle and its files; ``sought`` is a head that it must have had."""
        record = self.record
        result = verify(
            public_id=record.public_id,
            kind=record.kind,
            made_at=record.made_at,
            entries=self.entries,
            sought=sought,
        )
        bad = _bad_file(self.entries, self.file_digests) if result.holds else None
        return result if bad is None else replace(result, bad_number=bad[0], why=bad[1])


@dataclass(frozen=True)
class BundleFile:
    """A file to put into a bundle; ``opened`` gives its bytes, or None where they are lost."""

    number: int
    name: str
    opened: Callable[[], IO[bytes] | None]

    @property
    def path(self) -> str:
        """Return where the file stands in the bundle."""
        return f"{FILES_FOLDER}{self.number}-{self.name}"


def write_bundle(
    target: IO[bytes],
    *,
    record: BundleRecord,
    entries: Iterable[ChainEntry],
    talk: str,
    hall: str,
    name: str,
    files: Iterable[BundleFile] = (),
    transcripts: Mapping[str, str] | None = None,
) -> None:
    """Write the bundle, a zip file.

    Shapes: ``talk`` is a whole HTML page; ``name`` is the file's name, for the README in it; ``transcripts`` are
    texts by their names.
    """
    chain = {
        "format": FORMAT,
        "record": {
            "id": record.public_id,
            "kind": record.kind,
            "made_at": _milliseconds(record.made_at),
            "last": record.last_number,
            "head": record.head,
        },
        "entries": [_to_json(entry) for entry in entries],
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(README_NAME, README.format(hall=hall, name=name, head=record.head))
        archive.writestr(TALK_NAME, talk)
        archive.writestr(CHAIN_NAME, json.dumps(chain, ensure_ascii=False, indent=1))
        for session, text in (transcripts or {}).items():
            archive.writestr(f"{TRANSCRIPTS_FOLDER}{session}.md", text)
        for file in files:
            _write_file(archive, file)


def _write_file(archive: zipfile.ZipFile, file: BundleFile) -> None:
    source = file.opened()
    if source is None:
        # The verifier says that it is missing: that is the truth.
        return
    with source, archive.open(file.path, "w", force_zip64=True) as target:
        while chunk := source.read(BUNDLE_MEMORY_BYTES):
            target.write(chunk)


def read_bundle(source: bytes | Path) -> Bundle:
    """Read a bundle, from its bytes or its file.

    Errors: BundleUnreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            if archive.getinfo(CHAIN_NAME).file_size > BUNDLE_CHAIN_BYTES_MAX:
                raise BundleUnreadable(_("The chain in this bundle is larger than a record can be."))
            chain = json.loads(archive.read(CHAIN_NAME))
            digests, transcripts = _digests_of_files(archive), _transcripts_in(archive)
    except BundleUnreadable:
        raise
    except (*_DAMAGED, KeyError, ValueError, RuntimeError) as problem:
        # A RuntimeError is an encrypted file, an unknown compression, or brackets without end.
        raise BundleUnreadable(
            _("This is not an evidence bundle: it has no readable {name}."), name=CHAIN_NAME
        ) from problem
    try:
        if chain["format"] != FORMAT:
            raise BundleUnreadable(
                _("This bundle has the format {found}; this program reads {wanted}."),
                found=chain["format"],
                wanted=FORMAT,
            )
        about = chain["record"]
        record = BundleRecord(
            _name(about["id"]),
            str(about["kind"]),
            _moment(about["made_at"]),
            int(about["last"]),
            bytes.fromhex(about["head"]).hex(),
        )
        return Bundle(record, [_from_json(item) for item in chain["entries"]], digests, transcripts)
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise BundleUnreadable(_("The chain in this bundle is damaged.")) from problem


def _digests_of_files(archive: zipfile.ZipFile) -> dict[int, str]:
    digests: dict[int, str] = {}
    for name in archive.namelist():
        number = name.removeprefix(FILES_FOLDER).partition("-")[0]
        if not name.startswith(FILES_FOLDER) or not (number.isascii() and number.isdecimal()):
            continue
        digest = hashlib.sha256()
        with archive.open(name) as content:
            while chunk := content.read(BUNDLE_MEMORY_BYTES):
                digest.update(chunk)
        digests[int(number)] = digest.hexdigest()
    return digests


def _transcripts_in(archive: zipfile.ZipFile) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for item in archive.infolist():
        if not item.filename.startswith(TRANSCRIPTS_FOLDER) or item.is_dir():
            continue
        if item.file_size > BUNDLE_CHAIN_BYTES_MAX or len(found) >= BUNDLE_TRANSCRIPTS_MAX:
            raise BundleUnreadable(_("The transcripts in this bundle are more than a record can have."))
        found[item.filename.removeprefix(TRANSCRIPTS_FOLDER)] = archive.read(item)
    return found


def _bad_file(entries: Iterable[ChainEntry], digests: Mapping[int, str]) -> tuple[int, str] | None:
    """Return the first entry whose file is not the one that it names, and why; or None."""
    named = {entry.number: _named_in(entry.shown or "", "sha256") for entry in entries if entry.kind == FILE}
    for number in sorted({*named, *digests}):
        if number not in named:
            return number, "the bundle has a file for it, and it names none"
        if number not in digests:
            return number, "its file is missing from the bundle"
        if digests[number] != named[number]:
            return number, "its file was changed"
    return None


def file_of(fact: str) -> str:
    """Return the public id of the file that a fact names; nothing when it cannot be read."""
    return _named_in(fact, "file")


def _named_in(fact: str, key: str) -> str:
    try:
        return str(json.loads(fact)[key])
    except (ValueError, KeyError, TypeError):
        return ""


def _to_json(entry: ChainEntry) -> dict[str, Any]:
    return {
        "n": entry.number,
        "kind": entry.kind,
        "by": entry.author_key,
        "at": _milliseconds(entry.at),
        "shown": entry.shown,
        "shown_salt": _hex(entry.shown_salt),
        "shown_digest": entry.shown_digest.hex(),
        "withheld": entry.withheld,
        "withheld_salt": _hex(entry.withheld_salt),
        "withheld_digest": entry.withheld_digest.hex(),
        "hash": entry.hash.hex(),
    }


def _from_json(item: dict[str, Any]) -> ChainEntry:
    return ChainEntry(
        number=int(item["n"]),
        kind=str(item["kind"]),
        author_key=str(item["by"]),
        at=_moment(item["at"]),
        shown=_text(item["shown"]),
        shown_salt=_bytes(item["shown_salt"]),
        shown_digest=bytes.fromhex(item["shown_digest"]),
        withheld=_text(item["withheld"]),
        withheld_salt=_bytes(item["withheld_salt"]),
        withheld_digest=bytes.fromhex(item["withheld_digest"]),
        hash=bytes.fromhex(item["hash"]),
    )


def _name(value: object) -> str:
    # The verifier prints it, and a file from elsewhere must not write lines of its own there.
    if not isinstance(value, str) or not value.isalnum():
        raise ValueError("an id consists of letters and digits")
    return value


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def _bytes(value: str | None) -> bytes | None:
    return None if value is None else bytes.fromhex(value)


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("words are text")
    if value is not None:
        value.encode()  # A lone surrogate cannot have been stored: UnicodeEncodeError is a ValueError.
    return value
