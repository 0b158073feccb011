"""The HTTP API: the same actions as the pages, with JSON in and out.

A personal token (``Authorization: Bearer ght_…``) or the sign-in of the browser opens it; with the latter,
writing calls need the CSRF header. Refusals answer ``{"why": code, "say": sentence}``.
"""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from gighall import __version__
from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.accounts.actions import use_token
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.rules import GigFault, GigIncomplete
from gighall.domain.organisations.rules import OrganisationFault, OrganisationIncomplete
from gighall.domain.policy.rules import WordsRefused
from gighall.web.api import (
    accounts,
    desk,
    feedback,
    files,
    filing,
    forum,
    gigs,
    inbox,
    money,
    offers,
    orders,
    organisations,
    sessions,
    tickets,
    uploads,
    video,
)
from gighall.web.api.description import DescribedAPI
from gighall.web.api.entries import refused_marks
from gighall.web.shared.errors import TOO_FAST
from gighall.web.shared.rates import is_too_often
from gighall.web.shared.say import say


class TokenAuth(HttpBearer):
    """A personal token."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Return the token's person, and note that the token was used."""
        person = use_token(words=token, now=clock.now())
        if person is not None:
            request.user = person
            if is_too_often(request):
                raise HttpError(429, TOO_FAST)
        return person


class SignedInAuth(SessionAuth):
    """The browser's sign-in; the CSRF header is checked for every call that writes."""

    def __call__(self, request: HttpRequest) -> Person | None:
        """Return the signed-in person; to a guest nothing is said about a CSRF header."""
        if not isinstance(request.user, Person):
            return None
        person: Person | None = super().__call__(request)
        return person

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        """Return the signed-in person."""
        user = request.user
        return user if isinstance(user, Person) else None


api = DescribedAPI(
    title="Gighall",
    version=__version__,
    description=(
        "Help by chat: gigs, orders, the talk of an order, and one's money. Large files are sent in parts, by any "
        "client of tus 1.0.0: it begins with POST at `/orders/{id}/uploads` (5 GB) or `/conversations/{id}/uploads` "
        "(20 MB) and goes on with HEAD, PATCH and DELETE at the address it is answered."
    ),
    auth=[TokenAuth(), SignedInAuth()],
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", accounts.router)
api.add_router("", gigs.router)
api.add_router("", inbox.router)
api.add_router("", filing.router)
api.add_router("", orders.router)
api.add_router("", sessions.router)
api.add_router("", offers.router)
api.add_router("", files.router)
api.add_router("", uploads.router)
api.add_router("", feedback.router)
api.add_router("", forum.router)
api.add_router("", money.router)
api.add_router("", desk.router)
api.add_router("", organisations.router)
api.add_router("", tickets.router)
api.add_router("", video.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer a refusal; what belongs to others looks like what never existed."""
    status = 404 if isinstance(refusal, NotYours) else 409
    return api.create_response(request, {"why": refusal.code, "say": say(refusal)}, status=status)


@api.exception_handler(WordsRefused)
def words_refused(request: HttpRequest, refusal: WordsRefused) -> HttpResponse:
    """Answer words that were refused as a whole, with what must be taken out of them."""
    marks = refused_marks(refusal.judgement)
    answer = {"why": refusal.code, "say": say(refusal), "marks": marks}
    return api.create_response(request, answer, status=409)


def _faults(
    request: HttpRequest, code: str, faults: Sequence[GigFault] | Sequence[OrganisationFault]
) -> HttpResponse:
    """Answer all that is wrong with what was sent, each thing with its field."""
    said = [{"field": fault.field, "say": say(fault)} for fault in faults]
    answer = {"why": code, "say": " ".join(each["say"] for each in said), "faults": said}
    return api.create_response(request, answer, status=409)


@api.exception_handler(GigIncomplete)
def gig_incomplete(request: HttpRequest, refusal: GigIncomplete) -> HttpResponse:
    """Answer everything that is wrong with a gig at once."""
    return _faults(request, refusal.code, refusal.faults)


@api.exception_handler(OrganisationIncomplete)
def organisation_incomplete(request: HttpRequest, refusal: OrganisationIncomplete) -> HttpResponse:
    """Answer everything that is wrong with an organisation at once."""
    return _faults(request, refusal.code, refusal.faults)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, missing: Http404) -> HttpResponse:
    """Answer what does not exist for this person."""
    return api.create_response(request, {"why": "not_found", "say": "There is nothing here."}, status=404)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
    """Answer a call of nobody."""
    answer = {"why": "not_signed_in", "say": "Send a personal token: “Authorization: Bearer ght_…”."}
    return api.create_response(request, answer, status=401)


@api.exception_handler(HttpError)
def not_taken(request: HttpRequest, problem: HttpError) -> HttpResponse:
    """Answer a body that is no JSON, a browser's call without its CSRF header, and one call too many."""
    why = {403: "csrf", 429: "too_fast"}.get(problem.status_code, "unreadable")
    return api.create_response(request, {"why": why, "say": f"{problem}."}, status=problem.status_code)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Answer a body or parameter that does not have the documented shape."""
    answer = {
        "why": "unreadable",
        "say": "The request does not have the documented shape.",
        "errors": problem.errors,
    }
    return api.create_response(request, answer, status=422)
