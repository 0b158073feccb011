"""Other live programs of the same hall: doorbells and signals over Valkey, where there is one."""

import asyncio
import contextlib
import logging
import time
from uuid import uuid4

from valkey.asyncio import Valkey
from valkey.exceptions import ValkeyError

from gighall.base import bus

from .calls import CallWord
from .doorbells import Doorbells
from .exchange import Exchange
from .signals import NAMES, Signal

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
# How long a program that starts waits for Valkey, before it lets anybody in without hearing its neighbours.
FIRST_SECONDS_MAX = 5
# Words that wait to be said while Valkey is slow or away. A lost bell is made good by the rounds, a lost signal by
# the next one.
WAITING_WORDS_MAX = 10_000


class Neighbours:
    """Tells the neighbours what this program stored and was told, and hears the same of them."""

    def __init__(self, address: str, exchange: Exchange, doorbells: Doorbells) -> None:
        self._address = address
        self._exchange = exchange
        self._doorbells = doorbells
        # What this program calls itself among its neighbours: it hears its own words too.
        self._program = uuid4().hex
        self._stored: dict[int, int] = {}
        self._signals: dict[tuple[str, int, int], Signal] = {}
        # What browsers in a call say to each other keeps its order, and none of it stands for another.
        self._calls: list[CallWord] = []
        self._wake = asyncio.Event()
        self._hears = asyncio.Event()
        exchange.calls.on_word = self.note_call_word
        exchange.delivery.on_stored = self.note_stored
        exchange.signals.on_signal = self.note_signal

    def note_stored(self, record_id: int, number: int) -> None:
        """Note that a record has reached a number here; the neighbours are told in a moment."""
        if record_id in self._stored or len(self._stored) < WAITING_WORDS_MAX:
            self._stored[record_id] = max(number, self._stored.get(record_id, 0))
            self._wake.set()

    def note_signal(self, signal: Signal) -> None:
        """Note what somebody said of themselves here; of each kind the last one is told."""
        kind = "here" if signal.name == "away" else signal.name
        which = (kind, signal.record_id, signal.person_id)
        if which in self._signals or len(self._signals) < WAITING_WORDS_MAX:
            self._signals[which] = signal
            self._wake.set()

    def note_call_word(self, word: CallWord) -> None:
        """Note what a browser in a call said here; the other one may be connected to a neighbour."""
        if len(self._calls) < WAITING_WORDS_MAX:
            self._calls.append(word)
            self._wake.set()

    async def ring(self) -> None:
        """Tell the neighbours, for ever."""
        async with Valkey.from_url(self._address) as valkey:
            while True:
                await self._wake.wait()
                self._wake.clear()
                words = self._take_words()
                try:
                    async with valkey.pipeline(transaction=False) as calls:
                        for word in words:
                            calls.publish(bus.CHANNEL, word)
                        await calls.execute()
                except (ValkeyError, OSError) as error:
                    log.warning("the neighbours were not told, their next round finds it: %s", error)
                    await asyncio.sleep(AGAIN_SECONDS)

    async def listen(self) -> None:
        """Hear the neighbours' words, for ever; come back when Valkey was away."""
        while True:
            try:
                async with Valkey.from_url(self._address) as valkey, valkey.pubsub() as channel:
                    await channel.subscribe(bus.CHANNEL)
                    async for message in channel.listen():
                        if message["type"] == "subscribe":
                            self._hears.set()
                        elif message["type"] == "message":
                            self._hear(message["data"].decode())
            except (ValkeyError, OSError) as error:
                log.warning("the neighbours are not heard: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    async def until_heard(self) -> None:
        """Wait until the neighbours are heard, but not long: what they say before that is lost."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_SECONDS_MAX):
                await self._hears.wait()

    def _take_words(self) -> list[str]:
        stored, self._stored = self._stored, {}
        signals, self._signals = self._signals, {}
        calls, self._calls = self._calls, []
        bells = [bus.record_bell(record_id, number) for record_id, number in stored.items()]
        said = [write_word(signal, self._program) for signal in signals.values()]
        return bells + said + [write_call_word(word, self._program) for word in calls]

    def _hear(self, word: str) -> None:
        program, call_word = read_call_word(word)
        if call_word is not None:
            if program != self._program:
                self._exchange.calls.hear(call_word)
            return
        program, signal = read_word(word)
        if signal is None:
            self._doorbells.hear(word)
        elif program != self._program:
            self._exchange.signals.hear(signal, program, time.monotonic())


def write_word(signal: Signal, program: str) -> str:
    """Return a signal as it is said on the bus."""
    return f"signal:{program}:{signal.name}:{signal.record_id}:{signal.person_id}:{signal.number}"


def read_word(word: str) -> tuple[str, Signal | None]:
    """Return which program said a signal, and the signal; None when the word is no signal."""
    match word.split(":"):
        case ["signal", program, said, *numbers] if len(numbers) == 3 and all(
            number.isdecimal() for number in numbers
        ):
            record_id, person_id, number = (int(each) for each in numbers)
            for name in NAMES:
                if name == said:
                    return program, Signal(name, record_id, person_id, number)
    return "", None


def write_call_word(word: CallWord, program: str) -> str:
    """Return a word of a call as it is said on the bus."""
    return f"call:{program}:{word.record_id}:{word.person_id}:{word.session}:{word.data}"


def read_call_word(said: str) -> tuple[str, CallWord | None]:
    """Return which program said a word of a call, and the word; None when it is none."""
    match said.split(":", 5):
        case ["call", program, record_id, person_id, session, data] if (
            record_id.isdecimal() and person_id.isdecimal()
        ):
            return program, CallWord(int(record_id), int(person_id), session, data)
    return "", None
