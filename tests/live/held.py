"""An order with a session that both have started, for tests of who is there, and a way to attend it by a socket."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from websockets.exceptions import ConnectionClosed

from gighall.base import clock
from gighall.domain.accounts.actions import confirm_address, set_up_hall
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import hall_or_none
from gighall.domain.chat_sessions.actions import press_start
from gighall.domain.chat_sessions.models import ChatSession, Lease
from gighall.domain.chat_sessions.queries import running_for
from gighall.domain.gigs.actions import GigWords
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import moments_of
from gighall.domain.payments.actions import grant_credits
from tests.live.hands import beside
from tests.live.line import Line
from tests.live.program import Talker, make_talker
from tests.patience import PATIENCE_SECONDS
from tests.world import GIG_WORDS, PASSWORD, make_gig, make_order


@dataclass
class Held:
    """A session, its order, the two sides, and one who is no side."""

    order: Order
    session: ChatSession
    buyer: Talker
    seller: Talker
    outsider: Talker

    @property
    def c(self) -> str:
        """Return the record's name in the protocol."""
        return self.order.record.public_id

    @property
    def s(self) -> str:
        """Return the session's name in the protocol."""
        return self.session.public_id

    def facts(self, kind: str = "") -> list[tuple[str, dict[str, Any]]]:
        """Return what the record says of sessions, or of one kind of it."""
        return [
            (moment.kind.removeprefix("session_"), dict(moment.fact))
            for moment in moments_of(self.order.record_id)
            if moment.kind.startswith(f"session_{kind}")
        ]

    def joined(self, side: str) -> list[str]:
        """Return the lines by which a side has joined, one for each time."""
        return [fact["line"] for _kind, fact in self.facts("joined") if fact["side"] == side]

    def untils(self, side: str) -> list[datetime]:
        """Return until when a side was seen, for each time that it left."""
        found = [fact["until"] for _kind, fact in self.facts("left") if fact["side"] == side]
        return [datetime.fromisoformat(until) for until in found]

    def billed(self) -> int:
        """Return what is billed at this moment."""
        session = ChatSession.objects.select_related("order").get(pk=self.session.pk)
        return (
            running_for(session, clock.now()).seconds
            if session.ended_at is None
            else session.billed_seconds or 0
        )

    def was_seen_after(self, talker: Talker, moment: datetime) -> bool:
        """Say whether the hall has written down that somebody was there after a moment."""
        return Lease.objects.filter(session=self.session, person_id=talker.id, at__gt=moment).exists()

    def leases(self) -> int:
        """Return how many lines are open, as the database knows."""
        return Lease.objects.filter(session=self.session).count()


def make_held(words: GigWords = GIG_WORDS) -> Held:
    """Let two people have an order with a session that has begun."""
    now = clock.now()
    buyer, seller, outsider = make_talker("Bruno"), make_talker("Selma"), make_talker("Ottilie")
    for person in (buyer.person, seller.person):
        confirm_address(person_id=person.pk, now=now)
    grant_credits(
        by_id=_operator(now),
        email=buyer.person.email,
        amount_minor=20_000,
        reason="For the tests",
        key=uuid.uuid4(),
        now=now,
    )
    order = make_order(make_gig(seller.person, words, now=now), buyer.person, now=now)
    for talker in (buyer, seller):
        session = press_start(order_id=order.public_id, by_id=talker.id, now=clock.now())
    return Held(order, session, buyer, seller, outsider)


def _operator(now: datetime) -> int:
    """Return the hall's operator; the first time the hall is set up."""
    if hall_or_none() is None:
        set_up_hall(
            hall_name="The Long Table",
            accent_hue=150,
            name="Olga Operator",
            email="olga@hall.example",
            password=PASSWORD,
            terms_number=1,
            now=now,
        )
    return Person.objects.get(email="olga@hall.example").pk


class Attendant:
    """A socket that attends a session and answers the beats, until it is told to fall silent."""

    def __init__(self, line: Line, held: Held) -> None:
        self.line, self.held = line, held
        self.is_silent = False
        self.beats = 0
        self.errors: list[str] = []

    async def attend(self) -> None:
        """Say that the page of the session is open; return when the hall has beaten for the first time."""
        await self.line.say(op="attend", c=self.held.c, s=self.held.s)
        frame = await self.line.until("beat")
        await self.answer(frame)

    async def answer(self, frame: dict[str, Any]) -> None:
        """Answer a beat."""
        self.beats += 1
        if not self.is_silent:
            await self.line.say(op="beat", c=self.held.c, s=self.held.s, i=frame["i"])

    async def go_on(self) -> None:
        """Answer every beat, until the line breaks."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                frame = json.loads(await self.line.connection.recv())
                if frame["op"] == "beat":
                    await self.answer(frame)
                elif frame["op"] == "error":
                    self.errors.append(frame["why"])


@asynccontextmanager
async def attending(path: Path, held: Held, talker: Talker) -> AsyncIterator[Attendant]:
    """A socket that attends while the block runs."""
    async with Line(path, talker.token) as line:
        attendant = Attendant(line, held)
        await attendant.attend()
        going_on = asyncio.create_task(attendant.go_on())
        try:
            yield attendant
        finally:
            going_on.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await going_on


async def until_billed(held: Held, seconds: int) -> None:
    """Wait until so much is billed."""
    await until_true(lambda: held.billed() >= seconds)


async def until_true(look: Any, *arguments: Any, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until the database says so."""
    async with asyncio.timeout(seconds):
        while not await beside(look, *arguments):
            await asyncio.sleep(0.1)
