"""What people can tell staff."""

from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.record.queries import entries_for_place, place_of

from ..models import Report
from ..rules import check_can_report, check_report


@transaction.atomic
def report_entry(
    *, by_id: int, record_id: int, number: int | None, reason: str, words: str, now: datetime
) -> tuple[Report, bool]:
    """Keep a report for staff; return it, and whether it is new. A second one about the same changes nothing.

    Shapes: without a ``number`` it is about the whole talk.
    Errors: NotYours for somebody else's record or entry, CannotReport.
    """
    place_of(record_id=record_id, person_id=by_id)
    if number is not None:
        readable = entries_for_place(record_id=record_id, person_id=by_id)
        entry = readable.filter(number=number).first()
        if entry is None:
            raise NotYours(_("There is no such entry."))
        check_can_report(by_id=by_id, author_id=entry.author_id)
    check_report(reason=reason, words=words)
    return Report.objects.get_or_create(
        by_id=by_id,
        record_id=record_id,
        number=number,
        defaults={"reason": reason, "words": words, "at": now},
    )
