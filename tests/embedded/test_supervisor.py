"""The supervisor brings back what dies, stops in order, and leaves nobody behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gighall.embedded.processes import is_running
from tests.patience import PATIENCE_SECONDS, until

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("ground", "upper", "deaf")
COMMAND = (sys.executable, "-m", "tests.embedded.small_hall")


@pytest.fixture
def small_hall(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A supervisor with its programs running in ``tmp_path``."""
    process = subprocess.Popen(
        [*COMMAND, str(tmp_path), "upper", "deaf"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    until(lambda: all((tmp_path / name).exists() for name in NAMES), what="the small hall runs")
    assert process.stdout is not None
    until(lambda: "all ready" in process.stdout.readline(), what="it says so")  # type: ignore[union-attr]
    yield process
    process.kill()
    process.communicate()
    for pid in filter(is_running, pids(tmp_path)):
        os.kill(pid, signal.SIGKILL)


def pids(folder: Path, *names: str) -> list[int]:
    """Return the processes of the named programs, the program's own first; of one that starts just now, none."""
    return [int(word) for name in names or NAMES for word in words_in(folder / name)]


def words_in(file: Path) -> list[str]:
    """Return the words of a file, if it is there."""
    try:
        return file.read_text("ascii").split()
    except FileNotFoundError:
        return []


def test_killed_program_comes_back_and_what_it_left_is_ended(
    small_hall: subprocess.Popen[str], tmp_path: Path
) -> None:
    killed, left = pids(tmp_path, "upper")
    others = pids(tmp_path, "ground", "deaf")

    os.kill(killed, signal.SIGKILL)

    until(lambda: not is_running(killed), what="the kill is done")
    until(
        lambda: pids(tmp_path, "upper")[:1] not in ([], [killed]),
        what="it is back",
    )
    assert not is_running(left)
    assert pids(tmp_path, "ground", "deaf") == others
    assert all(map(is_running, others))


def test_programs_are_stopped_in_the_reverse_order_and_the_deaf_one_is_killed_in_a_hurry(
    small_hall: subprocess.Popen[str], tmp_path: Path
) -> None:
    running = pids(tmp_path)

    small_hall.terminate()
    until(lambda: words_in(tmp_path / "stops"), what="the first program has stopped")
    assert words_in(tmp_path / "stops") == ["upper"]
    small_hall.terminate()

    assert small_hall.wait(PATIENCE_SECONDS) == 0
    assert not any(map(is_running, running))


def test_nobody_who_listens_outlives_a_killed_supervisor(
    small_hall: subprocess.Popen[str], tmp_path: Path
) -> None:
    programs = [pids(tmp_path, name)[0] for name in ("ground", "upper")]

    small_hall.kill()

    until(lambda: not any(map(is_running, programs)), what="the kernel has told the programs")


def test_what_programs_say_is_kept_in_files(small_hall: subprocess.Popen[str], tmp_path: Path) -> None:
    until(lambda: (tmp_path / "upper.log").read_text("utf-8"), what="the line is in the log")

    assert (tmp_path / "upper.log").read_text("utf-8") == "ERROR nobody listens\n"
    assert (tmp_path / "hello.log").read_text("utf-8") == "hello\n"


def test_program_that_ends_at_once_fails_the_start_with_its_last_words(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*COMMAND, str(tmp_path), "short"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )

    assert ended.returncode == 2
    assert "  ground   | ERROR nobody listens" in ended.stdout
    assert "short ended; it said" in ended.stdout
    assert "nothing to do here" in ended.stdout
    assert ended.stderr == ""
    assert not any(map(is_running, pids(tmp_path, "ground", "short")))
