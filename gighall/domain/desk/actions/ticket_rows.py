"""What every action on a ticket begins and ends with: its locked row, and its clock."""

from collections.abc import Sequence
from datetime import datetime

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person

from ..models import Ticket, TicketMessage
from ..queries import get_ticket_for_staff
from ..rules import Turn, ticket_clock


def lock_ticket(*, public_id: str, by_id: int) -> Ticket:
    """Return a ticket of the person, or one that they may look after as staff, locked until the transaction ends.

    Errors: NotYours.
    """
    locked = _locked(public_id)
    if locked is not None and locked.by_id == by_id:
        return locked
    return lock_ticket_for_staff(public_id=public_id, by_id=by_id)


def lock_ticket_for_staff(*, public_id: str, by_id: int) -> Ticket:
    """Return a ticket for somebody on the staff who is no party of it, locked until the transaction ends.

    Errors: NotYours.
    """
    staff = Person.objects.filter(pk=by_id, is_staff=True, is_active=True).first()
    if staff is None:
        raise NotYours(_("There is no such ticket."))
    get_ticket_for_staff(public_id=public_id, staff=staff)
    locked = _locked(public_id)
    assert locked is not None, "tickets are never deleted"
    return locked


def _locked(public_id: str) -> Ticket | None:
    found = Ticket.objects.filter(public_id=public_id)
    # Locked first and joined after: a join made while waiting would show whom it was assigned to before the wait.
    if found.select_for_update(no_key=True).values_list("pk", flat=True).first() is None:
        return None
    return found.select_related("by", "gig", "order", "assigned_to", "decided_by").get()


def set_clock(ticket: Ticket, answers: Sequence[TicketMessage], *, now: datetime) -> None:
    """Let the end of support's time follow from what was asked and answered."""
    turns = [Turn(each.at, by_support=each.by_id != ticket.by_id) for each in answers]
    clock = ticket_clock(opened_at=ticket.opened_at, turns=turns, closed_at=ticket.closed_at, now=now)
    ticket.due_at = clock.due_at


def close_row(ticket: Ticket, *, outcome: str, now: datetime) -> None:
    """Close a locked ticket; whatever else has changed in its row is stored too."""
    ticket.closed_at, ticket.outcome, ticket.due_at = now, outcome, None
    ticket.save()
