"""The hash chain, computed outside the database: the second verifier. Plain Python, standard library only.

The specification stands in ``docs/subsystems/record.md``; this file follows it and nothing else.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MAGIC = b"gighall/1"
ZEROS = bytes(32)
ERASED = "erased"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ChainEntry:
    """An entry as the verifier needs it. Words and salts are None when they were erased or are not for the reader."""

    number: int
    kind: str
    author_key: str
    at: datetime
    shown: str | None
    shown_salt: bytes | None
    shown_digest: bytes
    withheld: str | None
    withheld_salt: bytes | None
    withheld_digest: bytes
    hash: bytes


@dataclass(frozen=True)
class ChainResult:
    """What a verification found: ``bad_number`` is None when every entry holds.

    ``has_sought`` says whether the record ever ended in the head that was asked for.
    """

    entries: int
    head: bytes
    bad_number: int | None = None
    why: str = ""
    has_sought: bool = True

    @property
    def holds(self) -> bool:
        """Say whether the whole chain is as it was written."""
        return self.bad_number is None


def field(value: bytes) -> bytes:
    """Return a field with its length in four bytes, big end first, before it."""
    return len(value).to_bytes(4, "big") + value


def milliseconds(moment: datetime) -> bytes:
    """Return a moment as milliseconds since 1970 in eight bytes, big end first."""
    return ((moment - _EPOCH) // timedelta(milliseconds=1)).to_bytes(8, "big", signed=True)


def root(*, public_id: str, kind: str, made_at: datetime) -> bytes:
    """Return what entry 1 is chained to."""
    fields = [MAGIC, public_id.encode(), kind.encode(), milliseconds(made_at)]
    return hashlib.sha256(b"".join(map(field, fields))).digest()


def words_digest(mark: int, salt: bytes, text: str) -> bytes:
    """Return the digest of an entry's words: mark 1 for the shown ones, 2 for the withheld."""
    return hashlib.sha256(bytes([mark]) + salt + text.encode()).digest()


def entry_hash(*, public_id: str, entry: ChainEntry, previous: bytes) -> bytes:
    """Return the hash of an entry that follows ``previous``."""
    fields = [
        MAGIC,
        public_id.encode(),
        entry.number.to_bytes(8, "big"),
        entry.author_key.encode(),
        milliseconds(entry.at),
        entry.kind.encode(),
        entry.shown_digest,
        entry.withheld_digest,
        previous,
    ]
    return hashlib.sha256(b"".join(map(field, fields))).digest()


def verify(
    *,
    public_id: str,
    kind: str,
    made_at: datetime,
    entries: Iterable[ChainEntry],
    sought: bytes | None = None,
) -> ChainResult:
    """Check numbers, times, digests and hashes of a record from its first entry on.

    Missing words are accepted only where a later entry of the kind *erased* names the entry. ``sought`` is a
    head that somebody was given before: the record ended in it once, so some entry must have it.
    """
    head = root(public_id=public_id, kind=kind, made_at=made_at)
    last_at = made_at
    count = 0
    missing: set[int] = set()
    is_found = sought in (None, head)
    for entry in entries:
        fault = _fault(entry, expected=count + 1, last_at=last_at)
        if not fault and entry.hash != entry_hash(public_id=public_id, entry=entry, previous=head):
            fault = "its hash does not follow from the entry before it"
        if fault:
            return ChainResult(count, head, bad_number=entry.number, why=fault)
        head, last_at, count = entry.hash, entry.at, count + 1
        is_found = is_found or head == sought
        if entry.shown is None:
            missing.add(entry.number)
        elif entry.kind == ERASED:
            missing -= erased_numbers(entry.shown)
    if missing:
        why = "its words are missing and no later entry says that they were erased"
        return ChainResult(count, head, bad_number=min(missing), why=why)
    return ChainResult(count, head, has_sought=is_found)


def erased_numbers(fact: str) -> set[int]:
    """Return the numbers that the words of an *erased* entry name; none when they cannot be read."""
    try:
        numbers = json.loads(fact)["numbers"]
        return {number for number in numbers if isinstance(number, int)}
    except (ValueError, KeyError, TypeError):
        return set()


def _fault(entry: ChainEntry, *, expected: int, last_at: datetime) -> str:
    if entry.number != expected:
        return f"entry {expected} is missing"
    if entry.at < last_at:
        return "it is earlier than the entry before it"
    if (entry.shown is None) != (entry.shown_salt is None):
        return "it has words without their salt, or a salt without words"
    if (entry.withheld is None) != (entry.withheld_salt is None):
        return "it has withheld words without their salt, or a salt without words"
    if not _digest_fits(1, entry.shown_salt, entry.shown, entry.shown_digest):
        return "its words were changed"
    if not _digest_fits(2, entry.withheld_salt, entry.withheld, entry.withheld_digest):
        return "its withheld words were changed"
    return ""


def _digest_fits(mark: int, salt: bytes | None, text: str | None, digest: bytes) -> bool:
    """Say whether words have their digest; words that are not there have any."""
    return salt is None or text is None or words_digest(mark, salt, text) == digest
