"""The evidence bundle: one zip that anybody can verify offline. Plain Python, standard library only.

``chain.json`` holds everything that the verifier needs; ``talk.html`` is the same for people. The two sides'
bundles differ only in the withheld words, and verify to the same head.
"""

import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.limits import BUNDLE_CHAIN_BYTES_MAX

from .chain import ChainEntry, ChainResult, verify

FORMAT = "gighall-bundle/1"
CHAIN_NAME, TALK_NAME, README_NAME = "chain.json", "talk.html", "README.txt"
README = """This is the record of one conversation in {hall}.

talk.html   the conversation, to be read in any browser
chain.json  the same entries with their salts, digests and hashes

Check that nothing was changed:   gighall verify {name}
Check it against the head that was given to you before:   gighall verify {name} --head {head}

The check is about chain.json, which alone proves what was said; talk.html is there to be read.
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

    def verified(self, sought: bytes | None = None) -> ChainResult:
        """Verify the chain of the bundle; ``sought`` is a head that it must have had."""
        record = self.record
        return verify(
            public_id=record.public_id,
            kind=record.kind,
            made_at=record.made_at,
            entries=self.entries,
            sought=sought,
        )


def write_bundle(
    *, record: BundleRecord, entries: Iterable[ChainEntry], talk: str, hall: str, name: str
) -> bytes:
    """Return the bundle as the bytes of a zip file.

    Shapes: ``talk`` is a whole HTML page; ``name`` is the file's name, for the README in it.
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
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(README_NAME, README.format(hall=hall, name=name, head=record.head))
        archive.writestr(TALK_NAME, talk)
        archive.writestr(CHAIN_NAME, json.dumps(chain, ensure_ascii=False, indent=1))
    return buffer.getvalue()


def read_bundle(data: bytes) -> Bundle:
    """Read a bundle.

    Errors: BundleUnreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(CHAIN_NAME).file_size > BUNDLE_CHAIN_BYTES_MAX:
                raise BundleUnreadable(_("The chain in this bundle is larger than a record can be."))
            chain = json.loads(archive.read(CHAIN_NAME))
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
        return Bundle(record, [_from_json(item) for item in chain["entries"]])
    except (KeyError, TypeError, ValueError, OverflowError) as problem:
        raise BundleUnreadable(_("The chain in this bundle is damaged.")) from problem


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
