"""The bytes of an upload on the disk: appended piece by piece, and taken together once all are there."""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

from gighall.base import limits

from ..models import Upload
from ..queries import part_path
from ..rules import check_room, offset_moved

# Reads at most so many bytes of what is being sent; nothing at its end.
Read = Callable[[int], bytes]


class ArrivedFile(File):
    """An upload's bytes as a storage takes them. A local one moves what has a path of its own; any other one reads."""

    def temporary_file_path(self) -> str:
        """Return a second name for the same bytes: the part stays until the row of the file is stored."""
        name = Path(f"{self.name}.going")
        name.unlink(missing_ok=True)
        try:
            os.link(str(self.name), name)
        except OSError:
            # A disk without second names: the bytes are there twice for a moment.
            shutil.copyfile(str(self.name), name)
        return str(name)


def append_bytes(*, upload: Upload, offset: int, size: int, read: Read, ask: Callable[[], None]) -> int:
    """Append what ``read`` gives to an upload, piece by piece; return where its part ends then.

    ``ask`` is called before each piece, and ends the part by what it raises. What was written stays, whatever
    happens afterwards; it is on the disk for good when this returns.  Units: bytes.
    Errors: OffsetMoved when the part ends elsewhere or somebody else goes on with it, NoRoom.
    """
    handle = _opened(upload)
    try:
        end, left, begun = offset, size, offset
        _check_end(handle, offset)
        while left > 0 and (piece := read(min(left, limits.UPLOAD_PIECE_BYTES))):
            ask()
            check_room(free_bytes=free_bytes(), size=len(piece))
            end = _append(handle, end, piece)
            left -= len(piece)
            if end - begun >= limits.UPLOAD_BEHIND_BYTES:
                _begin_to_write(handle, begun, end)
                begun = end
        return end
    finally:
        os.fdatasync(handle)
        os.close(handle)


@contextmanager
def arrived_file(upload: Upload, *, wait: bool = True) -> Iterator[ArrivedFile | None]:
    """Give the bytes of an upload to one caller at a time; None while somebody else has them, or without any."""
    try:
        stream = part_path(upload).open("rb")
    except FileNotFoundError:
        yield None
        return
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield None
            return
        yield ArrivedFile(stream, name=str(part_path(upload)))


def _opened(upload: Upload) -> int:
    path = part_path(upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _append(handle: int, end: int, piece: bytes) -> int:
    """Write a piece where the part ends, if that is where the sender thinks it does; return where it ends then."""
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        _check_end(handle, end)
        left = memoryview(piece)
        while left:
            written = os.pwrite(handle, left, end)
            end, left = end + written, left[written:]
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        check_room(free_bytes=0, size=len(piece))
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)
    return end


def _begin_to_write(handle: int, begin: int, end: int) -> None:
    """Let the disk begin with what came: a gigabyte at once would hold up every commit of the database behind it."""
    os.posix_fadvise(handle, begin, end - begin, os.POSIX_FADV_DONTNEED)


def _check_end(handle: int, end: int) -> None:
    if os.fstat(handle).st_size != end:
        raise offset_moved()


def free_bytes() -> int:
    """Return how many bytes the disk has room for on which parts lie."""
    folder = Path(settings.GIGHALL_PARTS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def forget_part(upload: Upload) -> None:
    """Take the bytes of an upload from the disk."""
    with suppress(FileNotFoundError):
        part_path(upload).unlink()
    with suppress(FileNotFoundError):
        Path(f"{part_path(upload)}.going").unlink()
