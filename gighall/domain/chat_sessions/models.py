"""Tables of the room chat_sessions."""

from django.db import models

from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person
from gighall.domain.orders.models import Order

from .states import ENDINGS, MEDIA


class ChatSession(models.Model):
    """A session of an order: one side opened it, both started it, and it has ended. What happened is in the record.

    ``started_at`` is None until both have pressed; a session that ended without it was withdrawn. The entries from
    ``first_number`` to ``last_number`` of the order's record were written in it. ``why`` says how it ended.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="chat_sessions")
    number = models.PositiveIntegerField()
    medium = models.CharField(max_length=8, choices=[(medium, medium) for medium in MEDIA])
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, blank=True, choices=[(ending, ending) for ending in ENDINGS])
    cap_seconds = models.PositiveIntegerField(null=True)
    billed_seconds = models.PositiveIntegerField(null=True)
    first_number = models.BigIntegerField(null=True)
    last_number = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "medium"],
                condition=models.Q(ended_at__isnull=True),
                name="session_one_open_an_order",
            ),
            models.UniqueConstraint(fields=["order", "number"], name="session_numbered_once"),
            models.CheckConstraint(
                condition=models.Q(
                    started_at__isnull=True, first_number__isnull=True, billed_seconds__isnull=True
                )
                | models.Q(started_at__isnull=False, first_number__isnull=False, ended_at__isnull=True)
                & models.Q(billed_seconds__isnull=True, last_number__isnull=True)
                | models.Q(started_at__isnull=False, first_number__isnull=False, ended_at__isnull=False)
                & models.Q(billed_seconds__isnull=False, last_number__isnull=False),
                name="session_billed_when_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(cap_seconds__isnull=True)
                | models.Q(billed_seconds__isnull=True)
                | models.Q(billed_seconds__lte=models.F("cap_seconds")),
                name="session_billed_within_its_cap",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(ended_at__isnull=True), name="session_not_ended"),
        ]

    def __str__(self) -> str:
        return f"session {self.public_id} of order {self.order_id}"


class Lease(models.Model):
    """A side is in a session through one live program (its ``line``), and was seen there last ``at``.

    The row is there as long as the line is: who left, or was not seen for too long, has none.
    """

    session = models.ForeignKey(ChatSession, on_delete=models.CASCADE, related_name="leases")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person", "line"], name="lease_one_a_line"),
        ]
        indexes = [models.Index(fields=["at", "id"], name="lease_by_time")]

    def __str__(self) -> str:
        return f"lease {self.pk} of session {self.session_id}"
