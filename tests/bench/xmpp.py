"""An XMPP client that costs next to nothing, for the yardstick: one stream signed in by SASL PLAIN, no TLS.

It speaks just enough of RFC 6120 for a server that it knows, and looks for the ends of stanzas instead of parsing them.
"""

import asyncio
import base64
from collections.abc import Callable
from typing import cast

OPEN_SECONDS_MAX = 60
END_OF_MESSAGE = b"</message>"
# What a server puts into a message once it stands in its archive (XEP-0359).
ARCHIVED = b"<stanza-id"
RESOURCE = "bench"
DOMAIN = "localhost"
_HEADER = (
    f"<stream:stream to='{DOMAIN}' version='1.0' xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams'>"
)
_AUTH = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{}</auth>"
_BIND = (
    "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
    f"<resource>{RESOURCE}</resource></bind></iq>"
)


class XmppWire(asyncio.Protocol):
    """One stream. ``on_message`` gets each message stanza."""

    def __init__(self, login: str, on_message: Callable[[bytes], None]) -> None:
        name, _colon, password = login.partition(":")
        plain = base64.b64encode(f"\0{name}\0{password}".encode()).decode()
        # What is awaited of the server, and what is said then.
        self._steps = [
            (b"", f"<?xml version='1.0'?>{_HEADER}"),
            (b"</stream:features>", _AUTH.format(plain)),
            (b"<success", _HEADER),
            (b"</stream:features>", _BIND),
            (b"</iq>", ""),
        ]
        self._on_message = on_message
        self._data = b""
        self._said: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to sign in."""
        # uvloop's transports are nobody's subclass.
        self._transport = cast("asyncio.Transport", transport)
        self._sign_in()

    def connection_lost(self, error: Exception | None) -> None:
        """Note the end."""
        self.is_closed = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError(f"the server hung up: {self._data[-200:]!r}"))

    def data_received(self, data: bytes) -> None:
        """Take in what came, and send what is said to it."""
        self._data += data
        if self._steps:
            self._sign_in()
            return
        *messages, self._data = self._data.split(END_OF_MESSAGE)
        for message in messages:
            self._on_message(message)
        self.flush()

    def say(self, stanza: bytes) -> None:
        """Put a stanza with those that leave next."""
        self._said.append(stanza)

    def flush(self) -> None:
        """Send what was said."""
        if self._said and self._transport is not None:
            self._transport.write(b"".join(self._said))
            self._said.clear()

    def _sign_in(self) -> None:
        """Go a step further, if what it waits for has come."""
        awaited, said = self._steps[0]
        if awaited not in self._data:
            return
        self._data = b""
        del self._steps[0]
        self.say(said.encode())
        self.flush()
        if not self._steps:
            self.opened.set_result(None)


async def open_xmpp(address: str, login: str, on_message: Callable[[bytes], None]) -> XmppWire:
    """Sign in at ``host:port`` with ``name:password``."""
    host, _colon, port = address.rpartition(":")
    loop = asyncio.get_running_loop()
    _transport, wire = await loop.create_connection(lambda: XmppWire(login, on_message), host, int(port))
    async with asyncio.timeout(OPEN_SECONDS_MAX):
        await wire.opened
    return wire
