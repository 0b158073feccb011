"""``make bench ARGS=live``: what the live path carries, beside a bare echo and beside Django Channels with the ORM.

A hall is started on an empty database by ``gighall run``; a driver in another process talks through real sockets to its
live program. All limits are on; there are enough people for nobody to meet theirs. The yardsticks run under the same
server, on the same PostgreSQL, driven by the same driver, in the same run: trust the ratios more than the figures.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.bench.burdens import ALL_THREE, NAMES, Burdens
from tests.bench.growth import LARGE, SMALL, count_entries, fill_up
from tests.bench.hall import ROOT, Hall, cpu_seconds, free_port, running_hall, wait_for_address
from tests.bench.texts import plain_talk, real_talk, with_long_ones
from tests.bench.yardsticks import ejabberd

CONVERSATIONS, QUICK_CONVERSATIONS = 500, 100


@dataclass
class Figures:
    """What one round showed."""

    name: str
    per_second: float
    ack: dict[str, float]
    receipt: dict[str, float]
    # Processor time a message in microseconds, by program.
    cpu: dict[str, float]
    driver: float
    lost: int
    others: dict[str, int] = field(default_factory=dict)

    def line(self) -> str:
        """Return the figures as a row of the table."""
        times = [spread.get(name) for spread in (self.receipt, self.ack) for name in ("p50", "p99")]
        costs = [self.cpu.get(name, 0.0) for name in ("live", "postgres")]
        notes = [f"{count} × {name}" for name, count in self.others.items()]
        notes += [f"LOST {self.lost}"] if self.lost else []
        return "".join(
            [f"{self.name:<36}{self.per_second:>8,.0f}"]
            + [f"{'–':>9}" if time is None else f"{time:>9.1f}" for time in times]
            + [f"{cost:>9.0f}" for cost in costs]
            + [f"{self.driver * 100:>8.0f} %", *[f"  {note}" for note in notes]]
        )


HEAD = "\n".join(
    [
        f"{'':<36}{'deli-':>8}{'receipt, ms':>18}{'ack, ms':>18}{'CPU µs a message':>18}{'driver':>10}",
        f"{'conversations × outstanding':<36}{'vered/s':>8}"
        + "".join(f"{name:>9}" for name in ("p50", "p99", "p50", "p99", "server", "database"))
        + f"{'busy':>10}",
    ]
)


def main(words: Sequence[str]) -> int:
    """Measure and print."""
    quick = "quick" in words
    texts = plain_talk()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; {len(texts)} texts of plain talk, "
          f"{sum(map(len, texts)) / len(texts):.0f} characters on average")  # fmt: skip
    with running_hall(QUICK_CONVERSATIONS if quick else CONVERSATIONS) as hall:
        print("memory of the hall, MB: " + _listed(hall.megabytes()))
        bench = Bench(hall, texts, seconds=2 if quick else 4)
        bench.all_rounds(quick=quick)
        print("memory of the hall, MB: " + _listed(hall.megabytes()))
    if not quick:
        # A hall of its own: what making a table large leaves to be written would be in the way of the other rounds.
        with running_hall(QUICK_CONVERSATIONS) as hall:
            Bench(hall, texts, seconds=4).growth()
    return 0


class Bench:
    """The rounds, one after the other, on one hall."""

    def __init__(self, hall: Hall, texts: list[str], *, seconds: float) -> None:
        self.hall = hall
        self.texts = texts
        self.seconds = seconds

    def all_rounds(self, *, quick: bool) -> None:
        """Measure everything."""
        # First: what a program has held once it gives back late.
        self.idle(1_000 if quick else 5_000)
        if not ejabberd.is_installed():
            print(ejabberd.HOW_TO_GET_IT)
        print(HEAD)
        rounds = [(100, 8)] if quick else [(100, 1), (100, 8), (500, 8)]
        for conversations, outstanding in rounds:
            name = f"{conversations} × {outstanding}"
            ours = self.show(self.talk(f"{name}", conversations, outstanding))
            echo = self.show(self.echo("uvicorn", name, conversations, outstanding))
            if (conversations, outstanding) != (500, 8):
                theirs = self.show(self.channels(name, conversations, outstanding))
                print(f"    = {_ratio(ours.per_second, theirs.per_second):.1f} of Channels + ORM", end="")
                print(f", {_ratio(_total(ours), _total(theirs)):.2f} of its processor time a message")
                self.beside_ejabberd(name, ours, conversations, outstanding)
            print(f"    = {_ratio(ours.per_second, echo.per_second):.3f} of the echo")
            if (conversations, outstanding) == (100, 8):
                half = ours.per_second / 2
        if not quick:
            mixed = with_long_ones(self.texts)
            self.show(self.talk("100 × 8, 1 % of 10,000 characters", 100, 8, texts=mixed))
            self.show(self.talk("100 × 8, real talk with code", 100, 8, texts=real_talk()))
            self.show(self.talk("100 × 8, through the front", 100, 8, address=self.hall.front))
        self.half_load(half)
        if not quick:
            for which in ("uvicorn", "asyncio", "picows"):
                self.show(self.echo(which, "100 × 8 over TCP", 100, 8, tcp=True))

    def half_load(self, per_second: float) -> None:
        """Measure half of the load by itself, then beside what else a hall does."""
        self.show(self.talk("half load", 100, 8, per_second=per_second))
        burdens = Burdens(self.hall)
        for works in (*((work,) for work in ALL_THREE), ALL_THREE, ("pages",)):
            name = "all three" if works == ALL_THREE else NAMES[works[0]]
            with burdens.beside(works) as running:
                self.show(self.talk(f"half load, {name}", 100, 8, per_second=per_second))
            print(f"    = beside {', '.join(burden.line() for burden in running)}", flush=True)

    def growth(self) -> None:
        """Measure the same load before and after the table of entries grows to ten times its size."""
        rounds = []
        for entries in (SMALL, LARGE):
            fill_up(self.hall, entries=entries)
            name = f"100 × 8, {count_entries(self.hall):,} entries stored"
            rounds.append(self.show(self.talk(name, 100, 8)))
        small, large = rounds
        print(
            f"    = {_ratio(large.per_second, small.per_second):.2f} of what was delivered among a tenth of them",
            end="",
        )
        print(f", {_ratio(_total(large), _total(small)):.2f} of its processor time a message")

    def show(self, figures: Figures) -> Figures:
        """Print a row."""
        print(figures.line(), flush=True)
        return figures

    def talk(
        self, name: str, conversations: int, outstanding: int, *,
        texts: list[str] | None = None, address: str = "", per_second: float | None = None,
    ) -> Figures:  # fmt: skip
        """Measure the hall."""
        plan = self._plan("talk", address or self.hall.live_socket, conversations, outstanding)
        plan |= {"texts": texts or self.texts, "per_second": per_second}
        return run_driver(name, plan, self.hall.cpu_seconds)

    def echo(
        self, which: str, name: str, conversations: int, outstanding: int, *, tcp: bool = False
    ) -> Figures:
        """Measure a bare echo."""
        with yardstick("echo", which, tcp=tcp) as (address, pid):
            plan = self._plan("echo", address, conversations, outstanding) | {"texts": self.texts}
            return run_driver(f"{name}, echo by {which}", plan, lambda: {"live": cpu_seconds(pid)})

    def channels(self, name: str, conversations: int, outstanding: int) -> Figures:
        """Measure Channels with the ORM."""
        more = (self.hall.database_url, str(self.hall.world))
        with yardstick("channels_talk", *more) as (address, pid):
            plan = self._plan("talk", address, conversations, outstanding) | {"texts": self.texts}
            return run_driver(
                f"{name}, Channels + ORM",
                plan,
                lambda: {"live": cpu_seconds(pid), "postgres": self.hall.cpu_seconds()["postgres"]},
            )

    def beside_ejabberd(self, name: str, ours: Figures, conversations: int, outstanding: int) -> None:
        """Measure ejabberd with its archive in PostgreSQL, where it is installed."""
        if not ejabberd.is_installed():
            return
        with ejabberd.running_ejabberd(conversations) as server:
            plan = self._plan("xmpp", server.address, conversations, outstanding)
            plan |= {"texts": self.texts, "world": str(server.world)}
            theirs = self.show(run_driver(f"{name}, ejabberd + archive", plan, server.cpu_seconds))
        print(f"    = {_ratio(ours.per_second, theirs.per_second):.1f} of ejabberd + archive", end="")
        print(f", {_ratio(_total(ours), _total(theirs)):.2f} of its processor time a message")

    def idle(self, sockets: int) -> None:
        """Measure what sockets hold that say nothing."""
        before = self.hall.megabytes()["live"]
        plan = self._plan("idle", self.hall.live_socket, CONVERSATIONS, 1) | {"sockets": sockets}
        with _driver(plan) as said:
            opened = next(said)["sockets"]
            after = self.hall.megabytes()["live"]
        # What the start left over is used again: a thousand sockets may cost nothing that shows.
        more = max(0.0, after - before)
        print(
            f"{opened:,} idle sockets: the live program holds {after:.0f} MB, {more:.0f} MB more than before, "
            f"{more * 1024 / opened:.1f} kB each",
            flush=True,
        )

    def _plan(self, mode: str, address: str, conversations: int, outstanding: int) -> dict[str, Any]:
        return {
            "mode": mode,
            "address": address,
            "world": str(self.hall.world),
            "conversations": conversations,
            "outstanding": outstanding,
            "seconds": self.seconds,
        }


def run_driver(name: str, plan: dict[str, Any], clocks: Any) -> Figures:
    """Drive a server by a plan, and read the clocks of its programs meanwhile."""
    with _driver(plan) as said:
        for word in said:
            if word["at"] == "begin":
                before = clocks()
            elif word["at"] == "end":
                used = {which: seconds - before[which] for which, seconds in clocks().items()}
                end = word
            elif word["at"] == "calm":
                delivered = max(end["delivered"], 1)
                return Figures(
                    name=name,
                    per_second=end["delivered"] / end["seconds"],
                    ack=end["ack"],
                    receipt=end["receipt"],
                    cpu={which: seconds * 1e6 / delivered for which, seconds in used.items()},
                    driver=end["driver_cpu"] / end["seconds"],
                    lost=word["posted"] - word["received"],
                    others=word["others"],
                )
    raise SystemExit(f"The driver ended early in the round {name}.")


@contextmanager
def _driver(plan: dict[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
    """Start a driver; yield what it says."""
    driver = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.driver"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert driver.stdin is not None
    assert driver.stdout is not None
    driver.stdin.write(f"{json.dumps(plan)}\n")
    driver.stdin.flush()
    try:
        yield (json.loads(line) for line in driver.stdout)
    finally:
        driver.stdin.close()
        driver.wait()


@contextmanager
def yardstick(name: str, *words: str, tcp: bool = False) -> Iterator[tuple[str, int]]:
    """Start one of the yardsticks; yield where it listens, and its process."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{free_port()}" if tcp else f"{folder}/sock"
        places = (*words, address) if name == "echo" else (address, *words)
        process = subprocess.Popen(
            [sys.executable, "-m", f"tests.bench.yardsticks.{name}", *places],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_address(address, process)
            yield address, process.pid
        finally:
            process.terminate()
            process.wait()


def _total(figures: Figures) -> float:
    return sum(figures.cpu.get(name, 0) for name in ("live", "postgres"))


def _ratio(one: float, other: float) -> float:
    return one / other if other else float("nan")


def _listed(parts: dict[str, float]) -> str:
    return ", ".join(f"{name} {megabytes:.0f}" for name, megabytes in parts.items())
