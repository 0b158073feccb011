"""Who gives way to whom: the priorities of a running hall's programs and of their sessions in the database."""

import os
from pathlib import Path
from urllib.request import urlopen

import pytest

from gighall.embedded.turns import FIRST, LAST, PAGES
from tests.embedded.parts import kill, processes_of, until_whole
from tests.harness.halls import RunningHall
from tests.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.xdist_group("kill_rounds")

PROGRAMS = {
    "live": FIRST, "live-2": FIRST, "valkey": FIRST, "front": FIRST, "postgres": FIRST,
    "web": PAGES, "uploads": LAST, "jobs": LAST,
}  # fmt: skip
GROUPED = Path("/proc/self/autogroup").exists()


def niceness_of(pid: int) -> tuple[int, int]:
    """Return the niceness of a process, and of its session where Linux groups sessions."""
    own = os.getpriority(os.PRIO_PROCESS, pid)
    if not GROUPED:
        return own, own
    return own, int(Path(f"/proc/{pid}/autogroup").read_text(encoding="ascii").split()[-1])


def sessions_of(hall: RunningHall) -> list[tuple[int, int]]:
    """Return the niceness of each session in the hall's database that serves somebody."""
    found = []
    for pid in processes_of(hall, "part of postgres"):
        try:
            if b"[local]" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(niceness_of(pid))
        except (OSError, ProcessLookupError):
            continue  # It has ended meanwhile.
    return found


@pytest.mark.parametrize("part", PROGRAMS)
async def test_each_program_has_its_turn(hall_of_two: RunningHall, part: str) -> None:
    await until_whole(hall_of_two)
    wanted = (PROGRAMS[part],) * 2

    def said() -> list[tuple[int, int]]:
        return [niceness_of(pid) for pid in processes_of(hall_of_two, part)]

    until(lambda: set(said()) == {wanted}, what=f"{part} has its turn")


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
