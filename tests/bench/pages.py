"""``make bench ARGS=pages``: what pages cost, beside a trivial Django view under the same server.

A hall with the demo world is started by ``gighall run``; more is made in it by the actions that pages call. Then
clients that keep their lines open each page at the pages program itself, which is held to one core: first one client
alone, in turn (p50, p99), then four without pause (pages a second). Processor time is read from the processes: it says
the same on a busy machine, and *a core* is how many pages one core of the pages program would answer by it.

Statements are counted in this process, by the same code on the same database, for a page that was opened before.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.hall import Hall, cpu_seconds, running_hall

if TYPE_CHECKING:
    from tests.bench.page_world import Visit

CLIENTS = 4
LONG_ORDERS, QUICK_LONG_ORDERS = (100, 10_000, 100_000), (100, 10_000)
_TITLES = (
    ("", "state-", "", "alone, ms", f"{CLIENTS} clients", "CPU ms a page", "pages/s", "of the"),
    ("page", "ments", "kB", "p50", "p99", "pages/s", "pages", "database", "a core", "view"),
)
_WIDTHS = ((30, 7, 8, 16, 11, 18, 9, 9), (30, 7, 8, 8, 8, 11, 9, 9, 9, 9))


@dataclass(frozen=True)
class Figures:
    """What one page costs. Processor time is in milliseconds."""

    name: str
    statements: int | None
    kilobytes: float
    p50: float
    p99: float
    per_second: float
    pages_cpu: float
    database_cpu: float
    front_cpu: float = 0.0

    @property
    def cpu(self) -> float:
        """Return the processor time of all programs."""
        return self.pages_cpu + self.database_cpu + self.front_cpu

    def line(self, view: "Figures | None") -> str:
        """Return the figures as a row of the table; the last of them as a part of what the trivial view reaches."""
        statements = "–" if self.statements is None else str(self.statements)
        part = f"{view.pages_cpu / self.pages_cpu:>9.3f}" if view else f"{'':>9}"
        front = f"   and the front {self.front_cpu:.2f} ms" if self.front_cpu else ""
        return (
            f"{self.name:<30}{statements:>7}{self.kilobytes:>8.1f}{self.p50:>8.1f}{self.p99:>8.1f}"
            f"{self.per_second:>11.0f}{self.pages_cpu:>9.2f}{self.database_cpu:>9.2f}"
            f"{1000 / self.pages_cpu:>9.0f}{part}{front}"
        )


Clocks = Callable[[], dict[str, float]]


@dataclass(frozen=True)
class Round:
    """How long is measured."""

    times: int
    seconds: float


def main(words: Sequence[str]) -> int:
    """Measure and print."""
    quick = "quick" in words
    only = [word for word in words if word != "quick"]
    measure = Round(times=40, seconds=1) if quick else Round(times=200, seconds=4)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    with running_hall(0, demo=True) as hall:
        os.environ.update(hall.environment() | {"DJANGO_SETTINGS_MODULE": "gighall.config.settings"})
        import django

        django.setup()
        from tests.bench.page_world import World, long_order

        world = World()
        _hold_to_one_core(hall.programs()["web"])
        bench = Bench(hall, measure)
        for titles, widths in zip(_TITLES, _WIDTHS, strict=True):
            first, *others = zip(titles, widths, strict=True)
            print(f"{first[0]:<{first[1]}}" + "".join(f"{title:>{width}}" for title, width in others))
        view = bench.yardsticks(world.orders())
        for name, visits in world.pages():
            if not only or any(word in name for word in only):
                bench.show(name, visits, view)
        bench.show("order, through the front", world.orders(), view, address=hall.front)
        lengths = QUICK_LONG_ORDERS if quick else LONG_ORDERS
        found = [bench.show(f"order, {size:,} entries", long_order(size), view) for size in lengths]
        print(f"    the longest = {found[-1].p50 / found[0].p50:.2f} of the shortest (p50), "
              f"{found[-1].cpu / found[0].cpu:.2f} of its processor time")  # fmt: skip
    return 0


class Bench:
    """Pages of one hall, one after the other."""

    def __init__(self, hall: Hall, measure: Round) -> None:
        self.hall = hall
        self.measure = measure

    def yardsticks(self, visits: "Sequence[Visit]") -> Figures:
        """Measure trivial views; return the one behind all middleware, for somebody who is signed in."""
        from tests.bench.page_world import Visit

        guest = [Visit("/")]
        signed_in = [Visit("/", visit.cookie) for visit in visits]
        with _trivial_view("bare") as (address, clocks):
            self._print(measured("view, no middleware", guest, address, clocks, self.measure), None)
        with _trivial_view("application") as (address, clocks):
            clocks = partial(_with_database, clocks, self.hall)
            self._print(measured("view, guest", guest, address, clocks, self.measure), None)
            view = measured("view, signed in", signed_in, address, clocks, self.measure)
            self._print(view, None)
        return view

    def show(self, name: str, visits: "Sequence[Visit]", view: Figures, *, address: str = "") -> Figures:
        """Measure a page and print its row."""
        there = address or str(self.hall.pages_socket)
        figures = measured(name, visits, there, self.hall.cpu_seconds, self.measure, is_front=bool(address))
        self._print(figures, view)
        return figures

    def _print(self, figures: Figures, view: Figures | None) -> None:
        print(figures.line(view), flush=True)


def measured(
    name: str,
    visits: "Sequence[Visit]",
    address: str,
    clocks: Clocks,
    measure: Round,
    *,
    is_front: bool = False,
) -> Figures:
    """Open a page again and again; return what it took."""
    from tests.bench.visits import visit_in_turn, visit_together

    # Everybody comes once before: the first visit of a sign-in writes down that it was used.
    visit_in_turn(address, visits, len(visits))
    alone = visit_in_turn(address, visits, measure.times)
    before = clocks()
    many = visit_together(address, visits, clients=CLIENTS, seconds=measure.seconds, packed=is_front)
    used = {which: 1000 * (at - before[which]) / len(many.took) for which, at in clocks().items()}
    return Figures(
        name,
        statements=None if name.startswith("view") else _statements(visits[0]),
        kilobytes=many.size / 1024,
        p50=alone.milliseconds(50),
        p99=alone.milliseconds(99),
        per_second=many.per_second,
        pages_cpu=used["web"],
        database_cpu=used.get("postgres", 0.0),
        front_cpu=used["front"] if is_front else 0.0,
    )


def _statements(visit: "Visit") -> int:
    """Return how many statements a page sends that was opened before."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from gighall.base.clock import READ_OFFSET_SQL

    client = Client(headers={"host": "127.0.0.1", "cookie": visit.cookie})
    client.get(visit.path)
    with CaptureQueriesContext(connection) as captured:
        client.get(visit.path)
    spoken = [query["sql"] for query in captured.captured_queries]
    return len([sql for sql in spoken if sql != READ_OFFSET_SQL])


@contextmanager
def _trivial_view(which: str) -> Iterator[tuple[str, Clocks]]:
    """Serve one of the trivial views; yield where, and the clock of its processes."""
    from tests.bench.live import yardstick

    with yardstick("trivial_view", which) as (address, pid):
        pids = [pid, *_children(pid)]
        _hold_to_one_core(pids)
        yield address, lambda: {"web": sum(map(cpu_seconds, pids))}


def _with_database(clocks: Clocks, hall: Hall) -> dict[str, float]:
    return clocks() | {"postgres": hall.cpu_seconds()["postgres"]}


def _children(pid: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    ]


def _hold_to_one_core(pids: Sequence[int]) -> None:
    """Let all threads of some processes run on the first core only."""
    first = min(os.sched_getaffinity(0))
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {first})
