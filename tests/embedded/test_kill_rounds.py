"""``kill -9`` against the real hall: of each process in turn, of the supervisor, of everything at once."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from gighall.base.environment import run_dir_for
from gighall.embedded.processes import is_running, marked_processes, processes_working_in
from tests.harness.halls import ROOT, RunningHall, home_for
from tests.patience import until

BACK_SECONDS = 5
# Beside other tests on the same cores everything takes longer; then a start of Django, before and after, is the
# yardstick.
STARTS_OF_DJANGO = 8


@pytest.fixture(scope="module")
def hall() -> Iterator[RunningHall]:
    """A hall of this module's own: nobody else's would live."""
    hall = RunningHall(home=home_for("killed"), settings={})
    hall.start()
    yield hall
    assert hall.stop() == 0, hall.last_words()


def start_of_django() -> float:
    """Return the seconds that a bare start takes on this machine, as busy as it is."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import gighall.config.wsgi"], cwd=ROOT, check=True)
    return time.monotonic() - began


def data(hall: RunningHall) -> Path:
    """Return PostgreSQL's data folder."""
    return hall.home / "postgres" / "data"


def processes(hall: RunningHall) -> dict[int, str]:
    """Return every process of the hall but its supervisor, with a word for what it is."""
    found = {pid: kind_of(pid) for pid in marked_processes(hall.home)}
    found |= {pid: kind_of(pid) for pid in processes_working_in(data(hall))}
    return {pid: kind for pid, kind in found.items() if is_running(pid)}


def kind_of(pid: int) -> str:
    """Return a word for a process: its program, and whether it is the program's first process."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        parent = int(Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1])
        above = Path(f"/proc/{parent}/cmdline").read_bytes()
    except OSError:
        return "ended"
    programs = {
        "uploads.sock": "uploads",
        "web.sock": "web",
        "gighall.live": "live",
        "gighall.jobs": "jobs",
        "caddy": "front",
    }
    name = next((name for sign, name in programs.items() if sign in words), "postgres")
    return name if b"gighall" in above and b"run" in above.split(b"\0") else f"part of {name}"


def answers(hall: RunningHall, path: str) -> bool:
    """Say whether a page that reads the database answers."""
    try:
        with urllib.request.urlopen(f"{hall.origin}{path}", timeout=BACK_SECONDS) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_whole(hall: RunningHall) -> bool:
    """Say whether all programs run and the page and the live program answer."""
    kinds = set(processes(hall).values())
    return {"web", "part of web", "uploads", "live", "jobs", "front", "postgres"} <= kinds and all(
        answers(hall, path) for path in ("/", "/live/health")
    )


@pytest.mark.parametrize(
    "kind", ["postgres", "part of postgres", "web", "part of web", "uploads", "live", "jobs", "front"]
)
def test_killed_process_is_back_and_the_page_answers_in_time(hall: RunningHall, kind: str) -> None:
    yardsticks = [start_of_django()]
    until(lambda: is_whole(hall), what="the hall is whole before the kill")
    victim = min(pid for pid, found in processes(hall).items() if found == kind)

    os.kill(victim, signal.SIGKILL)

    until(lambda: not is_running(victim), what="the kill is done")
    killed_at = time.monotonic()
    until(lambda: is_whole(hall), what=f"the hall is whole without {kind} {victim}")
    away = time.monotonic() - killed_at
    yardsticks.append(start_of_django())
    assert away < BACK_SECONDS or away < STARTS_OF_DJANGO * max(yardsticks), yardsticks


def test_killed_supervisor_leaves_nobody_and_the_next_start_finds_the_data(hall: RunningHall) -> None:
    until(lambda: is_whole(hall), what="the hall is whole before the kill")
    password = (hall.home / "database-password").read_text("ascii")
    assert hall.process is not None

    hall.process.kill()
    hall.process.wait()

    until(lambda: not processes(hall), what="every program has ended")
    hall.start()
    until(lambda: is_whole(hall), what="the hall is whole")
    assert (hall.home / "database-password").read_text("ascii") == password
    assert hall.log.read_text("utf-8").count("demo load") == 1


def test_hall_recovers_from_a_kill_of_everything(hall: RunningHall) -> None:
    assert hall.process is not None
    for pid in [hall.process.pid, *processes(hall)]:
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)
    hall.process.wait()

    hall.start()

    until(lambda: is_whole(hall), what="the hall is whole")


def test_second_start_is_refused_and_the_first_goes_on(hall: RunningHall) -> None:
    second = hall.command("run")

    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr.startswith("gighall: Gighall already runs in ")
    assert len(second.stderr.splitlines()) == 1
    until(lambda: is_whole(hall), what="the hall is whole")


def test_stop_is_clean_and_leaves_no_process_and_no_socket(hall: RunningHall) -> None:
    code = hall.stop()

    assert code == 0
    assert not processes(hall)
    assert not (data(hall) / "postmaster.pid").exists()
    assert not run_dir_for(hall.home).exists()
    assert not Path(f"{run_dir_for(hall.home)}-pg").exists()
    assert "Traceback" not in hall.log.read_text("utf-8")
    hall.start()
