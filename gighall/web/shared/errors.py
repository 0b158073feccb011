"""The pages for what did not work. Each says what to do next."""

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from gighall.base.errors import Refused
from gighall.web.shared.say import say

RETRY_AFTER_SECONDS = 300
# What a program is told; the API ends its sentences itself.
TOO_FAST = "You called very often in a short time. Wait a minute"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the page for a request that cannot be read, or is larger than forms may be."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("errors/413.html"), status=413)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show why this person may not use the page; a refusal's own sentence is shown."""
    return render(request, "errors/403.html", {"sentence": _sentence(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show the same page for what never existed and for what belongs to others."""
    return render(request, "errors/404.html", status=404)


def gone(request: HttpRequest, *, sentence: str = "") -> HttpResponse:
    """Show that something was taken down on purpose."""
    return render(request, "errors/410.html", {"sentence": sentence}, status=410)


def too_many_requests(request: HttpRequest, *, sentence: str = "") -> HttpResponse:
    """Ask the person to wait a few minutes; a program is told so in the API's own shape."""
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"why": "too_fast", "say": f"{TOO_FAST}."}, status=429)
    else:
        response = render(request, "errors/429.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def expired_link(
    request: HttpRequest, *, sentence: str = "", renew_href: str = "", renew_label: str = ""
) -> HttpResponse:
    """Show that a link of a mail was used or is too old, with the way to a new one."""
    context = {"sentence": sentence, "renew_href": renew_href, "renew_label": renew_label}
    return render(request, "errors/expired.html", context, status=410)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show how to save what was typed into a form that is no longer valid."""
    return render(request, "errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Show the page for our own fault; it needs neither the database nor the person."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def _sentence(exception: Exception) -> str:
    if isinstance(exception, Refused):
        return say(exception)
    if isinstance(exception, PermissionDenied) and exception.args:
        return str(exception.args[0])
    return ""
