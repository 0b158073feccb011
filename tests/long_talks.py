"""Talks that are long: entries by the thousand, written as pages write them."""

from datetime import datetime, timedelta

from django.db import transaction

from gighall.domain.accounts.models import Person
from gighall.domain.record.actions import NewEntry, append_entries
from gighall.domain.record.models import Record

AT_ONCE = 500


def talk_on(record_id: int, people: list[Person], count: int, *, first: datetime, step: timedelta) -> None:
    """Let people write in turn until a record has so many entries, one each ``step``; lines of several lengths."""
    last = Record.objects.get(pk=record_id).last_number
    entries = [
        NewEntry(
            record_id=record_id,
            kind="message",
            text=f"Line {number} of a long talk. {'It goes on a little. ' * (number * number % 7)}".strip(),
            at=first + number * step,
            author_id=people[number // 2 % len(people)].pk,
        )
        for number in range(last + 1, count + 1)
    ]
    with transaction.atomic():
        for start in range(0, len(entries), AT_ONCE):
            append_entries(entries[start : start + AT_ONCE])
