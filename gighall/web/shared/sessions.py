"""The sign-in of a browser, by its cookie."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest


class HallSessionMiddleware(SessionMiddleware):
    """Reads the cookie; one that the database refuses to look for is no sign-in, and no fault of ours."""

    def process_request(self, request: HttpRequest) -> None:
        """Give ``request.session``."""
        if "\x00" in request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        super().process_request(request)
