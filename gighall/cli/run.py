"""``gighall run``: the whole hall on this machine, from PostgreSQL to the open port, until Ctrl-C."""

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from gighall.base.environment import Environment, kept_secret, read_environment
from gighall.base.limits import (
    DATABASE_CONNECTIONS,
    DATABASE_STOP_SECONDS,
    LIVE_PROGRAM_CONNECTIONS,
    LIVE_PROGRAMS_MAX,
    UPLOAD_THREADS,
)
from gighall.embedded.front import front_command, live_sockets, write_configuration
from gighall.embedded.home import check_free_disk, check_port_free, lock_home, make_home, make_run_dir
from gighall.embedded.logs import say
from gighall.embedded.postgres import PLAIN, Cluster, clear_leftovers, prepare_cluster
from gighall.embedded.processes import MARK, end_processes, marked_processes
from gighall.embedded.readiness import answers_on_port, answers_on_socket, pongs_on_socket
from gighall.embedded.supervisor import Program, Supervisor
from gighall.embedded.turns import LAST, PAGES
from gighall.embedded.valkey import valkey_address, valkey_command

ROOT = Path(__file__).resolve().parent.parent.parent
HTTP_PORT, TLS_PORT = 80, 443
LEFTOVER_SIGNALS = [(signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)]


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("run", help="start the hall and keep it running")
    parser.add_argument(
        "--live",
        type=_programs,
        default=1,
        metavar="N",
        help=f"so many live programs, at most {LIVE_PROGRAMS_MAX}; without VALKEY_URL they share an embedded Valkey",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Start everything, keep it running, stop it on Ctrl-C or SIGTERM."""
    environment = read_environment()
    make_home(environment.home)
    lock = lock_home(environment.home)
    try:
        return asyncio.run(_Hall(environment, arguments.live).live())
    finally:
        lock.close()


class _Hall:
    """One life of the hall on this machine."""

    def __init__(self, environment: Environment, live_programs: int) -> None:
        self.environment = environment
        self.live_programs = live_programs
        # The embedded Valkey is for live programs only: the pages are of one program, and count for themselves.
        self.valkey = (
            environment.run_dir / "valkey.sock" if live_programs > 1 and not environment.valkey_url else None
        )
        self.began = time.monotonic()
        self.supervisor = Supervisor(logs=environment.home / "logs")
        self.stop_asked = asyncio.Event()
        self.hurry = asyncio.Event()

    async def live(self) -> int:
        """Start, wait for the signal to stop, stop."""
        loop = asyncio.get_running_loop()
        for which in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(which, self._ask_to_stop)
        starting = asyncio.create_task(self._start())
        asked = asyncio.create_task(self.stop_asked.wait())
        try:
            await asyncio.wait([starting, asked], return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
            await asked
            starting.cancel()
            with suppress(asyncio.CancelledError):
                await starting
            say("stopping (Ctrl-C again stops at once)")
        finally:
            await self.supervisor.stop(self.hurry)
            for sockets in (self.environment.run_dir, self.environment.postgres_socket_dir):
                shutil.rmtree(sockets, ignore_errors=True)
        say("stopped")
        return 0

    def _ask_to_stop(self) -> None:
        if self.stop_asked.is_set():
            self.hurry.set()
        self.stop_asked.set()

    async def _start(self) -> None:
        environment = self.environment
        say(f"Gighall starts in {environment.home}")
        end_processes(list(marked_processes(environment.home)), signals=LEFTOVER_SIGNALS)
        check_free_disk(environment.home)
        if environment.domain:
            for port in (HTTP_PORT, TLS_PORT):
                check_port_free("", port)
        else:
            check_port_free("127.0.0.1", environment.port)
        make_run_dir(environment.run_dir)
        environment.secret_key  # noqa: B018 - made here once, before several programs ask for it.
        if not environment.external_database_url:
            await self._start_database()
        hall = await self._step("migrate")
        if environment.demo and hall["kind"] == "empty":
            hall = await self._step("demo", "load")
        if self.valkey is not None:
            await self._start_valkey(self.valkey)
        clock = time.monotonic()
        await self.supervisor.start(*self._inner_programs())
        await self.supervisor.start(self._front())
        _say_done("web, uploads, live, jobs, front", clock)
        self._say_ready(hall)

    async def _start_database(self) -> None:
        clock = time.monotonic()
        environment = self.environment
        cluster = prepare_cluster(
            home=environment.home,
            socket_dir=environment.postgres_socket_dir,
            password_file=environment.database_password_file,
            pg_bin=environment.pg_bin,
        )
        if cluster.notice:
            say(f"note: {cluster.notice}")
        await self.supervisor.start(
            Program(
                name="postgres",
                command=cluster.command({"max_connections": str(self._connections())}),
                environment=PLAIN | {MARK: str(environment.home)},
                is_ready=_ready(cluster),
                stop_signal=signal.SIGINT,
                hurry_signal=signal.SIGQUIT,
                stop_seconds=DATABASE_STOP_SECONDS,
                credentials=cluster.user.credentials,
                before_start=lambda: clear_leftovers(cluster),
            )
        )
        _say_done(f"PostgreSQL {cluster.binaries.version}", clock)

    def _connections(self) -> int:
        return DATABASE_CONNECTIONS + (self.live_programs - 1) * LIVE_PROGRAM_CONNECTIONS

    async def _start_valkey(self, socket: Path) -> None:
        clock = time.monotonic()
        await self.supervisor.start(
            Program(
                name="valkey",
                command=valkey_command(socket),
                environment=PLAIN | {MARK: str(self.environment.home)},
                is_ready=pongs_on_socket(socket),
                before_start=lambda: socket.unlink(missing_ok=True),
            )
        )
        _say_done("Valkey", clock)

    async def _step(self, *words: str) -> dict[str, Any]:
        clock = time.monotonic()
        name = "-".join(words)
        said = await self.supervisor.step(name, [sys.executable, "-m", "gighall", *words], self._variables())
        _say_done(" ".join(words), clock)
        answer: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
        return answer

    def _variables(self) -> dict[str, str]:
        """Return the environment of the inner programs."""
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
        return os.environ | self.environment.for_programs() | {
            "DJANGO_SETTINGS_MODULE": "gighall.config.settings",
            "PYTHONPATH": path,
            "PYTHONUNBUFFERED": "1",
            # Where setproctitle is installed, granian renames its processes with it; by default that overwrites the
            # environment, which is where our mark stands.
            "SPT_NOENV": "1",
            MARK: str(self.environment.home),
        }  # fmt: skip

    def _inner_programs(self) -> list[Program]:
        environment, variables = self.environment, self._variables()
        host = environment.domain or "127.0.0.1"
        web, live = environment.run_dir / "web.sock", live_sockets(environment.run_dir, self.live_programs)
        uploads = environment.run_dir / "uploads.sock"
        return [
            self._pages_program(web, environment.page_threads, variables, host, niceness=PAGES),
            # The same once more, for parts of uploads alone: a slow sender holds one of many threads of nobody else's.
            self._pages_program(uploads, UPLOAD_THREADS, variables, host, niceness=LAST),
            *(self._live_program(path, variables, host) for path in live),
            Program(
                name="jobs",
                command=[sys.executable, "-m", "gighall.jobs"],
                environment=variables,
                niceness=LAST,
            ),
        ]

    def _pages_program(
        self, path: Path, threads: int, variables: dict[str, str], host: str, *, niceness: int
    ) -> Program:
        return Program(
            name=path.stem,
            command=pages_command(path, threads),
            environment=variables,
            niceness=niceness,
            is_ready=answers_on_socket(path, url="/health/", host=host),
            before_start=lambda: path.unlink(missing_ok=True),
        )

    def _live_program(self, path: Path, variables: dict[str, str], host: str) -> Program:
        shared = {"VALKEY_URL": valkey_address(self.valkey)} if self.valkey is not None else {}
        return Program(
            name=path.stem,
            command=[sys.executable, "-m", "gighall.live", "--uds", str(path)],
            environment=variables | shared,
            is_ready=answers_on_socket(path, url="/live/health", host=host),
            before_start=lambda: path.unlink(missing_ok=True),
        )

    def _front(self) -> Program:
        environment = self.environment
        configuration = write_configuration(environment, self.live_programs)
        # With a domain the certificate may take its time: that the port is open must do.
        ready = (
            answers_on_port("127.0.0.1", TLS_PORT, url=None, host="")
            if environment.domain
            else answers_on_port("127.0.0.1", environment.port, url="/health/", host="127.0.0.1")
        )
        homes = {
            name: str(environment.home / "caddy") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
        }
        return Program(
            name="front",
            command=front_command(configuration),
            environment=dict(os.environ) | homes | {MARK: str(environment.home)},
            is_ready=ready,
        )

    def _say_ready(self, hall: dict[str, Any]) -> None:
        origin = self.environment.origin
        say("")
        say(f"{origin}/    ready after {time.monotonic() - self.began:.1f} s")
        if hall["people"]:
            say(f"Demo: at {origin}/dev/ you can be")
            for person in hall["people"]:
                say(f"  {person['name']}: {person['about']}")
        elif hall["kind"] == "empty":
            code = kept_secret(self.environment.home / "setup-code")
            say(f"First run: name the hall at {origin}/setup/?code={code}")
        say("Ctrl-C stops everything.")


def pages_command(
    socket: Path | str, threads: int, application: str = "gighall.config.wsgi:application"
) -> list[str]:
    """Return the command that serves the pages on a Unix socket, from one process with so many threads."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--uds", str(socket), "--workers", "1",
        "--blocking-threads", str(threads), "--no-ws", application,
    ]  # fmt: skip


def _programs(word: str) -> int:
    """Return how many live programs are wanted."""
    if not word.isdecimal() or not 1 <= int(word) <= LIVE_PROGRAMS_MAX:
        raise argparse.ArgumentTypeError(f"{word} is not a whole number from 1 to {LIVE_PROGRAMS_MAX}")
    return int(word)


def _ready(cluster: Cluster) -> Any:
    async def check() -> bool:
        return cluster.is_ready()

    return check


def _say_done(what: str, since: float) -> None:
    say(f"{what:<24} {time.monotonic() - since:5.1f} s")
