"""What pages may ask a browser for: nothing, but camera, microphone and screen on the page of a call."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
ASK_NOTHING = "camera=(), microphone=(), display-capture=(), geolocation=()"
ASK_FOR_CALLS = "camera=(self), microphone=(self), display-capture=(self), geolocation=()"


class PermissionsMiddleware:
    """Says of every page that says nothing itself that it asks for nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, ASK_NOTHING)
        return response
