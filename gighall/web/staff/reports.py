"""Staff page: what people reported. Staff read the report here, not the talk that it is about."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
    names = {"record": report.record.public_id, "number": report.number}
    whole, one = _("record %(record)s"), _("entry %(number)s of record %(record)s")
    return ReportRow(
        by_name=report.by.name,
        by_address=report.by.email,
        about=(whole if report.number is None else one) % names,
        reason=str(REASON_NAMES[report.reason]),
        words=report.words,
        at=report.at,
    )
