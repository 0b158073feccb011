"""When and from where a sign-in was last used, for the list of one's sign-ins."""

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from gighall.base import limits


class ActivityMiddleware(UserSessionsMiddleware):  # type: ignore[misc]  # allauth has no types.
    """Notes the use of a sign-in once in some minutes: a page that is only read writes nothing."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the page, with a note first if the last one is old."""
        key = request.session.session_key
        # Only a sign-in that holds is noted: anybody can send cookies without number, and each would be kept.
        is_due = request.user.is_authenticated and cache.add(
            f"sign-in-seen:{key}", True, timeout=limits.SIGN_IN_SEEN_SECONDS
        )
        answer: HttpResponse = super().__call__(request) if is_due else self.get_response(request)
        return answer
