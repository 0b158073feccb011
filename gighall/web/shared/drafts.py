"""Keeping what is typed into a composer, for the pages of talks and of orders."""

from django.http import HttpRequest, HttpResponse

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.conversations.actions import save_draft
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


def save_typed(request: HttpRequest, record_id: int) -> HttpResponse:
    """Keep the field ``text`` as the person's draft in a record; the page's script asks, and shows nothing."""
    try:
        save_draft(
            record_id=record_id,
            person_id=person_of(request).pk,
            text=plain_lines(request.POST.get("text", "")),
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        return HttpResponse(say(refusal), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)
