"""The hall's front page, and the answer to whether the program runs."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gighall.base import limits
from gighall.domain.gigs.queries import found_gigs
from gighall.web.gigs.views import gig_cards
from gighall.web.home.forms import SearchForm
from gighall.web.shared.paging import page_of


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show what is for sale, or what fits the wish in the address; newest first unless words rank it."""
    form = SearchForm(request.GET)
    wish = form.wish()
    page = page_of(request, found_gigs(wish), size=limits.PAGE_ROWS)
    context = {
        "gigs": gig_cards(page.rows),
        "page": page,
        "form": form,
        "is_search": not wish.is_any,
        "is_narrowed": wish.is_narrowed or not form.is_valid(),
    }
    return render(request, "home/front.html", context)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer ``ok`` when the program and its database work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
