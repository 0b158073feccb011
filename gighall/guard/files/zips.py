"""Zip files: archives, and the documents of offices, which are zip files of XML."""

import struct
import zipfile
import zlib
from io import BytesIO
from lzma import LZMAError

from gighall.guard.files import archive, limits, office, open_document
from gighall.guard.files.reading import Reading

ENTRY_MARK = b"PK\x01\x02"
ENCRYPTED = 0x1
# What the library raises for a file that is broken or lies about itself.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    IndexError,
    KeyError,
)
OFFICE_MARK = "[Content_Types].xml"
OPEN_DOCUMENT_MARK = b"application/vnd.oasis.opendocument"


def read(data: bytes, here: Reading) -> None:
    """Read a zip file as what it holds: a document, or files."""
    if data.count(ENTRY_MARK) > limits.MEMBERS_LISTED_MAX:
        here.leave("more files inside than are listed")
        return
    try:
        archive_file = zipfile.ZipFile(BytesIO(data))
    except BROKEN:
        here.leave("a broken archive")
        return
    with archive_file:
        members = Members(archive_file, here)
        if OFFICE_MARK in members.names:
            office.read(members, here)
        elif members.start_of("mimetype").startswith(OPEN_DOCUMENT_MARK):
            open_document.read(members, here)
        else:
            _read_members(members, here)
        if archive_file.comment:
            here.add("comment", archive_file.comment.decode("utf-8", errors="replace"))


class Members:
    """The files of a zip file, read within what is allowed. Nothing is written, and no link is followed."""

    def __init__(self, source: zipfile.ZipFile, here: Reading) -> None:
        self._source = source
        self._here = here
        self._entries = {one.filename: one for one in source.infolist()}

    @property
    def names(self) -> list[str]:
        """Return the names of all files, in the archive's order."""
        return list(self._entries)

    def comment_of(self, name: str) -> str:
        """Return what the archive says beside a file."""
        return self._entries[name].comment.decode("utf-8", errors="replace")

    def start_of(self, name: str) -> bytes:
        """Return the first bytes of a file, or nothing if there is none."""
        return (self._read(name, 200) or b"") if name in self._entries else b""

    def content_of(self, name: str) -> bytes | None:
        """Return a file's bytes; None where it cannot be read, which is noted."""
        data = self._read(name, limits.MEMBER_BYTES_MAX + 1)
        if data is not None and len(data) > limits.MEMBER_BYTES_MAX:
            self._here.leave("too large", name)
            return None
        return data

    def _read(self, name: str, count: int) -> bytes | None:
        entry = self._entries[name]
        if entry.flag_bits & ENCRYPTED:
            self._here.leave("encrypted", name)
            return None
        allowed = max(1, min(count, self._here.allowance.bytes + 1))
        try:
            with self._source.open(entry) as opened:
                data = opened.read(allowed)
        except BROKEN:
            self._here.leave("broken", name)
            return None
        self._here.allowance.take_bytes(len(data))
        return data


def _read_members(members: Members, here: Reading) -> None:
    """Read each file of an archive, and its name."""
    for name in members.names:
        archive.read_name(name, here)
        here.add(name, members.comment_of(name))
        if name.endswith("/"):
            continue
        inside = here.within(name)
        data = members.content_of(name)
        if data:
            archive.read_member(data, inside)
