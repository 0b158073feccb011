"""The window of a timeline: which of a talk's entries a page shows, and the ways on, back, and to a day."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.domain.record.queries import entries_before, entries_for, number_since
from gighall.web.orders.facts import ENTRIES_BEFORE
from gighall.web.orders.timeline import Reader, TimelineEntry, entries_context
from gighall.web.shared.typed import number_asked


class DayForm(forms.Form):
    """The day at which a talk is to be opened."""

    on = forms.DateField(
        label=gettext_lazy("Jump to a day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def start_asked(request: HttpRequest) -> int | None:
    """Return the number from which the address asks for entries: ``?from=``, or a little before what is ``?at=``."""
    at = number_asked(request, "at", None)
    return number_asked(request, "from", None) if at is None else max(1, at - ENTRIES_BEFORE)


def window_context(
    *, record_id: int, reader: Reader, asked_from: int | None, last: int, floor: int = 1
) -> dict[str, Any]:
    """Return the part of a timeline that a page shows, from a number or the newest, with the ways on and back.

    Shapes: ``floor`` is the first number that belongs on the page.
    """
    page = limits.TIMELINE_PAGE_ENTRIES
    newest_from = max(floor, last - page + 1)
    start = newest_from if asked_from is None else max(floor, min(asked_from, newest_from))
    found = entries_for(record_id=record_id, person_id=reader.person_id, after=start - 1, limit=page)
    shown_to = found[-1].number if found else 0
    context = entries_context(found, record_id=record_id, reader=reader)
    return context | {
        "entries": _with_unread_line(context["entries"], start=start, read=context["read"]),
        "shown_to": shown_to,
        "earlier_from": max(floor, start - page) if start > floor else 0,
        "before_from": max(1, floor - page) if floor > 1 else 0,
        "later_from": start + page if shown_to < last else 0,
        "talk_last": max(last, shown_to),
        "floor": floor,
        "unread_from": context["read"] + 1 if 0 < context["read"] < last else 0,
        "unread_above": f"?at={context['read'] + 1}#entry-{context['read'] + 1}"
        if floor <= context["read"] < start - 1
        else "",
        "window_max": limits.TIMELINE_WINDOW_ENTRIES,
        "window_page": page,
        "jump": DayForm(),
    }


def _with_unread_line(views: list[TimelineEntry], *, start: int, read: int) -> list[TimelineEntry]:
    """Return the entries of a page, the first that is news to its reader marked, unless that one stands before them."""
    if not start - 1 <= read or not read:
        return views
    news = (view.number for view in views if view.number > read and not view.mine and not view.is_quiet)
    first = next(news, None)
    return [replace(view, is_first_unread=view.number == first) for view in views]


def part_context(request: HttpRequest, *, record_id: int, reader: Reader, last: int) -> dict[str, Any]:
    """Return what an open page fetches: the entries after ``?after=``, or the last ones before ``?before=``."""
    before, page = number_asked(request, "before", None), limits.TIMELINE_PAGE_ENTRIES
    found = (
        entries_for(
            record_id=record_id,
            person_id=reader.person_id,
            after=number_asked(request, "after", 0),
            limit=page,
        )
        if before is None
        else entries_before(record_id=record_id, person_id=reader.person_id, before=before, limit=page)
    )
    shown_to = found[-1].number if found else 0
    return entries_context(found, record_id=record_id, reader=reader) | {"talk_last": max(last, shown_to)}


def answer_to_day(request: HttpRequest, *, record_id: int, person_id: int) -> HttpResponse | None:
    """Lead from ``?on=`` to the first entry of that day or after it; None where the address names no day."""
    form = DayForm(request.GET) if "on" in request.GET else None
    if form is None or not form.is_valid():
        return None
    midnight = timezone.make_aware(datetime.combine(form.cleaned_data["on"], time.min))
    number = number_since(record_id=record_id, person_id=person_id, moment=midnight)
    if number is None:
        messages.info(request, _("Nothing was written on that day or after it. Here are the newest entries."))
        return redirect(request.path)
    return redirect(f"{request.path}?at={number}#entry-{number}")
