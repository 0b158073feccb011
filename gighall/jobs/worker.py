"""The loops of the jobs program: deferred jobs, deadlines, and the index of words."""

import asyncio
import logging
import time

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from procrastinate.contrib.django import app

import gighall.jobs.tasks  # noqa: F401  (registers the tasks)
from gighall.base import clock, limits
from gighall.domain.chat_sessions.actions import sweep_sessions
from gighall.domain.orders.actions import sweep_deadlines
from gighall.domain.record.actions import index_words

logger = logging.getLogger(__name__)


async def run() -> None:
    """Work off deferred jobs, sweep deadlines and index words until cancelled."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_sweep_for_ever())
        group.create_task(_work_for_ever())
        group.create_task(_index_for_ever())


async def _work_for_ever() -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            install_signal_handlers=False, concurrency=2, delete_jobs="successful"
        )


async def _sweep_for_ever() -> None:
    while True:
        try:
            await sync_to_async(sweep_once)()
        except (DatabaseError, InterfaceError):
            # The database is restarting; what is due stays due and is done by the next sweep.
            logger.warning("the deadlines could not be swept; trying again", exc_info=True)
        await asyncio.sleep(limits.DEADLINE_SWEEP_SECONDS)


def sweep_once() -> int:
    """Do what is due now; return how many deadlines and sessions were done."""
    close_old_connections()
    try:
        if settings.GIGHALL_DEMO:
            with connection.cursor() as cursor:
                cursor.execute(clock.READ_OFFSET_SQL)
                row = cursor.fetchone()
            clock.take_offset(row[0] if row else 0)
        done = sweep_deadlines(now=clock.now(), limit=limits.DEADLINE_BATCH)
        # Afterwards: an order that has just ended takes its session with it.
        return done + sweep_sessions(now=clock.now(), limit=limits.DEADLINE_BATCH)
    finally:
        close_old_connections()


async def _index_for_ever() -> None:
    while True:
        began, done = time.monotonic(), 0
        try:
            # In a thread of its own: what is due does not wait for a long catching up.
            done = await sync_to_async(index_once, thread_sensitive=False)()
        except (DatabaseError, InterfaceError):
            # What is not in the index yet is still told by its number: the next look finds it.
            logger.warning("the words of new entries could not be indexed; trying again", exc_info=True)
        took = time.monotonic() - began
        # The more records there are to look at, the less often: a hall of any size has the processor for its people.
        share = 1 if done else limits.INDEX_IDLE_SHARE
        await asyncio.sleep(max(limits.INDEX_PAUSE_SECONDS, share * took))


def index_once() -> int:
    """Put some of the words that are not in the index yet there; return how many entries were looked at."""
    close_old_connections()
    try:
        return index_words()
    finally:
        close_old_connections()
