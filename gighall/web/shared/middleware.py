"""What happens around every page: the hall, the clock, the rates, and refusals that no page caught."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.db import DataError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.accounts.rules import TermsNotAccepted
from gighall.web.shared import errors
from gighall.web.shared.context import read_hall
from gighall.web.shared.rates import is_too_often
from gighall.web.shared.say import say

# What answers even before the hall is set up.
_OPEN_BEFORE_SET_UP = (
    "/setup/",
    "/health/",
    "/terms/",
    "/hall.css",
    "/manifest.webmanifest",
    "/sw.js",
    "/offline/",
)


class HallMiddleware:
    """Gives ``request.hall``; sends everybody to the first-run page until the hall is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/health/":
            return self.get_response(request)
        if settings.GIGHALL_DEMO and clock.offset_is_stale():
            _read_offset()
        request.hall = read_hall()  # type: ignore[attr-defined]  # Django's request is open for this.
        if not request.hall.is_set_up and not request.path.startswith(_OPEN_BEFORE_SET_UP):  # type: ignore[attr-defined]
            return redirect("setup:first_run")
        if "\x00" in request.path:
            # No address of ours has this character, and the database refuses to look for it.
            return errors.not_found(request, Http404())
        if is_too_often(request):
            return errors.too_many_requests(request)
        _use_time_zone(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer refusals that no page turned into a sentence of its own, and what the database cannot look for."""
        if isinstance(exception, (DataError, ValueError)) and _holds_nul(request):
            return errors.bad_request(request, exception)
        if not isinstance(exception, Refused) or request.path.startswith("/api/"):
            return None
        if isinstance(exception, NotYours):
            return errors.not_found(request, Http404(say(exception)))
        if isinstance(exception, TermsNotAccepted):
            return redirect(f"{reverse('accounts:terms')}?{urlencode({'next': _page_of(request)})}")
        return errors.forbidden(request, exception)


def _holds_nul(request: HttpRequest) -> bool:
    # No form of ours sends this character: where one is for words, it says so itself; ids and choices do not.
    typed = [*request.GET.lists(), *request.POST.lists()]
    return any("\x00" in value for _name, values in typed for value in values)


def _read_offset() -> None:
    with connection.cursor() as cursor:
        cursor.execute(clock.READ_OFFSET_SQL)
        row = cursor.fetchone()
    clock.take_offset(row[0] if row else 0)


def _page_of(request: HttpRequest) -> str:
    """Return the page on which the person pressed: after accepting they go on there."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return "/"


def _use_time_zone(request: HttpRequest) -> None:
    user = getattr(request, "user", None)
    name = user.time_zone if user is not None and user.is_authenticated else "UTC"
    try:
        timezone.activate(zoneinfo.ZoneInfo(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        timezone.deactivate()
