"""Talks that are long: entries by the thousand, written as pages write them."""

import subprocess
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gighall.cli.django_door import open_django
from tests.harness.halls import ROOT, RunningHall

if TYPE_CHECKING:
    from gighall.domain.accounts.models import Person

AT_ONCE = 500


def talk_on(record_id: int, people: "list[Person]", count: int, *, first: datetime, step: timedelta) -> None:
    """Let people write in turn until a record has so many entries, one each ``step``; lines of several lengths."""
    from django.db import transaction

    from gighall.domain.record.actions import NewEntry, append_entries
    from gighall.domain.record.models import Record

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


def lengthen(hall: RunningHall, record: str, count: int) -> None:
    """Let the people of a record of a running hall write until it has so many entries."""
    subprocess.run(
        [sys.executable, "-m", "tests.long_talks", record, str(count)],
        cwd=ROOT,
        env=hall.environment() | {"PYTHONPATH": str(ROOT)},
        check=True,
        timeout=200,
    )


def _lengthen_here(public_id: str, count: int) -> None:
    """As the operator's commands do it: with Django, in a program of its own."""
    open_django()
    from gighall.domain.accounts.models import Person
    from gighall.domain.record.models import Record

    record = Record.objects.get(public_id=public_id)
    people = list(Person.objects.filter(pk__in=record.participants.values("person_id")).order_by("pk"))
    talk_on(record.pk, people, count, first=record.last_at, step=timedelta(seconds=20))


if __name__ == "__main__":
    _lengthen_here(sys.argv[1], int(sys.argv[2]))
