"""The hall's front page, and the answer to whether the program runs."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gighall.base import clock, limits
from gighall.domain.gigs.queries import counts_by_category, found_gigs, online_sellers
from gighall.web.gigs.views import gig_cards
from gighall.web.home.forms import SearchForm
from gighall.web.home.views import front_page
from gighall.web.shared.paging import page_of


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show what is for sale, or what fits the wish in the address; newest first unless words rank it."""
    form, now = SearchForm(request.GET), clock.now()
    wish = form.wish()
    page = page_of(request, found_gigs(wish, now=now), size=limits.PAGE_ROWS)
    context = {
        "gigs": gig_cards(page.rows, online=online_sellers(page.rows, now=now)),
        "page": page,
        "front": front_page(wish, request.GET.dict(), counts_by_category(wish, now=now)),
        "form": form,
        "kept": {"category": wish.category} if wish.category else {},
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
