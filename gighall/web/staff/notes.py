"""Staff page: the notes that people wrote for support beside their feedback."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gighall.base import limits
from gighall.domain.orders.queries import private_notes
from gighall.web.shared.paging import page_of
from gighall.web.shared.signed_in import staff_only


@require_safe
@staff_only
def notes(request: HttpRequest) -> HttpResponse:
    """List the notes for support, the newest first; the feedback itself may still be blind and is not shown."""
    page = page_of(request, private_notes(), size=limits.PAGE_ROWS)
    return render(request, "staff/notes.html", {"notes": page.rows, "page": page})
