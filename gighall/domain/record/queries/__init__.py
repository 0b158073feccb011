"""Reads of records. Every read goes through the reader's own place in the record."""

from .chains import bundle_record, chain_for, chain_of
from .entries import (
    SeenEntry,
    ShownEntry,
    check_may_write,
    entries_before,
    entries_for,
    entries_for_place,
    entries_for_staff,
    entries_of_kinds,
    lock_to_write,
    number_since,
    number_under,
    own_last_messages,
    own_words,
    place_of,
    shown_entries,
)
from .finding import INBOX, ORDER, FoundEntries, FoundEntry, found_entries

__all__ = [
    "INBOX",
    "ORDER",
    "FoundEntries",
    "FoundEntry",
    "SeenEntry",
    "ShownEntry",
    "bundle_record",
    "chain_for",
    "chain_of",
    "check_may_write",
    "entries_before",
    "entries_for",
    "entries_for_place",
    "entries_for_staff",
    "entries_of_kinds",
    "found_entries",
    "lock_to_write",
    "number_since",
    "number_under",
    "own_last_messages",
    "own_words",
    "place_of",
    "shown_entries",
]
