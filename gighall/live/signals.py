"""Signals: how far a record has come to somebody, who is typing, who has its page open.

They are told to the others' sockets at once and live in memory; only the marks are kept. A lost signal is made
good by the next one.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Literal

from gighall.base import limits

from .answers import error_frame, here_frame, mark_frame, typing_frame
from .delivery import Delivery, LiveRecord, Reached
from .frames import HereFrame, MarkFrame, SignalFrame, TypingFrame
from .marks import Marks
from .sockets import Socket

Name = Literal["got", "read", "typing", "here", "away"]
NAMES: tuple[Name, ...] = ("got", "read", "typing", "here", "away")


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal as live programs tell it to each other; ``number`` is for *got* and *read*.

    *away* means that a person has none of a program's sockets left that said *here*.
    """

    name: Name
    record_id: int
    person_id: int
    number: int = 0


class Signals:
    """Takes signals in from sockets and neighbours, and tells them to the others of the record."""

    def __init__(self, delivery: Delivery, marks: Marks) -> None:
        self._delivery = delivery
        self._marks = marks
        self._records_with_people: set[int] = set()
        self.on_signal: Callable[[Signal], None] | None = None

    async def receive(self, socket: Socket, frame: SignalFrame, now: float) -> None:
        """Act on what a socket said.

        Errors: psycopg.Error, PoolTimeout.
        """
        record = await self._delivery.record_for(socket, frame.record)
        person_id = socket.person_id
        if record is None or not record.has_place_for(person_id):
            socket.say(error_frame("no_access", frame.record))
            return
        match frame:
            case MarkFrame(name=name, number=number):
                await self._mark(socket, record, name, number)
            case _ if not record.may_write(person_id):
                # Where one may not write, one is not seen either: the talk has ended, or somebody wants no more of it.
                return
            case TypingFrame():
                self._type(record, person_id)
                self._publish(Signal("typing", record.id, person_id))
            case HereFrame():
                self._arrive(record, person_id, socket, now)
                self._publish(Signal("here", record.id, person_id))
                for answer in self._company(record, person_id):
                    socket.say(answer)

    def hear(self, signal: Signal, program: str, now: float) -> None:
        """Act on what a neighbouring program was told; it has written what is to be kept."""
        record = self._delivery.known(signal.record_id)
        if record is None or not record.has_place_for(signal.person_id):
            return
        match signal.name:
            case "got" | "read":
                self._move(record, signal.person_id, signal.name, signal.number)
            case "typing":
                self._type(record, signal.person_id)
            case "here":
                self._arrive(record, signal.person_id, program, now)
            case "away":
                self._depart(record, signal.person_id, program)

    def end_program(self, program: str) -> None:
        """Note that a neighbouring program is gone, and with it whoever was here only by its word."""
        for record_id in list(self._records_with_people):
            record = self._delivery.known(record_id)
            if record is not None:
                for person_id in list(record.here):
                    self._depart(record, person_id, program)

    def here_by_own_sockets(self) -> Iterator[tuple[int, int]]:
        """Yield the records that somebody has before them by a socket of this program, each with the person."""
        for record_id in self._records_with_people:
            record = self._delivery.known(record_id)
            for person_id, sources in record.here.items() if record is not None else ():
                if any(isinstance(source, Socket) for source in sources):
                    yield record_id, person_id

    def leave(self, socket: Socket) -> None:
        """Note that a socket is gone: its person has none of its pages before them any more."""
        for record_id in socket.records & self._records_with_people:
            record = self._delivery.known(record_id)
            if record is None or socket not in record.here.get(socket.person_id, ()):
                continue
            self._depart(record, socket.person_id, socket)
            own = [one for one in record.here.get(socket.person_id, ()) if isinstance(one, Socket)]
            if not own:
                self._publish(Signal("away", record_id, socket.person_id))

    def expire(self, now: float) -> None:
        """Forget those who have not said for a while that they are here."""
        for record_id in list(self._records_with_people):
            record = self._delivery.known(record_id)
            if record is None:
                self._records_with_people.discard(record_id)
                continue
            for person_id, sources in list(record.here.items()):
                for source, until in list(sources.items()):
                    if until <= now:
                        self._depart(record, person_id, source)

    async def _mark(
        self, socket: Socket, record: LiveRecord, name: Literal["got", "read"], said: int
    ) -> None:
        number = said
        if said > record.last_number:
            # A page may know entries that no doorbell has told of here; nobody knows more than the database.
            number = min(said, await self._delivery.number_reached(record))
        has_left = socket.closing is not None or not record.has_place_for(socket.person_id)
        if has_left or not self._move(record, socket.person_id, name, number):
            return
        self._marks.note(record.id, socket.person_id, record.reached[socket.person_id])
        self._publish(Signal(name, record.id, socket.person_id, number))

    def _move(self, record: LiveRecord, person_id: int, name: Literal["got", "read"], number: int) -> bool:
        """Move a person's mark on and tell the others; False when it stands there or further on."""
        before = record.reached.get(person_id, Reached())
        after = before.moved(name, number)
        if after == before:
            return False
        record.reached[person_id] = after
        self._tell(record, person_id, name, lambda by: mark_frame(name, record.public_id, number, by))
        return True

    def _type(self, record: LiveRecord, person_id: int) -> None:
        self._tell(record, person_id, "typing", lambda by: typing_frame(record.public_id, by))

    def _arrive(self, record: LiveRecord, person_id: int, source: Hashable, now: float) -> None:
        sources = record.here.setdefault(person_id, {})
        is_new = not sources
        sources[source] = now + limits.HERE_SECONDS
        self._records_with_people.add(record.id)
        if is_new:
            self._tell(record, person_id, "here", lambda by: here_frame(record.public_id, by, is_here=True))

    def _depart(self, record: LiveRecord, person_id: int, source: Hashable) -> None:
        sources = record.here.get(person_id, {})
        if sources.pop(source, None) is None or sources:
            return
        del record.here[person_id]
        if not record.here:
            self._records_with_people.discard(record.id)
        self._tell(record, person_id, "here", lambda by: here_frame(record.public_id, by, is_here=False))

    def _company(self, record: LiveRecord, person_id: int) -> Iterator[str]:
        """Yield who else is here, and how far the record has come to the others, for somebody who came."""
        for other_id, place in record.places.items():
            if other_id == person_id or not record.has_place_for(other_id):
                continue
            if record.here.get(other_id):
                yield here_frame(record.public_id, place.person_key, is_here=True)
            reached = record.reached.get(other_id, Reached())
            if reached.received > reached.read:
                yield mark_frame("got", record.public_id, reached.received, place.person_key)
            if reached.read:
                yield mark_frame("read", record.public_id, reached.read, place.person_key)

    def _tell(self, record: LiveRecord, by_id: int, name: str, frame_by: Callable[[str], str]) -> None:
        place = record.places.get(by_id)
        if place is None:
            return
        frame = frame_by(place.person_key)
        for socket in record.sockets:
            if socket.person_id != by_id and record.has_place_for(socket.person_id):
                socket.signal((record.id, by_id, name), frame)

    def _publish(self, signal: Signal) -> None:
        if self.on_signal is not None:
            self.on_signal(signal)
