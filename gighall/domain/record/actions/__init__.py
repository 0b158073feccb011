"""What can be done with records. Entries are written by the database function alone."""

from .append import NewEntry, append_entries, append_entry
from .erase import erase_entries
from .index import index_words
from .open_record import open_record
from .rights import close_record, raise_facts, set_may_write

__all__ = [
    "NewEntry",
    "append_entries",
    "append_entry",
    "close_record",
    "erase_entries",
    "index_words",
    "open_record",
    "raise_facts",
    "set_may_write",
]
