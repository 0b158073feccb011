"""Who gives way to whom: the priorities of a running hall's programs and of their sessions in the database."""

import ctypes
import os
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from gighall.embedded.turns import ATTRIBUTES, FIRST, LAST, PAGES, SET_ATTRIBUTES, SHORT_NANOSECONDS
from tests.embedded.parts import kill, processes_of, until_whole
from tests.harness.halls import RunningHall
from tests.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.xdist_group("kill_rounds")

PROGRAMS = {
    "live": FIRST, "live-2": FIRST, "valkey": FIRST, "front": FIRST, "postgres": FIRST,
    "web": PAGES, "uploads": LAST, "jobs": LAST,
}  # fmt: skip
GROUPED = Path("/proc/self/autogroup").exists()
NO_LENGTH = 0


def niceness_of(pid: int) -> tuple[int, int]:
    """Return the niceness of a process, and of its session where Linux groups sessions."""
    own = os.getpriority(os.PRIO_PROCESS, pid)
    if not GROUPED:
        return own, own
    return own, int(Path(f"/proc/{pid}/autogroup").read_text(encoding="ascii").split()[-1])


def turn_of(pid: int) -> int:
    """Return how long a process's turns are, in nanoseconds, where the kernel knows more than one length."""
    if SET_ATTRIBUTES is None:
        return NO_LENGTH
    found = ctypes.create_string_buffer(ATTRIBUTES.size)
    # The call that reads has the number after the one that sets.
    ctypes.CDLL(None).syscall(SET_ATTRIBUTES + 1, pid, found, ATTRIBUTES.size, 0)
    return int(ATTRIBUTES.unpack(found.raw)[5])


def sessions_of(hall: RunningHall) -> list[tuple[int, int]]:
    """Return the niceness of each session in the hall's database that serves somebody."""
    found = []
    for pid in session_pids(hall):
        with suppress(OSError):  # It has ended meanwhile.
            found.append(niceness_of(pid))
    return found


def session_pids(hall: RunningHall) -> list[int]:
    """Return the processes of the hall's database that serve somebody."""
    found = []
    for pid in processes_of(hall, "part of postgres"):
        with suppress(OSError):
            if b"[local]" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


@pytest.mark.parametrize("part", PROGRAMS)
async def test_each_program_has_its_turn(hall_of_two: RunningHall, part: str) -> None:
    await until_whole(hall_of_two)
    wanted = (PROGRAMS[part],) * 2

    def said() -> list[tuple[int, int]]:
        return [niceness_of(pid) for pid in processes_of(hall_of_two, part)]

    until(lambda: set(said()) == {wanted}, what=f"{part} has its turn")


@pytest.mark.parametrize("part", PROGRAMS)
async def test_what_carries_a_message_has_short_turns(hall_of_two: RunningHall, part: str) -> None:
    await until_whole(hall_of_two)
    usual = turn_of(os.getpid())
    short = SHORT_NANOSECONDS if usual else NO_LENGTH

    turns = {turn_of(pid) for pid in processes_of(hall_of_two, part)}

    assert turns == {short if PROGRAMS[part] == FIRST else usual}


async def test_sessions_that_give_way_have_usual_turns(hall_of_two: RunningHall) -> None:
    await until_whole(hall_of_two)
    usual = turn_of(os.getpid())
    short = SHORT_NANOSECONDS if usual else NO_LENGTH
    with urlopen(f"{hall_of_two.origin}/", timeout=PATIENCE_SECONDS) as page:
        page.read()

    def said() -> set[tuple[bool, int]]:
        found = set()
        for pid in session_pids(hall_of_two):
            with suppress(OSError):  # It has ended meanwhile.
                found.add((niceness_of(pid)[0] > FIRST, turn_of(pid)))
        return found

    until(lambda: said() == {(True, usual), (False, short)}, what="each session has turns as its program")


async def test_a_program_that_was_killed_gives_way_again(hall_of_two: RunningHall) -> None:
    await until_whole(hall_of_two)

    kill(hall_of_two, "web")
    await until_whole(hall_of_two)

    until(
        lambda: {niceness_of(pid) for pid in processes_of(hall_of_two, "web")} == {(PAGES, PAGES)},
        what="the pages give way again",
    )


async def test_the_sessions_of_pages_and_jobs_give_way_in_the_database(hall_of_two: RunningHall) -> None:
    await until_whole(hall_of_two)
    with urlopen(f"{hall_of_two.origin}/", timeout=PATIENCE_SECONDS) as page:
        page.read()

    until(
        lambda: set(sessions_of(hall_of_two)) == {(turn, turn) for turn in (FIRST, PAGES, LAST)},
        what="each session has the turn of the program that asks",
    )
