"""Keeps the hall's programs running: ordered start, restart of what dies, ordered stop, no orphans.

``docs/adr/0001-own-supervisor.md`` says why this is our own. One event loop in the main thread, because
the kernel's signal at the parent's death is bound to the thread that started the program.
"""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from gighall.base.limits import (
    PROGRAM_READY_SECONDS,
    PROGRAM_STEADY_SECONDS,
    PROGRAM_STOP_SECONDS,
    RESTART_PAUSE_SECONDS_MAX,
    STEP_SECONDS,
)

from .logs import ProgramLog, say
from .processes import adopt_orphans, die_with_parent, kill_orphans
from .readiness import Check
from .refusals import CannotStart
from .system_user import Credentials
from .turns import FIRST, TURN, give_way, with_short_turns

READY_POLL_SECONDS = 0.05
GIVE_WAY_POLL_SECONDS = 0.5
FIRST_RESTART_PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Program:
    """A program to keep running, and how to tell that it answers and how to stop it."""

    name: str
    command: list[str]
    environment: dict[str, str]
    is_ready: Check | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    hurry_signal: signal.Signals = signal.SIGKILL
    stop_seconds: float = PROGRAM_STOP_SECONDS
    credentials: Credentials = field(default_factory=lambda: Credentials())
    niceness: int = FIRST
    before_start: Callable[[], object] = lambda: None


class Supervisor:
    """Starts, keeps and stops programs, whose logs stand in the folder ``logs``."""

    def __init__(self, *, logs: Path) -> None:
        self.logs = logs
        self._groups: list[list[_Keeper]] = []
        self._steps: set[int] = set()
        adopt_orphans()

    async def start(self, *programs: Program) -> None:
        """Start programs side by side and wait until each answers.

        Errors: CannotStart, with the last lines it said, for one that ends or does not answer in time.
        """
        keepers = [_Keeper(program, self) for program in programs]
        self._groups.append(keepers)
        try:
            async with asyncio.TaskGroup() as starting:
                for keeper in keepers:
                    starting.create_task(keeper.start())
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def step(self, name: str, command: list[str], environment: dict[str, str]) -> str:
        """Run a command to its end and return what it printed.

        Errors: CannotStart, with what it said, if it fails.
        """
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True, preexec_fn=die_with_parent(signal.SIGTERM),
        )  # fmt: skip
        self._steps.add(process.pid)
        log = ProgramLog(name, self.logs)
        try:
            out, err = await asyncio.to_thread(process.communicate, timeout=STEP_SECONDS)
        except subprocess.TimeoutExpired:
            raise CannotStart(
                f"The step {name} took longer than {STEP_SECONDS} seconds; see {log.path}."
            ) from None
        finally:
            _kill_group(process.pid, signal.SIGKILL)
            self._steps.discard(process.pid)
        said, complained = out.decode("utf-8", "replace"), err.decode("utf-8", "replace")
        for line in (said + complained).splitlines():
            log.add(line, quiet=True)
        log.close()
        if process.returncode != 0:
            last = (complained.strip() or said.strip() or "no message").splitlines()[-1]
            # A command that refuses with exit code 2 has said why in a sentence of its own.
            known = process.returncode == 2
            raise CannotStart(
                last.removeprefix("gighall: ")
                if known
                else f"The step {name} failed: {last} (see {log.path})."
            )
        return said

    async def stop(self, hurry: asyncio.Event) -> None:
        """Stop the programs in the reverse order of their start; at once when ``hurry`` is set."""
        for keepers in reversed(self._groups):
            await asyncio.gather(*(keeper.stop(hurry) for keeper in keepers))
        self.bury_orphans()

    def bury_orphans(self) -> None:
        """End what programs left behind when they died."""
        kept = {keeper.pid for keepers in self._groups for keeper in keepers if keeper.pid}
        kill_orphans(kept | self._steps)


class _Keeper:
    """Keeps one program running."""

    def __init__(self, program: Program, supervisor: Supervisor) -> None:
        self.program = program
        self.pid: int | None = None
        self._supervisor = supervisor
        self._log = ProgramLog(program.name, supervisor.logs)
        self._process: subprocess.Popen[bytes] | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._pump: asyncio.Task[None] | None = None
        self._giving_way: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the program for the first time; from then on it is kept."""
        process = self._spawn()
        deadline = time.monotonic() + PROGRAM_READY_SECONDS
        while not await self._is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                how = (
                    "ended"
                    if process.returncode is not None
                    else f"did not answer in {PROGRAM_READY_SECONDS} s"
                )
                await self._end()
                said = "\n    ".join(self._log.tail) or "nothing"
                raise CannotStart(
                    f"The program {self.program.name} {how}; it said (see {self._log.path}):\n    {said}"
                )
            await asyncio.sleep(READY_POLL_SECONDS)
        self._keeping = asyncio.create_task(self._keep())

    async def stop(self, hurry: asyncio.Event) -> None:
        """Stop the program, by its own signal first."""
        if self._keeping:
            self._keeping.cancel()
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(self.program.hurry_signal if hurry.is_set() else self.program.stop_signal)
            waits = [asyncio.create_task(_ended(process)), asyncio.create_task(hurry.wait())]
            await asyncio.wait(waits, timeout=self.program.stop_seconds, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
            if process.poll() is None:
                process.send_signal(self.program.hurry_signal)
        await self._end()
        self._log.close()

    async def _keep(self) -> None:
        """Start the program again whenever it ends; the pause grows while it does not hold."""
        pause = FIRST_RESTART_PAUSE_SECONDS
        while True:
            assert self._process is not None
            started = time.monotonic()
            await _ended(self._process)
            await self._end()
            if time.monotonic() - started > PROGRAM_STEADY_SECONDS:
                pause = FIRST_RESTART_PAUSE_SECONDS
            say(f"{self.program.name} {_how_it_ended(self._process)}; starting it again")
            await asyncio.sleep(pause)
            pause = min(pause * 2, RESTART_PAUSE_SECONDS_MAX)
            try:
                self.program.before_start()  # In this thread: its children must not be taken for orphans.
                self._spawn()
            except (CannotStart, OSError) as error:
                say(f"{self.program.name} cannot start: {error}")

    def _spawn(self) -> subprocess.Popen[bytes]:
        program = self.program
        environment = program.environment | {TURN: str(program.niceness)}
        before_program = die_with_parent(program.stop_signal)
        if program.niceness == FIRST:
            before_program = with_short_turns(before_program)
        process = subprocess.Popen(
            program.command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=before_program,
            **program.credentials,
        )  # fmt: skip
        self._process, self.pid = process, process.pid
        assert process.stdout is not None
        self._pump = asyncio.create_task(self._log.pump(process.stdout))
        if program.niceness:
            self._giving_way = asyncio.create_task(self._give_way(process.pid))
        return process

    async def _give_way(self, pid: int) -> None:
        """Let the program give way once it answers: until then it is waited for."""
        deadline = time.monotonic() + PROGRAM_READY_SECONDS
        while not await self._is_ready() and time.monotonic() < deadline:
            await asyncio.sleep(GIVE_WAY_POLL_SECONDS)
        await give_way(pid, self.program.niceness)

    async def _is_ready(self) -> bool:
        return self.program.is_ready is None or await self.program.is_ready()

    async def _end(self) -> None:
        """Clear away what the ended program left: its group, its orphans, the rest of its output."""
        assert self._process is not None
        if self._giving_way:
            self._giving_way.cancel()
        _kill_group(self._process.pid, signal.SIGKILL)
        await _ended(self._process)
        self._supervisor.bury_orphans()
        if self._pump:
            await asyncio.wait([self._pump], timeout=1)
            self._pump.cancel()


async def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait until a child has ended, without a thread, and bury it."""
    if process.poll() is not None:
        return
    handle = os.pidfd_open(process.pid)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(handle, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(handle)
        os.close(handle)
    process.wait()


def _kill_group(pid: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, which)


def _how_it_ended(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
