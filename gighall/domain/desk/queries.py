"""Reads of the desk."""

from django.db.models import QuerySet

from .models import Report


def reports() -> QuerySet[Report]:
    """Return what people reported, the newest first; for staff."""
    return Report.objects.select_related("by", "record").order_by("-at", "-id")


def report_of(*, by_id: int, record_id: int, number: int | None) -> Report | None:
    """Return what a person reported about an entry, or about the whole talk (no number); None if nothing yet."""
    mine = Report.objects.filter(by_id=by_id, record_id=record_id)
    return mine.filter(number__isnull=True).first() if number is None else mine.filter(number=number).first()
