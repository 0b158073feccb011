"""Asking support, and what people and staff write to each other about it. Whoever writes has locked the ticket."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person
from gighall.domain.notices.actions import notify
from gighall.domain.orders.queries import get_order_for

from ..models import Ticket, TicketMessage
from ..queries import get_ticket_for, messages_for_asker, tickets_of
from ..rules import (
    ANSWER,
    ANSWERED,
    ASSIGNED,
    NOTE,
    QUESTION,
    WITHDRAWN,
    check_answer,
    check_assignment,
    check_can_open,
    check_can_write,
    check_open,
    check_question,
)
from .ticket_rows import close_row, lock_ticket, lock_ticket_for_staff, set_clock


@transaction.atomic
def open_ticket(
    *, by_id: int, subject: str, words: str, order_id: str = "", key: uuid.UUID, now: datetime
) -> Ticket:
    """Ask support a question, if wished about an order of one's own. Only support reads it.

    Idempotent by ``key``.
    Errors: NotYours for an order of others, TicketRefused, TicketWordsUnfit.
    """
    check_question(subject=subject, words=words)
    # Whoever presses twice waits here for the first press.
    Person.objects.select_for_update(no_key=True).get(pk=by_id)
    known = Ticket.objects.filter(by_id=by_id, key=key).first()
    if known is not None:
        return known
    check_can_open(open_tickets=tickets_of(by_id).filter(closed_at__isnull=True).count())
    order = get_order_for(public_id=order_id, person_id=by_id) if order_id else None
    ticket = Ticket(
        kind=QUESTION, by_id=by_id, key=key, order=order, subject=subject, words=words, opened_at=now
    )
    set_clock(ticket, [], now=now)
    ticket.save()
    return ticket


@transaction.atomic
def answer_ticket(
    *, ticket_id: str, by_id: int, words: str, closes: bool = False, key: uuid.UUID, now: datetime
) -> TicketMessage:
    """Write on a ticket what the asker and support read: the asker, or staff, who may close a question with it.

    Staff who answer what nobody has have it from then on. The other one gets a mail. Idempotent by ``key``.
    Errors: NotYours, TicketClosed, TicketRefused, TicketWordsUnfit.
    """
    check_answer(words)
    ticket = lock_ticket(public_id=ticket_id, by_id=by_id)
    known = TicketMessage.objects.filter(ticket=ticket, by_id=by_id, key=key).first()
    if known is not None:
        return known
    _check_can_write(ticket)
    is_support = by_id != ticket.by_id
    message = TicketMessage.objects.create(
        ticket=ticket, kind=ANSWER, by_id=by_id, at=now, key=key, words=words
    )
    if is_support and ticket.assigned_to_id is None:
        _give(ticket, by_id=by_id, to_id=by_id, now=now)
    if is_support and closes and ticket.kind == QUESTION:
        close_row(ticket, outcome=ANSWERED, now=now)
    else:
        set_clock(ticket, messages_for_asker(ticket), now=now)
        ticket.save(update_fields=["due_at", "assigned_to"])
    _tell_of_answer(ticket, is_support=is_support, now=now)
    return message


@transaction.atomic
def close_ticket(*, ticket_id: str, by_id: int, now: datetime) -> Ticket:
    """Close one's own ticket: a question that is settled, or what one no longer asks for.

    Errors: NotYours, TicketClosed.
    """
    get_ticket_for(public_id=ticket_id, person_id=by_id)
    ticket = lock_ticket(public_id=ticket_id, by_id=by_id)
    check_open(outcome=ticket.outcome, decided_by=ticket.decided_by.name if ticket.decided_by else "")
    was_answered = any(message.by_id != by_id for message in messages_for_asker(ticket))
    outcome = ANSWERED if was_answered and ticket.kind == QUESTION else WITHDRAWN
    close_row(ticket, outcome=outcome, now=now)
    return ticket


@transaction.atomic
def add_note(*, ticket_id: str, by_id: int, words: str, key: uuid.UUID, now: datetime) -> TicketMessage:
    """Write a note on a ticket that staff alone read; on a closed one too. Idempotent by ``key``.

    Errors: NotYours, TicketRefused, TicketWordsUnfit.
    """
    check_answer(words)
    ticket = lock_ticket_for_staff(public_id=ticket_id, by_id=by_id)
    known = TicketMessage.objects.filter(ticket=ticket, by_id=by_id, key=key).first()
    if known is not None:
        return known
    check_can_write(outcome="", written=ticket.messages.count())
    return TicketMessage.objects.create(ticket=ticket, kind=NOTE, by_id=by_id, at=now, key=key, words=words)


@transaction.atomic
def assign_ticket(*, ticket_id: str, by_id: int, to_id: str, seen: str, now: datetime) -> Ticket:
    """Take an open ticket, hand it to a colleague, or (an empty ``to_id``) give it back to all.

    Shapes: ``to_id`` and ``seen`` (who had it when this was pressed) are public ids of people.
    Errors: NotYours for whom it cannot be given to, TicketClosed, TicketRefused.
    """
    ticket = lock_ticket_for_staff(public_id=ticket_id, by_id=by_id)
    has_it = ticket.assigned_to
    if (has_it.public_id if has_it else "") == to_id and not ticket.outcome:
        return ticket
    check_assignment(
        outcome=ticket.outcome,
        has_it=has_it.public_id if has_it else "",
        has_it_name=has_it.name if has_it else "",
        seen=seen,
    )
    to = _colleague(ticket, to_id) if to_id else None
    _give(ticket, by_id=by_id, to_id=to.pk if to else None, now=now)
    ticket.save(update_fields=["assigned_to"])
    if to is not None and to.pk != by_id:
        notify(kind="ticket_given", person_id=to.pk, payload=_staff_payload(ticket), now=now)
    return ticket


def _colleague(ticket: Ticket, public_id: str) -> Person:
    person = Person.objects.filter(public_id=public_id, is_staff=True, is_active=True).first()
    if person is None:
        raise NotYours(_("There is nobody like that on the staff."))
    # A party of the ticket gets it no more than they may read it.
    lock_ticket_for_staff(public_id=ticket.public_id, by_id=person.pk)
    return person


def _give(ticket: Ticket, *, by_id: int, to_id: int | None, now: datetime) -> None:
    TicketMessage.objects.create(
        ticket=ticket, kind=ASSIGNED, by_id=by_id, to_id=to_id, at=now, key=uuid.uuid4()
    )
    ticket.assigned_to_id = to_id


def _check_can_write(ticket: Ticket) -> None:
    check_can_write(outcome=ticket.outcome, written=ticket.messages.count())


def _staff_payload(ticket: Ticket) -> dict[str, str]:
    return {"path": f"/staff/tickets/{ticket.public_id}/"}


def _tell_of_answer(ticket: Ticket, *, is_support: bool, now: datetime) -> None:
    # Mails carry nobody's words: people may write contact details to support, and mails go through other hands.
    if is_support:
        payload = {"path": f"/support/{ticket.public_id}/"}
        notify(kind="ticket_answered", person_id=ticket.by_id, payload=payload, now=now)
    elif ticket.assigned_to_id is not None:
        notify(
            kind="ticket_written_on", person_id=ticket.assigned_to_id, payload=_staff_payload(ticket), now=now
        )
