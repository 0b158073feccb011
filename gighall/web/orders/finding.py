"""Finding something in one order: kinds of entries beside each other, and words that are looked for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.domain.conversations.rules import hits_in, search_words
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import FoundInOrder, found_in_order
from gighall.domain.record.queries import entries_of_kinds
from gighall.web.inbox.search import FoundRow, cut_around, parts_of
from gighall.web.orders.facts import entry_href
from gighall.web.orders.timeline import FILE, MESSAGE, Reader, entries_context
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
    show, typed = show_asked(request), request.GET.get("q", "").strip()
    return {
        "show_links": [
            (str(name), _address(order, key), key == show and not typed) for key, name in SHOW_NAMES.items()
        ],
        "find_form": FindForm({"q": typed} if typed else None),
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
        "earlier_href": f"?{urlencode(earlier)}" if earlier else "",
        "empty_words": str(EMPTY_WORDS[show]),
    }


def found_context(order: Order, typed: str, reader: Reader) -> dict[str, Any]:
    """Return messages and files in which the words that were typed begin something, the newest first."""
    words = search_words(typed)
    found = found_in_order(record_id=order.record_id, person_id=reader.person_id, words=words)
    most = limits.ORDER_SEARCH_RESULTS_MAX
    names = {order.buyer_id: order.buyer.name, order.seller_id: order.seller.name}
    return {
        "found": [_row(order, each, words, names, reader) for each in found[:most]],
        "is_cut": len(found) > most,
    }


def _row(
    order: Order, found: FoundInOrder, words: Sequence[str], names: dict[int, str], reader: Reader
) -> FoundRow:
    shown = " ".join(found.words.split())
    return FoundRow(
        name=names.get(found.author_id, ""),
        href=f"{reverse('orders:show', args=[order.public_id])}{entry_href(found.number)}",
        note=_("You wrote") if found.author_id == reader.person_id else "",
        at=found.at,
        conversation=order.public_id,
        number=found.number,
        parts=parts_of(*cut_around(shown, hits_in(shown, words))),
    )


def _address(order: Order, show: str) -> str:
    address = reverse("orders:show", args=[order.public_id])
    return address if show == ALL else f"{address}?{urlencode({'show': show})}"
