"""Rules of files. Plain Python."""

from pathlib import PurePosixPath

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import clean_line

MEGABYTE = 1_048_576
UNKNOWN_TYPE = "application/octet-stream"
# The only files that a page shows; what they are is read from their first bytes, never from their names.
PICTURE_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
STARTS_BYTES = 16


class FileUnfit(Refused):
    """A file that is empty, too large, or one too many today."""

    code = "file_unfit"


def check_file(*, size: int) -> None:
    """Refuse a file that cannot be taken.

    Units: size in bytes.  Errors: FileUnfit with what to do.
    """
    if size == 0:
        raise FileUnfit(_("This file is empty. Choose another one."))
    if size > limits.FILE_BYTES_MAX:
        raise FileUnfit(
            _(
                "A file may have at most {most} MB; this one has {size}. Make it smaller, or send it in parts."
            ),
            most=limits.FILE_BYTES_MAX // MEGABYTE,
            size=f"{size / MEGABYTE:.1f}",
        )


def check_bytes_today(*, sent_bytes: int, size: int) -> None:
    """Refuse a file when its sender has sent very much within a day.

    Units: bytes.  Errors: FileUnfit.
    """
    if sent_bytes + size > limits.FILE_BYTES_PER_DAY_MAX:
        raise FileUnfit(
            _("You have sent {most} MB of files within a day. Send this one tomorrow."),
            most=limits.FILE_BYTES_PER_DAY_MAX // MEGABYTE,
        )


def file_name(typed: str) -> str:
    """Return a file's name as it is kept: the last part of a path, in one line, the ending kept when it is cut.

    A browser writes the quotation mark of a name as %22 when it sends a form, and nothing else of the kind in one line.
    """
    name = clean_line(typed.replace("%22", '"').replace("\\", "/").rpartition("/")[2]).strip(". ") or "file"
    if len(name) <= limits.FILE_NAME_CHARACTERS_MAX:
        return name
    ending = PurePosixPath(name).suffix[:20]
    return name[: limits.FILE_NAME_CHARACTERS_MAX - len(ending)] + ending


def media_type(start: bytes) -> str:
    """Return the media type of a picture by its first bytes; everything else is bytes to be downloaded."""
    for beginning, name in PICTURE_STARTS.items():
        if start.startswith(beginning):
            return name
    return "image/webp" if start[:4] == b"RIFF" and start[8:12] == b"WEBP" else UNKNOWN_TYPE
