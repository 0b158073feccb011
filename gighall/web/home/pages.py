"""The hall's front page, and the answer to whether the program runs."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gighall.base import limits
from gighall.domain.gigs.queries import published_gigs
from gighall.web.gigs.views import gig_cards
from gighall.web.shared.paging import page_of


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show what is for sale, newest first."""
    page = page_of(request, published_gigs(), size=limits.PAGE_ROWS)
    return render(request, "home/front.html", {"gigs": gig_cards(page.rows), "page": page})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer ``ok`` when the program and its database work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
