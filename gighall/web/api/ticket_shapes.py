"""Shapes of the API of tickets and exceptions, and a ticket as its asker and as staff get it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from gighall.domain.desk.models import Ticket, TicketMessage
from gighall.domain.policy.models import Waiver
from gighall.web.api.shapes import PublicId, Words

ContactKind = Literal["email", "phone", "url", "meeting", "handle", "address"]
ContactKinds = Annotated[list[ContactKind], Field(max_length=20)]
Outcome = Literal["granted", "declined", "answered", "withdrawn"]


class QuestionIn(Schema):
    """A question to support, if wished about an order of one's own; the key makes a second call harmless."""

    subject: Words
    words: Words
    order: PublicId = ""
    key: UUID


class ExceptionRequestIn(Schema):
    """For which kinds of contact details a seller asks, why, and (if named) for which open order alone."""

    kinds: ContactKinds
    words: Words
    order: PublicId = ""
    key: UUID


class AnswerIn(Schema):
    """What the asker or support writes. ``closes``: the answer of support settles the question."""

    words: Words
    closes: bool = False
    key: UUID


class NoteIn(Schema):
    """A note among staff."""

    words: Words
    key: UUID


class AssignmentIn(Schema):
    """Who has the ticket from now on (null: nobody), and who had it when this was decided."""

    to: PublicId | None
    seen: PublicId | None


class GrantIn(Schema):
    """What is allowed until when, why, and (if named) in which order alone."""

    kinds: ContactKinds
    reason: Words
    expires_at: AwareDatetime
    order: PublicId = ""


class BecauseIn(Schema):
    """Why a request is declined, or an exception revoked."""

    reason: Words


class TicketsIn(Schema):
    """Which tickets staff want to see; open ones come with who waits longest first."""

    show: Literal["all", "unassigned", "mine", "closed"] = "all"
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class ExceptionsIn(Schema):
    """Which exceptions staff want to see."""

    show: Literal["running", "ended"] = "running"
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class ExceptionOut(Schema):
    """An exception. ``gig`` and ``order`` stand on its ticket."""

    id: str
    ticket: str | None
    kinds: list[ContactKind]
    only_one_order: bool
    reason: str
    granted_by: str
    granted_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    revoked_because: str | None
    runs: bool


class TicketOut(Schema):
    """A ticket. ``due_at`` is null while the clock stands still; ``reason`` is there once it was decided."""

    id: str
    kind: Literal["question", "exception"]
    by: str
    gig: str | None
    order: str | None
    subject: str
    words: str
    kinds: list[ContactKind]
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    decided_by: str | None
    reason: str | None
    exception: ExceptionOut | None


class MessageOut(Schema):
    """Words that the asker and support both read."""

    by: str
    by_support: bool
    at: datetime
    words: str


class TicketPageOut(TicketOut):
    """A ticket as its asker reads it, with what was written on it."""

    messages: list[MessageOut]


class StaffTicketOut(TicketOut):
    """A ticket in the list of staff."""

    assigned_to: str | None


class StaffMessageOut(Schema):
    """What stands on a ticket for staff: an *answer*, a *note*, or (*assigned*) ``to`` whom it was given."""

    kind: Literal["answer", "note", "assigned"]
    by: str
    at: datetime
    words: str
    to: str | None


class StaffTicketPageOut(StaffTicketOut):
    """A ticket as staff read it, notes and assignments included."""

    messages: list[StaffMessageOut]


def exception_out(waiver: Waiver, *, now: datetime) -> dict[str, object]:
    """Return an exception."""
    ticket = getattr(waiver, "ticket", None)
    return {
        "id": waiver.public_id,
        "ticket": ticket.public_id if ticket else None,
        "kinds": waiver.kinds,
        "only_one_order": waiver.place_id is not None,
        "reason": waiver.reason,
        "granted_by": waiver.granted_by.public_id,
        "granted_at": waiver.granted_at,
        "expires_at": waiver.expires_at,
        "revoked_at": waiver.revoked_at,
        "revoked_because": waiver.revoked_because or None,
        "runs": waiver.runs(now),
    }


def ticket_out(ticket: Ticket, *, now: datetime) -> dict[str, object]:
    """Return a ticket as whoever may read it gets it."""
    return {
        "id": ticket.public_id,
        "kind": ticket.kind,
        "by": ticket.by.public_id,
        "gig": ticket.gig.public_id if ticket.gig else None,
        "order": ticket.order.public_id if ticket.order else None,
        "subject": ticket.subject,
        "words": ticket.words,
        "kinds": ticket.kinds,
        "opened_at": ticket.opened_at,
        "due_at": ticket.due_at,
        "closed_at": ticket.closed_at,
        "outcome": ticket.outcome or None,
        "decided_by": ticket.decided_by.public_id if ticket.decided_by else None,
        "reason": ticket.reason or None,
        "exception": exception_out(ticket.waiver, now=now) if ticket.waiver else None,
    }


def ticket_page_out(ticket: Ticket, messages: Iterable[TicketMessage], *, now: datetime) -> dict[str, object]:
    """Return a ticket for its asker; the messages are those for the asker."""
    said = [
        {
            "by": each.by.public_id,
            "by_support": each.by_id != ticket.by_id,
            "at": each.at,
            "words": each.words,
        }
        for each in messages
    ]
    return {**ticket_out(ticket, now=now), "messages": said}


def staff_ticket_out(ticket: Ticket, *, now: datetime) -> dict[str, object]:
    """Return a ticket for staff."""
    has_it = ticket.assigned_to
    return {**ticket_out(ticket, now=now), "assigned_to": has_it.public_id if has_it else None}


def staff_ticket_page_out(
    ticket: Ticket, messages: Iterable[TicketMessage], *, now: datetime
) -> dict[str, object]:
    """Return a ticket for staff, with everything that stands on it."""
    said = [
        {
            "kind": each.kind,
            "by": each.by.public_id,
            "at": each.at,
            "words": each.words,
            "to": each.to.public_id if each.to else None,
        }
        for each in messages
    ]
    return {**staff_ticket_out(ticket, now=now), "messages": said}
