"""How often one may press: a count for each person, or for each address of a guest."""

import time

from django.core.cache import cache
from django.http import HttpRequest

from gighall.base import limits


def visitor_address(request: HttpRequest) -> str:
    """Return the address of the visitor. The front sets the header and drops what a client put there."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return forwarded.split(",")[0].strip() or request.META.get("REMOTE_ADDR", "") or "local"


def is_too_often(request: HttpRequest) -> bool:
    """Count this request; say whether it is one too many in its window."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        who = f"person:{user.pk}"
        kind, (times, seconds) = (
            ("read", limits.RATE_READ) if request.method in ("GET", "HEAD") else ("write", limits.RATE_WRITE)
        )
    else:
        who, kind, (times, seconds) = f"guest:{visitor_address(request)}", "guest", limits.RATE_GUEST
    key = f"rate:{kind}:{who}:{int(time.time() // seconds)}"
    cache.add(key, 0, timeout=seconds * 2)
    return int(cache.incr(key)) > times
