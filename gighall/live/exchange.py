"""The core of the live door: who is connected, what they say, and what reaches whom.

It knows no server: a transport opens a ``Socket``, hands in what was received and writes what waits.
"""

import gc
import time
from collections.abc import Callable
from typing import Protocol

from psycopg import Error
from psycopg_pool import PoolTimeout

from gighall.base import clock, limits
from gighall.base.errors import marked as _
from gighall.base.masking import marks_in_own
from gighall.domain.conversations.rules import MessageUnfit, check_message
from gighall.domain.policy.queries import noted_of, spans_of
from gighall.domain.policy.rules import NOTHING_FOUND, WordsRefused

from . import answers, frames
from .attendance import Attendance
from .batches import Batches, Post
from .calls import Calls
from .delivery import Delivery, LiveRecord
from .flights import REFUSED_WORDS, Draft, Outcome
from .judging import Judges, judge_again
from .marks import Marks
from .pace import Deed, Paces
from .presence import Presence
from .signals import Signals
from .sockets import Grant, Socket
from .store import Store

SAY = {
    "too_fast": _("That was very fast. Wait a moment and send it again."),
    "no_access": _("You cannot write in this conversation."),
    "closed": _("This conversation has ended. It can still be read here."),
    "key_reused": _("This message was sent before with other words. Reload the page and send it again."),
    "try_again": _("The hall could not store this just now. Send it again."),
}
REFUSALS = {"refused_access": "no_access", "refused_closed": "closed", "refused_key_reused": "key_reused"}


class Others(Protocol):
    """The other live programs of the hall, as far as this one asks them."""

    async def came(self, socket: Socket) -> None:
        """Hear what is said to a socket's person, from now on."""

    def left(self, socket: Socket) -> None:
        """Note that a socket is gone."""

    async def may_post(self, person_id: int) -> bool:
        """Count a post; False when the person posts too fast, by all programs together."""


class NoOthers:
    """There are none, or they find by themselves what was stored."""

    async def came(self, socket: Socket) -> None:
        """Hear of a person what the database says."""

    def left(self, socket: Socket) -> None:
        """Tell nobody."""

    async def may_post(self, person_id: int) -> bool:
        """Count nothing more."""
        return True


class Exchange:
    """Everything that the live door holds in memory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.others: Others = NoOthers()
        self.delivery = Delivery(store, self.sockets_of)
        self._batches = Batches(store, relearn=self.delivery.learn_to_judge)
        self.marks = Marks(store)
        self.signals = Signals(self.delivery, self.marks)
        self.attendance = Attendance(store)
        self.calls = Calls(self.delivery, self.attendance)
        self.presence = Presence(store, lambda: self._people.keys())
        self._judges = Judges()
        self._people: dict[int, set[Socket]] = {}
        self._paces = Paces()
        self._stopping = False
        # How many sockets have gone since what they left was last cleared away.
        self._sockets_gone = 0

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
        if grant.person_id not in self._people:
            self.presence.came(grant.person_id)
        mine = self._people.setdefault(grant.person_id, set())
        # A socket that was told to go stays here until its line is down: it is not counted again.
        staying = sorted((one for one in mine if one.closing is None), key=lambda one: one.opened_at)
        for oldest in staying[: max(0, len(staying) + 1 - limits.SOCKETS_PER_PERSON_MAX)]:
            oldest.close("too_many_sockets")
        mine.add(socket)
        try:
            # First: what is stored elsewhere from now on is heard, what was stored before is read.
            await self.others.came(socket)
            records = await self.delivery.subscribe_open_records(socket)
        except BaseException:
            self.leave(socket)
            raise
        known = [(record.public_id, record.kind, record.last_number) for record in records]
        socket.greet(
            answers.hello_frame(grant.person_key, clock.now(), known),
            {record.id: record.last_number for record in records},
        )
        if self._stopping:
            socket.close("restarting")
        return socket

    def leave(self, socket: Socket) -> None:
        """Forget a socket and whatever only it needed."""
        self._sockets_gone += 1
        self.signals.leave(socket)
        self.attendance.leave(socket)
        self.delivery.forget(socket)
        mine = self._people.get(socket.person_id)
        if mine is not None:
            mine.discard(socket)
            if not mine:
                del self._people[socket.person_id]
        self.others.left(socket)

    async def receive(self, socket: Socket, raw: str | bytes | None) -> None:
        """Act on one frame. Returns when the socket may send the next one: that is the backpressure."""
        if socket.closing is not None:
            return
        try:
            frame = frames.read_frame(raw)
        except frames.BadFrame as error:
            socket.errors += 1
            socket.say(answers.error_frame(error.why))
            if socket.errors >= limits.SOCKET_ERRORS_MAX:
                socket.close("too_many_errors")
        else:
            match frame:
                case frames.PostFrame():
                    await self._post(socket, frame)
                case frames.SinceFrame():
                    await self._since(socket, frame)
                case frames.CheckFrame():
                    await self._check(socket, frame)
                case frames.MarkFrame() | frames.TypingFrame() | frames.HereFrame():
                    await self._signal(socket, frame)
                case frames.AttendFrame() | frames.BeatFrame():
                    await self._attend(socket, frame)
                case frames.CallFrame():
                    await self._carry(socket, frame)
                case frames.PingFrame():
                    socket.say(answers.pong_frame(clock.now()))
        await socket.room()

    async def stop(self) -> None:
        """Take no more posts, settle those under way, then say goodbye to everybody."""
        self._stopping = True
        await self._batches.stop(limits.LIVE_STOP_SECONDS)
        for socket in self.sockets:
            socket.close("restarting")
        await self.attendance.stop(limits.LIVE_GOODBYE_SECONDS)
        await self.marks.write_the_last(limits.LIVE_GOODBYE_SECONDS)

    def close(self) -> None:
        """End what works beside the loop."""
        self._judges.close()
        self.attendance.close()

    def tidy(self) -> None:
        """Forget what time has made untrue: who is on which page, who was fast; clear away what sockets left."""
        now = time.monotonic()
        self.signals.expire(now)
        self._paces.forget_full(now)
        # The search holds everything up, so it waits until there is much to find.
        if self._sockets_gone >= limits.SOCKETS_GONE_MAX:
            self._sockets_gone = 0
            gc.collect()

    async def _since(self, socket: Socket, frame: frames.SinceFrame) -> None:
        if not self._may(socket, "since"):
            socket.say(answers.error_frame("try_again", frame.record))
            return
        try:
            record = await self.delivery.record_for(socket, frame.record)
            if record is None:
                socket.say(answers.error_frame("no_access", frame.record))
                return
            entries = await self._store.entries_since(
                record_id=record.id, person_id=socket.person_id, after=frame.number
            )
        except (Error, PoolTimeout):
            socket.say(answers.error_frame("try_again", frame.record))
            return
        page = entries[: limits.PAGE_ENTRIES_MAX]
        more = len(entries) > len(page)
        reached = page[-1].number if page else 0
        if not more:
            socket.sent_up_to[record.id] = max(reached, socket.sent_up_to.get(record.id, 0))
        # Whoever has left does not learn that the talk went on.
        has_place = record.has_place_for(socket.person_id)
        last = max(record.last_number, reached) if has_place else reached
        kept = answers.Kept(record.public_id, record.kind)
        socket.say(answers.page_frame(kept, page, socket.person_id, more=more, last=last))

    async def _post(self, socket: Socket, frame: frames.PostFrame) -> None:
        try:
            check_message(frame.text)
        except MessageUnfit as unfit:
            socket.say(answers.refused_frame(frame.key, frame.record, unfit.code, unfit.sentence))
            return
        why = await self._refusal_before(socket)
        record = None
        if why is None:
            try:
                record = await self.delivery.record_for(socket, frame.record)
                if record is not None:
                    await self.delivery.read_runs(record)
            except (Error, PoolTimeout):
                why, record = "try_again", None
        if record is None:
            self._refuse(socket, frame.key, frame.record, why or "no_access")
            return
        draft = await self._draft(socket, record, frame)
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

    async def _refusal_before(self, socket: Socket) -> str | None:
        """Return why a post is not even looked at, or None."""
        if self._stopping:
            return "try_again"
        may = self._may(socket, "post") and await self.others.may_post(socket.person_id)
        return None if may else "too_fast"

    def _may(self, socket: Socket, deed: Deed) -> bool:
        return self._paces.take(socket.person_id, deed, time.monotonic())

    async def _draft(self, socket: Socket, record: LiveRecord, frame: frames.PostFrame) -> Draft:
        """Judge a post under the facts of this moment; if they change meanwhile, the record says so."""
        facts_version, may_write = record.facts_version, record.may_write(socket.person_id)
        waivers, at = record.waivers, clock.now()
        moment, run = record.runs.moment, record.runs.before(socket.person_id, frame.key, frame.text, at)
        return Draft(
            record_id=record.id,
            record=record.public_id,
            author_id=socket.person_id,
            author_key=record.places[socket.person_id].person_key,
            key=frame.key,
            text=frame.text,
            at=at,
            place=record.kind,
            judgement=await self._judges.judged(record.kind, frame.text, waivers, run),
            run=run,
            facts_version=facts_version,
            may_write=may_write,
            moment=moment,
        )

    def _settle(self, socket: Socket, post: Post, outcome: Outcome) -> None:
        """Tell the sender what became of a post, and the others when it is new."""
        draft = post.draft
        socket.settled()
        if outcome == REFUSED_WORDS:
            self.delivery.expect_no_more(draft)
            refusal, out = WordsRefused(draft.judgement), answers.refused_marks(draft.judgement)
            socket.say(answers.refused_frame(draft.key, draft.record, refusal.code, refusal.sentence, out))
            return
        if outcome.number is None or outcome.at is None:
            self.delivery.expect_no_more(draft)
            self._refuse(socket, draft.key, draft.record, REFUSALS.get(outcome.name, "try_again"))
            return
        self.delivery.note_stored(draft, outcome.number, outcome.at, is_new=outcome.name == "new")
        found = marks_in_own(draft.spans, draft.noted)
        socket.say(
            answers.ack_frame(draft.key, draft.record, outcome.number, outcome.at, found, place=draft.place)
        )

    def _refuse(self, socket: Socket, key: str, record: str, why: str) -> None:
        socket.say(answers.refused_frame(key, record, why, SAY[why]))

    async def _check(self, socket: Socket, frame: frames.CheckFrame) -> None:
        """Say what would be marked in words that are being typed; nothing is stored."""
        if not self._may(socket, "check"):
            return
        record = await self._record_of(socket, frame.record)
        if record is None:
            return
        judgement = NOTHING_FOUND
        if frame.text.strip():
            try:
                check_message(frame.text)
            except MessageUnfit as unfit:
                socket.say(answers.error_frame(unfit.code, frame.record))
                return
            try:
                await self.delivery.read_runs(record)
            except (Error, PoolTimeout):
                socket.say(answers.error_frame("try_again", frame.record))
                return
            run = record.runs.before(socket.person_id, None, frame.text, clock.now())
            judgement = await self._judges.judged(record.kind, frame.text, record.waivers, run)
        found = marks_in_own(spans_of(judgement), noted_of(judgement))
        socket.say(answers.checked_frame(frame.record, found, frame.echo, place=record.kind))

    async def _signal(self, socket: Socket, frame: frames.SignalFrame) -> None:
        if not self._may(socket, "signal"):
            return
        try:
            await self.signals.receive(socket, frame, time.monotonic())
        except (Error, PoolTimeout):
            socket.say(answers.error_frame("try_again", frame.record))

    async def _attend(self, socket: Socket, frame: frames.SessionFrame) -> None:
        """Take what a socket says of a session: it comes, answers a beat, goes."""
        match frame:
            case frames.BeatFrame():
                self.attendance.answer(socket, frame.session, frame.number)
            case frames.AttendFrame(name="unattend"):
                self.attendance.unattend(socket, frame.session)
            case _ if not self._may(socket, "attend"):
                socket.say(answers.error_frame("try_again", frame.record))
            case _:
                record = await self._record_of(socket, frame.record)
                if record is None or socket.closing is not None:
                    return
                self.attendance.attend(
                    socket, session=frame.session, record=record.public_id, record_id=record.id
                )

    async def _carry(self, socket: Socket, frame: frames.CallFrame) -> None:
        """Carry a word of one browser in a call to the other's; nothing is stored."""
        if not self._may(socket, "call"):
            return
        record = await self._record_of(socket, frame.record)
        if record is not None:
            self.calls.carry(socket, record, frame)

    async def _record_of(self, socket: Socket, public_id: str) -> LiveRecord | None:
        """Return the record if the socket's person has a place there and has not left it; else tell them."""
        why = "no_access"
        try:
            record = await self.delivery.record_for(socket, public_id)
            if record is not None and record.has_place_for(socket.person_id):
                return record
        except (Error, PoolTimeout):
            why = "try_again"
        socket.say(answers.error_frame(why, public_id))
        return None
