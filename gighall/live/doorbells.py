"""Hearing the doorbells that actions, jobs and other programs ring in the database."""

import asyncio
import logging

from psycopg import AsyncConnection, Error, OperationalError
from psycopg.sql import SQL, Identifier
from psycopg_pool import PoolTimeout

from gighall.base import bus

from .exchange import Exchange
from .store import Store
from .watch import end_lost_sign_ins

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5
# How long bells gather before they are acted on together.
GATHER_SECONDS = 0.005


class Doorbells:
    """Listens on a connection of its own; what is heard is acted on in one go."""

    def __init__(self, address: str, exchange: Exchange, store: Store) -> None:
        self._address = address
        self._exchange = exchange
        self._store = store
        self._records: dict[int, int] = {}
        self._people: set[int] = set()
        self._heard = asyncio.Event()

    async def listen(self) -> None:
        """Listen for ever; after the connection broke, look for what was rung meanwhile."""
        while True:
            try:
                async with await AsyncConnection.connect(
                    self._address, autocommit=True, application_name="gighall live doorbells"
                ) as connection:
                    await connection.execute(SQL("LISTEN {}").format(Identifier(bus.CHANNEL)))
                    await self._exchange.delivery.check()
                    async for notice in connection.notifies():
                        self.hear(notice.payload)
            except (OperationalError, PoolTimeout, OSError) as error:
                log.warning("the doorbells are silent, the database is away: %s", error)
            await asyncio.sleep(AGAIN_SECONDS)

    def hear(self, payload: str) -> None:
        """Note one bell, ``record:<id>:<last number>`` or ``person:<id>``; others are not for this door."""
        match payload.split(":"):
            case ["record", record_id, number] if record_id.isdecimal() and number.isdecimal():
                self._records[int(record_id)] = max(int(number), self._records.get(int(record_id), 0))
            case ["person", person_id] if person_id.isdecimal():
                self._people.add(int(person_id))
            case _:
                return
        self._heard.set()

    async def answer(self) -> None:
        """Act on what was heard, for ever."""
        while True:
            await self._heard.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._heard.clear()
            records, self._records = self._records, {}
            people, self._people = self._people, set()
            try:
                await self._exchange.delivery.ring(records)
                sockets = [socket for person in people for socket in self._exchange.sockets_of(person)]
                await end_lost_sign_ins(self._store, sockets)
            except (Error, PoolTimeout) as error:
                log.warning("doorbells went unanswered, the next round does it: %s", error)
