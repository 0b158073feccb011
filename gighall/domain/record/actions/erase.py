"""Erasing words that must not be kept, without breaking the chain."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person

from ..chain import ERASED
from ..models import Entry, Record, Withheld
from ..rules import CannotErase
from .append import NewEntry, append_entry
from .index import forget_words

MESSAGE = "message"


@transaction.atomic
def erase_entries(*, record_id: int, numbers: Sequence[int], by_id: int, clause: str, now: datetime) -> int:
    """Take the words and salts of messages away for ever, from the index too, and append an entry that says so.

    Return its number. Without the salts nobody can test what stood there. Facts are not erased: what happened stays.
    Errors: CannotErase for numbers that are no messages; DoesNotExist if ``by_id`` is not staff.
    """
    staff = Person.objects.get(pk=by_id, is_staff=True)
    Record.objects.select_for_update(no_key=True).get(pk=record_id)
    wanted = sorted(set(numbers))
    found = Entry.objects.filter(record_id=record_id, number__in=wanted, kind=MESSAGE)
    if not wanted or found.count() != len(wanted):
        raise CannotErase(_("Name the numbers of messages of this record; what happened is not erased."))
    found.update(shown=None, shown_salt=None)
    Withheld.objects.filter(record_id=record_id, number__in=wanted).update(text=None, salt=None)
    forget_words(record_id=record_id, numbers=wanted)
    fact = {"numbers": wanted, "clause": clause, "by": staff.public_id}
    return append_entry(NewEntry.fact(record_id=record_id, kind=ERASED, at=now, fact=fact))
