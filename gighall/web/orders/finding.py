"""Finding something in one order: kinds of entries beside each other, and words that are looked for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.domain.orders.models import Order
from gighall.domain.record.queries import entries_of_kinds
from gighall.web.inbox.search import found_in_order, words_typed
from gighall.web.orders.timeline import FILE, MESSAGE, Reader, entries_context
from gighall.web.orders.window import DayForm
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import number_asked

ALL, MESSAGES, FILES, STEPS = "all", "messages", "files", "steps"
SHOW_NAMES = {
    ALL: gettext_lazy("Everything"),
    MESSAGES: gettext_lazy("Messages"),
    FILES: gettext_lazy("Files"),
    STEPS: gettext_lazy("Steps"),
}
# Which kinds of entries belong to a choice, and whether it is these or all others.
_KINDS: dict[str, tuple[Sequence[str], bool]] = {
    MESSAGES: ([MESSAGE], True),
    FILES: ([FILE], True),
    STEPS: ([MESSAGE, FILE], False),
}
EMPTY_WORDS = {
    MESSAGES: gettext_lazy("Nobody has written here yet."),
    FILES: gettext_lazy("No files were sent here yet."),
    STEPS: gettext_lazy("Nothing has happened yet."),
}


class FindForm(forms.Form):
    """What is looked for in an order."""

    q = forms.CharField(
        label=gettext_lazy("Search this order"),
        max_length=limits.SEARCH_CHARACTERS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


def show_asked(request: HttpRequest) -> str:
    """Return which entries the address asks for."""
    asked = request.GET.get("show", ALL)
    return asked if asked in SHOW_NAMES else ALL


def ways_context(request: HttpRequest, order: Order) -> dict[str, Any]:
    """Return the ways through an order's entries: kinds beside each other, and the field for words."""
    show, typed = show_asked(request), words_typed(request)
    return {
        "show_links": [
            (str(name), _address(order, key), key == show and not typed) for key, name in SHOW_NAMES.items()
        ],
        "find_form": FindForm({"q": typed} if typed else None),
        "jump": DayForm(),
        "typed": typed,
    }


def narrowed_context(request: HttpRequest, order: Order, reader: Reader) -> dict[str, Any]:
    """Return the newest entries of the kind that is asked for, before ``?before=``, and the way further back."""
    show = show_asked(request)
    kinds, within = _KINDS[show]
    last, most = order.record.last_number, limits.TIMELINE_PAGE_ENTRIES
    before = min(number_asked(request, "before", last + 1), last + 1)
    entries = entries_of_kinds(
        record_id=order.record_id,
        person_id=reader.person_id,
        kinds=kinds,
        within=within,
        before=before,
        limit=most + 1,
    )
    shown = entries[-most:]
    earlier = {"show": show, "before": str(shown[0].number)} if len(entries) > most else {}
    return entries_context(shown, record_id=order.record_id, reader=reader) | {
        "shown_to": last,
        "talk_last": last,
        "earlier_href": f"?{urlencode(earlier)}" if earlier else "",
        "empty_words": str(EMPTY_WORDS[show]),
    }


def found_context(request: HttpRequest, order: Order, typed: str) -> dict[str, Any]:
    """Return what was found of what was typed, in place of the order's entries."""
    found = found_in_order(request, order, typed, person_of(request).pk)
    return {"found": found, "whole_href": reverse("orders:show", args=[order.public_id])}


def _address(order: Order, show: str) -> str:
    address = reverse("orders:show", args=[order.public_id])
    return address if show == ALL else f"{address}?{urlencode({'show': show})}"
