"""The door's rounds: who has lost the right to be here, which doorbells got lost, what time it is."""

import asyncio
import logging

from psycopg import Error
from psycopg_pool import PoolTimeout

from gighall.base import clock, limits

from .exchange import Exchange
from .sockets import Socket
from .store import Store

log = logging.getLogger(__name__)

CLOCK_SECONDS = clock.OFFSET_FRESH_SECONDS


async def make_rounds(exchange: Exchange, store: Store) -> None:
    """Every few seconds: end sockets whose sign-in ended, fetch what no doorbell told of, clear away what is left."""
    while True:
        await asyncio.sleep(limits.LIVE_CHECK_SECONDS)
        try:
            await end_lost_sign_ins(store, exchange.sockets)
            await exchange.delivery.check()
        except (Error, PoolTimeout) as error:
            log.warning("a round was left out, the database is away: %s", error)
        exchange.tidy()


async def end_lost_sign_ins(store: Store, sockets: list[Socket]) -> None:
    """Close the sockets of people who signed out, were suspended, or whose token was revoked.

    Errors: psycopg.Error, PoolTimeout.
    """
    if not sockets:
        return
    holding = await store.still_signed_in([socket.grant for socket in sockets])
    for position, socket in enumerate(sockets):
        if position not in holding:
            socket.close("signed_out")


async def keep_time(store: Store) -> None:
    """Read by how much the hall's clock was moved, again and again; for demo halls and tests."""
    while True:
        try:
            clock.take_offset(await store.clock_offset())
        except (Error, PoolTimeout):
            log.debug("the clock's offset was not read, the database is away")
        await asyncio.sleep(CLOCK_SECONDS)
