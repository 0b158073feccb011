"""What the API does alike in the inbox and on order pages: posting, marks, checks, drafts, reports."""

from django.http import HttpRequest
from ninja import Status

from gighall.base import clock
from gighall.base.text import clean_text
from gighall.domain.conversations import actions
from gighall.domain.conversations.queries import draft_in
from gighall.domain.desk.actions import report_entry
from gighall.domain.record.models import Record
from gighall.web.api.entries import ack
from gighall.web.api.talk_shapes import MarksIn, MessageIn, ReportIn, TextIn
from gighall.web.shared.signed_in import person_of


def posted(request: HttpRequest, record: Record, body: MessageIn) -> dict[str, object]:
    """Store a message; return its number, time and marks."""
    person_id = person_of(request).pk
    number = actions.post_message(
        record_id=record.pk, author_id=person_id, text=body.t, key=body.k, now=clock.now()
    )
    return ack(record, person_id=person_id, number=number, key=body.k)


def marked(request: HttpRequest, record: Record, body: MarksIn) -> Status[None]:
    """Note how far the record has been read, and received where that is further."""
    person_id, now = person_of(request).pk, clock.now()
    number, received = min(body.number, record.last_number), min(body.received or 0, record.last_number)
    if number:
        actions.mark_read(record_id=record.pk, person_id=person_id, number=number, now=now)
    if received > number:
        actions.mark_received(record_id=record.pk, person_id=person_id, number=received, now=now)
    return Status(204, None)


def draft(request: HttpRequest, record: Record) -> dict[str, object]:
    """Return what the person is writing in a record."""
    return {"t": draft_in(record_id=record.pk, person_id=person_of(request).pk)}


def draft_saved(request: HttpRequest, record: Record, body: TextIn) -> Status[None]:
    """Keep what the person is writing; empty words are forgotten."""
    actions.save_draft(record_id=record.pk, person_id=person_of(request).pk, text=body.t, now=clock.now())
    return Status(204, None)


def reported(request: HttpRequest, record: Record, body: ReportIn) -> dict[str, object]:
    """Tell staff about an entry, or about the whole talk."""
    report, is_new = report_entry(
        by_id=person_of(request).pk,
        record_id=record.pk,
        number=body.number,
        reason=body.reason,
        words=clean_text(body.words),
        now=clock.now(),
    )
    return {"id": report.public_id, "at": report.at, "is_new": is_new}
