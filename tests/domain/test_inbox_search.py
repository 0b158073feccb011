"""What lists and searches of one's own inbox cost in a hall with many talks."""

import uuid
from collections.abc import Callable
from functools import partial

from django.db import connection
from django.test import Client

from gighall.base.words import sought_in
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import begin_conversation
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.queries import listed_conversations
from gighall.domain.conversations.rules import ListWish
from gighall.domain.record.actions import index_words
from gighall.domain.record.queries import found_entries
from tests.world import GIG_WORDS, World, make_gig, make_person

ClientOf = Callable[[Person | None], Client]
Count = Callable[[Callable[[], object]], int]


def test_the_list_costs_the_same_with_one_talk_and_with_many(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    client = client_of(world.seller)
    paths = ("/inbox/", "/inbox/?show=starred", "/inbox/search/?q=word")

    def costs() -> list[int]:
        while index_words():
            pass
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
    index_words()

    wishes = [ListWish(), ListWish("unread"), ListWish("starred"), ListWish("archived")]
    plans = [
        reads(*listed_conversations(world.seller.pk, wish)[:26].query.sql_with_params()) for wish in wishes
    ]

    for plan in plans:
        assert "Seq Scan on conversations_conversation" not in plan, plan
        assert "Seq Scan on record" not in plan, plan
        assert "Seq Scan on entry" not in plan, plan
    assert not found_entries(person_id=world.seller.pk, sought=sought_in("word"), now=world.now).entries
