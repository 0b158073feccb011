"""Tables of the room policy."""

from datetime import datetime

from django.db import models
from django.db.models import Value

from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person

from .rules import RunningWaiver


class OrderPlace(models.Model):
    """Which gig a record is about: whoever judges there knows by it which exceptions hold.

    Both ids are opaque: ``place_id`` is the id of an order's record.
    """

    place_id = models.BigIntegerField(primary_key=True)
    gig_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["gig_id", "place_id"], name="order_place_by_gig")]

    def __str__(self) -> str:
        return f"place {self.place_id} of gig {self.gig_id}"


class Waiver(models.Model):
    """An exception: support lets these kinds of contact details stand in the orders of a gig, or in one of them.

    ``gig_id`` and ``place_id`` (the record of the one order) are opaque. ``reason`` is read by both sides.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    gig_id = models.BigIntegerField()
    place_id = models.BigIntegerField(null=True)
    kinds = models.JSONField()
    reason = models.TextField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    revoked_because = models.TextField(blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("granted_at")), name="waiver_runs_for_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(kinds__contains=["payment"]) & ~models.Q(kinds=[]),
                name="waiver_never_of_payment",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_because="")
                | (
                    models.Q(revoked_at__isnull=False, revoked_by__isnull=False)
                    & ~models.Q(revoked_because="")
                ),
                name="waiver_revoked_by_somebody_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["gig_id", "expires_at"], name="waiver_by_gig"),
            models.Index(fields=["-granted_at", "-id"], name="waiver_by_time"),
        ]

    def __str__(self) -> str:
        return f"exception {self.public_id} for gig {self.gig_id} until {self.expires_at:%F %T}"

    @property
    def ended_at(self) -> datetime:
        """Return when it ends or has ended: when it was revoked, or when it expires."""
        return self.revoked_at or self.expires_at

    def runs(self, now: datetime) -> bool:
        """Say whether it holds at this moment."""
        return self.revoked_at is None and now < self.expires_at

    @property
    def as_running(self) -> RunningWaiver:
        """Return what judging needs to know of it."""
        return RunningWaiver(self.pk, self.public_id, frozenset(self.kinds), self.expires_at)


class Verdict(models.Model):
    """What was decided about one text when it was sent, and by which rule. It stays as it was.

    ``place_id`` is opaque: the id of the record or gig. Never the words nor the value: spans with kinds and
    outcomes, and keyed hashes of the values, by which the hall can tell that a detail came before.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="verdicts")
    place = models.CharField(max_length=16)
    place_id = models.BigIntegerField()
    client_key = models.UUIDField()
    outcome = models.CharField(max_length=8)
    spans = models.JSONField()
    hidden_contacts = models.PositiveSmallIntegerField(db_default=0)
    value_hashes = models.JSONField(db_default=Value([], models.JSONField()))
    rule_id = models.CharField(max_length=40)
    rule_version = models.PositiveIntegerField()
    clause = models.CharField(max_length=60)
    # The exception that let something in it stand.
    waiver = models.ForeignKey(Waiver, on_delete=models.PROTECT, related_name="verdicts", null=True)
    at = models.DateTimeField()
    # When staff found the verdict wrong: then it does not count.
    overturned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "at"], name="verdict_hidden", condition=models.Q(hidden_contacts__gt=0)
            ),
            models.Index(fields=["place_id", "client_key"], name="verdict_by_message"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "place_id", "person", "client_key"], name="verdict_once_a_message"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.place} {self.place_id}"
