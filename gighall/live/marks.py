"""Keeping how far records have come to people: gathered in memory, written in batches."""

import asyncio
import logging

from psycopg import Error, OperationalError
from psycopg_pool import PoolTimeout

from gighall.base import clock, limits

from .delivery import Reached
from .store import KeptMark, Store

log = logging.getLogger(__name__)

AGAIN_SECONDS = 0.5


class Marks:
    """The marks that wait to be written. They only grow, so the last one of each person and record is enough."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[tuple[int, int], Reached] = {}
        self._wake = asyncio.Event()
        self._writing = asyncio.Lock()

    def note(self, record_id: int, person_id: int, reached: Reached) -> None:
        """Note how far a record has come to a person; it is written in a moment."""
        place = (record_id, person_id)
        if place in self._waiting or len(self._waiting) < limits.MARKS_WAITING_MAX:
            self._waiting[place] = reached
            self._wake.set()

    async def keep(self) -> None:
        """Write what was noted, batch after batch, for ever."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(limits.MARKS_WRITTEN_SECONDS)
            self._wake.clear()
            if not await self.write():
                await asyncio.sleep(AGAIN_SECONDS)
                self._wake.set()

    async def write(self) -> bool:
        """Write what waits, in one statement; False when the database is away and it goes on waiting."""
        async with self._writing:
            taken, self._waiting = self._waiting, {}
            if not taken:
                return True
            marks = [
                KeptMark(record_id, person_id, reached.read, reached.received)
                for (record_id, person_id), reached in taken.items()
            ]
            try:
                await self._store.keep_marks(marks, clock.now())
            except (OperationalError, PoolTimeout) as error:
                log.warning("%d marks wait for the database: %s", len(marks), error)
                # What was noted meanwhile is newer.
                self._waiting = taken | self._waiting
                return False
            except Error as error:
                log.error("%d marks were refused by the database (%s)", len(marks), error.sqlstate)
            return True

    async def write_the_last(self, seconds: float) -> None:
        """Write what waits before the program ends; it may take so long."""
        try:
            await asyncio.wait_for(self.write(), seconds)
        except TimeoutError:
            log.warning("marks were not written before the end; their people's pages will say them again")
