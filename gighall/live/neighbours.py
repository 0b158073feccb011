"""Other live programs of the same hall: what is said to them over Valkey, and what is heard of them.

Each person has a channel. A program hears those of the people who are connected to it, and says on the channels of a
record's people what it stored there and what it was told. Words may be lost: bells are made good by the rounds and
whenever the line stands anew, signals by the next one.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from psycopg import Error
from psycopg_pool import PoolTimeout

from gighall.base import bus

from .calls import CallWord
from .delivery import LiveRecord
from .doorbells import Doorbells
from .exchange import Exchange
from .signals import NAMES, Signal
from .sockets import Socket
from .tally import Tally
from .valkey import Valkey, ValkeyAway

log = logging.getLogger(__name__)

# How long a program that starts waits for Valkey, before it lets anybody in without hearing its neighbours.
FIRST_SECONDS_MAX = 5
# Words that wait to be said while Valkey is slow.
WAITING_WORDS_MAX = 10_000
CHANNEL = "gighall:person:"


@dataclass(frozen=True, slots=True)
class Word:
    """Something to be said to people, wherever they are connected."""

    people: tuple[int, ...]
    text: str


class Neighbours:
    """Tells the neighbours what this program stored and was told, and hears the same of them."""

    def __init__(self, address: str, exchange: Exchange, doorbells: Doorbells) -> None:
        self._valkey = Valkey(address)
        self._exchange = exchange
        self._doorbells = doorbells
        self._tally = Tally(self._valkey, exchange)
        self._stored: dict[int, Word] = {}
        self._signals: dict[tuple[str, int, int], Word] = {}
        # What browsers in a call say to each other keeps its order, and none of it stands for another.
        self._calls: list[Word] = []
        self._wake = asyncio.Event()
        exchange.others = self
        exchange.calls.on_word = self.note_call_word
        exchange.delivery.on_stored = self.note_stored
        exchange.signals.on_signal = self.note_signal

    @property
    def work(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        """Return what goes on for ever beside the sockets."""
        return [self.ring, self.listen, self._tally.keep]

    async def came(self, socket: Socket) -> None:
        """Hear what is said to a socket's person, before anything is read for them."""
        await self._valkey.hear(_channel(socket.person_id))
        self._tally.note_come(socket)

    def left(self, socket: Socket) -> None:
        """Hear no more what is said to a person whose last socket has left."""
        self._tally.note_gone(socket)
        if not self._exchange.sockets_of(socket.person_id):
            self._valkey.hear_no_more(_channel(socket.person_id))

    async def may_post(self, person_id: int) -> bool:
        """Count a post; False when the person posts too fast, by all programs together."""
        return await self._tally.may_post(person_id)

    def note_stored(self, record: LiveRecord, number: int) -> None:
        """Note that a record has reached a number here; the neighbours are told in a moment."""
        if record.id in self._stored or len(self._stored) < WAITING_WORDS_MAX:
            self._stored[record.id] = Word(_people(record), bus.record_bell(record.id, number))
            self._wake.set()

    def note_signal(self, signal: Signal) -> None:
        """Note what somebody said of themselves here; of each kind the last one is told."""
        record = self._exchange.delivery.known(signal.record_id)
        if record is None:
            return
        kind = "here" if signal.name == "away" else signal.name
        which = (kind, signal.record_id, signal.person_id)
        if which in self._signals or len(self._signals) < WAITING_WORDS_MAX:
            self._signals[which] = Word(_people(record, but=signal.person_id), write_word(signal))
            self._wake.set()
        if kind == "here":
            self._tally.note_here(signal)

    def note_call_word(self, word: CallWord) -> None:
        """Note what a browser in a call said here; the other one may be connected to a neighbour."""
        record = self._exchange.delivery.known(word.record_id)
        if record is not None and len(self._calls) < WAITING_WORDS_MAX:
            self._calls.append(Word(_people(record, but=word.person_id), write_call_word(word)))
            self._wake.set()

    async def ring(self) -> None:
        """Tell the neighbours, for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._valkey.say(self._take_words())
            except ValkeyAway as away:
                log.warning("the neighbours were not told, their next round finds it: %s", away)

    async def listen(self) -> None:
        """Hear the neighbours' words, for ever; come back when Valkey was away."""
        await self._valkey.listen(self._hear, self._look_for_the_missed)

    async def until_heard(self) -> None:
        """Wait until the neighbours are heard, but not long: what they say before that is lost."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_SECONDS_MAX):
                await self._valkey.hears.wait()

    async def close(self) -> None:
        """Say that this program is gone, and end the lines."""
        await self._tally.close()
        await self._valkey.close()

    async def _look_for_the_missed(self) -> None:
        """Close the gaps that opened while nothing was heard, for every socket at once."""
        try:
            await self._exchange.delivery.check()
        except (Error, PoolTimeout) as error:
            log.warning("what was missed was not looked for, the next round does it: %s", error)

    def _take_words(self) -> list[tuple[str, str]]:
        """Return what waits, gathered into one word for each person."""
        stored, self._stored = self._stored, {}
        signals, self._signals = self._signals, {}
        calls, self._calls = self._calls, []
        said: dict[int, list[str]] = {}
        for word in (*stored.values(), *signals.values(), *calls):
            for person_id in word.people:
                said.setdefault(person_id, [self._valkey.program]).append(word.text)
        return [(_channel(person_id), "\n".join(texts)) for person_id, texts in said.items()]

    def _hear(self, channel: str, said: str) -> None:
        program, *texts = said.split("\n")
        if program == self._valkey.program:
            return
        self._tally.note_neighbour(program)
        for text in texts:
            if (call_word := read_call_word(text)) is not None:
                self._exchange.calls.hear(call_word, int(channel.removeprefix(CHANNEL)))
            elif (signal := read_word(text)) is not None:
                self._exchange.signals.hear(signal, program, time.monotonic())
            elif (member := self._tally.read_close(text)) is not None:
                self._tally.close_socket(member)
            else:
                self._doorbells.hear(text)


def write_word(signal: Signal) -> str:
    """Return a signal as it is said on the bus."""
    return f"signal:{signal.name}:{signal.record_id}:{signal.person_id}:{signal.number}"


def read_word(word: str) -> Signal | None:
    """Return the signal that a word is; None when it is none."""
    match word.split(":"):
        case ["signal", said, *numbers] if len(numbers) == 3 and all(map(str.isdecimal, numbers)):
            record_id, person_id, number = (int(each) for each in numbers)
            for name in NAMES:
                if name == said:
                    return Signal(name, record_id, person_id, number)
    return None


def write_call_word(word: CallWord) -> str:
    """Return a word of a call as it is said on the bus."""
    return f"call:{word.record_id}:{word.person_id}:{word.session}:{word.data}"


def read_call_word(said: str) -> CallWord | None:
    """Return the word of a call that a word is; None when it is none."""
    match said.split(":", 4):
        case ["call", record_id, person_id, session, data] if record_id.isdecimal() and person_id.isdecimal():
            return CallWord(int(record_id), int(person_id), session, data)
    return None


def _channel(person_id: int) -> str:
    return f"{CHANNEL}{person_id}"


def _people(record: LiveRecord, but: int | None = None) -> tuple[int, ...]:
    """Return who may hear of a record."""
    return tuple(
        person_id for person_id in record.places if person_id != but and record.has_place_for(person_id)
    )
