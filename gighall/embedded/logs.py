"""What the programs say: all of it in bounded files in the home, what matters also on the terminal."""

import asyncio
import logging
import re
import time
from collections import deque
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from gighall.base.limits import LOG_BYTES_MAX, LOG_FILES_KEPT

LINE_BYTES_MAX = 64 * 1024
TAIL_LINES = 8
DIGITS = re.compile(r"\d+")
LOUD = re.compile(r"\b(WARNING|WARN|ERROR|CRITICAL|FATAL|PANIC)\b", re.IGNORECASE)
# What a stop or a restart makes the programs say, and what is meant to be so.
EXPECTED = re.compile(
    r"terminating connection|starting up|shutting down|recovery mode|\bERROR:  "
    # A page thread waits for the database most of its time, so there are more of them than cores.
    r"|Configuration allows spawning"
    # The embedded Valkey saves nothing, and so never needs twice its memory.
    r"|Memory overcommit must be enabled"
    # The front's warnings tell of single connections that a browser gave up.
    r"|\tWARN\t"
)
REPEAT_SECONDS = 10


def say(sentence: str) -> None:
    """Print a line for the operator; nobody may be there to read it any more."""
    with suppress(OSError):
        print(f"  {sentence}", flush=True)


class _File(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the library's.
        """Drop the line: a full disk must not stop the pump, and through it the program."""


class ProgramLog:
    """The log of one program: a bounded file, and the last lines in memory for a failed start."""

    def __init__(self, name: str, folder: Path) -> None:
        self.path = folder / f"{name}.log"
        self.tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._name = name
        self._printed, self._silent_until = "", 0.0
        self._file = _File(
            self.path, maxBytes=LOG_BYTES_MAX, backupCount=LOG_FILES_KEPT, encoding="utf-8", errors="replace"
        )

    def add(self, line: str, *, quiet: bool = False) -> None:
        """Keep a line; print it as well if it warns of something."""
        self.tail.append(line)
        self._file.emit(logging.LogRecord(self._name, logging.INFO, "", 0, line, None, None))
        if not quiet and LOUD.search(line) and not EXPECTED.search(line):
            self._print(line)

    async def pump(self, pipe: IO[bytes]) -> None:
        """Read a program's output to its end, line by line, whatever the lengths."""
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), pipe
        )
        rest = b""
        try:
            while chunk := await reader.read(LINE_BYTES_MAX):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self.add(line.decode("utf-8", "replace"))
                if len(rest) > LINE_BYTES_MAX:
                    self.add(rest.decode("utf-8", "replace"))
                    rest = b""
        finally:
            if rest:
                self.add(rest.decode("utf-8", "replace"))
            transport.close()

    def _print(self, line: str) -> None:
        """Print a line, but not again and again while a program stumbles over one thing."""
        gist, present = DIGITS.sub("", line), time.monotonic()
        if gist == self._printed and present < self._silent_until:
            return
        self._printed, self._silent_until = gist, present + REPEAT_SECONDS
        say(f"{self._name:<8} | {line}")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
