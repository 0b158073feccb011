"""Entries of a record as the API answers them: the same objects as on the socket."""

from gighall.base import limits
from gighall.base.masking import shown_spans
from gighall.domain.policy.rules import OUTSIDE_CONTACT, why
from gighall.domain.record.models import Record
from gighall.domain.record.queries import SeenEntry, entries_for


def entries_page(record: Record, person_id: int, since: int) -> dict[str, object]:
    """Return what a person may see after a number, oldest first, and whether there is more."""
    found = entries_for(
        record_id=record.pk, person_id=person_id, after=since, limit=limits.TIMELINE_PAGE_ENTRIES
    )
    last = found[-1].number if found else since
    return {
        "c": record.public_id,
        "entries": [_entry(record.public_id, entry, person_id) for entry in found],
        "more": last < record.last_number and bool(found),
        "last": record.last_number,
    }


def _entry(record: str, entry: SeenEntry, person_id: int) -> dict[str, object]:
    spans = shown_spans(entry.spans)
    marks = [
        {
            "s": span["s"],
            "e": span["e"],
            "why": why(span["kind"], for_author=False),
            "clause": OUTSIDE_CONTACT,
        }
        for span in spans
    ]
    answer: dict[str, object] = {
        "c": record,
        "n": entry.number,
        "kind": entry.kind,
        "by": entry.author_key,
        "at": int(entry.at.timestamp() * 1000),
        "t": entry.shown,
        "marks": marks,
    }
    if entry.author_id == person_id:
        answer |= {"k": entry.client_key, "own": entry.own}
    return answer
