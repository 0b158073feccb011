"""Whose turn it is when the processors are busy: who talks goes before who reads pages, and files wait for both.

Linux shares processor time by *niceness*. Where it groups sessions, as it does unless somebody forbade it, niceness
counts within a session only, and the session as a whole has one of its own. The hall's programs and each session of
PostgreSQL are such sessions, so both are set. A program can give way and never push forward: no rights are needed.
"""

import asyncio
import os
import socket
import struct
import time
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


async def give_way(pid: int, niceness: int) -> None:
    """Let a program that leads a session of its own give way, with all its threads and processes."""
    with suppress(OSError):  # It has just ended.
        os.setpriority(os.PRIO_PGRP, pid, niceness)
    for _try in range(TRIES_MAX):
        if _session_gives_way(pid, niceness):
            return
        await asyncio.sleep(REFUSED_SECONDS)


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
            except OSError:
                return connection  # It is another user's, who starts it as they like.
            for _try in range(CONNECTING_TRIES_MAX):
                if _session_gives_way(pid, niceness):
                    break
                time.sleep(REFUSED_SECONDS)
        return connection


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
