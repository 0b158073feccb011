"""Pages for telling staff about a message or a whole talk, in the inbox and on an order page."""

import json
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import clean_text
from gighall.domain.conversations.queries import get_conversation_for
from gighall.domain.desk.actions import report_entry
from gighall.domain.orders.queries import get_order_for
from gighall.domain.record.models import Record
from gighall.domain.record.queries import entries_for
from gighall.web.inbox.forms import WHOLE_TALK, ReportForm
from gighall.web.inbox.views import other_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import number_asked

WORDS_SHOWN = 60


@dataclass(frozen=True)
class Talk:
    """What a report can be about: a record, whom one talks with there, and its page."""

    record: Record
    other_name: str
    href: str
    action: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_conversation(request: HttpRequest, conversation_id: str) -> HttpResponse:
    """Tell staff about a conversation of the inbox or a message in it (``?entry=``)."""
    person_id = person_of(request).pk
    conversation = get_conversation_for(public_id=conversation_id, person_id=person_id)
    talk = Talk(
        conversation.record,
        other_of(conversation, person_id).name,
        reverse("inbox:show", args=[conversation_id]),
        reverse("inbox:report", args=[conversation_id]),
    )
    return _report(request, talk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_order(request: HttpRequest, order_id: str) -> HttpResponse:
    """Tell staff about the talk of an order or a message in it (``?entry=``)."""
    person_id = person_of(request).pk
    order = get_order_for(public_id=order_id, person_id=person_id)
    talk = Talk(
        order.record,
        order.seller.name if order.buyer_id == person_id else order.buyer.name,
        reverse("orders:show", args=[order_id]),
        reverse("orders:report", args=[order_id]),
    )
    return _report(request, talk)


def _report(request: HttpRequest, talk: Talk) -> HttpResponse:
    asked = number_asked(request, "entry", None)
    said = _messages_of_the_other(talk.record, person_of(request).pk, asked)
    form = ReportForm(request.POST or None, messages=said, initial={"entry": asked or WHOLE_TALK})
    if form.is_valid():
        typed = form.cleaned_data
        try:
            _kept, is_new = report_entry(
                by_id=person_of(request).pk,
                record_id=talk.record.pk,
                number=typed["entry"] or None,
                reason=typed["reason"],
                words=clean_text(typed["words"]),
                now=clock.now(),
            )
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            _thank(request, is_new=is_new)
            return redirect(talk.href)
    context = {"form": form, "talk": talk}
    return render(request, "inbox/report.html", context, status=422 if form.errors else 200)


def _thank(request: HttpRequest, *, is_new: bool) -> None:
    if is_new:
        messages.success(request, _("Thank you. Staff will look at it. The other side is not told."))
    else:
        messages.info(request, _("You told us about this before, and staff have it. Nothing was changed."))


def _messages_of_the_other(record: Record, person_id: int, asked: int | None) -> list[tuple[int, str]]:
    """Return the newest messages of the other side as choices, the newest first, and the one that was asked for."""
    page = limits.TIMELINE_PAGE_ENTRIES
    after = max(0, record.last_number - page)
    entries = entries_for(record_id=record.pk, person_id=person_id, after=after, limit=page)
    if asked is not None and asked <= after:
        entries = entries_for(record_id=record.pk, person_id=person_id, after=asked - 1, limit=1) + entries
    said = [entry for entry in entries if entry.author_id not in (None, person_id)]
    return [
        (entry.number, _choice(entry.number, _words_of(entry.kind, entry.shown))) for entry in reversed(said)
    ]


def _words_of(kind: str, shown: str | None) -> str | None:
    """Return by what one knows an entry again: its words, or the name of its file."""
    if kind == "file" and shown:
        return _("File: %(name)s") % {"name": json.loads(shown)["name"]}
    return shown if kind == "message" else None


def _choice(number: int, shown: str | None) -> str:
    words = " ".join((shown or "").split())
    cut = f"{words[:WORDS_SHOWN]}…" if len(words) > WORDS_SHOWN else words
    return f"#{number}: {cut}" if cut else f"#{number}"
