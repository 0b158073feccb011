"""The API of tickets and exceptions: asking support; for staff, the queue, answers and decisions."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from gighall.base import clock, limits
from gighall.base.text import clean_line, clean_text
from gighall.domain.desk import actions, queries
from gighall.web.api.shapes import RefusalOut
from gighall.web.api.ticket_shapes import (
    AnswerIn,
    AssignmentIn,
    BecauseIn,
    ExceptionOut,
    ExceptionRequestIn,
    ExceptionsIn,
    GrantIn,
    NoteIn,
    QuestionIn,
    StaffTicketOut,
    StaffTicketPageOut,
    TicketOut,
    TicketPageOut,
    TicketsIn,
    exception_out,
    staff_ticket_out,
    staff_ticket_page_out,
    ticket_out,
    ticket_page_out,
)
from gighall.web.shared.signed_in import person_of, require_staff

router = Router(tags=["tickets"])
MISSING = {404: RefusalOut}
REFUSED = {404: RefusalOut, 409: RefusalOut}


def _page(request: HttpRequest, ticket_id: str) -> dict[str, object]:
    ticket = queries.get_ticket_for(public_id=ticket_id, person_id=person_of(request).pk)
    return ticket_page_out(ticket, queries.messages_for_asker(ticket), now=clock.now())


def _staff_page(request: HttpRequest, ticket_id: str) -> dict[str, object]:
    ticket = queries.get_ticket_for_staff(public_id=ticket_id, staff=require_staff(request))
    return staff_ticket_page_out(ticket, queries.messages_for_staff(ticket), now=clock.now())


def _rows(found: QuerySet[Any], page: int) -> list[Any]:
    start = (page - 1) * limits.PAGE_ROWS
    return list(found[start : start + limits.PAGE_ROWS])


@router.get("/tickets", response=list[TicketOut])
def list_tickets(request: HttpRequest, page: int = Query(1, ge=1, le=10_000)) -> list[dict[str, object]]:
    """Return what the person has asked support, what is open first, 25 a page."""
    found = _rows(queries.tickets_of(person_of(request).pk), page)
    return [ticket_out(ticket, now=clock.now()) for ticket in found]


@router.post("/tickets", response={200: TicketPageOut, **REFUSED})
def open_ticket(request: HttpRequest, body: QuestionIn) -> dict[str, object]:
    """Ask support a question."""
    ticket = actions.open_ticket(
        by_id=person_of(request).pk,
        subject=clean_line(body.subject),
        words=clean_text(body.words),
        order_id=body.order,
        key=body.key,
        now=clock.now(),
    )
    return _page(request, ticket.public_id)


@router.get("/tickets/{ticket_id}", response={200: TicketPageOut, **MISSING})
def show_ticket(request: HttpRequest, ticket_id: str) -> dict[str, object]:
    """Return what the person has asked support, with what was written on it."""
    return _page(request, ticket_id)


@router.post("/tickets/{ticket_id}/answers", response={200: TicketPageOut, **REFUSED})
def write_on_ticket(request: HttpRequest, ticket_id: str, body: NoteIn) -> dict[str, object]:
    """Write more on what one has asked; the clock of support runs again."""
    queries.get_ticket_for(public_id=ticket_id, person_id=person_of(request).pk)
    actions.answer_ticket(
        ticket_id=ticket_id,
        by_id=person_of(request).pk,
        words=clean_text(body.words),
        key=body.key,
        now=clock.now(),
    )
    return _page(request, ticket_id)


@router.post("/tickets/{ticket_id}/closing", response={200: TicketPageOut, **REFUSED})
def close_ticket(request: HttpRequest, ticket_id: str) -> dict[str, object]:
    """Close what one has asked: a question that is settled, a request that is no longer needed."""
    actions.close_ticket(ticket_id=ticket_id, by_id=person_of(request).pk, now=clock.now())
    return _page(request, ticket_id)


@router.post("/gigs/{gig_id}/exception-requests", response={200: TicketPageOut, **REFUSED})
def ask_exception(request: HttpRequest, gig_id: str, body: ExceptionRequestIn) -> dict[str, object]:
    """Ask for an exception for a gig of one's own."""
    ticket = actions.ask_exception(
        gig_id=gig_id,
        by_id=person_of(request).pk,
        kinds=body.kinds,
        words=clean_text(body.words),
        order_id=body.order,
        key=body.key,
        now=clock.now(),
    )
    return _page(request, ticket.public_id)


@router.get("/staff/tickets", response={200: list[StaffTicketOut], **MISSING})
def list_staff_tickets(request: HttpRequest, wish: Query[TicketsIn]) -> list[dict[str, object]]:
    """Return tickets to staff, 25 a page; none of which they are a party."""
    found = _rows(queries.tickets_for_staff(require_staff(request), show=wish.show), wish.page)
    return [staff_ticket_out(ticket, now=clock.now()) for ticket in found]


@router.get("/staff/tickets/{ticket_id}", response={200: StaffTicketPageOut, **MISSING})
def show_staff_ticket(request: HttpRequest, ticket_id: str) -> dict[str, object]:
    """Return a ticket to staff, with notes and assignments."""
    return _staff_page(request, ticket_id)


@router.post("/staff/tickets/{ticket_id}/answers", response={200: StaffTicketPageOut, **REFUSED})
def answer_ticket(request: HttpRequest, ticket_id: str, body: AnswerIn) -> dict[str, object]:
    """Answer as support; the clock stands still until the asker writes again."""
    queries.get_ticket_for_staff(public_id=ticket_id, staff=require_staff(request))
    actions.answer_ticket(
        ticket_id=ticket_id,
        by_id=person_of(request).pk,
        words=clean_text(body.words),
        closes=body.closes,
        key=body.key,
        now=clock.now(),
    )
    return _staff_page(request, ticket_id)


@router.post("/staff/tickets/{ticket_id}/notes", response={200: StaffTicketPageOut, **REFUSED})
def add_note(request: HttpRequest, ticket_id: str, body: NoteIn) -> dict[str, object]:
    """Keep a note that staff alone read."""
    staff = require_staff(request)
    actions.add_note(
        ticket_id=ticket_id, by_id=staff.pk, words=clean_text(body.words), key=body.key, now=clock.now()
    )
    return _staff_page(request, ticket_id)


@router.put("/staff/tickets/{ticket_id}/assignment", response={200: StaffTicketPageOut, **REFUSED})
def assign_ticket(request: HttpRequest, ticket_id: str, body: AssignmentIn) -> dict[str, object]:
    """Take a ticket, hand it to a colleague, or give it back to all."""
    actions.assign_ticket(
        ticket_id=ticket_id,
        by_id=require_staff(request).pk,
        to_id=body.to or "",
        seen=body.seen or "",
        now=clock.now(),
    )
    return _staff_page(request, ticket_id)


@router.post("/staff/tickets/{ticket_id}/grant", response={200: StaffTicketPageOut, **REFUSED})
def grant_exception(request: HttpRequest, ticket_id: str, body: GrantIn) -> dict[str, object]:
    """Grant an exception that was asked for, or a part of it; staff only."""
    actions.grant_exception(
        ticket_id=ticket_id,
        by_id=require_staff(request).pk,
        kinds=body.kinds,
        reason=clean_text(body.reason),
        expires_at=body.expires_at,
        order_id=body.order,
        now=clock.now(),
    )
    return _staff_page(request, ticket_id)


@router.post("/staff/tickets/{ticket_id}/refusal", response={200: StaffTicketPageOut, **REFUSED})
def decline_exception(request: HttpRequest, ticket_id: str, body: BecauseIn) -> dict[str, object]:
    """Decline an exception that was asked for; staff only."""
    actions.decline_exception(
        ticket_id=ticket_id,
        by_id=require_staff(request).pk,
        reason=clean_text(body.reason),
        now=clock.now(),
    )
    return _staff_page(request, ticket_id)


@router.get("/staff/exceptions", response={200: list[ExceptionOut], **MISSING})
def list_exceptions(request: HttpRequest, wish: Query[ExceptionsIn]) -> list[dict[str, object]]:
    """Return exceptions to staff, 25 a page; none for a gig or an order of their own."""
    staff, now = require_staff(request), clock.now()
    found = queries.running_exceptions if wish.show == "running" else queries.ended_exceptions
    return [exception_out(each, now=now) for each in _rows(found(staff, now=now), wish.page)]


@router.post("/staff/exceptions/{waiver_id}/revocation", response={200: ExceptionOut, **REFUSED})
def revoke_exception(request: HttpRequest, waiver_id: str, body: BecauseIn) -> dict[str, object]:
    """End an exception before its time; staff only. The next message is judged without it."""
    staff, now = require_staff(request), clock.now()
    actions.revoke_exception(waiver_id=waiver_id, by_id=staff.pk, reason=clean_text(body.reason), now=now)
    return exception_out(queries.get_exception_for_staff(public_id=waiver_id, staff=staff), now=now)
