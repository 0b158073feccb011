"""Tables of the room payments."""

from django.db import models

from gighall.domain.accounts.models import Person


class Grant(models.Model):
    """Credits that staff gave to a person: to whom, by whom, why, when."""

    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    reason = models.TextField()
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"grant {self.pk}"
