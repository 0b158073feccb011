"""Who is in the hall: written for everybody with a socket, every so often and soon after somebody came."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection

from psycopg import Error
from psycopg_pool import PoolTimeout

from gighall.base import clock, limits

from .store import Store

log = logging.getLogger(__name__)

# Those who come within this time are written together.
GATHER_SECONDS = 0.5


class Presence:
    """Writes that people are here; that they left is known by nothing being written."""

    def __init__(self, store: Store, people: Callable[[], Collection[int]]) -> None:
        self._store = store
        self._people = people
        self._newcomers: set[int] = set()
        self._came = asyncio.Event()

    def came(self, person_id: int) -> None:
        """Note that somebody came who had no socket before."""
        self._newcomers.add(person_id)
        self._came.set()

    async def keep(self) -> None:
        """Write it, for ever."""
        all_due_at = time.monotonic() + limits.PRESENT_WRITTEN_SECONDS
        while True:
            try:
                await asyncio.wait_for(self._came.wait(), max(0.0, all_due_at - time.monotonic()))
            except TimeoutError:
                all_due_at = time.monotonic() + limits.PRESENT_WRITTEN_SECONDS
                await self._write(self._people())
                continue
            await asyncio.sleep(GATHER_SECONDS)
            self._came.clear()
            newcomers, self._newcomers = self._newcomers, set()
            await self._write(newcomers)

    async def _write(self, people: Collection[int]) -> None:
        if not people:
            return
        try:
            await self._store.keep_seen(sorted(people), clock.now())
        except (Error, PoolTimeout) as error:
            log.warning("who is here was not written, the next time does it: %s", error)
