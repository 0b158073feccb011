"""A disk so small that a test can fill it, and empty it again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gighall.embedded.processes import processes_working_in
from tests.harness.halls import home_for

MEBIBYTES = 320
PIECE = b"\0" * 1_048_576


class SmallDisk:
    """A folder with little room; ``fill`` takes all of it."""

    # What a program is told that wants more.
    complaint = "No space left on device"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Take what room there is, to the last page."""
        with self._ballast.open("ab", buffering=0) as ballast:
            piece = PIECE
            while piece:
                try:
                    ballast.write(piece)
                except OSError:
                    piece = piece[: len(piece) // 2]

    def make_room(self) -> None:
        """Give it back."""
        self._ballast.unlink()


class CrampedDisk(SmallDisk):
    """A folder on a large disk, for people who may not mount one: while it is full, the server's files cannot grow."""

    complaint = "File too large"

    def fill(self) -> None:
        """Let no file of the server grow beyond a page."""
        self._allow("8192")

    def make_room(self) -> None:
        """Let them grow."""
        self._allow("unlimited")

    def _allow(self, size: str) -> None:
        for pid in processes_working_in(self.folder / "postgres" / "data"):
            # One that ends just now needs no limit.
            with suppress(FileNotFoundError):
                owner = Path(f"/proc/{pid}").stat()
                # Everybody may do this to processes of their own; as root the server is another user's.
                words = ["prlimit", f"--pid={pid}", f"--fsize={size}:"]
                subprocess.run(words, user=owner.st_uid, group=owner.st_gid, check=False)


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """A tmpfs of its own while the block runs, where one may be mounted; else a folder that can be cramped."""
    folder = home_for("disk")
    folder.mkdir()
    if not _mounted(folder):
        yield CrampedDisk(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mounted(folder: Path) -> bool:
    if os.geteuid() != 0:
        return False
    options = f"size={MEBIBYTES}m,mode=755"
    words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0
