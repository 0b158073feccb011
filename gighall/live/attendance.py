"""Who attends which session: the hall's beats, their answers, leases, and what the record is told of it.

A person is present in a session while one of their sockets that attends it answers the beats. The first socket joins,
the last one to go (or to fall silent) leaves, with the moment of its last answer: a dropped line, a stall, a jump of
the clock or a dead program proves no presence. Billing is computed from this (``docs/subsystems/sessions.md``).
"""

import asyncio
import logging
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import Error as DjangoError
from psycopg import Error
from psycopg_pool import PoolTimeout

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused

from .answers import beat_frame, error_frame
from .session_desk import SessionDesk
from .sockets import Socket
from .store import KeptLease, Store

log = logging.getLogger(__name__)

# How long answers to a beat are waited for before the leases are written.
ANSWER_SECONDS = 1
AGAIN_SECONDS = 1
# By how much the hall's clock and the machine's own may differ between two answers: more is a jump.
JUMP_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of life: when, by the hall's clock and by one that nobody moves."""

    at: datetime
    ticks: float

    @classmethod
    def now(cls) -> "Sign":
        """Return a sign of this moment."""
        return cls(clock.now(), time.monotonic())

    def follows(self, last: "Sign") -> bool:
        """Say whether somebody was there between two signs: they are close, and no clock has jumped."""
        by_hall, by_machine = (self.at - last.at).total_seconds(), self.ticks - last.ticks
        most = limits.SESSION_PRESENT_SECONDS
        return by_hall <= most and by_machine <= most and abs(by_hall - by_machine) <= JUMP_SECONDS


@dataclass(slots=True, eq=False)
class Attended:
    """One person in one session through this program.

    ``last`` is the newest sign of any of their sockets. ``until`` is set when that chain of signs broke: what the
    record is to be told before anything else. ``session_id`` is set while the record knows them as joined.
    """

    session: str
    record: str
    record_id: int
    person_id: int
    last: Sign
    signs: dict[Socket, Sign] = field(default_factory=dict)
    until: datetime | None = None
    session_id: int | None = None
    medium: str = ""
    kept: datetime | None = None
    is_settling: bool = False


class Attendance:
    """Everybody who attends a session here."""

    def __init__(self, store: Store, desk: SessionDesk | None = None) -> None:
        self._store = store
        self._desk = desk or SessionDesk()
        # What this program is called in leases and facts: after a restart it is another one.
        self.line = uuid4().hex
        self._attended: dict[tuple[str, int], Attended] = {}
        self._beat = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def sockets_in(self, session: str, record_id: int, medium: str) -> list[Socket]:
        """Return the sockets of both sides that attend a session here, as far as the record knows them as joined."""
        return [
            socket
            for attended in self._attended.values()
            if attended.session == session and attended.record_id == record_id
            if attended.session_id is not None and attended.medium == medium
            for socket in attended.signs
        ]

    def attend(self, socket: Socket, *, session: str, record: str, record_id: int) -> None:
        """Take a socket in; the first beat tells it that it is. Its person has a place in the record."""
        sign = Sign.now()
        attended = self._attended.get((session, socket.person_id))
        mine = [one for one in self._attended.values() if socket in one.signs]
        if attended is None:
            attended = Attended(session, record, record_id, socket.person_id, sign)
            self._attended[session, socket.person_id] = attended
        elif attended.record_id != record_id:
            socket.say(error_frame("no_access", record))
            return
        if len(mine) >= limits.SESSIONS_ATTENDED_MAX and attended not in mine:
            self._forget_if_empty(attended)
            socket.say(error_frame("try_again", record))
            return
        attended.signs[socket] = sign
        self._see(attended, sign)
        if attended.session_id is not None and attended.until is None:
            self._say_beat(attended, socket)
        self._settle(attended)

    def answer(self, socket: Socket, session: str, beat: int) -> None:
        """Take the answer to a beat; to an old one it proves nothing."""
        attended = self._attended.get((session, socket.person_id))
        oldest = self._beat - limits.SESSION_PRESENT_SECONDS // limits.SESSION_BEAT_SECONDS
        if attended is None or socket not in attended.signs or not oldest <= beat <= self._beat:
            return
        sign = Sign.now()
        attended.signs[socket] = sign
        self._see(attended, sign)
        self._settle(attended)

    def unattend(self, socket: Socket, session: str) -> None:
        """Let a socket go out of one session; its goodbye is its last sign."""
        attended = self._attended.get((session, socket.person_id))
        if attended is not None and socket in attended.signs:
            self._see(attended, Sign.now())
            self._drop(attended, socket)

    def leave(self, socket: Socket) -> None:
        """Let a socket go out of all sessions: it is gone."""
        for attended in [one for one in self._attended.values() if socket in one.signs]:
            self._drop(attended, socket)

    async def keep(self) -> None:
        """Beat, and write leases, for ever."""
        while True:
            await asyncio.sleep(max(0, limits.SESSION_BEAT_SECONDS - ANSWER_SECONDS))
            self._beat += 1
            for attended in list(self._attended.values()):
                self._beat_for(attended)
            await asyncio.sleep(ANSWER_SECONDS)
            try:
                await self.write_leases()
            except (Error, PoolTimeout) as error:
                log.warning("leases were not written; what they leave out is not billed: %s", error)

    async def write_leases(self) -> None:
        """Write until when everybody was seen, in one statement; a lease that is gone or too old breaks the line.

        Errors: psycopg.Error, PoolTimeout.
        """
        due = [
            (attended, KeptLease(attended.session_id, attended.person_id, self.line, attended.last.at))
            for attended in self._attended.values()
            if attended.session_id is not None
            and attended.until is None
            and attended.last.at != attended.kept
        ]
        if not due:
            return
        moved = await self._store.keep_leases([lease for _attended, lease in due])
        for position, (attended, lease) in enumerate(due):
            if position in moved:
                attended.kept = lease.at
            elif attended.until is None and attended.session_id is not None:
                attended.until = attended.kept or lease.at
                self._settle(attended)

    async def stop(self, seconds: float) -> None:
        """Write down that everybody here has left; it may take so long. What is not written, the jobs find."""
        for attended in list(self._attended.values()):
            for socket in list(attended.signs):
                self._drop(attended, socket)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    def close(self) -> None:
        """End the threads."""
        self._desk.close()

    def _see(self, attended: Attended, sign: Sign) -> None:
        if attended.session_id is not None and attended.until is None and not sign.follows(attended.last):
            attended.until = attended.last.at
        attended.last = sign

    def _beat_for(self, attended: Attended) -> None:
        now = time.monotonic()
        for socket, sign in list(attended.signs.items()):
            if now - sign.ticks > limits.SESSION_PRESENT_SECONDS:
                self._drop(attended, socket)
            else:
                self._say_beat(attended, socket)

    def _say_beat(self, attended: Attended, socket: Socket) -> None:
        if attended.session_id is not None:
            frame = beat_frame(attended.record, attended.session, self._beat)
            socket.signal((attended.session, "beat"), frame)

    def _drop(self, attended: Attended, socket: Socket) -> None:
        if attended.signs.pop(socket, None) is None:
            return
        if not attended.signs:
            attended.until = attended.until or attended.last.at
            self._settle(attended)

    def _forget_if_empty(self, attended: Attended) -> None:
        if not attended.signs and attended.session_id is None:
            self._attended.pop((attended.session, attended.person_id), None)

    def _settle(self, attended: Attended) -> None:
        """Begin to tell the record what has changed, unless that is under way."""
        if not attended.is_settling:
            attended.is_settling = True
            task = asyncio.get_running_loop().create_task(self._settle_all(attended))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _settle_all(self, attended: Attended) -> None:
        try:
            while not await self._settled(attended):
                pass
        finally:
            attended.is_settling = False
            self._forget_if_empty(attended)

    async def _settled(self, attended: Attended) -> bool:
        """Tell the record one thing; True when it knows all."""
        try:
            if attended.session_id is not None and attended.until is not None:
                await self._desk.leave(
                    session=attended.session,
                    person_id=attended.person_id,
                    line=self.line,
                    until=attended.until,
                )
                attended.session_id = attended.kept = None
            elif attended.session_id is None and attended.signs:
                await self._join(attended)
            else:
                return True
        except NotYours:
            self._turn_away(attended, "no_access")
        except Refused:
            self._turn_away(attended, "session_over")
        except DjangoError as error:
            log.warning("a session was not told who is there; what that leaves out is not billed: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)
        return False

    async def _join(self, attended: Attended) -> None:
        sign, attended.until = attended.last, None
        attended.session_id, attended.medium = await self._desk.join(
            session=attended.session,
            record_id=attended.record_id,
            person_id=attended.person_id,
            line=self.line,
            at=sign.at,
        )
        attended.kept = sign.at
        if attended.last is not sign and not attended.last.follows(sign):
            attended.until = sign.at
        for socket in attended.signs:
            self._say_beat(attended, socket)

    def _turn_away(self, attended: Attended, why: str) -> None:
        sockets: Collection[Socket] = list(attended.signs)
        attended.signs.clear()
        attended.session_id = attended.until = attended.kept = None
        for socket in sockets:
            socket.say(error_frame(why, attended.record))
