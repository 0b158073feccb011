"""From accepted posts to stored entries: one batch in flight, the next one gathers meanwhile.

So a batch is as large as the load: one post when it is calm, hundreds when the database is slow or far away. Records
take turns: of each only so many posts fly at once, so that who pours many in does not hold up the others.

An answer is given only after the commit. A batch that may or may not have been stored (the database went
away) is sent again as it is: the client's key makes the second time harmless.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from psycopg import Error, OperationalError
from psycopg_pool import PoolTimeout

from gighall.base import limits

from .flights import Draft, Outcome

log = logging.getLogger(__name__)

RETRY_SECONDS_MIN = 0.05
RETRY_SECONDS_MAX = 1.0
TRY_AGAIN = Outcome("try_again", None, None)


class Appender(Protocol):
    """Where batches go."""

    async def append(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Store drafts in one transaction."""


@dataclass(slots=True, eq=False)
class Post:
    """A draft that waits, and whom to tell."""

    draft: Draft
    settle: Callable[["Post", Outcome], None]
    # Judges the draft again if the record's facts have changed since.
    refresh: Callable[[Draft], None]
    give_up_at: float = field(default_factory=lambda: time.monotonic() + limits.POST_STORE_SECONDS_MAX)


@dataclass(slots=True)
class _Queue:
    """The posts of one record that wait, in their order; while somebody else holds the record, until they are due."""

    posts: deque[Post] = field(default_factory=deque)
    due_at: float = 0.0


class Batches:
    """Gathers posts and stores them, each record's in the order in which they came."""

    def __init__(self, appender: Appender, *, relearn: Callable[[set[int]], Awaitable[None]]) -> None:
        self._appender = appender
        self._relearn = relearn
        # By record; whose turn it is next stands first.
        self._queues: dict[int, _Queue] = {}
        self._waiting = 0
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False

    def add(self, post: Post) -> bool:
        """Take a post in; False when too many wait or the program is about to end."""
        if self._stopping or self._waiting >= limits.POSTS_WAITING_MAX:
            return False
        self._waiting += 1
        self._queue_of(post.draft.record_id).posts.append(post)
        self._idle.clear()
        self._wake.set()
        return True

    async def stop(self, seconds: float) -> None:
        """Take no more posts, and wait until those under way are settled, at most so long."""
        self._stopping = True
        try:
            await asyncio.wait_for(self._idle.wait(), seconds)
        except TimeoutError:
            log.warning(
                "%d posts were not stored before the end; their senders will send them again", self._waiting
            )

    async def run(self) -> None:
        """Store batch after batch, for ever."""
        while True:
            batch = self._next_batch()
            if batch:
                await self._store(batch)
                continue
            self._wake.clear()
            if self._waiting == 0:
                self._idle.set()
            try:
                await asyncio.wait_for(self._wake.wait(), self._seconds_to_wait())
            except TimeoutError:
                continue
            # The other sockets that were readable in this turn of the loop add theirs before the flight.
            await asyncio.sleep(0)

    def _queue_of(self, record_id: int) -> _Queue:
        queue = self._queues.get(record_id)
        if queue is None:
            queue = self._queues[record_id] = _Queue()
        return queue

    def _seconds_to_wait(self) -> float | None:
        if not self._queues:
            return None
        return max(0.0, min(queue.due_at for queue in self._queues.values()) - time.monotonic())

    def _next_batch(self) -> list[Post]:
        """Take posts of the records whose turn it is; a record's posts never overtake each other."""
        batch: list[Post] = []
        now = time.monotonic()
        for record_id, queue in list(self._queues.items()):
            room = limits.POSTS_PER_BATCH_MAX - len(batch)
            if not room:
                break
            if queue.due_at > now:
                continue
            for _post in range(min(room, limits.POSTS_OF_A_RECORD_PER_BATCH_MAX, len(queue.posts))):
                batch.append(queue.posts.popleft())
            del self._queues[record_id]
            if queue.posts:
                self._queues[record_id] = queue
        return batch

    async def _store(self, batch: list[Post]) -> None:
        for post in batch:
            post.refresh(post.draft)
        outcomes = await self._append_surely(batch)
        stale: dict[int, list[Post]] = {}
        busy: dict[int, list[Post]] = {}
        now = time.monotonic()
        for post, outcome in zip(batch, outcomes, strict=True):
            if outcome.name in ("stale", "busy") and post.give_up_at > now:
                waiting = stale if outcome.name == "stale" else busy
                waiting.setdefault(post.draft.record_id, []).append(post)
            elif outcome.name in ("stale", "busy"):
                self._settle(post, TRY_AGAIN)
            else:
                self._settle(post, outcome)
        for record_id, posts in busy.items():
            self._park(record_id, posts, now + limits.RECORD_BUSY_PAUSE_SECONDS)
        if stale:
            await self._learn_again(set(stale))
            for record_id, posts in stale.items():
                self._park(record_id, posts, now + limits.RECORD_BUSY_PAUSE_SECONDS)

    async def _learn_again(self, record_ids: set[int]) -> None:
        try:
            await self._relearn(record_ids)
        except (OperationalError, PoolTimeout):
            log.warning("the database is away; stale posts are judged when it is back")

    def _park(self, record_id: int, posts: list[Post], due_at: float) -> None:
        """Let posts that came back wait before those that came in since."""
        queue = self._queue_of(record_id)
        queue.posts.extendleft(reversed(posts))
        queue.due_at = due_at

    async def _append_surely(self, batch: list[Post]) -> list[Outcome]:
        """Store a batch; try again while the database is away; one bad post does not spoil the others."""
        pause = RETRY_SECONDS_MIN
        while True:
            try:
                return await self._appender.append([post.draft for post in batch])
            except (OperationalError, PoolTimeout) as error:
                if time.monotonic() + pause > min(post.give_up_at for post in batch):
                    log.warning("%d posts were given back: %s", len(batch), error)
                    return [TRY_AGAIN] * len(batch)
                await asyncio.sleep(pause)
                pause = min(pause * 2, RETRY_SECONDS_MAX)
            except Error as error:
                # Its sentence may hold the words of a message, which belong in no log.
                log.error("a batch of %d posts was refused by the database (%s)", len(batch), error.sqlstate)
                if len(batch) == 1:
                    return [TRY_AGAIN]
                return [(await self._append_surely([post]))[0] for post in batch]

    def _settle(self, post: Post, outcome: Outcome) -> None:
        self._waiting -= 1
        post.settle(post, outcome)
