"""How often one may press: a count for each person, or for each address of a guest."""

import time

from django.core.cache import cache
from django.http import HttpRequest

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _


class PrintedTooOften(Refused):
    """Somebody prints faster than anybody reads."""

    code = "printed_too_often"


class SearchedTooOften(Refused):
    """Somebody searches faster than anybody reads."""

    code = "searched_too_often"


def visitor_address(request: HttpRequest) -> str:
    """Return the address of the visitor. The front sets the header and drops what a client put there."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.split(",")[0].strip() or request.META.get("REMOTE_ADDR", "") or "local"


def is_too_often(request: HttpRequest) -> bool:
    """Count this request; say whether it is one too many in its window."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        who = f"person:{user.pk}"
        kinds = {"GET": "read", "HEAD": "read", "PATCH": "part"}
        kind = kinds.get(request.method or "", "write")
        rates = {"read": limits.RATE_READ, "part": limits.RATE_PART, "write": limits.RATE_WRITE}
        times, seconds = rates[kind]
    else:
        who, kind, (times, seconds) = f"guest:{visitor_address(request)}", "guest", limits.RATE_GUEST
    return _is_over(f"{kind}:{who}", times, seconds)


def check_print_rate(request: HttpRequest) -> None:
    """Count this print; each of them takes a program of its own for a moment.

    Errors: PrintedTooOften.
    """
    times, seconds = limits.RATE_PRINT
    if _is_over(f"print:person:{request.user.pk}", times, seconds):
        raise PrintedTooOften(_("You printed very often in a short time. Wait a minute."))


def check_search_rate(request: HttpRequest) -> None:
    """Count this search through records; it costs more than a page.

    Errors: SearchedTooOften.
    """
    times, seconds = limits.RATE_SEARCH
    if _is_over(f"search:person:{request.user.pk}", times, seconds):
        raise SearchedTooOften(_("You searched very often in a short time. Wait a minute."))


def _is_over(what: str, times: int, seconds: int) -> bool:
    key = f"rate:{what}:{int(time.time() // seconds)}"
    cache.add(key, 0, timeout=seconds * 2)
    return int(cache.incr(key)) > times
