"""The hash chain from its specification alone, and every way in which a record can be found to be changed."""

import hashlib
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gighall.domain.record.chain import (
    ChainEntry,
    ChainResult,
    entry_hash,
    erased_numbers,
    milliseconds,
    root,
    verify,
    words_digest,
)

MADE_AT = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RECORD: dict[str, Any] = {"public_id": "rec7Ω", "kind": "order", "made_at": MADE_AT}
NOTHING_WITHHELD = bytes(32)


def field(value: bytes) -> bytes:
    """Return a field as docs/subsystems/record.md says: its length in four bytes, then itself."""
    return struct.pack(">I", len(value)) + value


def moment(at: datetime) -> bytes:
    """Return a moment as the specification says: whole milliseconds since 1970 as a signed number."""
    return struct.pack(">q", round(at.timestamp() * 1000))


def written(number: int, words: str, *, withheld: str | None = None, kind: str = "message") -> ChainEntry:
    """Return an entry with its digests, not yet chained."""
    salt, other_salt = bytes([number]) * 16, bytes([number + 100]) * 16
    return ChainEntry(
        number=number,
        kind=kind,
        author_key="" if kind == "erased" else "odile",
        at=MADE_AT + number * SECOND,
        shown=words,
        shown_salt=salt,
        shown_digest=hashlib.sha256(b"\x01" + salt + words.encode()).digest(),
        withheld=withheld,
        withheld_salt=None if withheld is None else other_salt,
        withheld_digest=NOTHING_WITHHELD
        if withheld is None
        else hashlib.sha256(b"\x02" + other_salt + withheld.encode()).digest(),
        hash=b"",
    )


def chained(*entries: ChainEntry) -> list[ChainEntry]:
    """Return the entries with the hashes that follow from each other."""
    head, found = root(**RECORD), []
    for entry in entries:
        head = entry_hash(public_id=RECORD["public_id"], entry=entry, previous=head)
        found.append(replace(entry, hash=head))
    return found


TALK = chained(
    written(1, "Good morning"),
    written(2, "Mail █████", withheld="Mail me@x.example"),
    written(3, "größe"),
)


def check(entries: Sequence[ChainEntry], **more: Any) -> ChainResult:
    """Verify entries as the record's."""
    return verify(entries=entries, **RECORD, **more)


def test_the_root_names_the_record() -> None:
    said = b"".join(map(field, [b"gighall/1", "rec7Ω".encode(), b"order", moment(MADE_AT)]))

    assert root(**RECORD) == hashlib.sha256(said).digest()


def test_an_entrys_hash_is_made_as_the_specification_says() -> None:
    entry, previous = TALK[1], TALK[0].hash
    said = b"".join(
        map(
            field,
            [
                b"gighall/1",
                "rec7Ω".encode(),
                struct.pack(">q", 2),
                b"odile",
                moment(entry.at),
                b"message",
                entry.shown_digest,
                entry.withheld_digest,
                previous,
            ],
        )
    )

    assert entry_hash(public_id="rec7Ω", entry=entry, previous=previous) == hashlib.sha256(said).digest()
    assert words_digest(1, b"salt", "é") == hashlib.sha256(b"\x01salt\xc3\xa9").digest()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC), -1),
        (datetime(1970, 1, 1, 0, 0, 1, 999_999, tzinfo=UTC), 1_999),
    ],
)
def test_a_moment_is_its_whole_milliseconds(at: datetime, said: int) -> None:
    assert milliseconds(at) == struct.pack(">q", said)


def test_an_unchanged_record_holds_and_ends_in_its_last_hash() -> None:
    assert check(TALK) == ChainResult(3, TALK[-1].hash, bad_number=None, why="", has_sought=True)
    assert check(TALK).holds
    assert check([]) == ChainResult(0, root(**RECORD))


def test_a_head_that_was_given_must_be_one_of_the_record() -> None:
    heads = [root(**RECORD), *(entry.hash for entry in TALK)]

    assert all(check(TALK, sought=head).has_sought for head in heads)
    assert not check(TALK, sought=b"\x00" * 32).has_sought
    assert not check(TALK[:2], sought=TALK[2].hash).has_sought


def _forget_salt(entry: ChainEntry) -> ChainEntry:
    return replace(entry, shown_salt=None)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (lambda entry: replace(entry, number=3), "entry 2 is missing"),
        (lambda entry: replace(entry, at=entry.at - 2 * SECOND), "it is earlier than the entry before it"),
        (_forget_salt, "it has words without their salt, or a salt without words"),
        (
            lambda entry: replace(entry, shown=None),
            "it has words without their salt, or a salt without words",
        ),
        (
            lambda entry: replace(entry, withheld=None),
            "it has withheld words without their salt, or a salt without words",
        ),
        (
            lambda entry: replace(entry, withheld_salt=None),
            "it has withheld words without their salt, or a salt without words",
        ),
        (lambda entry: replace(entry, shown="Mail you"), "its words were changed"),
        (lambda entry: replace(entry, shown_salt=b"other"), "its words were changed"),
        (lambda entry: replace(entry, withheld="Mail you"), "its withheld words were changed"),
        (
            lambda entry: replace(entry, author_key="bram"),
            "its hash does not follow from the entry before it",
        ),
        (lambda entry: replace(entry, kind="file"), "its hash does not follow from the entry before it"),
        (
            lambda entry: replace(entry, at=entry.at + timedelta(milliseconds=1)),
            "its hash does not follow from the entry before it",
        ),
    ],
)
def test_each_change_is_found_at_its_entry_and_named(
    changed: Callable[[ChainEntry], ChainEntry], why: str
) -> None:
    bad = changed(TALK[1])

    result = check([TALK[0], bad, TALK[2]])

    assert result == ChainResult(1, TALK[0].hash, bad_number=bad.number, why=why)
    assert not result.holds


def test_an_entry_may_be_as_early_as_the_one_before_it_and_the_record_itself() -> None:
    same = [replace(written(number, "now"), at=MADE_AT) for number in (1, 2)]

    assert check(chained(*same)).holds


def erased(number: int, *, names: list[int]) -> ChainEntry:
    """Return the entry that says which words were erased."""
    return written(number, json.dumps({"numbers": names}), kind="erased")


def without_words(entry: ChainEntry) -> ChainEntry:
    """Return an entry whose words and salts were taken away."""
    return replace(entry, shown=None, shown_salt=None, withheld=None, withheld_salt=None)


def test_missing_words_hold_where_a_later_entry_says_that_they_were_erased() -> None:
    record = chained(written(1, "one"), written(2, "two", withheld="full"), erased(3, names=[1, 2]))

    assert check([without_words(record[0]), without_words(record[1]), record[2]]).holds


@pytest.mark.parametrize(
    ("entries", "bad_number"),
    [
        ([written(1, "one"), written(2, "two"), erased(3, names=[2])], 1),
        ([erased(1, names=[2]), written(2, "two"), written(3, "three")], 2),
        ([written(1, "one"), written(2, "two"), written(3, '{"numbers": [2]}')], 1),
    ],
)
def test_missing_words_that_no_later_entry_names_are_bad(entries: list[ChainEntry], bad_number: int) -> None:
    record = chained(*entries)
    record = [
        without_words(entry) if entry.kind != "erased" and entry.number < 3 else entry for entry in record
    ]

    result = check(record)

    assert result == ChainResult(
        3,
        record[-1].hash,
        bad_number=bad_number,
        why="its words are missing and no later entry says that they were erased",
    )


@pytest.mark.parametrize(
    ("fact", "numbers"),
    [
        ('{"numbers": [4, 2]}', {2, 4}),
        ('{"numbers": [4, "2", null]}', {4}),
        ('{"numbers": 4}', set()),
        ('{"others": [4]}', set()),
        ("[4]", set()),
        ("no json", set()),
    ],
)
def test_an_erasing_entry_names_numbers_or_nothing(fact: str, numbers: set[int]) -> None:
    assert erased_numbers(fact) == numbers
