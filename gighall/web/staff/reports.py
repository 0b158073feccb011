"""Staff page: what people reported. Staff read the report here, not the talk that it is about; posts are public."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gighall.base import limits
from gighall.domain.desk.models import Report
from gighall.domain.desk.queries import reports as stored_reports
from gighall.web.inbox.forms import REASON_NAMES
from gighall.web.shared.paging import page_of
from gighall.web.shared.signed_in import staff_only


@dataclass(frozen=True)
class ReportRow:
    """A report as staff read it."""

    by_name: str
    by_address: str
    about: str
    href: str
    reason: str
    words: str
    at: datetime


@require_safe
@staff_only
def reports(request: HttpRequest) -> HttpResponse:
    """List what people reported, the newest first."""
    page = page_of(request, stored_reports(), size=limits.PAGE_ROWS)
    return render(
        request, "staff/reports.html", {"reports": [_row(each) for each in page.rows], "page": page}
    )


def _row(report: Report) -> ReportRow:
    about, href = _about(report)
    return ReportRow(
        by_name=report.by.name,
        by_address=report.by.email,
        about=about,
        href=href,
        reason=str(REASON_NAMES[report.reason]),
        words=report.words,
        at=report.at,
    )


def _about(report: Report) -> tuple[str, str]:
    """Return what a report is about, and where staff read that: a post is public, a talk is not."""
    if report.post is not None:
        words = _("a post in “%(title)s”") % {"title": report.post.topic.title_shown}
        return words, reverse("forum:post", args=[report.post.public_id])
    if report.record is None:
        return "", ""
    names = {"record": report.record.public_id, "number": report.number}
    whole, one = _("record %(record)s"), _("entry %(number)s of record %(record)s")
    return (whole if report.number is None else one) % names, ""
