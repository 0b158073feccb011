"""What the pages of the bench show, made by the actions that pages call, beside the demo world.

Django must be set up. Pairs of a buyer and a seller have an order of 50 entries each; everybody has written to every
seller, so that an inbox holds as many talks; somebody has asked the community, and 49 others have answered.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, cycle, islice

from django.db import transaction
from django.test import Client

from gighall.base import clock
from gighall.cli.talk.stage import new_stage
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, post_message
from gighall.domain.forum.actions import answer, ask
from gighall.domain.orders.models import Order
from gighall.domain.record.actions import NewEntry, append_entries
from gighall.domain.record.models import Record
from gighall.web.forum.addresses import topic_address
from tests.bench.texts import plain_talk

PAIRS = 12
ENTRIES = 50
POSTS = 50
# So many messages of the newest part of each talk hold a detail that the other side does not see.
WITHHELD = 3
BULK = 5_000


@dataclass(frozen=True)
class Visit:
    """Somebody who opens a page; a guest has no cookie."""

    path: str
    cookie: str = ""


@dataclass(frozen=True)
class Pair:
    """A buyer and a seller with an order."""

    order: Order
    buyer_cookie: str
    seller_cookie: str

    def visits(self, path: str) -> list[Visit]:
        """Return both of them at a page."""
        return [Visit(path, self.buyer_cookie), Visit(path, self.seller_cookie)]


class World:
    """What was made, and who opens what."""

    def __init__(self) -> None:
        self.pairs = [_pair() for _one in range(PAIRS)]
        self.talks = [
            [_talk(one.order.buyer, other.order.seller) for other in self.pairs] for one in self.pairs
        ]
        for talks in self.talks:
            fill(talks[0][0], ENTRIES)
        self.topic = _topic([pair.order.buyer for pair in self.pairs])

    def pages(self) -> Iterator[tuple[str, list[Visit]]]:
        """Return the pages that people open most, each with who opens it."""
        gig = f"/gigs/{self.pairs[0].order.gig.public_id}/"
        yield "home", self._by_all("/")
        yield "home, guest", [Visit("/")]
        yield "search", self._by_all("/?q=python+data")
        yield "search, guest", [Visit("/?q=python+data")]
        yield "gig", self._by_all(gig)
        yield "gig, guest", [Visit(gig)]
        yield f"inbox, {PAIRS} talks", self._by_all("/inbox/")
        talks = zip(self.pairs, self.talks, strict=True)
        yield (
            f"talk, {ENTRIES} entries",
            [Visit(f"/inbox/{own[0][1]}/", pair.buyer_cookie) for pair, own in talks],
        )
        yield "orders", self._by_all("/orders/")
        yield f"order, {ENTRIES} entries", self.orders()
        yield "community", self._by_all("/community/")
        yield "community, guest", [Visit("/community/")]
        yield f"topic, {POSTS} posts", self._by_all(self.topic)
        yield f"topic, {POSTS} posts, guest", [Visit(self.topic)]
        yield "person", self._by_all(f"/people/{self.pairs[0].order.seller.public_id}/")

    def orders(self) -> list[Visit]:
        """Return everybody at the page of their order."""
        return [visit for pair in self.pairs for visit in pair.visits(order_path(pair.order))]

    def _by_all(self, path: str) -> list[Visit]:
        return [visit for pair in self.pairs for visit in pair.visits(path)]


def order_path(order: Order) -> str:
    """Return the address of an order."""
    return f"/orders/{order.public_id}/"


def long_order(entries: int) -> list[Visit]:
    """Make an order with so many entries; return its two sides at its page."""
    pair = _pair(entries)
    return pair.visits(order_path(pair.order))


def fill(record_id: int, entries: int) -> None:
    """Let the two of a record write in turn until it has so many entries."""
    record = Record.objects.get(pk=record_id)
    people = list(record.participants.order_by("person_id").values_list("person_id", flat=True))
    missing = entries - record.last_number - WITHHELD
    texts = islice(cycle(plain_talk()), missing)
    turns = cycle(people)
    # The bulk by the record's one writer; what is withheld by the action, which judges it.
    lines = [
        NewEntry(record_id=record_id, kind="message", text=text, at=clock.now(), author_id=next(turns))
        for text in texts
    ]
    for first in range(0, len(lines), BULK):
        with transaction.atomic():
            append_entries(lines[first : first + BULK])
    for number in range(WITHHELD):
        post_message(
            record_id=record_id,
            author_id=people[number % len(people)],
            text=f"The second draft is nearly done; write to me at ada.{number}@mail.example about it.",
            key=uuid.uuid4(),
            now=clock.now(),
        )


def _pair(entries: int = ENTRIES) -> Pair:
    order = Order.objects.get(public_id=new_stage(["Ada", "Ben"]).order_id)
    fill(order.record_id, entries)
    return Pair(order, cookie_of(order.buyer), cookie_of(order.seller))


def _talk(asker: Person, seller: Person) -> tuple[int, str]:
    talk = begin_conversation(
        by_id=asker.pk, with_id=seller.pk, about="", text="May I ask you something?", key=uuid.uuid4(),
        now=clock.now(),
    )  # fmt: skip
    return talk.record_id, talk.public_id


def _topic(people: list[Person]) -> str:
    """Return the address of a question with its answers, which people wrote over the last day."""
    texts, moments = cycle(plain_talk()), count(1)
    start = clock.now() - timedelta(days=1)

    def words() -> str:
        return "\n\n".join(islice(texts, 3))

    question = ask(
        by_id=people[0].pk, title="How do you begin with somebody who is new to it?", text=words(),
        key=uuid.uuid4(), now=start,
    )  # fmt: skip
    for person in islice(cycle(people[1:]), POSTS - 1):
        answer(
            topic_id=question.topic.public_id, by_id=person.pk, text=words(), key=uuid.uuid4(),
            now=start + timedelta(minutes=10 * next(moments)),
        )  # fmt: skip
    return topic_address(question.topic)


def cookie_of(person: Person) -> str:
    """Sign somebody in; return what their browser sends."""
    client = Client()
    client.force_login(person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
