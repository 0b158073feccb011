"""One side of a replayed talk: a socket client that may lose the line, come back and catch up."""

import asyncio
import contextlib
import json
import uuid
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from gighall.base.errors import Refused
from gighall.base.errors import marked as _

ANSWER_SECONDS = 30

Frame = dict[str, Any]


class TalkBroken(Refused):
    """The talk could not be replayed to its end."""

    code = "talk_broken"


class Speaker:
    """One side: a socket with a personal token, and every entry it came to know, by number."""

    def __init__(self, name: str, address: str, token: str, record: str) -> None:
        self.name = name
        self.entries: dict[int, Frame] = {}
        self.start = 0
        self._address = address
        self._token = token
        self._record = record
        self._connection: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._pages: asyncio.Queue[Frame] = asyncio.Queue()

    @property
    def last(self) -> int:
        """Return the highest number up to which nothing is missing."""
        number = self.start
        while number + 1 in self.entries:
            number += 1
        return number

    async def open(self) -> None:
        """Open the socket and wait for its greeting.

        Errors: TalkBroken.
        """
        try:
            self._connection = await connect(
                self._address,
                additional_headers={"Authorization": f"Bearer {self._token}"},
                proxy=None,
                max_size=None,
                compression=None,
            )
            hello = json.loads(await self._connection.recv())
        except (OSError, InvalidHandshake, ConnectionClosed) as error:
            raise TalkBroken(_("No socket at {address}: {why}"), address=self._address, why=error) from None
        if not self.entries:
            known = {record["c"]: record["last"] for record in hello["records"]}
            self.start = known.get(self._record, 0)
        self._reading = asyncio.create_task(self._read(self._connection))

    def drop(self) -> None:
        """Lose the line without a word."""
        if self._connection is not None:
            self._connection.transport.abort()

    async def come_back(self) -> int:
        """Open the line again and catch up; return how many entries were missed."""
        if self._reading is not None:
            await self._reading
        await self.open()
        return await self.catch_up()

    async def catch_up(self) -> int:
        """Ask for everything after the last number known; return how many entries came."""
        count = 0
        while True:
            page = await self.page_after(self.last)
            for entry in page["entries"]:
                count += entry["n"] not in self.entries
                self.entries[entry["n"]] = entry
            if not page["more"]:
                return count

    async def page_after(self, number: int) -> Frame:
        """Return one page of the record."""
        await self._say({"op": "since", "c": self._record, "n": number})
        return await asyncio.wait_for(self._pages.get(), ANSWER_SECONDS)

    async def post(self, text: str) -> Frame:
        """Post a message and return its ack.

        Errors: TalkBroken when it is refused.
        """
        return await self._post(str(uuid.uuid4()), text)

    async def post_and_lose_the_ack(self, text: str) -> tuple[Frame, int]:
        """Post, lose the line at once, come back, post the same again; return the ack and what was missed."""
        key = str(uuid.uuid4())
        await self._say({"op": "post", "c": self._record, "k": key, "t": text})
        self.drop()
        missed = await self.come_back()
        return await self._post(key, text), missed

    async def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            await self._connection.close()

    async def _post(self, key: str, text: str) -> Frame:
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        await self._say({"op": "post", "c": self._record, "k": key, "t": text})
        frame = await asyncio.wait_for(answer, ANSWER_SECONDS)
        if frame["op"] == "refused":
            raise TalkBroken(_("A line of {name} was refused: {say}"), name=self.name, say=frame["say"])
        self.entries.setdefault(frame["n"], {**frame, "own": text})
        return frame

    async def _say(self, frame: Frame) -> None:
        if self._connection is None:
            raise TalkBroken(_("{name} has no line."), name=self.name)
        await self._connection.send(json.dumps(frame))

    async def _read(self, connection: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for words in connection:
                self._hear(json.loads(words))

    def _hear(self, frame: Frame) -> None:
        match frame["op"]:
            case "ack" | "refused":
                answer = self._answers.pop(frame["k"], None)
                if answer is not None and not answer.done():
                    answer.set_result(frame)
            case "entry" if frame["c"] == self._record:
                self.entries[frame["n"]] = {name: frame[name] for name in frame if name != "op"}
            case "page":
                self._pages.put_nowait(frame)
