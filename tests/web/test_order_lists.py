"""Lists of orders and finding something in one: what needs me first, kinds of entries, words, and the end of a talk."""

import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, post_file
from gighall.domain.orders.actions import deliver, open_request, sweep_deadlines
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import NEEDS_ME, listed_orders
from gighall.domain.orders.rules import CANCEL, Wish
from gighall.domain.record.actions import index_words
from gighall.domain.record.models import Entry, Record
from tests.world import CONTACT_SECRET, World, make_order, say

ClientOf = Callable[[Person | None], Client]
PassTime = Callable[[timedelta], datetime]


def read(client: Client, path: str) -> str:
    """Return the words of a page."""
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def titled(page: str) -> list[str]:
    """Return the addresses of the orders in a list, in its order."""
    return re.findall(r'class="row__link" href="(/orders/[^"]+/)"', page)


def path_of(order: Order) -> str:
    """Return the address of an order's page."""
    return f"/orders/{order.public_id}/"


def ask_to_cancel(order: Order, by: Person, *, now: datetime) -> None:
    """Let a side ask to cancel."""
    open_request(
        order_id=order.public_id,
        by_id=by.pk,
        wish=Wish(CANCEL),
        text="I cannot go on with this.",
        key=uuid.uuid4(),
        now=now,
    )


def test_what_needs_me_stands_first(world: World, client_of: ClientOf) -> None:
    buyer, seller = (titled(read(client_of(who), "/orders/")) for who in (world.buyer, world.seller))

    assert buyer[0] == path_of(world.delivered)
    assert seller[0] == path_of(world.order)
    assert buyer[-1] == seller[-1] == path_of(world.completed)


def test_a_request_turns_the_tables(world: World) -> None:
    ask_to_cancel(world.order, world.seller, now=world.now + timedelta(minutes=20))

    def waiting(person: Person) -> set[str]:
        return {order.public_id for order in listed_orders(person.pk, NEEDS_ME)}

    # The seller has asked, so the buyer is to answer, and the seller waits.
    assert waiting(world.buyer) == {world.order.public_id, world.delivered.public_id}
    assert waiting(world.seller) == set()


@pytest.mark.parametrize(
    ("show", "who", "wanted"),
    [
        ("needs_me", "buyer", ["delivered"]),
        ("open", "buyer", ["delivered", "order"]),
        ("ended", "seller", ["completed"]),
        ("selling", "buyer", []),
        ("buying", "buyer", ["delivered", "order", "completed"]),
        ("nonsense", "seller", ["order", "delivered", "completed"]),
    ],
)
def test_a_list_is_narrowed(
    world: World, client_of: ClientOf, show: str, who: str, wanted: list[str]
) -> None:
    page = read(client_of(world.people[who]), f"/orders/?show={show}")

    assert titled(page) == [path_of(getattr(world, name)) for name in wanted]


def test_a_list_says_whose_move_it_is_and_until_when(
    world: World, client_of: ClientOf, pass_time: PassTime
) -> None:
    buyer, seller = client_of(world.buyer), client_of(world.seller)
    now = read(buyer, "/orders/"), read(seller, "/orders/")
    pass_time(timedelta(days=limits.SESSION_WITHIN_DAYS, hours=1))

    assert re.search(r"Your move:</span> <bdi>Look at the delivery</bdi>\s*<span[^>]*>until ", now[0])
    assert "Waits for \u2068Bruno Buyer\u2069" in now[1]
    assert re.search(r"<bdi>Deliver</bdi>\s*<span[^>]*>was due ", read(seller, "/orders/"))
    assert "Late" in read(buyer, "/orders/")


def test_kinds_of_entries_are_shown_alone(world: World, client_of: ClientOf) -> None:
    post_file(
        record_id=world.order.record_id,
        author_id=world.buyer.pk,
        name="my loop.py",
        content=ContentFile(b"while True: pass"),
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=20),
    )
    client = client_of(world.seller)

    def kinds(show: str) -> set[str]:
        page = read(client, f"{path_of(world.order)}?show={show}")
        numbers = [int(number) for number in re.findall(r'<li [^>]*id="entry-(\d+)"', page)]
        found = Entry.objects.filter(record_id=world.order.record_id, number__in=numbers)
        return set(found.values_list("kind", flat=True))

    assert kinds("messages") == {"message"}
    assert kinds("files") == {"file"}
    assert kinds("steps") == {"order_placed", "payment_held"}
    assert kinds("all") == {"message", "file", "order_placed", "payment_held"}


def test_kinds_of_entries_come_page_by_page(world: World, client_of: ClientOf) -> None:
    for number in range(limits.TIMELINE_PAGE_ENTRIES + 5):
        say(world.order, world.buyer, f"Line {number}", now=world.now + timedelta(minutes=20, seconds=number))
    client = client_of(world.seller)

    newest = read(client, f"{path_of(world.order)}?show=messages")
    earlier = re.search(r'href="(\?show=messages&before=\d+)"', newest)

    assert earlier
    assert f"Line {limits.TIMELINE_PAGE_ENTRIES + 4}" in newest
    oldest = read(client, f"{path_of(world.order)}{earlier[1]}")
    assert "Show me the line with while, please." in oldest
    assert "Earlier entries" not in oldest


def test_words_are_found_in_messages_and_names_of_files(world: World, client_of: ClientOf) -> None:
    post_file(
        record_id=world.order.record_id,
        author_id=world.buyer.pk,
        name="while-loop.py",
        content=ContentFile(b"while True: pass"),
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=20),
    )
    index_words()
    page = read(client_of(world.seller), f"{path_of(world.order)}?q=WHIL")

    assert len(re.findall(r'class="found__link"', page)) == 2
    assert '<mark class="found__hit">while</mark>' in page
    assert re.search(rf'href="{path_of(world.order)}\?from=\d+#entry-\d+"', page)


def test_withheld_words_are_found_by_their_author_alone(world: World, client_of: ClientOf) -> None:
    index_words()
    path = f"{path_of(world.order)}?q={CONTACT_SECRET}"

    assert "found__link" in read(client_of(world.buyer), path)
    assert "Nothing found" in read(client_of(world.seller), path)


@pytest.mark.parametrize("typed", ["%", "(((", "\\", "'; --", "\x00", "a" * 500])
def test_any_words_may_be_looked_for(world: World, client_of: ClientOf, typed: str) -> None:
    assert client_of(world.buyer).get(path_of(world.order), {"q": typed}).status_code == 200


def test_what_a_fact_points_to_is_reached_from_any_page(world: World, client_of: ClientOf) -> None:
    number = say(world.order, world.seller, "The first half", now=world.now + timedelta(minutes=20))
    for line in range(limits.TIMELINE_PAGE_ENTRIES + 1):
        say(world.order, world.buyer, f"Line {line}", now=world.now + timedelta(minutes=21, seconds=line))
    deliver(
        order_id=world.order.public_id,
        by_id=world.seller.pk,
        text="Both halves.",
        key=uuid.uuid4(),
        picked=[number],
        now=world.now + timedelta(minutes=30),
    )
    client = client_of(world.buyer)

    link = re.search(
        rf'<a href="(\?from=\d+)#entry-{number}">Entry {number}</a>', read(client, path_of(world.order))
    )

    assert link
    assert f'id="entry-{number}"' in read(client, f"{path_of(world.order)}{link[1]}")


def test_an_order_goes_on_from_the_inbox_talk_and_back(world: World, client_of: ClientOf) -> None:
    talk = world.conversation
    head = Record.objects.get(pk=talk.record_id)

    order = make_order(world.gig, world.outsider, now=world.now + timedelta(minutes=20))

    fact = Entry.objects.get(record_id=order.record_id, kind="order_placed").shown or ""
    assert bytes(head.head).hex() in fact
    link = re.search(
        rf'href="(/inbox/{talk.public_id}/)\?from=\d+#entry-{head.last_number}"',
        read(client_of(world.seller), path_of(order)),
    )
    assert link
    assert f'href="{path_of(order)}"' in read(client_of(world.outsider), link[1])


def test_an_order_without_a_talk_before_goes_on_from_nowhere(world: World, client_of: ClientOf) -> None:
    assert "Continues your talk" not in read(client_of(world.buyer), path_of(world.order))


def test_when_the_talk_has_ended_the_page_leads_on(
    world: World, client_of: ClientOf, pass_time: PassTime
) -> None:
    buyer, seller = client_of(world.buyer), client_of(world.seller)
    begin_conversation(
        by_id=world.buyer.pk,
        with_id=world.seller.pk,
        about=f"gig:{world.gig.public_id}",
        text="Do you also look at older programs?",
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=20),
    )
    assert 'id="composer"' in read(buyer, path_of(world.completed))

    sweep_deadlines(now=pass_time(timedelta(days=limits.TALK_AFTER_END_DAYS, hours=2)), limit=50)

    for client, leads in ((buyer, ("Order again", "Write in the inbox")), (seller, ("Write in the inbox",))):
        page = read(client, path_of(world.completed))
        assert 'id="composer"' not in page
        assert "The talk of this order has ended." in page
        assert all(words in page for words in leads)
    assert "Order again" not in read(seller, path_of(world.completed))
    assert f"/gigs/{world.gig.public_id}/order/" in read(buyer, path_of(world.completed))
