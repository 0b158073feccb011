"""Scan files in a program of its own: what hangs or breaks there is ended, and the next file is read by a new one.

The libraries that read PDFs, pictures and codes are written in C. They are kept within caps, but a file may find
what nobody knows yet; this is the wall behind the caps.
"""

import json
import os
import resource
import select
import subprocess
import sys
import time
from collections.abc import Set
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from gighall.guard.files import limits
from gighall.guard.files.answer import answer, unread
from gighall.guard.files.scan import scan
from gighall.guard.find import NO_HOSTS
from gighall.guard.warming import warm_up

PROJECT = Path(__file__).resolve().parents[3]
READ_BYTES = 65_536
GONE = "what read it broke"
TOO_LONG = "it took too long"


class Apart:
    """Scans files one by one in another program, which is started with the first."""

    def __init__(
        self, *, own_hosts: Set[str] = NO_HOSTS, with_ocr: bool = False, seconds: float | None = None
    ) -> None:
        self._settings = {"own_hosts": sorted(own_hosts), "with_ocr": with_ocr}
        usual = limits.SECONDS_WITH_OCR_MAX if with_ocr else limits.SECONDS_MAX
        self.seconds = usual + limits.SECONDS_LONGER if seconds is None else seconds
        self._reader: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Apart":
        return self

    def __exit__(self, *_raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._end()

    @property
    def process_id(self) -> int | None:
        """Return the number of the program that reads at present, if there is one."""
        return None if self._reader is None else self._reader.pid

    def scan(self, path: str) -> dict[str, Any]:
        """Return what is said about a file. Always returns, within a bounded time."""
        if self._reader is None:
            self._reader = self._start()
        try:
            _write(self._reader.stdin, path)
        except BrokenPipeError:
            self._end()
            return unread(GONE)
        line, why = _read_line(self._reader.stdout, self.seconds)
        if why:
            self._end()
            return unread(why)
        said: dict[str, Any] = json.loads(line)
        return said

    def _start(self) -> subprocess.Popen[bytes]:
        known = os.pathsep.join(part for part in (str(PROJECT), os.environ.get("PYTHONPATH", "")) if part)
        reader = subprocess.Popen(
            [sys.executable, "-m", "gighall.guard.files.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": known},
            bufsize=0,
        )
        _write(reader.stdin, self._settings)
        return reader

    def _end(self) -> None:
        if self._reader is not None:
            self._reader.kill()
            self._reader.communicate()
            self._reader = None


def _write(pipe: IO[bytes] | None, said: object) -> None:
    if pipe is not None:
        pipe.write(json.dumps(said).encode() + b"\n")


def _read_line(pipe: IO[bytes] | None, seconds: float) -> tuple[bytes, str]:
    """Return the next line, or nothing and why there is none."""
    if pipe is None:
        return b"", GONE
    until = time.monotonic() + seconds
    line = b""
    while not line.endswith(b"\n"):
        ready, _writable, _broken = select.select([pipe], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return b"", TOO_LONG
        part = os.read(pipe.fileno(), READ_BYTES)
        if not part:
            return b"", GONE
        line += part
    return line, ""


def main() -> None:
    """Answer each path on the standard input with a line; the first line says how."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # What a library prints must not stand between the answers.
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES_MAX, limits.MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    settings = json.loads(sys.stdin.readline())
    from gighall.guard.files import ocr

    image_text = ocr.installed() if settings["with_ocr"] else None
    # What is loaded and built with the first text or picture is not waited for with the first file.
    _warm_up()
    for line in sys.stdin:
        found = scan(
            Path(json.loads(line)), own_hosts=frozenset(settings["own_hosts"]), image_text=image_text
        )
        _write(answers, answer(found))


def _warm_up() -> None:
    warm_up()
    for family in ("drawings", "mails", "pdf", "pictures", "zips"):
        import_module(f"gighall.guard.files.{family}")


if __name__ == "__main__":
    main()
