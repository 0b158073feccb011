"""What all archives have in common: files with names."""

from gighall.guard.files import families
from gighall.guard.files.reading import Reading


def read_name(path: str, here: Reading) -> None:
    """Take the names that the way to a file is made of."""
    for step in path.replace("\\", "/").split("/"):
        here.add(f"name of {path}", step, "name")


def read_member(data: bytes, inside: Reading) -> None:
    """Read a file of an archive by its content."""
    families.read(data, inside)
