"""Tables of the room policy."""

from django.db import models

from gighall.domain.accounts.models import Person


class Verdict(models.Model):
    """What was decided about one text when it was sent, and by which rule. It stays as it was.

    ``place_id`` is opaque: the id of the record or gig. Never the words nor the value: spans and kinds only.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="verdicts")
    place = models.CharField(max_length=16)
    place_id = models.BigIntegerField()
    client_key = models.UUIDField()
    outcome = models.CharField(max_length=8)
    spans = models.JSONField()
    rule_id = models.CharField(max_length=40)
    rule_version = models.PositiveIntegerField()
    clause = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "place_id", "person", "client_key"], name="verdict_once_a_message"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} in {self.place} {self.place_id}"
