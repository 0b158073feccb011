"""Reads of tickets. An asker reads their own; staff read those of which they are no party."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, QuerySet

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.models import Person
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import OPEN_STATES

from ..models import Ticket, TicketMessage
from ..rules import ANSWER, CLOSED, EXCEPTION, MINE, UNASSIGNED
from .cases import waiting_cases


@dataclass(frozen=True)
class TicketQueue:
    """What of the tickets waits for a member of staff: how many, until when the first, and how many for others.

    ``due_at`` is the nearest end of support's time. ``own`` are tickets of which this member is a party.
    """

    mine: int
    unassigned: int
    waiting: int
    due_at: datetime | None
    own: int


def _tickets() -> QuerySet[Ticket]:
    return Ticket.objects.select_related(
        "by",
        "gig",
        "gig__seller",
        "order",
        "order__buyer",
        "order__seller",
        "assigned_to",
        "decided_by",
        "waiver",
        "waiver__granted_by",
        "waiver__revoked_by",
    )


def _party(person_id: int) -> Q:
    """Say in the database that a ticket is a person's own, or about their gig or order."""
    of_order = Q(order__buyer_id=person_id) | Q(order__seller_id=person_id)
    return Q(by_id=person_id) | Q(gig__seller_id=person_id) | of_order


def _not_party(tickets: QuerySet[Ticket], person_id: int) -> QuerySet[Ticket]:
    # An "exclude" would look again at each joined table that may be empty.
    gig = Q(gig__isnull=True) | ~Q(gig__seller_id=person_id)
    order = Q(order__isnull=True) | ~Q(Q(order__buyer_id=person_id) | Q(order__seller_id=person_id))
    return tickets.filter(gig & order).exclude(by_id=person_id)


def _open(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    return tickets.filter(closed_at__isnull=True)


def tickets_of(person_id: int) -> QuerySet[Ticket]:
    """Return what a person has asked support: first what is open, the newest first."""
    own = _tickets().filter(by_id=person_id)
    return own.order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-id")


def get_ticket_for(*, public_id: str, person_id: int) -> Ticket:
    """Return what the person has asked support.

    Errors: NotYours.
    """
    ticket = tickets_of(person_id).filter(public_id=public_id).first()
    if ticket is None:
        raise NotYours(_("There is no such question."))
    return ticket


def request_of_gig(gig_id: int) -> Ticket | None:
    """Return the request for an exception for a gig that is open, or None; for its seller."""
    return _open(_tickets()).filter(gig_id=gig_id, kind=EXCEPTION).first()


def open_orders_of_gig(*, gig_id: int, seller_id: int) -> list[Order]:
    """Return the open orders of a seller's gig, the newest first."""
    orders = Order.objects.filter(gig_id=gig_id, seller_id=seller_id, state__in=OPEN_STATES)
    return list(orders.select_related("buyer").order_by("-placed_at", "-id")[: limits.GIG_ORDERS_OFFERED_MAX])


def tickets_for_staff(staff: Person, *, show: str) -> QuerySet[Ticket]:
    """Return tickets that somebody on the staff may look after, by one of ``TICKET_SHOWS``.

    Open ones: who waits longest first, those with the asker after them; closed ones: the newest first.
    """
    if not staff.is_staff:
        return Ticket.objects.none()
    found = _not_party(_tickets(), staff.pk)
    if show == CLOSED:
        return found.filter(closed_at__isnull=False).order_by("-closed_at", "-id")
    found = _open(found).order_by(F("due_at").asc(nulls_last=True), "opened_at", "id")
    if show == MINE:
        return found.filter(assigned_to_id=staff.pk)
    if show == UNASSIGNED:
        return found.filter(assigned_to__isnull=True)
    return found


def get_ticket_for_staff(*, public_id: str, staff: Person) -> Ticket:
    """Return a ticket for somebody on the staff who is no party of it.

    Errors: NotYours.
    """
    found = _not_party(_tickets(), staff.pk) if staff.is_staff else Ticket.objects.none()
    ticket = found.filter(public_id=public_id).first()
    if ticket is None:
        raise NotYours(_("There is no such ticket."))
    return ticket


def messages_for_asker(ticket: Ticket) -> list[TicketMessage]:
    """Return what was written on a ticket for both to read, oldest first."""
    return _newest(_messages(ticket).filter(kind=ANSWER))


def messages_for_staff(ticket: Ticket) -> list[TicketMessage]:
    """Return everything that stands on a ticket, notes among staff too, oldest first."""
    return _newest(_messages(ticket))


def _messages(ticket: Ticket) -> QuerySet[TicketMessage]:
    return TicketMessage.objects.filter(ticket=ticket).select_related("by", "to")


def _newest(found: QuerySet[TicketMessage]) -> list[TicketMessage]:
    # More can stand there than people may write: each change of hands is a line too.
    return list(found.order_by("-id")[: 2 * limits.TICKET_MESSAGES_MAX])[::-1]


def staff_who_may_have(ticket: Ticket) -> list[Person]:
    """Return the staff to whom a ticket can be given, by name."""
    parties = {ticket.by_id}
    if ticket.gig:
        parties.add(ticket.gig.seller_id)
    if ticket.order:
        parties |= {ticket.order.buyer_id, ticket.order.seller_id}
    staff = Person.objects.filter(is_staff=True, is_active=True).exclude(pk__in=parties)
    return list(staff.order_by("name", "pk")[: limits.STAFF_LISTED_MAX])


def ticket_queue_of(staff: Person) -> TicketQueue:
    """Return what of the tickets is open and what waits for support, in one query."""
    if not staff.is_staff:
        return TicketQueue(0, 0, 0, None, 0)
    own = _party(staff.pk)
    # Of tickets about no gig or no order, "not a party" would be neither true nor false.
    others = Q(pk__in=_not_party(_open(Ticket.objects.all()), staff.pk).values("pk"))
    waiting = others & Q(due_at__isnull=False)
    found = _open(Ticket.objects.all()).aggregate(
        mine=Count("pk", filter=others & Q(assigned_to_id=staff.pk)),
        unassigned=Count("pk", filter=others & Q(assigned_to__isnull=True)),
        waiting=Count("pk", filter=waiting),
        due_at=Min("due_at", filter=waiting),
        own=Count("pk", filter=own),
    )
    return TicketQueue(**found)


def waiting_for(staff: Person) -> int:
    """Return how many cases and tickets wait for this member of staff, in one query.

    Tickets that a colleague has wait for that colleague.
    """
    mine = Q(assigned_to__isnull=True) | Q(assigned_to_id=staff.pk)
    tickets = tickets_for_staff(staff, show="all").filter(mine, due_at__isnull=False)
    cases = waiting_cases(staff)
    return tickets.order_by().values("pk").union(cases.order_by().values("pk"), all=True).count()
