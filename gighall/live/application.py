"""The live door as an ASGI application: ``/live/`` for sockets, ``/live/health`` for the supervisor."""

import asyncio
import gc
import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from django.conf import settings
from django.db import Error as DjangoError
from psycopg import Error
from psycopg_pool import PoolTimeout
from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, Scope

from gighall.base.environment import read_environment
from gighall.guard import warm_up

from .admission import Admission, Refusal
from .doorbells import Doorbells
from .exchange import Exchange
from .neighbours import Neighbours
from .sockets import Grant, Socket
from .store import Store
from .watch import keep_time, make_rounds

log = logging.getLogger(__name__)

SOCKET_PATH = "/live/"
HEALTH_PATH = "/live/health"
AWAY = Refusal(503, "The hall is not ready yet. Try again in a moment.")
NOT_HERE = Refusal(404, "There is nothing here.")
GOING_AWAY = 1001
# So long after work was told to end it is told again.
AGAIN_SECONDS = 0.2
# New objects, rounds among the new ones, and rounds among those that outlived these. What sockets leave is looked for
# in the door's rounds.
GARBAGE_SEARCHED_AFTER = (20_000, 20, 50)


class Application:
    """Everything that belongs to one running live program."""

    def __init__(self, address: str, valkey_address: str | None = None) -> None:
        self.store = Store(address)
        self.exchange = Exchange(self.store)
        self._admission = Admission()
        self._doorbells = Doorbells(address, self.exchange, self.store)
        self._neighbours = (
            Neighbours(valkey_address, self.exchange, self._doorbells) if valkey_address else None
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await self._let_in(scope, receive, send)
        else:
            found = scope["path"] == HEALTH_PATH
            await _answer(send, 200 if found else 404, b"ok" if found else NOT_HERE.sentence.encode())

    async def start(self) -> None:
        """Connect and begin the work that goes on beside the sockets."""
        # The guard reads its lists when it is first asked: nobody's message waits for that.
        warm_up()
        # What was read until now stays as long as the program: the collector need not look through it again and again.
        # What a message makes goes by itself: searching for more after each 20 of them takes a seventh of the time.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE_SEARCHED_AFTER)
        await self.store.open()
        work = [
            self.exchange.run,
            self.exchange.marks.keep,
            self.exchange.presence.keep,
            self.exchange.attendance.keep,
            self._doorbells.listen,
            self._doorbells.answer,
            lambda: make_rounds(self.exchange, self.store),
        ]
        if self._neighbours is not None:
            work += self._neighbours.work
        if settings.GIGHALL_DEMO:
            work.append(lambda: keep_time(self.store))
        self._tasks = [asyncio.create_task(_for_ever(job)) for job in work]
        if self._neighbours is not None:
            await self._neighbours.until_heard()

    async def say_goodbye(self) -> None:
        """Settle what is under way and end every socket."""
        await self.exchange.stop()

    async def stop(self) -> None:
        """End the work beside the sockets and all connections."""
        going_on = set(self._tasks)
        while going_on:
            # A wait that ends in the very moment of being cancelled goes on as if nothing had been said.
            for task in going_on:
                task.cancel()
            _ended, going_on = await asyncio.wait(going_on, timeout=AGAIN_SECONDS)
        self._admission.close()
        self.exchange.close()
        if self._neighbours is not None:
            await self._neighbours.close()
        await self.store.close()

    async def _live(self, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _let_in(self, scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await receive()
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            grant = await self._admission.admit(headers) if scope["path"] == SOCKET_PATH else NOT_HERE
        except DjangoError:
            grant = AWAY
        if isinstance(grant, Refusal):
            await _refuse(send, grant)
            return
        await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
        await self._serve(grant, scope.get("gighall.abort", _nothing), receive, send)

    async def _serve(
        self, grant: Grant, abort: Callable[[], None], receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        try:
            socket = await self.exchange.open(grant, abort)
        except (Error, PoolTimeout):
            await send({"type": "websocket.close", "code": GOING_AWAY, "reason": "try_again"})
            return
        writer = asyncio.create_task(_write(socket, send))
        try:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return
                await self.exchange.receive(socket, message.get("text"))
        finally:
            socket.is_gone()
            self.exchange.leave(socket)
            writer.cancel()


async def _write(socket: Socket, send: ASGISendCallable) -> None:
    async def send_frame(frame: str) -> None:
        await send({"type": "websocket.send", "bytes": None, "text": frame})

    try:
        await socket.write_with(send_frame)
        await send({"type": "websocket.close", "code": GOING_AWAY, "reason": socket.closing or ""})
    except OSError:
        # The other end hung up while something was on its way; whoever reads is told the same.
        socket.is_gone()


async def _refuse(send: ASGISendCallable, refusal: Refusal) -> None:
    body = json.dumps({"say": refusal.sentence}).encode()
    headers = [(b"content-type", b"application/json")]
    await send({"type": "websocket.http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body, "more_body": False})


async def _answer(send: ASGISendCallable, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _nothing() -> None:
    """Stand in where the server offers no way to cut a line."""


async def _for_ever(job: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a job; should it fail for a reason nobody thought of, say so and run it again."""
    while True:
        try:
            await job()
        except Exception:
            log.exception("a part of the live door failed and is started again")
        await asyncio.sleep(1)


def make_application() -> Application:
    """Return the application for the settings in force."""
    environment = read_environment()
    return Application(environment.database_url, environment.valkey_url)
