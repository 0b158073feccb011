"""Who is looking: the person's row, with its type."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from gighall.domain.accounts.models import Person


def person_of(request: HttpRequest) -> Person:
    """Return the signed-in person; only for pages that require one."""
    return cast(Person, request.user)


def staff_only(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer everybody but staff as if the page did not exist; guests are asked to sign in."""

    @login_required
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not person_of(request).is_staff:
            raise Http404
        return page(request, *args, **kwargs)

    return guarded


def require_staff(request: HttpRequest) -> Person:
    """Return the signed-in member of staff; anybody else gets what never existed. For the API.

    Errors: Http404.
    """
    person = person_of(request)
    if not person.is_staff:
        raise Http404
    return person
