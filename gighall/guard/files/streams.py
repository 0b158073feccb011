"""Files packed one by one: gzip, bzip2, xz."""

import bz2
import lzma
import zlib
from collections.abc import Callable

from gighall.guard.files import archive, families, limits
from gighall.guard.files.reading import Reading

GZIP = b"\x1f\x8b"
GZIP_NAME_FLAG, GZIP_EXTRA_FLAG = 0x8, 0x4
ENDINGS = (".gz", ".bz2", ".xz")
BROKEN = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


def read(data: bytes, here: Reading) -> None:
    """Unpack a file, at most as far as allowed, and read what it holds."""
    name = here.name
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    if data.startswith(GZIP):
        packed_as = _name_in_gzip(data)
        archive.read_name(packed_as, here)
        name = packed_as or name
    most = max(1, min(limits.MEMBER_BYTES_MAX, here.allowance.bytes) + 1)
    try:
        content = _unpacker(data)(data, most)
    except BROKEN:
        here.leave("a broken archive")
        return
    here.allowance.take_bytes(len(content))
    if len(content) > limits.MEMBER_BYTES_MAX:
        here.leave("too large unpacked")
    elif content:
        families.read(content, here.within(name))


def _unpacker(data: bytes) -> Callable[[bytes, int], bytes]:
    if data.startswith(GZIP):
        return zlib.decompressobj(wbits=31).decompress
    if data.startswith(b"BZh"):
        return bz2.BZ2Decompressor().decompress
    return lzma.LZMADecompressor(memlimit=limits.UNPACKER_MEMORY_BYTES).decompress


def _name_in_gzip(data: bytes) -> str:
    """Return the name that a gzip file says it had."""
    if len(data) < 10 or not data[3] & GZIP_NAME_FLAG:
        return ""
    start = 10
    if data[3] & GZIP_EXTRA_FLAG:
        start += 2 + int.from_bytes(data[10:12], "little")
    return data[start : start + 255].partition(b"\0")[0].decode("utf-8", errors="replace")
