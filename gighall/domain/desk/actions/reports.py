"""What people can tell staff."""

from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.forum.queries import get_post
from gighall.domain.record.queries import entries_for_place, place_of

from ..models import Report
from ..rules import check_can_report, check_can_report_post, check_report


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


@transaction.atomic
def report_post(*, by_id: int, post_id: str, reason: str, words: str, now: datetime) -> tuple[Report, bool]:
    """Keep a report about a community post for staff; return it, and whether it is new. Twice is once.

    Errors: NotYours for a post that nobody can read, CannotReport.
    """
    post = get_post(post_id=post_id)
    check_can_report_post(by_id=by_id, author_id=post.author_id)
    check_report(reason=reason, words=words)
    return Report.objects.get_or_create(
        by_id=by_id, post=post, defaults={"reason": reason, "words": words, "at": now}
    )
