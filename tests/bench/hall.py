"""A hall that is measured: started with ``gighall run`` on an empty database, and what its programs use."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gighall.base.environment import run_dir_for
from gighall.embedded.postgres import SHARED_STATE
from gighall.embedded.processes import die_with_parent, marked_processes, processes_working_in

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS_MAX = 120
TICKS = os.sysconf("SC_CLK_TCK")


class Hall:
    """A running hall with a world of conversations."""

    def __init__(self, folder: Path, *, demo: bool = False) -> None:
        self.demo = demo
        self.home = folder / "hall"
        self.world = folder / "world.jsonl"
        self.port = free_port()

    @property
    def live_socket(self) -> str:
        """Return where the live program listens, behind the front."""
        return str(run_dir_for(self.home) / "live.sock")

    @property
    def pages_socket(self) -> str:
        """Return where the pages program listens, behind the front."""
        return str(run_dir_for(self.home) / "web.sock")

    @property
    def front(self) -> str:
        """Return where everybody comes in."""
        return f"127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """Return the address of its embedded database."""
        password = (self.home / "database-password").read_text(encoding="ascii").strip()
        return f"postgresql://gighall:{password}@/gighall?host={run_dir_for(self.home)}-pg"

    @property
    def _data(self) -> Path:
        """Return where its database works."""
        own = self.home / "postgres" / "data"
        digest = run_dir_for(self.home).name.rpartition("-")[2]
        return own if own.is_dir() else SHARED_STATE / digest / "postgres" / "data"

    def environment(self) -> dict[str, str]:
        """Return the settings as a user has them who set none but the home and the port."""
        kept = {
            key: value
            for key, value in os.environ.items()
            if key == "GIGHALL_PG_BIN" or not key.startswith(("GIGHALL_", "DATABASE_", "DJANGO_", "VALKEY_"))
        }
        demo = "yes" if self.demo else "no"
        return kept | {"GIGHALL_HOME": str(self.home), "GIGHALL_PORT": str(self.port), "GIGHALL_DEMO": demo}

    def command(self, *words: str) -> None:
        """Run ``gighall WORDS`` beside it."""
        subprocess.run(
            [sys.executable, "-m", "gighall", *words],
            cwd=ROOT, env=self.environment(), check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def programs(self) -> dict[str, list[int]]:
        """Return the processes of each program by its name."""
        found: dict[str, list[int]] = {name: [] for name in (*_WORDS, "postgres")}
        # Those of PostgreSQL write their names where our mark stands; they work in its data folder.
        found["postgres"] = list(processes_working_in(self._data))
        for pid in set(marked_processes(self.home)).difference(found["postgres"]):
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            for name, word in _WORDS.items():
                if word in line:
                    found[name].append(pid)
                    break
        return found

    def cpu_seconds(self) -> dict[str, float]:
        """Return the processor time that each program has used, with its ended processes."""
        return {name: sum(map(cpu_seconds, pids)) for name, pids in self.programs().items()}

    def megabytes(self) -> dict[str, float]:
        """Return what each program holds; what processes share is counted once."""
        return {name: sum(map(megabytes, pids)) for name, pids in self.programs().items()}


_WORDS = {
    "live": "gighall.live",
    "jobs": "gighall.jobs",
    "web": "web.sock",
    "uploads": "uploads.sock",
    "front": "caddy",
}


@contextmanager
def running_hall(conversations: int, *, demo: bool = False) -> Iterator[Hall]:
    """Start a hall on an empty database, or with the demo world, with so many conversations more.

    Afterwards nothing of it is left.
    """
    folder = Path(tempfile.mkdtemp(prefix="hall-bench-"))
    folder.chmod(0o755)
    hall = Hall(folder, demo=demo)
    with (folder / "hall.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gighall", "run"],
            cwd=ROOT, env=hall.environment(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=die_with_parent(signal.SIGTERM),
        )  # fmt: skip
    try:
        _wait_for(hall, process, folder / "hall.log")
        if conversations:
            hall.command("bench-world", "--conversations", str(conversations), "--out", str(hall.world))
        yield hall
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
        run = run_dir_for(hall.home)
        digest = run.name.rpartition("-")[2]
        for left in (folder, run, run.with_name(f"{run.name}-pg"), SHARED_STATE / digest):
            shutil.rmtree(left, ignore_errors=True)


def _wait_for(hall: Hall, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{hall.front}/health/", timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"The hall did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


def free_port() -> int:
    """Return a port of the loopback address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_address(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a yardstick listens at ``host:port`` or at the path of a Unix socket."""
    until = time.monotonic() + START_SECONDS_MAX
    while process.poll() is None and time.monotonic() < until:
        host, colon, port = address.rpartition(":")
        with socket.socket(socket.AF_INET if colon else socket.AF_UNIX) as probe:
            if probe.connect_ex((host, int(port)) if colon else address) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("A yardstick did not start; are its packages there? `make bench` installs them.")


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS


def megabytes(pid: int) -> float:
    """Return the memory of a process; of what it shares, its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write a world of one's own."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="ascii")
    return path
