"""Which entries of a long talk a page shows: at an entry, at a day, before and after a number; by the API too."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import mark_read
from gighall.domain.record.queries import number_since
from tests.long_talks import talk_on
from tests.web.test_api_talks import call
from tests.world import World

ClientOf = Callable[[Person | None], Client]
Count = Callable[[Callable[[], object]], int]
PAGE = limits.TIMELINE_PAGE_ENTRIES
TALK_ENTRIES = 400


@pytest.fixture
def long_talk(world: World) -> World:
    """The world, in whose inbox talk an entry was written every hour, for days."""
    people = [world.outsider, world.seller]
    talk_on(
        world.conversation.record_id, people, TALK_ENTRIES, first=midnight(world), step=timedelta(hours=1)
    )
    return world


def midnight(world: World) -> datetime:
    """Return the beginning of the day after the world's."""
    return datetime.combine(world.now.date() + timedelta(days=1), datetime.min.time(), UTC)


def talk_path(world: World) -> str:
    """Return the page of the talk of outsider and seller."""
    return f"/inbox/{world.conversation.public_id}/"


def order_path(world: World) -> str:
    """Return the page of the order."""
    return f"/orders/{world.order.public_id}/"


def numbers_at(client: Client, path: str) -> list[int]:
    """Return the numbers of the entries that an address shows, from top to bottom."""
    answer = client.get(path)
    assert answer.status_code == 200
    return [
        int(found) for found in re.findall(r'<li class="entry[^>]* id="entry-(\d+)"', answer.content.decode())
    ]


def test_a_page_holds_one_page_of_entries_however_long_the_talk(
    long_talk: World, client_of: ClientOf
) -> None:
    client = client_of(long_talk.seller)

    newest = numbers_at(client, talk_path(long_talk))
    at_an_entry = numbers_at(client, f"{talk_path(long_talk)}?at=200")
    beyond = numbers_at(client, f"{talk_path(long_talk)}?at=99999999")

    assert newest == beyond == list(range(TALK_ENTRIES - PAGE + 1, TALK_ENTRIES + 1))
    assert len(at_an_entry) == PAGE
    assert at_an_entry[0] < 200 < at_an_entry[-1]


def test_each_number_is_a_link_that_opens_the_talk_there(long_talk: World, client_of: ClientOf) -> None:
    page = client_of(long_talk.seller).get(f"{talk_path(long_talk)}?at=7").content.decode()

    assert 'href="?at=7#entry-7"' in page
    assert '<a href="?from=' in page


def test_an_open_page_fetches_what_stands_before_and_after_a_number(
    long_talk: World, client_of: ClientOf
) -> None:
    client, fragment = client_of(long_talk.outsider), f"{talk_path(long_talk)}timeline/"

    assert numbers_at(client, f"{fragment}?before=200") == list(range(200 - PAGE, 200))
    assert numbers_at(client, f"{fragment}?before=4") == [1, 2, 3]
    assert numbers_at(client, f"{fragment}?before=1") == numbers_at(client, f"{fragment}?before=0") == []
    assert numbers_at(client, f"{fragment}?after=200") == list(range(201, 201 + PAGE))
    assert numbers_at(client, f"{fragment}?after={TALK_ENTRIES}") == []
    assert f'data-last="{TALK_ENTRIES}"' in client.get(f"{fragment}?before=4").content.decode()


def test_a_day_leads_to_its_first_entry_or_the_next_there_is(long_talk: World, client_of: ClientOf) -> None:
    Person.objects.filter(pk=long_talk.seller.pk).update(time_zone="UTC")
    client, path = client_of(Person.objects.get(pk=long_talk.seller.pk)), talk_path(long_talk)
    day = midnight(long_talk).date()

    def led_to(asked: str) -> str:
        answer = client.get(path, {"on": asked})
        assert answer.status_code == 302
        return str(answer.headers["Location"])

    first = number_since(
        record_id=long_talk.conversation.record_id,
        person_id=long_talk.seller.pk,
        moment=midnight(long_talk) + timedelta(days=5),
    )
    assert led_to(str(day + timedelta(days=5))) == f"{path}?at={first}#entry-{first}"
    assert led_to("1970-01-02") == led_to("0001-01-01") == f"{path}?at=1#entry-1"
    assert led_to(str(day + timedelta(days=365))) == led_to("9999-12-31") == path
    assert "Nothing was written on that day or after it." in client.get(path).content.decode()
    for nonsense in ("", "yesterday", "2026-02-30", "\x00"):
        assert client.get(path, {"on": nonsense}).status_code == 200


def test_a_day_begins_where_its_reader_lives(long_talk: World, client_of: ClientOf) -> None:
    day = midnight(long_talk).date() + timedelta(days=3)
    Person.objects.filter(pk=long_talk.seller.pk).update(time_zone="Asia/Tokyo")
    Person.objects.filter(pk=long_talk.outsider.pk).update(time_zone="America/New_York")

    numbers = []
    for person in (long_talk.seller, long_talk.outsider):
        answer = client_of(Person.objects.get(pk=person.pk)).get(talk_path(long_talk), {"on": str(day)})
        numbers.append(int(answer.headers["Location"].rpartition("-")[2]))

    # Nine hours before Greenwich and four or five after it; an entry an hour.
    assert numbers[1] - numbers[0] in (13, 14)


def test_entries_that_were_not_read_begin_under_a_line(long_talk: World, client_of: ClientOf) -> None:
    client, path = client_of(long_talk.seller), talk_path(long_talk)
    mark_read(
        record_id=long_talk.conversation.record_id,
        person_id=long_talk.seller.pk,
        number=TALK_ENTRIES - 10,
        now=long_talk.now,
    )

    page = client.get(path).content.decode()
    above = page.partition("New since you were last here")[0]
    fragment = client.get(f"{path}timeline/?after={TALK_ENTRIES - 20}").content.decode()
    read_now = client.get(path).content.decode()

    assert above.count('<li class="entry ') in (PAGE - 10, PAGE - 9)
    assert "New since" not in fragment
    assert read_now.count("New since you were last here") == page.count("New since you were last here") - 1


def test_who_left_off_long_ago_finds_the_way_there(long_talk: World, client_of: ClientOf) -> None:
    mark_read(
        record_id=long_talk.conversation.record_id,
        person_id=long_talk.seller.pk,
        number=40,
        now=long_talk.now,
    )

    page = client_of(long_talk.seller).get(talk_path(long_talk)).content.decode()

    assert '<a href="?at=41#entry-41">To what you have not read yet</a>' in page


@pytest.mark.parametrize("asked", ["", "?at=3", "?on=1970-01-02", "timeline/?before=9", "timeline/?after=3"])
def test_an_outsider_gets_the_same_answer_as_for_no_talk_at_all(
    long_talk: World, client_of: ClientOf, asked: str
) -> None:
    client = client_of(long_talk.newcomer)

    for path in (talk_path(long_talk), order_path(long_talk)):
        found = client.get(f"{path}{asked}")
        nothing = client.get(f"{path.replace(path.split('/')[2], 'nothing-here')}{asked}")
        assert found.status_code == nothing.status_code == 404


@pytest.mark.parametrize("asked", ["?before=9", "?at=1970-01-02T00:00:00Z"])
def test_an_outsider_learns_nothing_by_the_api(long_talk: World, client_of: ClientOf, asked: str) -> None:
    for path in (
        f"/conversations/{long_talk.conversation.public_id}",
        f"/orders/{long_talk.order.public_id}",
    ):
        assert call(client_of(long_talk.newcomer), "get", f"{path}/entries{asked}").status_code == 404


def test_programs_ask_for_a_moment_and_for_what_stands_before(long_talk: World, client_of: ClientOf) -> None:
    client = client_of(long_talk.seller)

    def ask(**wish: str | int) -> tuple[list[int], bool]:
        path = f"/api/v1/conversations/{long_talk.conversation.public_id}/entries"
        answer = client.get(path, wish)
        assert answer.status_code == 200, answer.content
        return [entry["n"] for entry in answer.json()["entries"]], answer.json()["more"]

    third_day = (midnight(long_talk) + timedelta(days=2)).isoformat()
    numbers, more = ask(at=third_day)
    assert numbers == list(range(numbers[0], numbers[0] + PAGE))
    assert more
    before, more = ask(before=numbers[0])
    assert before == list(range(max(1, numbers[0] - PAGE), numbers[0]))
    assert ask(before=3) == ([1, 2], False)
    assert ask(at="2500-01-01T00:00:00Z") == ([], False)
    assert ask(at="0001-01-01T00:00:00+14:00")[0] == list(range(1, PAGE + 1))


def test_every_way_into_a_talk_costs_the_same_at_a_hundred_and_ten_thousand_entries(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    records = {
        talk_path(world): (world.conversation.record_id, [world.outsider, world.seller]),
        order_path(world): (world.order.record_id, [world.buyer, world.seller]),
    }
    client = client_of(world.seller)

    def costs() -> dict[str, int]:
        asked = ("", "?at=60", "?on=1970-01-02", "timeline/?before=70", "timeline/?after=20")
        paths = [f"{path}{each}" for path in records for each in asked]
        api = [
            f"/api/v1/orders/{world.order.public_id}/entries?{each}"
            for each in ("before=70", "at=1970-01-02T00:00:00Z")
        ]
        for path in [*paths, *api]:
            client.get(path)
        return {path: count_queries(partial(client.get, path)) for path in [*paths, *api]}

    def grow(entries: int) -> None:
        for record_id, people in records.values():
            talk_on(record_id, people, entries, first=midnight(world), step=timedelta(seconds=9))

    grow(100)
    few = costs()
    grow(10_000)

    assert costs() == few
