"""What can be done with files."""

from .parts import append_bytes, arrived_file
from .storing import digest_of, forget_bytes, keep_bytes, store_file
from .uploads import (
    end_upload,
    forget_upload,
    keep_upload,
    note_arrival,
    note_arrivals,
    note_progress,
    sweep_uploads,
)

__all__ = [
    "append_bytes",
    "arrived_file",
    "digest_of",
    "end_upload",
    "forget_bytes",
    "forget_upload",
    "keep_bytes",
    "keep_upload",
    "note_arrival",
    "note_arrivals",
    "note_progress",
    "store_file",
    "sweep_uploads",
]
