"""Running the live door under uvicorn."""

import asyncio
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from gighall.base import limits

from .application import Application

# How long connections and the work beside them may take to end, after everybody was told.
END_SECONDS = 3


class HallSocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's socket protocol, with a way to cut a line whose other end takes nothing."""

    def handle_connect(self, event: Any) -> None:
        """Begin a socket; its application may cut it."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["gighall.abort"] = self.abort  # type: ignore[typeddict-unknown-key]

    def keepalive_timeout(self) -> None:
        """Cut a line that did not answer: what still waits for it would hold memory for ever."""
        super().keepalive_timeout()
        self.abort()

    def abort(self) -> None:
        """Cut the line now."""
        self.transport.abort()


class Server(uvicorn.Server):
    """uvicorn's server; before it closes the lines it settles what is under way and says goodbye."""

    def __init__(self, config: uvicorn.Config, application: Application) -> None:
        super().__init__(config)
        self._application = application

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye, then close."""
        await self._application.say_goodbye()
        # One turn for the writers: their goodbyes go out before the lines are closed.
        await asyncio.sleep(0.05)
        await super().shutdown(sockets)


def make_server(application: Application, *, uds: str | None, host: str, port: int) -> Server:
    """Return a server for a Unix socket, or for an address."""
    config = uvicorn.Config(
        application,
        uds=uds,
        host=host,
        port=port,
        ws=HallSocketProtocol,
        http="httptools",
        loop="uvloop",
        lifespan="on",
        ws_max_size=limits.SOCKET_FRAME_BYTES_MAX,
        ws_per_message_deflate=False,
        ws_ping_interval=limits.SOCKET_PING_SECONDS,
        ws_ping_timeout=limits.SOCKET_PING_SECONDS,
        timeout_graceful_shutdown=END_SECONDS,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
    )
    return Server(config, application)
