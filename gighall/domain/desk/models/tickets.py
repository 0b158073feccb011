"""Tickets: what people ask support, and what was written and done about it."""

from django.db import models
from django.db.models import Q

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.models import Gig
from gighall.domain.orders.models import Order
from gighall.domain.policy.models import Waiver

from ..rules import ANSWER, ASSIGNED, DECLINED, EXCEPTION, GRANTED, MESSAGE_KINDS, OUTCOMES, TICKET_KINDS


class Ticket(models.Model):
    """A question to support, or a seller's request for an exception for a gig (or for one order of it).

    ``words`` are for staff alone. ``due_at`` follows from the turns and is empty while the clock stands still.
    ``decided_by`` and ``reason`` say who granted or declined a request, and why.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in TICKET_KINDS])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    gig = models.ForeignKey(Gig, on_delete=models.PROTECT, related_name="+", null=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+", null=True)
    subject = models.CharField(max_length=limits.TICKET_SUBJECT_CHARACTERS_MAX, blank=True)
    words = models.TextField()
    kinds = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=12, blank=True, choices=[(outcome, outcome) for outcome in OUTCOMES]
    )
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    # The exception that was granted.
    waiver = models.OneToOneField(Waiver, on_delete=models.PROTECT, related_name="ticket", null=True)
    reason = models.CharField(max_length=limits.TICKET_REASON_CHARACTERS_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="ticket_once_a_key"),
            models.UniqueConstraint(
                fields=["gig"],
                condition=Q(kind=EXCEPTION, closed_at__isnull=True),
                name="ticket_one_open_request_a_gig",
            ),
            models.CheckConstraint(
                condition=Q(kind=EXCEPTION, gig__isnull=False) | ~Q(Q(kind=EXCEPTION) | Q(subject="")),
                name="ticket_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, due_at__isnull=True) & ~Q(outcome="")),
                name="ticket_closed_by_an_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(outcome__in=(GRANTED, DECLINED), decided_by__isnull=False) & ~Q(reason=""))
                | (~Q(outcome__in=(GRANTED, DECLINED)) & Q(decided_by__isnull=True, reason="")),
                name="ticket_decided_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome=GRANTED, waiver__isnull=False)
                | (~Q(outcome=GRANTED) & Q(waiver__isnull=True)),
                name="ticket_granted_is_an_exception",
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-opened_at", "-id"], name="ticket_by_asker"),
            models.Index(
                fields=["due_at", "opened_at", "id"],
                condition=Q(closed_at__isnull=True),
                name="ticket_queue",
            ),
            models.Index(fields=["-closed_at", "-id"], name="ticket_by_end"),
        ]

    def __str__(self) -> str:
        return f"ticket {self.public_id}: {self.kind}"


class TicketMessage(models.Model):
    """What was written on a ticket after it was opened, and who has it from when on (then without words).

    Only what is of the kind *answer* is read by the asker.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in MESSAGE_KINDS])
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    key = models.UUIDField()
    words = models.TextField(blank=True)
    # To whom it was given; nobody: it was given back.
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "by", "key"], name="ticket_message_once_a_key"),
            models.CheckConstraint(
                condition=Q(kind=ASSIGNED, words="")
                | (~Q(Q(kind=ASSIGNED) | Q(words="")) & Q(to__isnull=True)),
                name="ticket_message_says_something",
            ),
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="ticket_messages")]

    def __str__(self) -> str:
        return f"{self.kind} on ticket {self.ticket_id}"

    @property
    def is_internal(self) -> bool:
        """Say whether staff alone read it."""
        return self.kind != ANSWER
