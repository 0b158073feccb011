"""Calls: what two browsers that look for a way to each other have to say, carried from hand to hand.

The door understands none of it, keeps none of it and logs none of it. It goes only from a page that attends an open
video session to the other side's pages that attend the same one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gighall.domain.chat_sessions.states import VIDEO

from .answers import call_frame, error_frame
from .attendance import Attendance
from .delivery import Delivery, LiveRecord
from .frames import CallFrame
from .sockets import Socket


@dataclass(frozen=True, slots=True)
class CallWord:
    """One word of a call as live programs tell it to each other; ``data`` is JSON."""

    record_id: int
    person_id: int
    session: str
    data: str


class Calls:
    """Takes words of calls in from sockets and neighbours, and carries them to the other side."""

    def __init__(self, delivery: Delivery, attendance: Attendance) -> None:
        self._delivery = delivery
        self._attendance = attendance
        self.on_word: Callable[[CallWord], None] | None = None

    def carry(self, socket: Socket, record: LiveRecord, frame: CallFrame) -> None:
        """Carry what a socket said to whoever attends the same call on the other side."""
        if socket not in self._attendance.sockets_in(frame.session, record.id, VIDEO):
            socket.say(error_frame("no_access", frame.record))
            return
        word = CallWord(record.id, socket.person_id, frame.session, frame.data)
        self._tell(record, word)
        if self.on_word is not None:
            self.on_word(word)

    def hear(self, word: CallWord, to_id: int) -> None:
        """Carry on to one person what a neighbouring program was told."""
        record = self._delivery.known(word.record_id)
        if record is not None and record.has_place_for(word.person_id):
            self._tell(record, word, to_id)

    def _tell(self, record: LiveRecord, word: CallWord, to_id: int | None = None) -> None:
        by = record.places[word.person_id].person_key
        frame = call_frame(record.public_id, word.session, by, word.data)
        for socket in self._attendance.sockets_in(word.session, record.id, VIDEO):
            is_meant = to_id in (None, socket.person_id) and socket.person_id != word.person_id
            if is_meant and record.has_place_for(socket.person_id):
                socket.carry(frame)
