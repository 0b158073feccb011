"""The running parts of a hall, and a way to kill one."""

import asyncio
import os
import signal
from pathlib import Path

from gighall.base.environment import run_dir_for
from gighall.embedded.front import live_sockets
from gighall.embedded.processes import is_running, marked_processes, processes_working_in
from gighall.embedded.readiness import answers_on_port, answers_on_socket, pongs_on_socket
from gighall.embedded.valkey import find_valkey
from tests.harness.halls import RunningHall
from tests.patience import PATIENCE_SECONDS, PAUSE_SECONDS, until

LIVE_PROGRAMS = 2


def sockets_of(hall: RunningHall) -> list[Path]:
    """Return where the live programs listen."""
    return live_sockets(run_dir_for(hall.home), LIVE_PROGRAMS)


def signs_of(hall: RunningHall) -> dict[str, str]:
    """Return by which word of its command each part is known."""
    first, second = map(str, sockets_of(hall))
    return {
        "live": first,
        "live-2": second,
        "valkey": str(find_valkey()),
        "web": "web.sock",
        "uploads": "uploads.sock",
        "jobs": "gighall.jobs",
        "front": "caddyfile",
    }


def processes_of(hall: RunningHall, part: str) -> list[int]:
    """Return the processes of a part, its first one first."""
    if part == "postgres":
        pid_file = hall.home / "postgres" / "data" / "postmaster.pid"
        lines = pid_file.read_text("utf-8").splitlines() if pid_file.exists() else []
        return [int(lines[0])] if lines and is_running(int(lines[0])) else []
    if part == "part of postgres":
        first = processes_of(hall, "postgres")
        data = hall.home / "postgres" / "data"
        return [pid for pid in sorted(processes_working_in(data)) if pid not in first]
    sign = signs_of(hall)[part]
    return [pid for pid in sorted(marked_processes(hall.home)) if is_running(pid) and sign in _words_of(pid)]


def kill(hall: RunningHall, part: str) -> None:
    """Kill a part of the hall without a word, and wait until it is gone."""
    victim = until(lambda: processes_of(hall, part), what=f"{part} is there")[0]
    os.kill(victim, signal.SIGKILL)
    until(lambda: not is_running(victim), what="the kill is done")


async def until_whole(hall: RunningHall) -> None:
    """Wait until the live programs, Valkey and the pages answer."""
    checks = [answers_on_socket(path, url="/live/health", host="127.0.0.1") for path in sockets_of(hall)]
    checks.append(pongs_on_socket(run_dir_for(hall.home) / "valkey.sock"))
    checks.append(answers_on_port("127.0.0.1", hall.port, url="/", host="127.0.0.1"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not all([await answers() for answers in checks]):
            await asyncio.sleep(PAUSE_SECONDS)


def _words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
    except OSError:
        return ""
