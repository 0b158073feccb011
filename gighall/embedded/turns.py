"""Whose turn it is when the processors are busy: who talks goes before who reads pages, and files wait for both.

Linux shares processor time by *niceness*. Where it groups sessions, as it does unless somebody forbade it, niceness
counts within a session only, and the session as a whole has one of its own. The hall's programs and each session of
PostgreSQL are such sessions, so both are set. A program can give way and never push forward: no rights are needed.

Niceness says how much time each gets, not when. Who wants short turns comes on at once when woken, where others would
first finish theirs: some milliseconds each, and a message waits for several programs. Nobody gets more time for it.
"""

import asyncio
import ctypes
import os
import platform
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from psycopg import Connection

# What carries a message: the live program, its sessions in the database, the front.
FIRST = 0
PAGES = 4
# Uploads and jobs: nobody looks at their hands.
LAST = 5
# By this word in its environment a program knows how far its sessions in the database are to give way.
TURN = "GIGHALL_GIVES_WAY"
# The kernel takes one change a tenth of a second, of everybody together who has no special rights.
REFUSED_SECONDS, TRIES_MAX, CONNECTING_TRIES_MAX = 0.11, 20, 3
PEER = struct.Struct("3i")
# The shortest turn that Linux knows, and the word for its own choice. Kernels before 6.12 know no other one.
SHORT_NANOSECONDS, USUAL = 100_000, 0
# A program's attributes, as Linux takes them: size, policy, flags, niceness, priority, length of turns, and two more.
ATTRIBUTES = struct.Struct("=IIQiIQQQ")
# The C library has no name for the call: its number by machine.
SET_ATTRIBUTES = {"x86_64": 314, "aarch64": 274}.get(platform.machine())

# Loaded once, here: between fork and exec a process must not import or allocate much.
_libc = ctypes.CDLL(None, use_errno=True)


async def give_way(pid: int, niceness: int) -> None:
    """Let a program that leads a session of its own give way, with all its threads and processes."""
    with suppress(OSError):  # It has just ended.
        os.setpriority(os.PRIO_PGRP, pid, niceness)
    for _try in range(TRIES_MAX):
        if _session_gives_way(pid, niceness):
            return
        await asyncio.sleep(REFUSED_SECONDS)


def with_short_turns(before_program: Callable[[], None]) -> Callable[[], None]:
    """Return what a new process runs before its program: all that it starts has short turns, unless told otherwise."""
    attributes = _attributes(os.getpriority(os.PRIO_PROCESS, 0), SHORT_NANOSECONDS)

    def before() -> None:
        before_program()
        if SET_ATTRIBUTES is not None:
            _libc.syscall(SET_ATTRIBUTES, 0, attributes, 0)

    return before


class GivingWay(Connection[Any]):
    """A connection whose session in a PostgreSQL on this machine gives way as far as the program that asks does."""

    @classmethod
    def connect(cls, *words: Any, **options: Any) -> Self:
        """Connect, and let the session give way."""
        connection = super().connect(*words, **options)
        niceness = int(os.environ.get(TURN, FIRST))
        if niceness and (pid := _session_of(connection)):
            try:
                os.setpriority(os.PRIO_PROCESS, pid, niceness)
                if SET_ATTRIBUTES is not None:
                    # It has its turns from the first of PostgreSQL's processes.
                    _libc.syscall(SET_ATTRIBUTES, pid, _attributes(niceness, USUAL), 0)
            except OSError:
                return connection  # It is another user's, who starts it as they like.
            for _try in range(CONNECTING_TRIES_MAX):
                if _session_gives_way(pid, niceness):
                    break
                time.sleep(REFUSED_SECONDS)
        return connection


def _attributes(niceness: int, nanoseconds: int) -> bytes:
    """Return the attributes of a plain program with this niceness and turns of this length."""
    return ATTRIBUTES.pack(ATTRIBUTES.size, os.SCHED_OTHER, 0, niceness, 0, nanoseconds, 0, 0)


def _session_gives_way(pid: int, niceness: int) -> bool:
    """Set the niceness of a whole session; False when it is to be tried again."""
    try:
        Path(f"/proc/{pid}/autogroup").write_text(str(niceness), encoding="ascii")
    except BlockingIOError:
        return False
    except OSError:
        pass  # There are no such groups here, or the process has ended.
    return True


def _session_of(connection: Connection[Any]) -> int:
    """Return the process that serves a connection, if it is one of this machine; else 0."""
    with socket.socket(fileno=os.dup(connection.fileno())) as line:
        if line.family != socket.AF_UNIX:
            return 0
        # Who listens is the first of PostgreSQL's processes; each session is a child of it.
        first, _user, _group = PEER.unpack(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, PEER.size))
    pid = connection.info.backend_pid
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
    except OSError:
        return 0
    return pid if first and int(status.split()[1]) == first else 0
