"""Joining and leaving a session, written by the room's own actions in threads beside the loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from django.db import close_old_connections

from gighall.base import clock
from gighall.base.errors import NotYours
from gighall.domain.chat_sessions.actions import close_line, note_presence
from gighall.domain.chat_sessions.queries import get_session_for

DESK_THREADS = 2

Answer = TypeVar("Answer")


class SessionDesk:
    """Calls the actions of the room chat_sessions, a few at a time."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(DESK_THREADS, thread_name_prefix="sessions")

    async def join(
        self, *, session: str, record_id: int, person_id: int, line: str, at: datetime
    ) -> tuple[int, str]:
        """Write down that a person was seen in a session of a record; return the session's key and its medium.

        Errors: NotYours, SessionRefused, django.db.Error.
        """

        def call() -> tuple[int, str]:
            found = get_session_for(public_id=session, person_id=person_id)
            if found.order.record_id != record_id:
                # A session of another order of theirs: the record that they named has no such one.
                raise NotYours("")
            note_presence(session_id=session, by_id=person_id, line=line, at=at, now=clock.now())
            return found.pk, found.medium

        return await self._beside(call)

    async def leave(self, *, session: str, person_id: int, line: str, until: datetime) -> None:
        """Write down until when a person was seen in a session.

        Errors: NotYours, django.db.Error.
        """
        await self._beside(
            lambda: close_line(
                session_id=session, person_id=person_id, line=line, until=until, now=clock.now()
            )
        )

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _beside(self, call: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_fresh_connection, call)


def _with_fresh_connection(call: Callable[[], Answer]) -> Answer:
    close_old_connections()
    try:
        return call()
    finally:
        close_old_connections()
