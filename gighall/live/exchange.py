"""The core of the live door: who is connected, what they say, and what reaches whom.

It knows no server: a transport opens a ``Socket``, hands in what was received and writes what waits.
"""

import asyncio
import time
from collections.abc import Callable

from psycopg import Error
from psycopg_pool import PoolTimeout

from gighall.base import clock, limits
from gighall.base.errors import marked as _
from gighall.domain.conversations.rules import MessageUnfit, check_message

from . import frames
from .batches import Batches, Post
from .delivery import Delivery
from .judging import LONG_TEXT_CHARACTERS, judge_again, judged
from .pace import Bucket
from .sockets import Grant, Socket
from .store import Outcome, Store

SAY = {
    "too_fast": _("That was very fast. Wait a moment and send it again."),
    "no_access": _("You cannot write in this conversation."),
    "closed": _("This conversation has ended. It can still be read here."),
    "key_reused": _("This message was sent before with other words. Reload the page and send it again."),
    "try_again": _("The hall could not store this just now. Send it again."),
}
REFUSALS = {"refused_access": "no_access", "refused_closed": "closed", "refused_key_reused": "key_reused"}


class Exchange:
    """Everything that the live door holds in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.delivery = Delivery(store, self.sockets_of)
        self._batches = Batches(store, relearn=self.delivery.learn_again)
        self._people: dict[int, set[Socket]] = {}
        self._buckets: dict[int, Bucket] = {}
        self._stopping = False

    @property
    def sockets(self) -> list[Socket]:
        """Return every open socket."""
        return [socket for sockets in self._people.values() for socket in sockets]

    def sockets_of(self, person_id: int) -> set[Socket]:
        """Return a person's open sockets."""
        return self._people.get(person_id, set())

    async def run(self) -> None:
        """Store what is posted, for ever."""
        await self._batches.run()

    async def open(self, grant: Grant, abort: Callable[[], None]) -> Socket:
        """Let a person in: the socket's first frame is ``hello``. ``abort`` cuts a line that nobody reads.

        Errors: psycopg.Error, PoolTimeout when the database is away.
        """
        socket = Socket(grant, abort)
        mine = self._people.setdefault(grant.person_id, set())
        # A socket that was told to go stays here until its line is down: it is not counted again.
        staying = sorted((one for one in mine if one.closing is None), key=lambda one: one.opened_at)
        for oldest in staying[: max(0, len(staying) + 1 - limits.SOCKETS_PER_PERSON_MAX)]:
            oldest.close("too_many_sockets")
        mine.add(socket)
        try:
            records = await self.delivery.subscribe_open_records(socket)
        except BaseException:
            self.leave(socket)
            raise
        known = [(record.public_id, record.last_number) for record in records]
        socket.greet(
            frames.hello_frame(grant.person_key, clock.now(), known),
            {record.id: record.last_number for record in records},
        )
        if self._stopping:
            socket.close("restarting")
        return socket

    def leave(self, socket: Socket) -> None:
        """Forget a socket and whatever only it needed."""
        self.delivery.forget(socket)
        mine = self._people.get(socket.person_id)
        if mine is not None:
            mine.discard(socket)
            if not mine:
                del self._people[socket.person_id]

    async def receive(self, socket: Socket, raw: str | bytes | None) -> None:
        """Act on one frame. Returns when the socket may send the next one: that is the backpressure."""
        if socket.closing is not None:
            return
        try:
            frame = frames.read_frame(raw)
        except frames.BadFrame as error:
            socket.errors += 1
            socket.say(frames.error_frame(error.why))
            if socket.errors >= limits.SOCKET_ERRORS_MAX:
                socket.close("too_many_errors")
        else:
            match frame:
                case frames.PostFrame():
                    await self._post(socket, frame)
                case frames.SinceFrame():
                    await self._since(socket, frame)
                case frames.PingFrame():
                    socket.say(frames.pong_frame(clock.now()))
        await socket.room()

    async def stop(self) -> None:
        """Take no more posts, settle those under way, then say goodbye to everybody."""
        self._stopping = True
        await self._batches.stop(limits.LIVE_STOP_SECONDS)
        for socket in self.sockets:
            socket.close("restarting")

    def forget_full_buckets(self) -> None:
        """Drop the buckets of people who have not posted for a while."""
        now = time.monotonic()
        quiet = limits.POSTS_BURST / limits.POSTS_PER_SECOND
        self._buckets = {
            person_id: bucket for person_id, bucket in self._buckets.items() if now - bucket.at < quiet
        }

    async def _since(self, socket: Socket, frame: frames.SinceFrame) -> None:
        try:
            record = await self.delivery.record_for(socket, frame.record)
            if record is None:
                socket.say(frames.error_frame("no_access", frame.record))
                return
            entries = await self._store.entries_since(
                record_id=record.id, person_id=socket.person_id, after=frame.number
            )
        except (Error, PoolTimeout):
            socket.say(frames.error_frame("try_again", frame.record))
            return
        page = entries[: limits.PAGE_ENTRIES_MAX]
        more = len(entries) > len(page)
        reached = page[-1].number if page else 0
        if not more:
            socket.sent_up_to[record.id] = max(reached, socket.sent_up_to.get(record.id, 0))
        last = max(record.last_number, reached)
        socket.say(frames.page_frame(record.public_id, page, socket.person_id, more=more, last=last))

    async def _post(self, socket: Socket, frame: frames.PostFrame) -> None:
        try:
            check_message(frame.text)
        except MessageUnfit as unfit:
            socket.say(frames.refused_frame(frame.key, frame.record, unfit.code, unfit.sentence))
            return
        if len(frame.text) > LONG_TEXT_CHARACTERS:
            # Judging is what holds the loop longest; the other sockets get a turn before a long text. Nothing is
            # waited for between the look at the record and the judgement.
            await asyncio.sleep(0)
        why = self._refusal_before(socket)
        record = None
        if why is None:
            try:
                record = await self.delivery.record_for(socket, frame.record)
            except (Error, PoolTimeout):
                why = "try_again"
        if record is None:
            self._refuse(socket, frame.key, frame.record, why or "no_access")
            return
        draft = judged(record, author_id=socket.person_id, key=frame.key, text=frame.text, now=clock.now())
        post = Post(
            draft,
            settle=lambda post, outcome: self._settle(socket, post, outcome),
            refresh=lambda draft: judge_again(draft, self.delivery.known(draft.record_id)),
        )
        if self._batches.add(post):
            socket.outstanding += 1
            self.delivery.expect(socket, draft)
        else:
            self._refuse(socket, frame.key, frame.record, "try_again")

    def _refusal_before(self, socket: Socket) -> str | None:
        """Return why a post is not even looked at, or None."""
        if self._stopping:
            return "try_again"
        now = time.monotonic()
        bucket = self._buckets.get(socket.person_id)
        if bucket is None:
            bucket = Bucket.full(per_second=limits.POSTS_PER_SECOND, burst=limits.POSTS_BURST, now=now)
            self._buckets[socket.person_id] = bucket
        return None if bucket.take(now) else "too_fast"

    def _settle(self, socket: Socket, post: Post, outcome: Outcome) -> None:
        """Tell the sender what became of a post, and the others when it is new."""
        draft = post.draft
        socket.settled()
        if outcome.number is None or outcome.at is None:
            self.delivery.expect_no_more(draft)
            self._refuse(socket, draft.key, draft.record, REFUSALS.get(outcome.name, "try_again"))
            return
        self.delivery.note_stored(draft, outcome.number, outcome.at, is_new=outcome.name == "new")
        socket.say(frames.ack_frame(draft.key, draft.record, outcome.number, outcome.at, draft.spans))

    def _refuse(self, socket: Socket, key: str, record: str, why: str) -> None:
        socket.say(frames.refused_frame(key, record, why, SAY[why]))
