"""Documents of offices before 2007: not taken apart, but the runs of letters in them are read."""

from gighall.guard.files.reading import Reading
from gighall.guard.files.strings import strings_in

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, here: Reading) -> None:
    """Read the runs of letters of an old document."""
    if ENCRYPTED in data:
        here.leave("encrypted")
        return
    here.add("text", strings_in(data), "tool")
