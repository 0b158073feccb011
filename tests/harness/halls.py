"""Running halls for the tests: the real program, started as a person would start it.

A hall is started once for all tests of a worker that use it; ``tests/harness/shares.py`` brings those together.
Its home lies in a folder whose name has a space.
"""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from gighall.base.environment import run_dir_for
from gighall.embedded.postgres import SHARED_STATE
from gighall.embedded.processes import die_with_parent
from tests.patience import until

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS_MAX = 240
STOP_SECONDS_MAX = 120
HALLS = ("demo_hall", "empty_hall")
PORTS = range(12_000, 30_000)


@dataclass
class RunningHall:
    """A hall that was started with ``gighall run``."""

    home: Path
    settings: dict[str, str]
    port: int = 0
    # What is said after ``gighall run``.
    words: tuple[str, ...] = ()
    mails: list[EmailMessage] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    @property
    def origin(self) -> str:
        """Return where people reach it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """Return the file with everything its programs said."""
        return self.home.parent / f"{self.home.name}.log"

    @property
    def database_url(self) -> str:
        """Return the address of its embedded database."""
        password = (self.home / "database-password").read_text(encoding="ascii").strip()
        return f"postgresql://gighall:{password}@/gighall?host={run_dir_for(self.home)}-pg"

    def environment(self) -> dict[str, str]:
        """Return the environment of its programs: ours, without the settings of the tests' own database."""
        kept = {
            key: value
            for key, value in os.environ.items()
            if key == "GIGHALL_PG_BIN" or not key.startswith(("GIGHALL_", "DATABASE_", "DJANGO_", "VALKEY_"))
        }
        return kept | self.settings | {"GIGHALL_HOME": str(self.home), "GIGHALL_PORT": str(self.port)}

    def start(self) -> None:
        """Start the program and wait until its first page answers."""
        self.port = self.port or free_port()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gighall", "run", *self.words],
                cwd=ROOT,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                # Tests that are killed for taking too long leave no hall behind.
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        until(self._answers_or_ended, what=f"the hall in {self.home} answers", seconds=START_SECONDS_MAX)

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code; what does not stop in time is killed with all it started."""
        process = self.process
        if process is None:
            return 0
        self.process = None
        process.send_signal(signal.SIGINT)
        try:
            return process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise AssertionError(
                f"The hall did not stop within {STOP_SECONDS_MAX} s:\n{self.last_words()}"
            ) from None

    def forget(self) -> None:
        """Remove what a stopped hall keeps outside its home: its sockets, and as root perhaps its data."""
        forget_home(self.home)

    def last_words(self) -> str:
        """Return the end of what its programs said."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:] if self.log.exists() else ""

    def command(self, *words: str, timeout_seconds: float = 200) -> subprocess.CompletedProcess[str]:
        """Run ``gighall WORDS`` beside the hall, as its operator would."""
        return subprocess.run(
            [sys.executable, "-m", "gighall", *words],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=timeout_seconds,
            check=False,
        )

    def _answers_or_ended(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            raise AssertionError(f"The hall ended while starting:\n{self.last_words()}")
        try:
            with urllib.request.urlopen(f"{self.origin}/health/", timeout=30) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def home_for(name: str) -> Path:
    """Return a home of the run's own, which goes with it, below folders that everybody may enter.

    pytest's own are private: as root, the database's user could not reach them.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ["HALL_TESTS_RUN"]))
    folder.chmod(0o755)
    return folder / "a hall"


def forget_home(home: Path) -> None:
    """Remove what belongs to a home of the tests but lies elsewhere."""
    run = run_dir_for(home)
    digest = run.name.rpartition("-")[2]
    for folder in (run, run.with_name(f"{run.name}-pg"), SHARED_STATE / digest):
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port of this machine that nobody listens on at the moment.

    It is none of those that the kernel hands out by itself: a browser's next connection could have it before the hall.
    """
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Postbox:
    """The outside world's mail server: keeps what the hall sends."""

    def __init__(self, mails: list[EmailMessage]) -> None:
        self.mails = mails

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802
        """Keep a mail and thank for it; the name is aiosmtpd's."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 Message accepted for delivery"


@pytest.fixture(scope="session")
def demo_hall() -> Iterator[RunningHall]:
    """A hall with the demo world, as `make run` starts it."""
    hall = RunningHall(home=home_for("demo"), settings={})
    hall.start()
    yield hall
    assert hall.stop() == 0, hall.last_words()
    hall.forget()


@pytest.fixture(scope="session")
def empty_hall() -> Iterator[RunningHall]:
    """A real hall before its first run page was used, with a mail server outside."""
    mails: list[EmailMessage] = []
    server = Controller(Postbox(mails), hostname="127.0.0.1", port=free_port())
    server.start()
    hall = RunningHall(
        home=home_for("empty"),
        settings={"GIGHALL_DEMO": "no", "GIGHALL_MAIL_URL": f"smtp://127.0.0.1:{server.port}"},
        mails=mails,
    )
    try:
        hall.start()
        yield hall
        assert hall.stop() == 0, hall.last_words()
    finally:
        hall.stop()
        hall.forget()
        server.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a hall in a browser or beside one."""
    for item in items:
        if any(name in getattr(item, "fixturenames", ()) for name in HALLS):
            item.add_marker(pytest.mark.browser)
