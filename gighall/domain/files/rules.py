"""Rules of files. Plain Python."""

from pathlib import PurePosixPath

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import clean_line

MEGABYTE = 1_048_576
UNKNOWN_TYPE = "application/octet-stream"
# What tus calls a part of a file that is on its way.
PART_TYPE = "application/offset+octet-stream"
# The only files that a page shows; what they are is read from their first bytes, never from their names.
PICTURE_STARTS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
STARTS_BYTES = 16


def is_part(content_type: str) -> bool:
    """Say whether the body of a request is a part of an upload."""
    return content_type.strip().lower() == PART_TYPE


class FileUnfit(Refused):
    """A file that is empty, too large, or one too many today."""

    code = "file_unfit"


class FileTooLarge(FileUnfit):
    """A file that is larger than its place takes."""


class TooManyUploads(FileUnfit):
    """Somebody has too much on its way that never came to an end."""


class NoRoom(FileUnfit):
    """The hall's disk is nearly full."""

    code = "no_room"


class OffsetMoved(Refused):
    """The part ends elsewhere than the sender thinks: somebody else has gone on with it, or it never came so far."""

    code = "offset_moved"


def check_file(*, size: int, most: int = limits.FILE_BYTES_MAX) -> None:
    """Refuse a file that cannot be taken.

    Units: bytes.  Errors: FileUnfit with what to do.
    """
    if size == 0:
        raise FileUnfit(_("This file is empty. Choose another one."))
    if size > most:
        raise FileTooLarge(
            _(
                "A file may have at most {most} MB; this one has {size}. Make it smaller, or send it in parts."
            ),
            most=most // MEGABYTE,
            size=f"{size / MEGABYTE:.1f}",
        )


def check_open_uploads(*, count: int, parked_bytes: int, size: int) -> None:
    """Refuse one more upload of somebody who has many that are not finished.

    Units: bytes, of whole files.  Errors: TooManyUploads.
    """
    if count >= limits.UPLOADS_OPEN_MAX or parked_bytes + size > limits.UPLOADS_OPEN_BYTES_MAX:
        raise TooManyUploads(
            _("You have {count} files that are not all here yet. Finish or cancel one of them first."),
            count=count,
        )


def check_room(*, free_bytes: int, size: int) -> None:
    """Refuse bytes for which the hall's disk has no room; what the database needs stays free.

    Units: bytes.  Errors: NoRoom.
    """
    if free_bytes - size < limits.FREE_DISK_BYTES_MIN:
        raise NoRoom(
            _("The hall has no room for this file now. What has arrived is kept; go on with it later.")
        )


def offset_moved() -> OffsetMoved:
    """Return the refusal of bytes that do not begin where the part ends."""
    return OffsetMoved(_("This part begins elsewhere than where the file ends so far. Ask how far it is."))


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
