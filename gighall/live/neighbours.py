"""Other live programs of the same hall: doorbells over Valkey, where there is one."""

import asyncio
import logging

from valkey.asyncio import Valkey
from valkey.exceptions import ValkeyError

from gighall.base import bus

from .doorbells import Doorbells
from .exchange import Exchange

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
# Bells that wait to be rung while Valkey is slow or away; a lost one is made good by the rounds.
WAITING_BELLS_MAX = 10_000


class Neighbours:
    """Rings for what this program stored, and hears what its neighbours stored."""

    def __init__(self, address: str, exchange: Exchange, doorbells: Doorbells) -> None:
        self._address = address
        self._doorbells = doorbells
        self._stored: dict[int, int] = {}
        self._wake = asyncio.Event()
        exchange.delivery.on_stored = self.note_stored

    def note_stored(self, record_id: int, number: int) -> None:
        """Note that a record has reached a number here; the neighbours are told in a moment."""
        if record_id in self._stored or len(self._stored) < WAITING_BELLS_MAX:
            self._stored[record_id] = max(number, self._stored.get(record_id, 0))
            self._wake.set()

    async def ring(self) -> None:
        """Tell the neighbours, for ever."""
        async with Valkey.from_url(self._address) as valkey:
            while True:
                await self._wake.wait()
                self._wake.clear()
                stored, self._stored = self._stored, {}
                try:
                    async with valkey.pipeline(transaction=False) as calls:
                        for record_id, number in stored.items():
                            calls.publish(bus.CHANNEL, bus.record_bell(record_id, number))
                        await calls.execute()
                except (ValkeyError, OSError) as error:
                    log.warning("the neighbours were not told, their next round finds it: %s", error)
                    await asyncio.sleep(AGAIN_SECONDS)

    async def listen(self) -> None:
        """Hear the neighbours' bells, for ever; come back when Valkey was away."""
        while True:
            try:
                async with Valkey.from_url(self._address) as valkey, valkey.pubsub() as channel:
                    await channel.subscribe(bus.CHANNEL)
                    async for message in channel.listen():
                        if message["type"] == "message":
                            self._doorbells.hear(message["data"].decode())
            except (ValkeyError, OSError) as error:
                log.warning("the neighbours are not heard: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)
