"""Looking for something in one's own inbox, and what lists cost in a hall with many talks."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation, post_message
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.queries import found_entries, last_words, listed_conversations
from gighall.domain.conversations.rules import ListWish, hits_in, search_words
from gighall.domain.record.actions import erase_entries
from gighall.domain.record.models import Participant
from gighall.web.inbox.search import found_in_inbox
from tests.world import CONTACT_SECRET, CONTACT_WORDS, GIG_WORDS, World, make_gig, make_person

ClientOf = Callable[[Person | None], Client]
Count = Callable[[Callable[[], object]], int]


def write(world: World, by: Person, text: str) -> int:
    """Let one of outsider and seller write in their talk; return the number."""
    return post_message(
        record_id=world.conversation.record_id,
        author_id=by.pk,
        text=text,
        key=uuid.uuid4(),
        now=world.now + timedelta(hours=1),
    )


def numbers(person: Person, typed: str) -> list[int]:
    """Return the numbers of the messages that somebody finds."""
    return [entry.number for entry in found_entries(person_id=person.pk, words=search_words(typed))]


FOUND = [
    ("Do you know recursion?", "recur"),
    ("Do you know recursion in depth?", "KNOW dep"),
    ("Привет, как дела?", "прив"),
    ("Was kostet die Größe XL?", "GRÖ"),
    ("cafe\u0301 au lait", "café"),
    ("שלום, מה שלומך?", "שלו"),
    ("مرحبا بك في المتجر", "مرح"),
    ("今日は東京にいます", "東京"),
    ("हिन्दी में बात करें", "हिन्दी"),
    ("See section 3.1 (draft) for C++", "c++"),
    ("100% sure_thing", "100%"),
    ("Is .* a pattern?", ".*"),
]
NOT_FOUND = ["cursion", "recursion snake", "", "   ", "%5", "_sure", "\\"]


def test_words_are_found_by_their_beginnings_in_any_script(world: World) -> None:
    written = {text: write(world, world.outsider, text) for text, _typed in FOUND}

    for text, typed in FOUND:
        assert written[text] in numbers(world.seller, typed), typed
        assert len(numbers(world.seller, typed)) == (2 if typed == "recur" else 1), typed
        assert hits_in(text, search_words(typed)), typed
    assert {typed: numbers(world.seller, typed) for typed in NOT_FOUND} == {typed: [] for typed in NOT_FOUND}


def test_an_outsiders_search_finds_nothing_of_others(world: World, client_of: ClientOf) -> None:
    write(world, world.outsider, "Do you know recursion?")

    for person in (world.buyer, world.operator, world.newcomer):
        assert found_in_inbox("recursion", person.pk).is_empty
        assert found_in_inbox(world.outsider.name, person.pk).is_empty
        page = client_of(person).get("/inbox/search/", {"q": "recursion"}).content.decode()
        assert world.conversation.public_id not in page


def test_what_was_withheld_is_found_by_its_author_only(world: World) -> None:
    number = write(world, world.outsider, CONTACT_WORDS)

    assert numbers(world.outsider, CONTACT_SECRET) == [number]
    assert numbers(world.seller, CONTACT_SECRET) == []
    assert numbers(world.seller, "quicker") == [number]


def test_erased_words_are_found_by_nobody(world: World) -> None:
    number = write(world, world.outsider, CONTACT_WORDS)
    erase_entries(
        record_id=world.conversation.record_id,
        numbers=[number],
        by_id=world.operator.pk,
        clause="privacy",
        now=world.now + timedelta(hours=2),
    )

    assert numbers(world.outsider, "quicker") == []
    assert numbers(world.seller, "quicker") == []


def test_only_ones_own_part_of_a_record_is_searched(world: World) -> None:
    early = write(world, world.outsider, "An early word")
    middle = write(world, world.outsider, "A middle word")
    write(world, world.outsider, "A late word")

    Participant.objects.filter(record=world.conversation.record_id, person=world.seller).update(
        from_number=early + 1, until_number=middle
    )

    assert numbers(world.seller, "word") == [middle]
    last = last_words(person_id=world.seller.pk, record_ids=[world.conversation.record_id])
    assert last[world.conversation.record_id].shown == "A middle word"


def test_people_and_gigs_are_found_and_each_message_leads_to_its_place(
    world: World, client_of: ClientOf
) -> None:
    number = write(world, world.outsider, f"{'And then ' * 40}recursion {'and so on ' * 40}")
    client = client_of(world.seller)

    by_word = client.get("/inbox/search/", {"q": "recursion"}).content.decode()
    found = found_in_inbox("python", world.seller.pk)

    assert f'href="/inbox/{world.conversation.public_id}/?from=1#entry-{number}"' in by_word
    assert '<mark class="found__hit">recursion</mark>' in by_word
    assert [row.name for row in found.talks] == [world.outsider.name]
    assert [row.name for row in found_in_inbox("ottil", world.seller.pk).talks] == [world.outsider.name]


def test_a_search_is_bounded_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INBOX_SEARCH_RESULTS_MAX", 3)
    for number in range(5):
        write(world, world.outsider, f"Word {number}")

    found = found_in_inbox("word", world.seller.pk)

    assert len(found.messages) == 3
    assert found.is_cut


def test_the_list_costs_the_same_with_one_talk_and_with_many(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    client = client_of(world.seller)
    paths = ("/inbox/", "/inbox/?show=starred", "/inbox/search/?q=word")

    def costs() -> list[int]:
        for path in paths:
            client.get(path)
        return [count_queries(partial(client.get, path)) for path in paths]

    few = costs()
    gig = make_gig(world.seller, GIG_WORDS, now=world.now)
    for number in range(6):
        asker = make_person(f"Asker {number}", now=world.now)
        begun = begin_conversation(
            by_id=asker.pk,
            with_id=world.seller.pk,
            about=f"gig:{gig.public_id}",
            text=f"Word {number}",
            key=uuid.uuid4(),
            now=world.now,
        )
        assert begun

    assert costs() == few


def make_many_talks(count: int) -> None:
    """Put talks of others with two messages each into the database, without their words' chain."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH people AS (
                INSERT INTO accounts_person (public_id, email, name, time_zone, password, is_staff, is_active,
                                             is_superuser, joined_at)
                SELECT 'many' || n, n || '@many.example', 'Many ' || n, 'UTC', '', false, true, false, now()
                FROM generate_series(1, 200) n RETURNING id, public_id),
            pairs AS (
                SELECT a.id AS one, b.id AS two, a.public_id AS key_one, b.public_id AS key_two,
                       row_number() OVER () AS n
                FROM people a JOIN people b ON a.id < b.id LIMIT %(count)s),
            records AS (
                INSERT INTO record (public_id, kind, made_at, last_number, head, last_at, facts_version)
                SELECT 'manyr' || n, 'inbox', now(), 2, sha256('x'), now(), 1 FROM pairs RETURNING id, public_id),
            placed AS (
                INSERT INTO participant (record_id, person_id, person_key, side, may_write, from_number)
                SELECT r.id, p.one, p.key_one, 'asker', true, 1 FROM records r
                JOIN pairs p ON r.public_id = 'manyr' || p.n
                UNION ALL
                SELECT r.id, p.two, p.key_two, 'seller', true, 1 FROM records r
                JOIN pairs p ON r.public_id = 'manyr' || p.n)
            INSERT INTO conversations_conversation (public_id, one_id, two_id, begun_by_id, begun_at, about, record_id)
            SELECT 'manyc' || p.n, p.one, p.two, p.one, now(), 'gig:none', r.id
            FROM pairs p JOIN records r ON r.public_id = 'manyr' || p.n""",
            {"count": count},
        )
        cursor.execute(
            """
            INSERT INTO entry (record_id, number, kind, author_id, at, client_key, shown, shown_salt,
                               shown_digest, withheld_digest, hash)
            SELECT r.id, n, 'message', c.one_id, now(), gen_random_uuid(), 'A word of others', 'salt',
                   sha256('x'), sha256('x'), sha256('x')
            FROM conversations_conversation c JOIN record r ON r.id = c.record_id, generate_series(1, 2) n
            WHERE c.public_id LIKE 'manyc%'"""
        )
        cursor.execute("ANALYZE")


def reads(sql: str, arguments: object) -> str:
    """Return how the database reads for a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) {sql}", arguments)  # type: ignore[arg-type]
        return "\n".join(row[0] for row in cursor.fetchall())


def test_ten_thousand_talks_of_others_are_not_read_for_ones_own_list(world: World) -> None:
    make_many_talks(10_000)
    assert Conversation.objects.count() > 10_000

    wishes = [ListWish(), ListWish("unread"), ListWish("starred"), ListWish("archived")]
    plans = [
        reads(*listed_conversations(world.seller.pk, wish)[:26].query.sql_with_params()) for wish in wishes
    ]

    for plan in plans:
        assert "Seq Scan on conversations_conversation" not in plan, plan
        assert "Seq Scan on record" not in plan, plan
        assert "Seq Scan on entry" not in plan, plan
    assert numbers(world.seller, "word") == []
