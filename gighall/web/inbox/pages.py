"""Pages of the inbox. An outsider gets the same answer as for a conversation that never existed."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.conversations import actions, queries
from gighall.domain.conversations.models import Conversation
from gighall.web.gigs.views import gig_cards
from gighall.web.inbox.views import conversation_row, gig_of, other_of
from gighall.web.orders.timeline import reader_among, timeline_context, window_context
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import DIGITS_MAX, client_key, number_asked


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show whom the person talks with, the newest words first."""
    person_id = person_of(request).pk
    page = page_of(request, queries.conversations_of(person_id), size=limits.PAGE_ROWS)
    rows = [conversation_row(conversation, person_id) for conversation in page.rows]
    return render(request, "inbox/index.html", {"conversations": rows, "page": page})


@login_required
@require_safe
def show(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Show a conversation; who opens it has read it."""
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person_of(request).pk)
    return _show(request, conversation)


def _show(
    request: HttpRequest, conversation: Conversation, *, status: int = 200, **more: Any
) -> HttpResponse:
    person = person_of(request)
    context = window_context(
        record_id=conversation.record_id,
        reader=reader_among((conversation.one, conversation.two), person),
        asked_from=number_asked(request, "from", None),
        last=conversation.record.last_number,
    )
    actions.mark_read(
        record_id=conversation.record_id, person_id=person.pk, number=context["shown_to"], now=clock.now()
    )
    gig = gig_of(conversation, person.pk)
    context |= {
        "conversation": conversation,
        "other_name": other_of(conversation, person.pk).name,
        "gig": gig,
        "card": gig_cards([gig])[0] if gig else None,
        "is_asker": conversation.begun_by_id == person.pk,
        "message": {"text": "", "error": ""},
        "message_key": uuid.uuid4(),
    }
    return render(request, "inbox/show.html", {**context, **more}, status=status)


@login_required
@require_safe
def timeline(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Answer the entries after ``?after=``: the same markup as on the page."""
    person = person_of(request)
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person.pk)
    context = timeline_context(
        record_id=conversation.record_id,
        reader=reader_among((conversation.one, conversation.two), person),
        after=number_asked(request, "after", 0),
    )
    return render(request, "orders/timeline.html", context)


@login_required
@require_POST
def post_message(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Store a message written without the live line."""
    person = person_of(request)
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person.pk)
    text = plain_lines(request.POST.get("text", ""))
    try:
        number = actions.post_message(
            record_id=conversation.record_id,
            author_id=person.pk,
            text=text,
            key=client_key(request),
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        return _show(request, conversation, status=422, message={"text": text, "error": say(refusal)})
    return redirect(f"{reverse('inbox:show', args=[conversation_id])}#entry-{number}")


@login_required
@require_POST
def mark_read(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Note what the person has read on the open page."""
    person = person_of(request)
    conversation = queries.get_conversation_for(public_id=conversation_id, person_id=person.pk)
    typed = request.POST.get("number", "")
    number = int(typed) if typed.isdecimal() and len(typed) <= DIGITS_MAX else 0
    actions.mark_read(
        record_id=conversation.record_id,
        person_id=person.pk,
        number=min(number, conversation.record.last_number),
        now=clock.now(),
    )
    return HttpResponse(status=204)
