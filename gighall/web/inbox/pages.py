"""Pages of the inbox: the list, the search, a talk. An outsider gets the same answer as for one that never existed."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.conversations import actions, queries
from gighall.domain.conversations.models import Conversation
from gighall.domain.conversations.rules import ALL, SHOWS, ListWish, talk_blocked
from gighall.domain.gigs.queries import published_gigs_of
from gighall.domain.orders.queries import open_order_between, orders_between
from gighall.web.gigs.views import gig_cards
from gighall.web.inbox.forms import SearchForm, TalkSearchForm
from gighall.web.inbox.search import found_in_inbox, found_in_talk, words_typed
from gighall.web.inbox.views import (
    conversation_rows,
    empty_words,
    filing_of,
    gig_of,
    label_tabs,
    list_tabs,
    other_of,
    phrases_for,
)
from gighall.web.orders.lists import orders_beside
from gighall.web.orders.timeline import reader_among
from gighall.web.orders.window import answer_to_day, part_context, start_asked, window_context
from gighall.web.shared.drafts import save_typed
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key, number_posted
from gighall.web.video.ringing import calls_beside


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show whom the person talks with, the newest words first; narrowed by ``?show=`` or ``?label=``."""
    person_id = person_of(request).pk
    asked = request.GET.get("show", ALL)
    wish = ListWish(asked if asked in SHOWS else ALL, request.GET.get("label", ""))
    page = page_of(request, queries.listed_conversations(person_id, wish), size=limits.PAGE_ROWS)
    labels = queries.labels_of(person_id)
    context = {
        "conversations": conversation_rows(page.rows, person_id, labels=labels),
        "page": page,
        "form": SearchForm(),
        "tab_links": list_tabs(wish),
        "label_links": label_tabs(labels, wish),
        "is_narrowed": wish != ListWish(),
        "empty_words": empty_words(wish),
        "here": request.get_full_path(),
    }
    return render(request, "inbox/index.html", context)


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the person looks for in their own inbox."""
    typed = words_typed(request)
    found = found_in_inbox(request, typed, person_of(request).pk)
    return render(request, "inbox/search.html", {"form": SearchForm({"q": typed}), "found": found})


@login_required
@require_safe
def show(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Show a conversation; who opens it has read it. With ``?q=`` show what is found there instead.

    ``?at=`` opens it at an entry, ``?on=`` at a day.
    """
    conversation = _conversation(request, conversation_id)
    if typed := words_typed(request):
        return _show_found(request, conversation, typed)
    record_id, person_id = conversation.record_id, person_of(request).pk
    return answer_to_day(request, record_id=record_id, person_id=person_id) or _show(request, conversation)


def _show_found(request: HttpRequest, conversation: Conversation, typed: str) -> HttpResponse:
    person_id = person_of(request).pk
    context = {
        "conversation": conversation,
        "other_name": other_of(conversation, person_id).name,
        "found": found_in_talk(request, conversation, typed, person_id),
        "whole_href": reverse("inbox:show", args=[conversation.public_id]),
        "form": TalkSearchForm({"q": typed}),
    }
    return render(request, "inbox/found.html", context)


def _conversation(request: HttpRequest, conversation_id: str) -> Conversation:
    return queries.get_conversation_for(public_id=conversation_id, person_id=person_of(request).pk)


def _show(
    request: HttpRequest, conversation: Conversation, *, status: int = 200, **more: Any
) -> HttpResponse:
    person = person_of(request)
    context = window_context(
        record_id=conversation.record_id,
        reader=reader_among((conversation.one, conversation.two), person, place="inbox"),
        asked_from=start_asked(request),
        last=conversation.record.last_number,
    )
    if context["read"] < context["shown_to"]:
        actions.mark_read(
            record_id=conversation.record_id, person_id=person.pk, number=context["shown_to"], now=clock.now()
        )
    gig = gig_of(conversation, person.pk)
    context |= {
        "conversation": conversation,
        "gig": gig,
        "card": gig_cards([gig])[0] if gig else None,
        "is_asker": conversation.begun_by_id == person.pk,
        "message": {"text": "", "error": ""},
        "message_key": uuid.uuid4(),
        "draft": queries.draft_in(record_id=conversation.record_id, person_id=person.pk),
        "filing": filing_of(conversation, person.pk),
        "here": reverse("inbox:show", args=[conversation.public_id]),
        "find_form": TalkSearchForm(),
    }
    context |= _about_the_other(conversation, person.pk)
    context["phrases"] = phrases_for(
        person, other_name=context["other_name"], gig_title=gig.title_shown if gig else ""
    )
    return render(request, "inbox/show.html", {**context, **more}, status=status)


def _about_the_other(conversation: Conversation, person_id: int) -> dict[str, Any]:
    """Return who the other side is, whether one may write to them, and the order that is open between the two."""
    other = other_of(conversation, person_id)
    blocking = queries.blocking_between(person_id=person_id, other_id=other.pk)
    refusal = talk_blocked(blocking, name=other.name)
    return {
        "other_name": other.name,
        "blocked_say": say(refusal) if refusal else "",
        "is_blocked_by_me": blocking.mine,
        "can_offer": refusal is None and published_gigs_of(person_id).exists(),
        "open_order": open_order_between(person_id, other.pk),
        "calls": calls_beside(person_id, other.pk),
        "orders": orders_beside(orders_between(person_id, other.pk)[: limits.ORDERS_BESIDE_TALK_MAX]),
    }


@login_required
@require_safe
def timeline(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Answer the entries after ``?after=``, or the last before ``?before=``: the same markup as on the page."""
    conversation = _conversation(request, conversation_id)
    reader = reader_among((conversation.one, conversation.two), person_of(request), place="inbox")
    context = part_context(
        request, record_id=conversation.record_id, reader=reader, last=conversation.record.last_number
    )
    return render(request, "orders/timeline.html", context)


@login_required
@require_safe
def calls(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Answer the video calls that ring for the person, for a page that is open while an order moves."""
    person_id = person_of(request).pk
    other = other_of(_conversation(request, conversation_id), person_id)
    return render(request, "inbox/calls.html", {"calls": calls_beside(person_id, other.pk)})


@login_required
@require_POST
def post_message(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Store a message written without the live line."""
    conversation = _conversation(request, conversation_id)
    text = plain_lines(request.POST.get("text", ""))
    try:
        number = actions.post_message(
            record_id=conversation.record_id,
            author_id=person_of(request).pk,
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
    conversation = _conversation(request, conversation_id)
    actions.mark_read(
        record_id=conversation.record_id,
        person_id=person_of(request).pk,
        number=min(number_posted(request, "number") or 0, conversation.record.last_number),
        now=clock.now(),
    )
    return HttpResponse(status=204)


@login_required
@require_POST
def save_draft(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Keep what the person is writing here."""
    return save_typed(request, _conversation(request, conversation_id).record_id)


@login_required
@require_POST
def write_on_order(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Take what was typed here along to the page of the order that is open between the two."""
    person_id = person_of(request).pk
    conversation = _conversation(request, conversation_id)
    text = plain_lines(request.POST.get("text", ""))
    order = open_order_between(person_id, other_of(conversation, person_id).pk)
    if order is None:
        gone = _("There is no open order between you any more. Write here, or order again.")
        return _show(request, conversation, status=422, message={"text": text, "error": gone})
    try:
        actions.move_draft(
            from_record_id=conversation.record_id,
            to_record_id=order.record_id,
            person_id=person_id,
            text=text,
            now=clock.now(),
        )
    except Refused as refusal:
        return _show(request, conversation, status=422, message={"text": text, "error": say(refusal)})
    if text.strip():
        messages.info(request, _("Your words came along. Send them here when they are ready."))
    return redirect(f"{reverse('orders:show', args=[order.public_id])}#composer")
