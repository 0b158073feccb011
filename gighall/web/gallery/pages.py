"""The gallery: every component in every state, for those who build pages and for tests."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gighall.web.gallery.forms import SampleForm
from gighall.web.gallery.samples import samples
from gighall.web.orders.window import DayForm
from gighall.web.shared.icons import ICON_NAMES

ERROR_PAGES = ("400", "403", "404", "410", "413", "429", "500", "csrf", "expired", "unavailable")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component, written from left to right."""
    return _gallery(request, direction="ltr")


@require_safe
def right_to_left(request: HttpRequest) -> HttpResponse:
    """Show the same page as it is laid out for languages written from right to left."""
    return _gallery(request, direction="rtl")


@require_safe
def error_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one error page without its error."""
    if name not in ERROR_PAGES:
        raise Http404
    return render(request, f"errors/{name}.html", {"sentence": "", "renew_href": "", "renew_label": ""})


# A mail carries its styles in itself, since mail programs know no others.
@csp_update({"style-src": UNSAFE_INLINE})
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show how a mail looks."""
    return render(request, "gallery/mail.html")


def _gallery(request: HttpRequest, *, direction: str) -> HttpResponse:
    refused = SampleForm({"title": "", "price": "two"}, prefix="refused")
    refused.is_valid()
    context = {
        "page_direction": direction,
        "empty_form": SampleForm(prefix="empty"),
        "day_sample": DayForm(prefix="day"),
        "search_sample": SampleForm(prefix="search"),
        "refused_form": refused,
        "icon_names": ICON_NAMES,
        "error_pages": ERROR_PAGES,
        "sample": samples(),
    }
    return render(request, "gallery/gallery.html", context)
