"""A bare echo, under the live program's own server: ``python -m tests.bench.yardsticks.echo WHICH ADDRESS``.

``uvicorn`` is the server as the live program runs it, ``asyncio`` the same without uvloop; ``picows`` another server.
What they cost is what no application behind them can save.
"""

import sys
from typing import Any

import uvicorn
import uvloop

from gighall.base import limits


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Send back whatever comes."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


def run_uvicorn(address: str, *, loop: str) -> None:
    """Serve the echo as ``gighall.live.server`` serves the live door."""
    host, colon, port = address.rpartition(":")
    config = uvicorn.Config(
        application,
        uds=None if colon else address,
        host=host,
        port=int(port) if colon else 0,
        ws="websockets-sansio",
        http="httptools",
        loop=loop,
        lifespan="off",
        ws_max_size=limits.SOCKET_FRAME_BYTES_MAX,
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
    )
    uvicorn.Server(config).run()


async def run_picows(address: str) -> None:
    """Serve the echo by picows, which hands frames over without a task or a queue; it listens on addresses only."""
    from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

    class Echo(WSListener):
        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if frame.msg_type == WSMsgType.TEXT:
                transport.send(WSMsgType.TEXT, frame.get_payload_as_bytes())
            elif frame.msg_type == WSMsgType.CLOSE:
                transport.disconnect()

    def listen(_request: WSUpgradeRequest) -> WSListener:
        return Echo()

    host, _colon, port = address.rpartition(":")
    server = await ws_create_server(listen, host, int(port))
    await server.serve_forever()


def main(which: str, address: str) -> None:
    """Serve until the end."""
    if which == "picows":
        uvloop.run(run_picows(address))
    else:
        run_uvicorn(address, loop="asyncio" if which == "asyncio" else "uvloop")


if __name__ == "__main__":
    main(*sys.argv[1:])
