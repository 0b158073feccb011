"""What Linux offers so that no started process outlives its supervisor.

Three threads hold a process: the kernel signals it when its parent dies (``die_with_parent``); what it
leaves behind falls to the supervisor (``adopt_orphans``); and what an earlier supervisor left behind is
found by its mark in the environment or by its working folder.
"""

import ctypes
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
MARK = "GIGHALL_SUPERVISED_FROM"

# Loaded once, here: between fork and exec a process must not import or allocate much.
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(death_signal: signal.Signals) -> Callable[[], None]:
    """Return what a new process runs before its program: the kernel sends it the signal when we die."""
    parent = os.getpid()

    def before_program() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(death_signal))
        if os.getppid() != parent:
            os._exit(1)  # The parent died before the line above; nobody would ever tell us.

    return before_program


def adopt_orphans() -> None:
    """Make this process the parent of whatever its children leave behind."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def kill_orphans(known: set[int]) -> None:
    """Kill and bury every child of this process that is not known: its own parent died before it."""
    for pid in _children():
        if pid not in known:
            _kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def marked_processes(home: Path) -> Iterator[int]:
    """Yield the processes that a supervisor of this home started, and what they started."""
    mark = f"{MARK}={home}".encode()
    for pid in _pids():
        try:
            words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            continue  # It has ended, or belongs to somebody else.
        if mark in words:
            yield pid


def processes_working_in(folder: Path) -> Iterator[int]:
    """Yield the processes whose working folder this is; PostgreSQL works in its data folder."""
    for pid in _pids():
        try:
            if Path(f"/proc/{pid}/cwd").readlink() == folder:
                yield pid
        except OSError:
            continue


def end_processes(pids: list[int], *, signals: list[tuple[signal.Signals, float]]) -> None:
    """End processes that are not our children: each signal in turn, with the seconds it is given."""
    for which, seconds in signals:
        for pid in pids:
            _kill(pid, which)
        deadline = time.monotonic() + seconds
        while pids and time.monotonic() < deadline:
            pids = [pid for pid in pids if is_running(pid)]
            time.sleep(0.02)
        if not pids:
            return


def is_running(pid: int) -> bool:
    """Say whether the process exists and is not merely waiting to be buried."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] not in "ZX"


def _children() -> list[int]:
    found = []
    for pid in _pids():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
        except OSError:
            continue
        if int(stat.split()[1]) == os.getpid():
            found.append(pid)
    return found


def _pids() -> list[int]:
    names = (entry.name for entry in Path("/proc").iterdir())
    return [int(name) for name in names if name.isdigit() and int(name) != os.getpid()]


def _kill(pid: int, which: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, which)
