"""Tables of the room policy."""

from django.db import models
from django.db.models import Value

from gighall.domain.accounts.models import Person


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
