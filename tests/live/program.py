"""A real live program for tests, started as the supervisor starts it, and people to talk through it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.db import transaction

from gighall.base import clock
from gighall.domain.accounts.actions import create_token, join
from gighall.domain.accounts.models import Person
from gighall.domain.record.actions import open_record
from gighall.domain.record.models import Record
from tests.patience import until

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS_MAX = 240
STOP_SECONDS_MAX = 60
WRONG_CLOCK = """
from datetime import timedelta
from gighall.base import clock
right = clock.now
clock.now = lambda: right() + timedelta(hours={hours})
"""


@dataclass
class Talker:
    """A person with a personal token."""

    person: Person
    token: str

    @property
    def id(self) -> int:
        """Return the person's key."""
        return self.person.pk


@dataclass
class Talk:
    """A record that two people share, and one who has no part in it."""

    record: Record
    buyer: Talker
    seller: Talker
    outsider: Talker

    @property
    def c(self) -> str:
        """Return the record's name in the protocol."""
        return self.record.public_id


@dataclass
class LiveProgram:
    """One running live program."""

    database_url: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    # Numbers of ``gighall.base.limits`` that this program has otherwise, so that a test need not wait for long.
    limits: dict[str, float] = field(default_factory=dict)
    # By how much the clock of its machine is wrong.
    hours_off: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket_path(self) -> Path:
        """Return where it listens."""
        return self.folder / "live.sock"

    @property
    def way(self) -> Path | str:
        """Return where to connect to."""
        return self.socket_path

    @property
    def log(self) -> Path:
        """Return the file with what it said."""
        return self.folder / "live.log"

    @property
    def pid(self) -> int:
        """Return the running program's process id."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> None:
        """Start the program and wait until it listens."""
        self.socket_path.unlink(missing_ok=True)
        environment = os.environ | {"DATABASE_URL": self.database_url} | self.settings
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self._words(), "--uds", str(self.socket_path)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )
        until(self._listens_or_ended, what="the live program listens", seconds=START_SECONDS_MAX)

    def stop(self) -> int:
        """End the program politely and return its exit code."""
        process, self.process = self.process, None
        if process is None:
            return 0
        process.terminate()
        try:
            return process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"The live program did not end:\n{self.last_words()}") from None

    def kill(self) -> None:
        """End the program without a word."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def resident_kilobytes(self) -> int:
        """Return how much memory the program holds."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

    def open_lines(self) -> int:
        """Return how many lines people have open here, as the kernel counts them."""
        rows = [line.split() for line in Path("/proc/net/unix").read_text(encoding="ascii").splitlines()]
        # A line that was let in bears the name of the socket that listens; that one itself listens (flag 10000).
        return sum(row[-1] == str(self.socket_path) and row[3] != "00010000" for row in rows)

    def last_words(self) -> str:
        """Return the end of what it said."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]

    def _words(self) -> list[str]:
        if not self.limits and not self.hours_off:
            return ["-m", "gighall.live"]
        changes = [f"limits.{name} = {value!r}" for name, value in self.limits.items()]
        if self.hours_off:
            changes.append(WRONG_CLOCK.format(hours=self.hours_off))
        begin = "from gighall.live.__main__ import main; raise SystemExit(main())"
        return ["-c", "\n".join(["from gighall.base import limits", *changes, begin])]

    def _listens_or_ended(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise AssertionError(f"The live program ended while starting:\n{self.last_words()}")
        # The path is there a moment before anybody listens on it, so only a line that is let in says so.
        with socket.socket(socket.AF_UNIX) as line:
            return line.connect_ex(str(self.socket_path)) == 0


def make_talker(name: str) -> Talker:
    """Let somebody join, with a personal token."""
    now = clock.now()
    email = f"{name.lower()}-{uuid.uuid4().hex[:12]}@mail.example"
    person = join(name=name, email=email, password=None, terms_number=1, now=now)
    return Talker(person, create_token(person_id=person.pk, name="tests", now=now)[1])


def make_record(*people: Talker, kind: str = "order") -> Record:
    """Make an empty record that these people share."""
    with transaction.atomic():
        sides = {side: talker.id for side, talker in zip(("buyer", "seller"), people, strict=True)}
        return open_record(kind=kind, sides=sides, now=clock.now())


def run_sql(database_url: str, statement: str, *arguments: Any) -> None:
    """Change the database as an operator's own hand would, beside all programs."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(statement, arguments)


def query_sql(database_url: str, statement: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """Return what stands in the database."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        return connection.execute(statement, arguments).fetchall()


@asynccontextmanager
async def running_with(database_url: str, **changed: float) -> AsyncIterator[LiveProgram]:
    """A live program of its own whose limits are smaller, so that a test need not wait for long."""
    with tempfile.TemporaryDirectory(prefix="live-") as folder:
        running = LiveProgram(database_url, Path(folder), limits=changed)
        await asyncio.to_thread(running.start)
        try:
            yield running
        finally:
            await asyncio.to_thread(running.stop)
