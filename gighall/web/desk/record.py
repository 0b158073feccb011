"""The record of an order as staff on a case read it: the same timeline, with the full words of both sides."""

import json
from dataclasses import replace
from typing import Any

from django.urls import reverse

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.desk.models import Case
from gighall.domain.desk.queries import entries_of_case, readable_to
from gighall.domain.policy.queries import noted_spans
from gighall.domain.record.queries import SeenEntry
from gighall.web.orders.timeline import MESSAGE, TimelineEntry, reader_among, view_entries


def record_window(case: Case, staff: Person, *, asked_from: int | None) -> dict[str, Any]:
    """Return a page of the record, from a number or the newest, with the ways on and back.

    Shapes: ``entries`` is None where the record is closed to staff.
    """
    last, page = readable_to(case), limits.TIMELINE_PAGE_ENTRIES
    if not last:
        return {"entries": None, "earlier_from": 0, "later_from": 0}
    newest_from = max(1, last - page + 1)
    start = newest_from if asked_from is None else max(1, min(asked_from, newest_from))
    entries = entries_of_case(case, after=start - 1, until=last, limit=page)
    return {
        "entries": _printed(case, staff, entries),
        "earlier_from": max(1, start - page) if start > 1 else 0,
        "later_from": start + page if start + page <= last else 0,
    }


def _printed(case: Case, staff: Person, entries: list[SeenEntry]) -> list[TimelineEntry]:
    order = case.order
    # Staff wrote none of it, so nothing is printed as theirs; what the author may read is there as the full words.
    reader = reader_among((order.buyer, order.seller), staff, place="order")
    reader = replace(reader, transcripts=f"{reverse('staff:case', args=[case.public_id])}transcripts/")
    said = [entry.client_key for entry in entries if entry.kind == MESSAGE]
    views = view_entries(entries, reader, noted=noted_spans(record_id=order.record_id, keys=said))
    return [_with_own_address(case, *pair) for pair in zip(entries, views, strict=True)]


def _with_own_address(case: Case, entry: SeenEntry, view: TimelineEntry) -> TimelineEntry:
    """Let a file lead to where staff on the case may fetch it: the sides' own address is closed to them."""
    if view.file is None or not entry.shown:
        return view
    href = reverse("staff:case_file", args=[case.public_id, json.loads(entry.shown)["file"]])
    return replace(view, file=replace(view.file, href=href))
