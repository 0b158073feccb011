"""The record: what `record_append` answers, what the database refuses, and that the chain can be verified."""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from gighall.base.masking import MASK, Span, mask, shown_spans
from gighall.domain.record.actions import NewEntry, append_entries
from gighall.domain.record.actions.append import append_arguments
from gighall.domain.record.chain import ChainResult, verify
from gighall.domain.record.models import Entry, Participant, Record, Withheld
from gighall.domain.record.queries import chain_of, entries_for
from gighall.domain.record.rules import KeyReused, RecordClosed, RecordNotOpenToYou
from gighall.domain.record.statements import APPEND_SQL
from tests.world import World, make_world

LONG_AGO = timedelta(days=400)


def message(world: World, text: str, **more: Any) -> NewEntry:
    """Return a message of the buyer in the open order."""
    fields: dict[str, Any] = {"author_id": world.buyer.pk, "at": world.now + timedelta(minutes=30)} | more
    fields = {"record_id": world.order.record_id} | fields
    return NewEntry(kind="message", text=text, **fields)


def append(*entries: NewEntry, skip_locked: bool = False) -> list[tuple[str, int | None]]:
    """Call the function itself; return outcome and number of each post."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(APPEND_SQL, append_arguments(entries, skip_locked=skip_locked))
        return [(outcome, number) for _post, outcome, number, _at in sorted(cursor.fetchall())]


def verified(record_id: int) -> ChainResult:
    """Verify a record with the second verifier."""
    record = Record.objects.get(pk=record_id)
    result = verify(
        public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=chain_of(record)
    )
    if result.holds:
        assert result.head == bytes(record.head)
        assert result.entries == record.last_number
    return result


def test_numbers_follow_each_other_and_the_chain_holds(world: World) -> None:
    last = Record.objects.get(pk=world.order.record_id).last_number

    answers = append(*(message(world, f"line {number}") for number in range(5)))

    assert answers == [("new", last + step) for step in range(1, 6)]
    assert verified(world.order.record_id).holds


@pytest.mark.parametrize(
    "text", ["a", "é 日本 🙂\n\n  two", "\\x00 'quoted' %s {}", "مرحبا \u202e", "x" * 10_000]
)
def test_the_second_verifier_agrees_with_the_database_on_every_text(world: World, text: str) -> None:
    spans: list[Span] = [{"s": 0, "e": 1, "kind": "email"}]

    append(message(world, text), message(world, text, spans=spans))

    assert verified(world.order.record_id).holds


def test_a_repeated_key_returns_the_first_number(world: World) -> None:
    entry = message(world, "once")

    first, second = append(entry)[0], append(entry)[0]

    assert first[0] == "new"
    assert second == ("again", first[1])


def test_a_repeated_key_in_one_batch_is_stored_once(world: World) -> None:
    entry = message(world, "once")

    answers = append(entry, entry, replace(entry, text="something else"))

    number = answers[0][1]
    assert answers == [("new", number), ("again", number), ("refused_key_reused", None)]


def test_a_repeated_key_whose_words_were_masked_is_the_same_message(world: World) -> None:
    spans: list[Span] = [{"s": 6, "e": 17, "kind": "email"}]
    entry = message(world, "write me@mail.test now", spans=spans)

    assert append(entry)[0][0] == "new"
    # Judged again under other rules, the same words may carry no span: still the same message.
    assert append(replace(entry, spans=()))[0][0] == "again"
    assert append(replace(entry, text="other words"))[0][0] == "refused_key_reused"


def test_a_masked_message_twice_in_one_batch_is_stored_once_with_its_full_words(world: World) -> None:
    spans: list[Span] = [{"s": 6, "e": 17, "kind": "email"}]
    entry = message(world, "write me@mail.test now", spans=spans)

    answers = append(entry, replace(entry, spans=()), replace(entry, text=f"write {MASK} now", spans=()))

    number = answers[0][1]
    assert answers == [("new", number), ("again", number), ("refused_key_reused", None)]
    held = Withheld.objects.filter(record_id=world.order.record_id).order_by("-number")
    assert (held[0].number, held[0].text) == (number, entry.text)


def test_a_batch_that_mixes_records_and_outcomes_writes_what_is_new(world: World) -> None:
    elsewhere = world.delivered.record_id
    spans: list[Span] = [{"s": 0, "e": 3, "kind": "email"}]
    here = message(world, "here")
    last = {record: Record.objects.get(pk=record).last_number for record in (here.record_id, elsewhere)}

    answers = append(
        here,
        message(world, "a@b there", record_id=elsewhere, spans=spans),
        message(world, "nobody asked me", author_id=world.outsider.pk),
        message(world, "and here", after=here.key),
        message(world, "too early", after=str(uuid.uuid4())),
        NewEntry.fact(record_id=elsewhere, kind="accepted", at=world.now, fact={}),
    )

    first, there = last[here.record_id], last[elsewhere]
    assert answers == [
        ("new", first + 1),
        ("new", there + 1),
        ("refused_access", None),
        ("new", first + 2),
        ("stale", None),
        ("new", there + 2),
    ]
    assert verified(here.record_id).holds
    assert verified(elsewhere).holds


def test_the_other_side_may_use_the_same_key(world: World) -> None:
    entry = message(world, "mine")

    append(entry)

    assert append(replace(entry, author_id=world.seller.pk, text="yours"))[0][0] == "new"


def test_who_has_no_place_in_the_record_cannot_write(world: World) -> None:
    assert append(message(world, "let me in", author_id=world.outsider.pk)) == [("refused_access", None)]
    with pytest.raises(RecordNotOpenToYou), transaction.atomic():
        append_entries([message(world, "let me in", author_id=world.outsider.pk)])


def test_who_left_can_neither_write_nor_read_on(world: World) -> None:
    append(message(world, "before"))
    place = Participant.objects.filter(record_id=world.order.record_id, person_id=world.buyer.pk)
    left_at = Record.objects.get(pk=world.order.record_id).last_number
    place.update(until_number=left_at)

    append(message(world, "after", author_id=world.seller.pk))

    assert append(message(world, "me too")) == [("refused_access", None)]
    seen = entries_for(record_id=world.order.record_id, person_id=world.buyer.pk, limit=100)
    assert seen[-1].number == left_at


def test_a_closed_record_takes_facts_and_no_messages(world: World) -> None:
    Record.objects.filter(pk=world.order.record_id).update(closed_at=world.now)
    fact = NewEntry.fact(record_id=world.order.record_id, kind="accepted", at=world.now, fact={})

    assert append(message(world, "late"), fact)[0] == ("refused_closed", None)
    assert append(fact)[0][0] == "again"
    with pytest.raises(RecordClosed), transaction.atomic():
        append_entries([message(world, "late")])


def test_words_judged_under_older_facts_are_stale(world: World) -> None:
    version = Record.objects.get(pk=world.order.record_id).facts_version

    answers = append(
        message(world, "then", facts_version=version - 1), message(world, "now", facts_version=version)
    )

    assert [outcome for outcome, _number in answers] == ["stale", "new"]


def test_time_never_goes_back_along_a_record(world: World) -> None:
    append(message(world, "now"), message(world, "from a slow clock", at=world.now - LONG_AGO))

    times = list(
        Entry.objects.filter(record_id=world.order.record_id).order_by("number").values_list("at", flat=True)
    )
    assert times == sorted(times)
    assert verified(world.order.record_id).holds


def test_a_key_used_with_other_words_is_refused_with_a_sentence(world: World) -> None:
    entry = message(world, "first words")
    append(entry)

    with pytest.raises(KeyReused) as refusal, transaction.atomic():
        append_entries([replace(entry, text="second words")])

    assert "other words" in refusal.value.sentence


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET shown = 'forged'",
        "UPDATE entry SET at = at + interval '1 day'",
        "UPDATE entry SET shown = NULL, shown_salt = NULL, kind = 'other'",
        "DELETE FROM entry",
        "UPDATE withheld SET text = 'forged'",
        "DELETE FROM withheld",
    ],
)
def test_the_database_refuses_to_change_what_was_written(world: World, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)

    assert verified(world.order.record_id).holds


def test_the_database_lets_words_and_salt_go_and_the_verifier_misses_them(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entry SET shown = NULL, shown_salt = NULL WHERE record_id = %s AND number = 3",
            [world.order.record_id],
        )

    assert verified(world.order.record_id).bad_number == 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("shown", "forged"),
        ("at", datetime(2031, 1, 1).astimezone()),
        ("author_key", "somebody"),
        ("kind", "fact"),
    ],
)
def test_the_verifier_names_the_first_entry_that_was_changed(
    world: World, column: str, value: object
) -> None:
    record = Record.objects.get(pk=world.order.record_id)
    entries = list(chain_of(record))
    entries[3] = replace(entries[3], **{column: value})  # type: ignore[arg-type]  # One column of many types.

    result = verify(public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=entries)

    assert result.bad_number == 4


def test_a_chain_cannot_be_moved_to_another_record(world: World) -> None:
    record = Record.objects.get(pk=world.order.record_id)

    result = verify(
        public_id=world.delivered.record.public_id,
        kind=record.kind,
        made_at=record.made_at,
        entries=chain_of(record),
    )

    assert result.bad_number == 1


def test_a_gap_is_found(world: World) -> None:
    record = Record.objects.get(pk=world.order.record_id)
    entries = [entry for entry in chain_of(record) if entry.number != 2]

    result = verify(public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=entries)

    assert (result.bad_number, result.why) == (3, "entry 2 is missing")


def test_withheld_words_are_read_by_their_author_only(world: World) -> None:
    text = "write to me@mail.test today"
    append(message(world, text, spans=[{"s": 9, "e": 21, "kind": "email"}]))

    mine = entries_for(record_id=world.order.record_id, person_id=world.buyer.pk, limit=100)[-1]
    theirs = entries_for(record_id=world.order.record_id, person_id=world.seller.pk, limit=100)[-1]

    assert mine.own == text
    assert theirs.own is None
    assert theirs.shown == f"write to {MASK} today"
    assert entries_for(record_id=world.order.record_id, person_id=world.outsider.pk, limit=100) == []


def test_masks_stand_where_the_spans_say() -> None:
    text = "a@b.co or +49 170 1234567!"
    spans: list[Span] = [{"s": 0, "e": 6, "kind": "email"}, {"s": 10, "e": 25, "kind": "phone"}]

    shown = mask(text, spans)

    assert shown == f"{MASK} or {MASK}!"
    assert [shown[span["s"] : span["e"]] for span in shown_spans(spans)] == [MASK, MASK]


def test_a_locked_record_is_busy_and_delays_no_other(own_database: str) -> None:
    world = make_world()
    other = message(world, "elsewhere")
    other = replace(other, record_id=world.delivered.record_id)

    with psycopg.connect(own_database) as slow:
        slow.execute("SELECT 1 FROM record WHERE id = %s FOR NO KEY UPDATE", [world.order.record_id])
        answers = append(message(world, "here"), other, skip_locked=True)

    assert [outcome for outcome, _number in answers] == ["busy", "new"]


def test_many_writers_at_once_leave_no_gap_and_never_deadlock(own_database: str) -> None:
    world = make_world()
    records = [world.order.record_id, world.delivered.record_id, world.completed.record_id]
    before = {record.pk: record.last_number for record in Record.objects.filter(pk__in=records)}
    rounds, in_a_batch = 12, 6

    def write(writer: int) -> None:
        with psycopg.connect(own_database, autocommit=True) as line:
            for step in range(rounds):
                # Each writer names the records in another order; the function locks them in one.
                turned = records[writer % 3 :] + records[: writer % 3]
                batch = [
                    replace(
                        message(world, f"{writer} {step} {place}", author_id=None),
                        record_id=turned[place % 3],
                        key=uuid.UUID(bytes=os.urandom(16)),
                    )
                    for place in range(in_a_batch)
                ]
                answers = line.execute(APPEND_SQL, append_arguments(batch, skip_locked=False)).fetchall()
                assert {outcome for _post, outcome, _number, _at in answers} == {"new"}

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))

    for record_id in records:
        assert verified(record_id).entries == before[record_id] + 6 * rounds * in_a_batch // 3


def test_the_function_never_plans_a_scan_of_all_entries(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proconfig FROM pg_proc WHERE proname = 'record_append'")
        (configuration,) = cursor.fetchone()

    assert configuration == ["enable_seqscan=off", "plan_cache_mode=force_generic_plan"]
