"""A socket client for tests: says frames, and waits for those that the test names."""

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect, unix_connect
from websockets.exceptions import ConnectionClosed

from tests.live.program import Talker
from tests.patience import PATIENCE_SECONDS

ADDRESS = "ws://127.0.0.1/live/"

Frame = dict[str, Any]


def new_key() -> str:
    """Return a fresh client key."""
    return str(uuid.uuid4())


class Line:
    """One socket, to a program's own path or to an address. What was received and not asked for yet is in ``heard``."""

    def __init__(self, way: Path | str, token: str, headers: dict[str, str] | None = None) -> None:
        self._way = way
        self._headers = headers if headers is not None else {"Authorization": f"Bearer {token}"}
        self._connection: ClientConnection | None = None
        self.heard: list[Frame] = []
        self.hello: Frame = {}

    async def __aenter__(self) -> Self:
        if isinstance(self._way, Path):
            self._connection = await unix_connect(
                str(self._way), ADDRESS, additional_headers=self._headers, max_queue=None, compression=None
            )
        else:
            self._connection = await connect(
                self._way, additional_headers=self._headers, max_queue=None, compression=None
            )
        self.hello = await self.until("hello")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.connection.close()

    @property
    def connection(self) -> ClientConnection:
        """Return the open connection."""
        assert self._connection is not None
        return self._connection

    async def say(self, **frame: Any) -> None:
        """Send one frame."""
        await self.connection.send(json.dumps(frame))

    async def say_raw(self, words: str | bytes) -> None:
        """Send words as they are."""
        await self.connection.send(words)

    async def until(self, op: str, where: Callable[[Frame], bool] = lambda _frame: True) -> Frame:
        """Return the next frame of this kind, taken out of what was heard; other frames stay."""
        return await self.until_any({op}, where)

    async def post(self, c: str, text: str, key: str | None = None) -> Frame:
        """Post a message and return its ack or its refusal."""
        key = key or new_key()
        await self.say(op="post", c=c, k=key, t=text)
        return await self.answer_to(key)

    async def answer_to(self, key: str) -> Frame:
        """Return the ack or the refusal of a post."""
        return await self.until_any({"ack", "refused"}, lambda frame: frame["k"] == key)

    async def until_any(self, ops: set[str], where: Callable[[Frame], bool]) -> Frame:
        """Return the next frame of one of these kinds."""
        for position, frame in enumerate(self.heard):
            if frame["op"] in ops and where(frame):
                return self.heard.pop(position)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                frame = json.loads(await self.connection.recv())
                if frame["op"] in ops and where(frame):
                    return frame
                self.heard.append(frame)

    async def next_frame(self) -> Frame:
        """Return the next frame, of whatever kind; wait as long as it takes."""
        if self.heard:
            return self.heard.pop(0)
        frame: Frame = json.loads(await self.connection.recv())
        return frame

    async def catch_up(self, c: str, after: int = 0) -> list[Frame]:
        """Return all entries after a number, page by page."""
        entries: list[Frame] = []
        while True:
            await self.say(op="since", c=c, n=after)
            page = await self.until("page", lambda frame: frame["c"] == c)
            entries += page["entries"]
            if not page["more"]:
                return entries
            after = entries[-1]["n"]

    async def bye(self) -> str:
        """Return why the door closed the socket, once it has."""
        frame = await self.until("bye")
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self.connection.wait_closed()
        return str(frame["why"])

    async def is_closed(self) -> bool:
        """Wait until the socket is closed, hearing whatever still comes."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    self.heard.append(json.loads(await self.connection.recv()))
        except ConnectionClosed:
            return True


class Lines:
    """Opens sockets and closes them when the test is over."""

    def __init__(self, path: Path, stack: AsyncExitStack) -> None:
        self._path = path
        self._stack = stack

    async def open(self, talker: Talker, headers: dict[str, str] | None = None) -> Line:
        """Return an open socket of a person, after its hello."""
        line = Line(self._path, talker.token, headers)
        return await self._stack.enter_async_context(line)
