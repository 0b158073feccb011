"""What each page costs the database, and that no page costs more as its lists grow."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from gighall.base import clock, limits
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.models import ReadingMark
from gighall.domain.orders.models import Order
from gighall.domain.record.models import Record
from tests.long_talks import talk_on
from tests.world import GIG_WORDS as WORDS
from tests.world import World, give_credits, make_gig, make_order, make_person, say

ClientOf = Callable[[Person | None], Client]
Count = Callable[[Callable[[], object]], int]

# Statements that a page sends, the ones about sign-in, person and hall included. Fewer is a reason to rejoice
# and to write the new number here; more needs a reason.
QUERIES = {
    ("guest", "/"): 4,
    ("guest", "/terms/"): 3,
    ("guest", "/account/login/"): 1,
    ("buyer", "/"): 6,
    ("buyer", "/gigs/mine/"): 4,
    ("buyer", "/orders/"): 5,
    # The talks, their newest words, titles and labels.
    ("buyer", "/inbox/"): 5,
    ("seller", "/inbox/"): 8,
    ("seller", "/inbox/?show=archived"): 5,
    # One's records, the index, what is in none; talks with their names, orders, titles of gigs.
    ("seller", "/inbox/search/?q=loop"): 9,
    ("buyer", "/money/"): 9,
    # What is still clearing is asked for only where something is.
    ("seller", "/money/"): 9,
    ("buyer", "/money/payments/"): 5,
    ("buyer", "/account/"): 11,
    ("buyer", "/account/organisations/"): 4,
    # Every page of staff counts in its head what waits for them.
    ("operator", "/staff/"): 9,
    ("operator", "/staff/credits/"): 5,
    ("operator", "/staff/payments/"): 6,
    ("operator", "/staff/payments/?show=ended"): 6,
    ("operator", "/staff/reconciliation/"): 8,
    ("operator", "/staff/terms/"): 5,
    ("operator", "/staff/cases/"): 6,
    ("operator", "/staff/organisations/"): 5,
    ("operator", "/staff/tickets/"): 6,
    ("operator", "/staff/exceptions/"): 5,
    ("buyer", "/support/"): 5,
}
# The seller's page reads one thing more: what of the talk can go with a delivery.
SESSION_STATE_QUERIES = 9
# What is new there is written down by two more.
TALK_PAGE_QUERIES = 18
ORDER_PAGE_QUERIES = {"buyer": 11, "seller": 12}


@pytest.mark.parametrize(("member", "path"), QUERIES)
def test_a_page_costs_as_many_queries_as_it_should(
    world: World, client_of: ClientOf, count_queries: Count, member: str, path: str
) -> None:
    client = client_of(world.people[member])
    client.get(path)

    count = count_queries(lambda: client.get(path))

    assert count == QUERIES[member, path]


def order_page_cost(client: Client, order: Order, count_queries: Count) -> int:
    """Return the statements of an order page, seen before."""
    path = f"/orders/{order.public_id}/"
    assert client.get(path).status_code == 200
    return count_queries(lambda: client.get(path))


def test_a_session_page_costs_the_same_however_long_the_talk(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    client, path = client_of(world.buyer), f"/orders/{world.order.public_id}/session/"
    client.get(path)
    short = count_queries(lambda: client.get(path))
    for number in range(2 * limits.TIMELINE_PAGE_ENTRIES):
        say(world.order, world.buyer, f"Line {number}", now=clock.now())

    assert count_queries(lambda: client.get(path)) == short
    # The page that is open asks for how it stands again and again.
    assert count_queries(lambda: client.get(f"{path}state/")) <= SESSION_STATE_QUERIES


@pytest.mark.parametrize("member", ["buyer", "seller"])
def test_an_order_page_costs_the_same_however_long_the_talk(
    world: World, client_of: ClientOf, count_queries: Count, member: str
) -> None:
    client = client_of(world.people[member])
    short = order_page_cost(client, world.order, count_queries)
    for number in range(2 * limits.TIMELINE_PAGE_ENTRIES):
        sender = world.buyer if number % 2 else world.seller
        text = (
            f"Line {number}: mail me at someone.{number}@mail.example"
            if number % 5 == 0
            else f"Line {number}"
        )
        say(world.order, sender, text, now=world.now + timedelta(minutes=20, seconds=number))

    long = order_page_cost(client, world.order, count_queries)

    assert Record.objects.get(pk=world.order.record_id).last_number > 2 * limits.TIMELINE_PAGE_ENTRIES
    assert short == long == ORDER_PAGE_QUERIES[member]


def test_ten_thousand_entries_cost_the_same_queries_as_a_hundred_and_print_as_many(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    now = world.now + timedelta(minutes=30)
    talks = {
        f"/orders/{world.order.public_id}/": (world.order.record_id, [world.buyer, world.seller]),
        f"/inbox/{world.conversation.public_id}/": (
            world.conversation.record_id,
            [world.outsider, world.seller],
        ),
    }
    client = client_of(world.seller)

    def costs() -> list[int]:
        found = []
        for path in [*talks, *(f"{talk}timeline/?after=3" for talk in talks), "/inbox/", "/orders/"]:
            client.get(path)
            found.append(count_queries(partial(client.get, path)))
        return found

    def entries_printed() -> list[int]:
        return [client.get(path).content.decode().count('<li class="entry ') for path in talks]

    for record_id, people in talks.values():
        talk_on(record_id, people, 100, first=now, step=timedelta(0))
    few, printed = costs(), entries_printed()
    for record_id, people in talks.values():
        talk_on(record_id, people, 10_000, first=now, step=timedelta(0))

    assert costs() == few
    # And the empty one, which the script fills.
    assert entries_printed() == printed == [limits.TIMELINE_PAGE_ENTRIES + 1] * 2


def test_a_talk_that_was_read_to_its_end_is_not_written_down_again(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    record, path = world.conversation.record, f"/inbox/{world.conversation.public_id}/"
    client = client_of(world.seller)

    def read_up_to() -> int:
        return ReadingMark.objects.get(record=record, person=world.seller).number

    client.get(path)
    read = count_queries(lambda: client.get(path))
    talk_on(record.pk, [world.outsider], record.last_number + 3, first=world.now, step=timedelta(minutes=1))
    with_news = count_queries(lambda: client.get(path))

    assert (read, with_news) == (TALK_PAGE_QUERIES, TALK_PAGE_QUERIES + 2)
    record.refresh_from_db()
    assert read_up_to() == record.last_number
    assert count_queries(lambda: client.get(path)) == read


def test_lists_cost_the_same_with_one_row_and_with_many(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    def costs() -> dict[str, int]:
        visits = [
            (world.buyer, "/orders/"),
            (world.seller, "/orders/"),
            (None, "/"),
            (world.buyer, "/money/"),
        ]
        found = {}
        for person, path in visits:
            client = client_of(person)
            client.get(path)
            found[f"{person}: {path}"] = count_queries(partial(client.get, path))
        return found

    few = costs()
    give_credits(world.buyer, 100_000, by=world.operator, now=world.now)
    for number in range(8):
        seller = make_person(f"Seller {number}", now=clock.now())
        gig = make_gig(seller, WORDS, now=clock.now())
        make_order(gig, world.buyer, now=clock.now())
        make_order(world.gig, world.buyer, now=clock.now())

    many = costs()

    assert many == few
