"""One person's open socket: what waits to be sent, and what was sent."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from gighall.base import limits

from .answers import behind_frame, bye_frame

ENTRY_START = '{"op":"entry"'


@dataclass(frozen=True, slots=True)
class Grant:
    """By what a person came in; when it ends, the socket ends."""

    person_id: int
    person_key: str
    password: str
    session_key: str | None = None
    token_id: int | None = None


class Socket:
    """A socket without its transport: frames go into a bounded queue, one writer takes them out.

    A reader that is too slow loses entries, never answers: when the queue has run dry it is told
    ``behind`` and asks for what it missed by number. Of signals it gets the last one of each kind then.
    """

    def __init__(self, grant: Grant, abort: Callable[[], None]) -> None:
        self.grant = grant
        self.opened_at = time.monotonic()
        # The ids of the records whose entries come to this socket.
        self.records: set[int] = set()
        # The highest number of each record that this socket got or was told of, by record id.
        self.sent_up_to: dict[int, int] = {}
        self.outstanding = 0
        self.errors = 0
        self.closing: str | None = None
        self._abort = abort
        self._opening: list[tuple[int, str, int, tuple[str, ...]]] | None = []
        self._waiting: deque[str] = deque()
        self._characters = 0
        self._behind: dict[str, int] = {}
        self._late_signals: dict[Hashable, str] = {}
        self._wake = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    @property
    def person_id(self) -> int:
        """Return whose socket this is."""
        return self.grant.person_id

    def say(self, frame: str) -> None:
        """Queue an answer. Answers are never dropped: what asks for them waits for ``room``."""
        if self.closing is None:
            self._put(frame)

    def bring(self, record_id: int, record: str, number: int, *frames: str) -> None:
        """Queue an entry's frames unless they were sent before; drop them when the reader is too slow."""
        if self.closing is not None:
            return
        if self._opening is not None:
            self._opening.append((record_id, record, number, frames))
            return
        if number <= self.sent_up_to.get(record_id, 0):
            return
        if record in self._behind or self._is_full():
            self._behind[record] = max(number, self._behind.get(record, 0))
            return
        self.sent_up_to[record_id] = number
        for frame in frames:
            self._put(frame)

    def signal(self, name: Hashable, frame: str) -> None:
        """Queue a signal of others; while there is no room, only the last one of each name is kept."""
        if self.closing is not None:
            return
        if self._opening is not None or self._late_signals or self._is_full():
            self._late_signals[name] = frame
        else:
            self._put(frame)

    def carry(self, frame: str) -> None:
        """Queue a word of somebody else's browser; while there is no room it is lost, and they say it again."""
        if self.closing is None and self._opening is None and not self._is_full():
            self._put(frame)

    def greet(self, frame: str, last_numbers: dict[int, int]) -> None:
        """Send the first frame, then what came while it was made, as far as it is newer."""
        self.say(frame)
        held, self._opening = self._opening or [], None
        self.sent_up_to.update(last_numbers)
        for record_id, record, number, frames in held:
            self.bring(record_id, record, number, *frames)
        self._wake.set()

    def close(self, why: str) -> None:
        """Say goodbye and end; entries that wait are dropped, and a line that takes nothing is cut."""
        if self.closing is None:
            self._waiting = deque(frame for frame in self._waiting if not frame.startswith(ENTRY_START))
            self._put(bye_frame(why))
            self.closing = why
            self._room.set()
            asyncio.get_running_loop().call_later(limits.LIVE_GOODBYE_SECONDS, self._abort)

    def is_gone(self) -> None:
        """Note that the line broke: nothing can be said any more."""
        self.closing = self.closing or "gone"
        self._waiting.clear()
        self._late_signals.clear()
        self._room.set()

    async def room(self) -> None:
        """Wait until the socket may ask for more: its answers are read and its posts are settled."""
        while self.closing is None and (
            self._is_full() or self.outstanding >= limits.SOCKET_POSTS_OUTSTANDING_MAX
        ):
            self._room.clear()
            await self._room.wait()

    def settled(self) -> None:
        """Note that one of the posts under way got its answer."""
        self.outstanding -= 1
        self._room.set()

    async def write_with(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Send what waits, in order, until the socket is closed."""
        while True:
            while self._waiting:
                frame = self._waiting.popleft()
                self._characters -= len(frame)
                await send(frame)
                if not self._is_full():
                    self._room.set()
            if self.closing is not None:
                return
            if self._behind:
                behind, self._behind = self._behind, {}
                for record, last in behind.items():
                    self._put(behind_frame(record, last))
                continue
            if self._late_signals:
                late, self._late_signals = self._late_signals, {}
                for frame in late.values():
                    self._put(frame)
                continue
            self._wake.clear()
            await self._wake.wait()

    def _is_full(self) -> bool:
        return (
            len(self._waiting) >= limits.SOCKET_WAITING_FRAMES_MAX
            or self._characters >= limits.SOCKET_WAITING_CHARACTERS_MAX
        )

    def _put(self, frame: str) -> None:
        self._waiting.append(frame)
        self._characters += len(frame)
        self._wake.set()
