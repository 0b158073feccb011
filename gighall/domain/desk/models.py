"""Tables of the room desk."""

from django.db import models

from gighall.base import limits
from gighall.base.ids import new_public_id
from gighall.domain.accounts.models import Person
from gighall.domain.record.models import Record

from .rules import REASONS


class Report(models.Model):
    """Somebody told staff about an entry of a record, or (without a number) about the whole talk."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=16, choices=[(reason, reason) for reason in REASONS])
    words = models.CharField(max_length=limits.REPORT_CHARACTERS_MAX)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "record", "number"], name="report_once_an_entry", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="report_by_time")]

    def __str__(self) -> str:
        return f"report {self.public_id} about record {self.record_id}"
