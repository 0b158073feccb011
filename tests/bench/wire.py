"""A web socket client that costs next to nothing: whoever measures must not be what is slow.

It speaks just enough of RFC 6455 for a server that it knows: no fragments, no compression, a mask of zeros.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

FIN_TEXT, FIN_PONG = b"\x81", b"\x8a"
TEXT, CLOSE, PING = 1, 8, 9
NO_MASK = b"\0\0\0\0"
END_OF_HEAD = b"\r\n\r\n"
OPEN_SECONDS_MAX = 60


def framed(payload: bytes, first: bytes = FIN_TEXT) -> bytes:
    """Return a client's frame with this payload."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | size,))
    elif size < 65_536:
        head = b"\xfe" + size.to_bytes(2, "big")
    else:
        head = b"\xff" + size.to_bytes(8, "big")
    return b"".join((first, head, NO_MASK, payload))


class Wire(asyncio.Protocol):
    """One socket. ``on_frame`` gets each text frame; what it says in return leaves in one write."""

    def __init__(self, token: str, on_frame: Callable[[bytes], None]) -> None:
        self._token = token
        self._on_frame = on_frame
        self._data = b""
        self._said: list[bytes] = []
        self._hears = False
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a web socket."""
        # uvloop's transports are nobody's subclass.
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(
            b"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Authorization: Bearer " + self._token.encode() + END_OF_HEAD
        )

    def connection_lost(self, error: Exception | None) -> None:
        """Note the end."""
        self.is_closed = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        """Take in what came, and send what is said to it."""
        self._data = data = self._data + data if self._data else data
        if not self.opened.done():
            head, end, data = data.partition(END_OF_HEAD)
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(ConnectionError(head.split(b"\r\n", 1)[0].decode()))
                return
            self.opened.set_result(None)
        self._data = self._read_frames(data)
        self.flush()

    def say(self, frame: bytes) -> None:
        """Put a frame with those that leave next."""
        self._said.append(frame)

    def flush(self) -> None:
        """Send what was said."""
        if self._said and self._transport is not None:
            self._transport.write(b"".join(self._said))
            self._said.clear()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def _read_frames(self, data: bytes) -> bytes:
        """Read the whole frames; return what is left."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, begin = data[at + 1], at + 2
            if size == 126:
                begin = at + 4
                size = int.from_bytes(data[at + 2 : begin], "big")
            elif size == 127:
                begin = at + 10
                size = int.from_bytes(data[at + 2 : begin], "big")
            if begin + size > end:
                break
            kind, payload = data[at] & 15, data[begin : begin + size]
            at = begin + size
            if kind == TEXT:
                self._on_frame(payload)
            elif kind == PING:
                self.say(framed(payload, FIN_PONG))
            elif kind == CLOSE:
                self.close()
        return data[at:]


async def open_wire(address: str, token: str, on_frame: Callable[[bytes], None]) -> Wire:
    """Open a socket at ``host:port`` or at the path of a Unix socket."""
    loop = asyncio.get_running_loop()
    if Path(address).is_absolute():
        _transport, wire = await loop.create_unix_connection(lambda: Wire(token, on_frame), address)
    else:
        host, _colon, port = address.rpartition(":")
        _transport, wire = await loop.create_connection(lambda: Wire(token, on_frame), host, int(port))
    async with asyncio.timeout(OPEN_SECONDS_MAX):
        await wire.opened
    return wire
