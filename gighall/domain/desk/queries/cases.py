"""Reads of cases and reports."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet, Subquery

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person
from gighall.domain.files.models import StoredFile
from gighall.domain.files.queries import file_named
from gighall.domain.orders.states import OPEN_STATES
from gighall.domain.record.models import Entry
from gighall.domain.record.queries import SeenEntry, entries_for_staff

from ..models import Case, Report
from ..rules import MOOT, WAITING


def reports() -> QuerySet[Report]:
    """Return what people reported, the newest first; for staff."""
    return Report.objects.select_related("by", "record", "post__topic").order_by("-at", "-id")


def report_of(*, by_id: int, record_id: int, number: int | None) -> Report | None:
    """Return what a person reported about an entry, or about the whole talk (no number); None if nothing yet."""
    mine = Report.objects.filter(by_id=by_id, record_id=record_id)
    return mine.filter(number__isnull=True).first() if number is None else mine.filter(number=number).first()


@dataclass(frozen=True)
class Queue:
    """How many cases wait for a member of staff, since when the first of them, and how many wait for others.

    ``own`` are about orders of which this member is a side.
    """

    count: int
    since: datetime | None
    own: int


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related(
        "order", "order__buyer", "order__seller", "order__organisation", "order__record", "by", "decided_by"
    )


def _side(person_id: int) -> Q:
    return Q(order__buyer_id=person_id) | Q(order__seller_id=person_id)


def cases_about(person_id: int) -> QuerySet[Case]:
    """Return the cases about orders of which a person is a side, the newest first."""
    return _cases().filter(_side(person_id)).order_by("-opened_at", "-id")


def case_about(order_id: int) -> Case | None:
    """Return the newest case about an order; for its sides."""
    return _cases().filter(order_id=order_id).order_by("-opened_at", "-id").first()


def waiting_cases(staff: Person) -> QuerySet[Case]:
    """Return the cases that somebody on the staff can decide, who waits longest first; none of one's own orders."""
    found = _cases().filter(decided_at__isnull=True, order__state__in=OPEN_STATES)
    return _for_staff(found, staff).order_by("opened_at", "id")


def closed_cases(staff: Person) -> QuerySet[Case]:
    """Return the cases that were decided, or became moot, the newest first; none of one's own orders."""
    found = _cases().exclude(decided_at__isnull=True, order__state__in=OPEN_STATES)
    return _for_staff(found, staff).order_by("-opened_at", "-id")


def queue_of(staff: Person) -> Queue:
    """Return what waits for decisions, in one query."""
    mine, others = _side(staff.pk), ~_side(staff.pk)
    found = Case.objects.filter(decided_at__isnull=True, order__state__in=OPEN_STATES).aggregate(
        count=Count("pk", filter=others), since=Min("opened_at", filter=others), own=Count("pk", filter=mine)
    )
    return Queue(found["count"], found["since"], found["own"]) if staff.is_staff else Queue(0, None, 0)


def get_case_for_staff(*, public_id: str, staff: Person) -> Case:
    """Return a case for somebody on the staff who is no side of its order.

    Errors: NotYours.
    """
    case = _for_staff(_cases(), staff).filter(public_id=public_id).first()
    if case is None:
        raise NotYours(_("There is no such case."))
    return case


def _for_staff(cases: QuerySet[Case], staff: Person) -> QuerySet[Case]:
    return cases.exclude(_side(staff.pk)) if staff.is_staff else cases.none()


def readable_to(case: Case) -> int:
    """Return up to which number staff may read the record of a case's order.

    All of it while the case waits, what led to the decision after that, and nothing once the case is moot: what
    two people write when support has nothing to decide is theirs.
    """
    if case.status == WAITING:
        return case.order.record.last_number
    if case.status == MOOT:
        return 0
    entries = Entry.objects.filter(record_id=case.order.record_id)
    # What the decision itself says stands behind it at the same moment.
    until = entries.filter(kind="decided").order_by("-number").values("at")[:1]
    last = entries.filter(at__lte=Subquery(until)).aggregate(last=Max("number"))["last"]
    return int(last or 0)


def entries_of_case(case: Case, *, after: int, until: int, limit: int) -> list[SeenEntry]:
    """Return entries of a case's order after a number, with the full words of both sides; for staff on the case.

    Shapes: ``until`` is at most what ``readable_to`` answers.
    """
    count = min(limit, until - after)
    if count <= 0:
        return []
    return entries_for_staff(record_id=case.order.record_id, after=after, limit=count)


def file_of_case(case: Case, *, public_id: str) -> StoredFile:
    """Return a file that was sent in what staff may read because of a case.

    Errors: NotYours.
    """
    file = file_named(public_id)
    if file is not None and file.place_id == case.order.record_id:
        sent = Entry.objects.filter(record_id=file.place_id, kind="file", about_id=file.pk)
        if sent.filter(number__lte=readable_to(case)).exists():
            return file
    raise NotYours(_("There is no such file."))
