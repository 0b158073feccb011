"""The index of words: what is in it, who finds what, and who works at it at the same time."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from gighall.base import limits
from gighall.base.words import sought_in
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import post_file, post_message
from gighall.domain.conversations.queries import last_words
from gighall.domain.record.actions import erase_entries, index_words
from gighall.domain.record.models import EntryWords, IndexedRecord, Participant, Record
from gighall.domain.record.queries import found_entries
from tests.presses import at_once
from tests.world import CONTACT_SECRET, CONTACT_WORDS, World, make_world, say

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


def index_all() -> None:
    """Work until everything is in the index."""
    while index_words():
        pass


def numbers(person: Person, typed: str, record_id: int | None = None) -> list[int]:
    """Return the numbers of what somebody finds, the best first."""
    found = found_entries(
        person_id=person.pk, sought=sought_in(typed), now=person.joined_at, record_id=record_id
    )
    return [entry.number for entry in found.entries]


def missing() -> list[int]:
    """Return the records whose newest words are not in the index."""
    indexed = dict(IndexedRecord.objects.values_list("record_id", "number"))
    return [one.pk for one in Record.objects.order_by("pk") if one.last_number > indexed.get(one.pk, 0)]


FOUND = [
    ("Do you know recursion?", "recur"),
    ("Do you know recursion in depth?", "KNOW dep"),
    ("Never say never again", '"never again"'),
    ("Привет, как дела?", "прив"),
    ("Was kostet die Größe XL?", "GRÖ"),
    ("Was kostet die Größe XXL?", "grosse xxl"),
    ("cafe\u0301 au lait", "café"),
    ("שלום, מה שלומך?", "שלו"),
    ("مرحبا بك في المتجر", "مرح"),
    ("今日は東京にいます", "東京"),
    ("明日は大阪へ行く", "阪"),
    ("สวัสดีครับผม", "สวัสดี"),
    ("हिन्दी में बात करें", "हिन्दी"),
    ("한국어를 할 수 있나요?", "한국어"),
    ("See section 3.1 (draft) for C++", "c++"),
    ("100% sure_thing", "100%"),
    ("Well done 👍", "👍"),
    ("It's o'clock", "it's"),
]
NOT_FOUND = [
    "cursion",
    "recursion snake",
    '"again never"',
    "",
    "   ",
    ".*",
    "%5",
    "\\",
    "京東",
    "'",
    "q:*",
    "1.0:know",
]


def test_words_are_found_by_their_beginnings_in_any_script(world: World) -> None:
    written = {text: write(world, world.outsider, text) for text, _typed in FOUND}
    index_all()

    for text, typed in FOUND:
        found = numbers(world.seller, typed, world.conversation.record_id)
        assert written[text] in found, typed
        assert len(found) == (2 if typed in ("recur", "GRÖ") else 1), typed
    assert {typed: numbers(world.seller, typed) for typed in NOT_FOUND} == {typed: [] for typed in NOT_FOUND}


def test_a_person_finds_words_of_all_their_records_and_nobody_elses(world: World) -> None:
    index_all()

    for person, orders in ((world.seller, True), (world.buyer, True), (world.outsider, False)):
        found = found_entries(person_id=person.pk, sought=sought_in("while"), now=world.now).entries
        assert (world.order.record_id in {one.record_id for one in found}) == orders
    assert numbers(world.operator, "while") == []
    assert numbers(world.outsider, "while", world.order.record_id) == []
    assert numbers(world.buyer, "loops", world.conversation.record_id) == []


def test_only_ones_own_part_of_a_record_is_searched(world: World) -> None:
    early = write(world, world.outsider, "An early word")
    middle = write(world, world.outsider, "A middle word")
    write(world, world.outsider, "A late word")
    index_all()

    Participant.objects.filter(record=world.conversation.record_id, person=world.seller).update(
        from_number=early + 1, until_number=middle
    )

    assert numbers(world.seller, "word") == [middle]
    last = last_words(person_id=world.seller.pk, record_ids=[world.conversation.record_id])
    assert last[world.conversation.record_id].shown == "A middle word"


def test_what_was_withheld_is_in_no_index_and_found_by_its_author_only(world: World) -> None:
    number = write(world, world.outsider, CONTACT_WORDS)
    talk = world.conversation.record_id
    index_all()

    assert numbers(world.outsider, CONTACT_SECRET, talk) == [number]
    assert numbers(world.seller, CONTACT_SECRET, talk) == []
    assert numbers(world.seller, "quicker", talk) == [number]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(words::text, ' ') FROM entry_words")
        (words,) = cursor.fetchone()
    assert "quicker" in words
    assert "mail" not in words


def test_names_of_files_are_found(world: World) -> None:
    number = post_file(
        record_id=world.order.record_id,
        author_id=world.buyer.pk,
        name="ledger-march.py",
        content=ContentFile(b"while True: pass"),
        key=uuid.uuid4(),
        now=world.now + timedelta(minutes=20),
    )
    index_all()

    assert numbers(world.seller, "march", world.order.record_id) == [number]


def test_orders_are_found_by_what_was_ordered(world: World) -> None:
    index_all()

    found = found_entries(
        person_id=world.buyer.pk, sought=sought_in('"python program"'), now=world.now
    ).entries

    assert {one.record_id for one in found} == {
        world.order.record_id,
        world.delivered.record_id,
        world.completed.record_id,
    }
    assert {one.kind for one in found} == {"order_placed"}


def test_erased_words_are_found_by_nobody_at_once(world: World) -> None:
    talk = world.conversation.record_id
    number = write(world, world.outsider, CONTACT_WORDS)
    index_all()

    erase_entries(
        record_id=talk,
        numbers=[number],
        by_id=world.operator.pk,
        clause="privacy",
        now=world.now + timedelta(hours=2),
    )

    assert not EntryWords.objects.filter(record=talk, number=number).exists()
    index_all()
    assert numbers(world.outsider, "quicker", talk) == []
    assert numbers(world.seller, "quicker", talk) == []


def test_the_job_catches_up_and_does_nothing_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INDEXED_ENTRIES_AT_ONCE", 2)
    monkeypatch.setattr(limits, "INDEXED_RECORDS_AT_ONCE", 2)
    for line in range(5):
        write(world, world.outsider, f"Line{line} of five")

    index_all()

    assert missing() == []
    assert len(numbers(world.seller, "five")) == 5
    assert index_words() == 0
    late = write(world, world.outsider, "Afterthought")
    assert index_words() == 1
    assert numbers(world.seller, "after") == [late]


def test_what_the_job_has_not_come_to_is_found_too(
    world: World, monkeypatch: pytest.MonkeyPatch, count_queries: Count
) -> None:
    index_all()
    fresh = [write(world, world.outsider, f"Fresh {line} {CONTACT_WORDS}") for line in range(3)]
    talk = world.conversation.record_id

    assert sorted(numbers(world.seller, "fresh", talk)) == fresh
    assert numbers(world.seller, CONTACT_SECRET, talk) == []
    assert numbers(world.buyer, "fresh") == []
    assert count_queries(lambda: numbers(world.seller, "fresh")) == 3
    monkeypatch.setattr(limits, "FOUND_FRESH_MAX", 2)
    found = found_entries(person_id=world.seller.pk, sought=sought_in("fresh"), now=world.now)
    assert ({one.number for one in found.entries}, found.is_behind) == (set(fresh[1:]), True)


def test_whole_words_in_few_others_and_new_ones_come_first(world: World) -> None:
    old = say(world.order, world.buyer, "loopback", now=world.now + timedelta(hours=1))
    long_ago = say(world.order, world.buyer, f"loop {'and so on ' * 60}", now=world.now + timedelta(hours=1))
    short = say(world.order, world.buyer, "Which loop?", now=world.now + timedelta(hours=1))
    new = say(world.order, world.buyer, "Which loop?", now=world.now + timedelta(days=40))
    index_all()

    found = found_entries(
        person_id=world.buyer.pk,
        sought=sought_in("loop"),
        now=world.now + timedelta(days=40),
        record_id=world.order.record_id,
    )

    assert [one.number for one in found.entries if one.number >= old] == [new, short, old, long_ago]


def test_what_is_everywhere_is_found_where_it_is_newest(
    world: World, monkeypatch: pytest.MonkeyPatch, count_queries: Count
) -> None:
    monkeypatch.setattr(limits, "SEARCHED_PART_ENTRIES", 4)
    monkeypatch.setattr(limits, "FOUND_WEIGHED_MAX", 6)
    written = [write(world, world.outsider, f"Word {line}") for line in range(40)]
    index_all()

    found = found_entries(
        person_id=world.seller.pk,
        sought=sought_in("word"),
        now=world.now,
        record_id=world.conversation.record_id,
    )

    assert found.is_cut
    assert {one.number for one in found.entries} == set(written[-6:])
    assert numbers(world.seller, "3 word") == [written[3]]
    assert count_queries(lambda: numbers(world.seller, "word 3")) == 3


def test_a_search_whose_time_is_over_says_that_there_may_be_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_all()
    monkeypatch.setattr(limits, "SEARCH_MILLISECONDS_MAX", 0)

    found = found_entries(person_id=world.seller.pk, sought=sought_in("loop"), now=world.now)

    assert (found.entries, found.is_cut) == ([], True)


def test_two_workers_at_once_index_everything_once(own_database: str) -> None:
    world = make_world()
    for line in range(30):
        write(world, world.outsider, f"Line {line}")

    def work() -> int:
        return index_words()

    done = [at_once(work, work, work) for _round in range(3)]

    assert missing() == []
    assert sum(count for counts in done for count in counts if isinstance(count, int)) == sum(
        Record.objects.values_list("last_number", flat=True)
    )
    assert len(numbers(world.seller, "line", world.conversation.record_id)) == 30


def test_words_erased_while_they_are_indexed_are_not_in_the_index(own_database: str) -> None:
    world = make_world()
    index_all()
    rounds = [write(world, world.outsider, f"Secret {line}") for line in range(8)]

    for number in rounds:

        def erase(number: int = number) -> object:
            return erase_entries(
                record_id=world.conversation.record_id,
                numbers=[number],
                by_id=world.operator.pk,
                clause="privacy",
                now=world.now + timedelta(hours=2),
            )

        IndexedRecord.objects.filter(pk=world.conversation.record_id).update(number=number - 1)
        at_once(erase, index_words)
        index_all()
        assert not EntryWords.objects.filter(record=world.conversation.record_id, number=number).exists()


def test_a_record_that_is_held_is_indexed_all_the_same(own_database: str) -> None:
    world = make_world()
    write(world, world.outsider, "Said while somebody writes")

    with transaction.atomic():
        Record.objects.select_for_update(no_key=True).get(pk=world.conversation.record_id)
        assert at_once(index_words) != [0]

    assert len(numbers(world.seller, "somebody")) == 1
