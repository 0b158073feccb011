"""What other programs do to records while sockets are open: pages, actions, and a hand that is slow."""

import asyncio
import uuid
from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction

from gighall.base import bus, clock
from gighall.domain.conversations.actions import post_message
from gighall.domain.record.actions import NewEntry, append_entry
from tests.live.program import Talk

Answer = TypeVar("Answer")


async def beside(call: Callable[..., Answer], *arguments: object) -> Answer:
    """Run a blocking call in a thread, beside the loop of the test, with a connection of its own."""

    def run() -> Answer:
        try:
            return call(*arguments)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


def write_on_page(talk: Talk, *texts: str) -> None:
    """Let the buyer write by the page's form."""
    for text in texts:
        post_message(
            record_id=talk.record.pk, author_id=talk.buyer.id, text=text, key=uuid.uuid4(), now=clock.now()
        )


def write_without_bell(talk: Talk, text: str) -> None:
    """Let the buyer write by the page's form, while the bell hangs where nobody hears it."""
    spoken = bus.RING_SQL
    bus.RING_SQL = spoken.replace(bus.CHANNEL, "elsewhere")
    try:
        write_on_page(talk, text)
    finally:
        bus.RING_SQL = spoken


@transaction.atomic
def note_delivery(talk: Talk) -> None:
    """Store a fact of the seller's, as an action of the room orders does."""
    append_entry(
        NewEntry.fact(
            record_id=talk.record.pk,
            kind="delivered",
            at=clock.now(),
            fact={"message": 1},
            author_id=talk.seller.id,
        )
    )
