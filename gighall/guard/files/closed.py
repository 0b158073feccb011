"""Kinds of files that are known and not read."""

from gighall.guard.files.reading import Reading


def read(data: bytes, here: Reading) -> None:
    """Note that the file stays closed."""
    here.leave("a program" if data.startswith(b"\x7fELF") else "an archive of a kind that is not opened")
