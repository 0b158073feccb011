"""How the supervisor learns that a program answers: it asks as a client would."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

ANSWER_SECONDS = 5.0

Check = Callable[[], Awaitable[bool]]


def answers_on_socket(path: Path, *, url: str, host: str) -> Check:
    """Return a check that a program answers 200 to a request on its Unix socket."""

    async def check() -> bool:
        return await _answers_200(asyncio.open_unix_connection(str(path)), url, host)

    return check


def answers_on_port(address: str, port: int, *, url: str | None, host: str) -> Check:
    """Return a check that a program answers 200 on a port; without a url that it listens there."""

    async def check() -> bool:
        connecting = asyncio.open_connection(address, port)
        if url is None:
            return await _connects(connecting)
        return await _answers_200(connecting, url, host)

    return check


_Connecting = Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]


def pongs_on_socket(path: Path) -> Check:
    """Return a check that a Valkey answers on its Unix socket."""

    async def check() -> bool:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reader, writer = await asyncio.open_unix_connection(str(path))
                try:
                    writer.write(b"PING\r\n")
                    return await reader.readline() == b"+PONG\r\n"
                finally:
                    writer.close()
        except (OSError, TimeoutError):
            return False

    return check


async def _answers_200(connecting: _Connecting, url: str, host: str) -> bool:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await connecting
            try:
                writer.write(
                    f"GET {url} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii")
                )
                return (await reader.readline()).split()[1:2] == [b"200"]
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False


async def _connects(connecting: _Connecting) -> bool:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            _, writer = await connecting
            writer.close()
            return True
    except (OSError, TimeoutError):
        return False
