"""What the live programs of a hall count together, in Valkey: posts, sockets, and who has which record before them.

While Valkey is away each program counts for itself, and nobody is refused because of that. Everything in Valkey ends
by itself: a program that is killed takes with it what it had said.
"""

import asyncio
import logging
import time
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, TypeVar

from gighall.base import limits

from .exchange import Exchange
from .pace import Bucket
from .signals import Signal
from .sockets import Socket
from .valkey import Command, Valkey, ValkeyAway

log = logging.getLogger(__name__)

# Takes at most so many out of a bucket that fills at a steady rate; returns how many it gave.
TAKE_LOT = """
local rate, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = math.min(burst, (tonumber(kept[1]) or burst) + math.max(0, now - (tonumber(kept[2]) or now)) * rate)
local given = math.floor(math.min(level, wanted))
redis.call('HSET', KEYS[1], 'level', tostring(level - given), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return given
"""
# Notes a socket; returns all of its person's when they are too many, oldest first.
COME = """
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
if redis.call('ZCARD', KEYS[1]) > tonumber(ARGV[4]) then return redis.call('ZRANGE', KEYS[1], 0, -1) end
return {}
"""
# Notes who has a record before them; returns everybody who has, and for how many milliseconds still.
HERE = """
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local found = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for place = 2, #found, 2 do found[place] = tonumber(found[place]) - now end
return found
"""
WAITING_MAX = 20_000
NOTES_AT_ONCE = 500

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class Pace:
    """One person's posts here: what this program gives by itself, and what is left of the last lot from Valkey."""

    own: Bucket
    left: int = 0
    # Until then the lot is good; or, when nothing was given, until then nothing is asked.
    until: float = 0.0
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Neighbour:
    """Another program: how often in a row its sign of life was missing."""

    missed: int = 0


class Tally:
    """This program's part in what is counted together."""

    def __init__(self, valkey: Valkey, exchange: Exchange) -> None:
        self._valkey = valkey
        self._exchange = exchange
        self._paces: dict[int, Pace] = {}
        self._names: dict[Socket, str] = {}
        self._numbers = count()
        self._come: dict[Socket, None] = {}
        self._gone: dict[str, int] = {}
        self._here: dict[tuple[int, int], str] = {}
        self._neighbours: dict[str, Neighbour] = {}
        self._wake = asyncio.Event()

    async def may_post(self, person_id: int) -> bool:
        """Count a post; False when the person posts too fast, by all programs together.

        Who posts now and then is not asked for: a twentieth of the limit is given without a word to Valkey.
        """
        now = time.monotonic()
        lot = max(1, limits.POSTS_BURST // limits.VALKEY_LOTS)
        pace = self._paces.get(person_id)
        if pace is None:
            own = Bucket.full(per_second=limits.POSTS_PER_SECOND / limits.VALKEY_LOTS, burst=lot, now=now)
            pace = self._paces[person_id] = Pace(own)
        if pace.own.take(now):
            return True
        async with pace.asking:
            now = time.monotonic()
            if pace.until <= now:
                pace.left = 0
            if pace.left == 0 and pace.until <= now:
                try:
                    pace.left = await self._take_lot(person_id, lot)
                except ValkeyAway:
                    return True
                pace.until = time.monotonic() + (1 if pace.left else 1 / limits.POSTS_PER_SECOND)
            if pace.left == 0:
                return False
            pace.left -= 1
            if pace.left == 0:
                pace.until = 0.0
            return True

    def note_come(self, socket: Socket) -> None:
        """Note that a socket was opened; if its person has too many in all programs, the oldest go."""
        self._names[socket] = f"{self._valkey.program}:{next(self._numbers)}"
        if len(self._come) < WAITING_MAX:
            self._come[socket] = None
            self._wake.set()

    def note_gone(self, socket: Socket) -> None:
        """Note that a socket is gone."""
        self._come.pop(socket, None)
        name = self._names.pop(socket, None)
        if name is not None and len(self._gone) < WAITING_MAX:
            self._gone[name] = socket.person_id
            self._wake.set()

    def note_here(self, signal: Signal) -> None:
        """Note that somebody has a record before them, or has it no more."""
        if len(self._here) < WAITING_MAX:
            self._here[signal.record_id, signal.person_id] = signal.name
            self._wake.set()

    def note_neighbour(self, program: str) -> None:
        """Note that a program was heard: from now on it is looked after."""
        self._neighbours.setdefault(program, Neighbour())

    def close_socket(self, name: str) -> None:
        """Close a socket of this program of which a neighbour says that it is one too many."""
        for socket, known in self._names.items():
            if known == name:
                socket.close("too_many_sockets")
                return

    @staticmethod
    def read_close(word: str) -> str | None:
        """Return which socket a word says to close; None when it says something else."""
        said, _colon, name = word.partition(":")
        return name if said == "close" else None

    async def keep(self) -> None:
        """Write what was noted, show that this program lives, and look who else does; for ever."""
        beat_at = written_at = time.monotonic()
        while True:
            try:
                if time.monotonic() >= beat_at:
                    beat_at = time.monotonic() + limits.VALKEY_BEAT_SECONDS
                    if await self._beat() or time.monotonic() >= written_at:
                        written_at = time.monotonic() + limits.VALKEY_WRITTEN_SECONDS
                        self._note_all()
                await self._write()
            except ValkeyAway as away:
                log.debug("Valkey was told nothing: %s", away)
            self._wake.clear()
            wait = max(0.0, beat_at - time.monotonic())
            try:
                await asyncio.wait_for(self._wake.wait(), wait)
            except TimeoutError:
                continue

    async def close(self) -> None:
        """Say that this program is gone."""
        try:
            await self._valkey.ask([("DEL", _living(self._valkey.program))])
        except ValkeyAway:
            log.debug("Valkey was not told that this program ends; it forgets it by itself")

    async def _take_lot(self, person_id: int, lot: int) -> int:
        key = f"gighall:posts:{person_id}"
        arguments = (limits.POSTS_PER_SECOND, limits.POSTS_BURST, lot)
        return int((await self._valkey.ask([("EVAL", TAKE_LOT, 1, key, *arguments)]))[0])

    async def _beat(self) -> bool:
        """Show that this program lives; True when Valkey knew nothing of it: it is new, or was emptied."""
        self._forget_quiet_people()
        seconds = limits.VALKEY_SILENCE_SECONDS
        commands: list[Command] = [
            ("SET", _living(self._valkey.program), 1, "PX", int(seconds * 1_000), "GET"),
            *(("EXISTS", _living(program)) for program in self._neighbours),
        ]
        known, *lives = await self._valkey.ask(commands)
        await self._valkey.beat()
        for program, is_alive in zip(list(self._neighbours), lives, strict=True):
            neighbour = self._neighbours[program]
            neighbour.missed = 0 if is_alive else neighbour.missed + 1
            if neighbour.missed * limits.VALKEY_BEAT_SECONDS > seconds:
                # Its sign of life is gone for so long that no emptied Valkey explains it.
                del self._neighbours[program]
                self._exchange.signals.end_program(program)
        return known is None

    def _forget_quiet_people(self) -> None:
        now = time.monotonic()
        self._paces = {
            person_id: pace
            for person_id, pace in self._paces.items()
            if not pace.own.is_full(now) or pace.until > now or pace.asking.locked()
        }

    def _note_all(self) -> None:
        """Note everything again that Valkey is to know of this program."""
        self._come.update(dict.fromkeys(self._names))
        for record_id, person_id in self._exchange.signals.here_by_own_sockets():
            self._here.setdefault((record_id, person_id), "here")

    async def _write(self) -> None:
        """Write what was noted; what Valkey does not take stays noted.

        Errors: ValkeyAway.
        """
        while self._come or self._gone or self._here:
            come, gone, here = _taken(self._come), _taken(self._gone), _taken(self._here)
            commands = [self._come_command(socket) for socket in come]
            commands += [self._here_command(*which, name) for which, name in here.items()]
            commands += [("ZREM", _sockets(person_id), name) for name, person_id in gone.items()]
            try:
                answers = await self._valkey.ask(commands)
            except ValkeyAway:
                self._come |= {socket: None for socket in come if socket in self._names}
                self._gone, self._here = gone | self._gone, here | self._here
                raise
            for socket, names in zip(come, answers[: len(come)], strict=True):
                if names:
                    await self._send_away(socket.person_id, [name.decode() for name in names])
            for (record_id, _person), answer in zip(
                here, answers[len(come) : len(come) + len(here)], strict=True
            ):
                if isinstance(answer, list):
                    self._hear_company(record_id, answer)

    def _come_command(self, socket: Socket) -> Command:
        opened = socket.opened_at + time.time() - time.monotonic()
        kept, most = limits.VALKEY_KEPT_SECONDS, limits.SOCKETS_PER_PERSON_MAX
        return "EVAL", COME, 1, _sockets(socket.person_id), self._names[socket], opened, kept, most

    def _here_command(self, record_id: int, person_id: int, name: str) -> Command:
        key, member = f"gighall:here:{record_id}", f"{person_id}:{self._valkey.program}"
        if name == "away":
            return "ZREM", key, member
        return "EVAL", HERE, 1, key, member, int(limits.HERE_SECONDS * 1_000)

    def _hear_company(self, record_id: int, answer: list[Any]) -> None:
        """Take in who else has a record before them, as the other programs were told."""
        now = time.monotonic()
        for member, left in zip(answer[::2], answer[1::2], strict=True):
            person_id, _colon, program = member.decode().partition(":")
            if program != self._valkey.program:
                self.note_neighbour(program)
                signal = Signal("here", record_id, int(person_id))
                self._exchange.signals.hear(signal, program, now - limits.HERE_SECONDS + int(left) / 1_000)

    async def _send_away(self, person_id: int, names: list[str]) -> None:
        """Let the oldest of a person's sockets go, wherever they are; those of dead programs do not count."""
        programs = sorted({name.partition(":")[0] for name in names} - {self._valkey.program})
        lives = await self._valkey.ask([("EXISTS", _living(program)) for program in programs])
        dead = {program for program, is_alive in zip(programs, lives, strict=True) if not is_alive}
        of_dead = [name for name in names if name.partition(":")[0] in dead]
        living = [name for name in names if name not in of_dead]
        too_many = living[: max(0, len(living) - limits.SOCKETS_PER_PERSON_MAX)]
        commands: list[Command] = []
        if of_dead or too_many:
            commands.append(("ZREM", _sockets(person_id), *of_dead, *too_many))
        for name in too_many:
            self.close_socket(name)
            commands.append(
                ("SPUBLISH", f"gighall:person:{person_id}", f"{self._valkey.program}\nclose:{name}")
            )
        await self._valkey.ask(commands)


def _living(program: str) -> str:
    return f"gighall:living:{program}"


def _sockets(person_id: int) -> str:
    return f"gighall:sockets:{person_id}"


def _taken(noted: dict[Key, Value]) -> dict[Key, Value]:
    """Take the first of what was noted out."""
    return {key: noted.pop(key) for key in list(islice(noted, NOTES_AT_ONCE))}
