"""Who is here."""

from django.db import models

from .person import Person


class Presence(models.Model):
    """When a person was last seen with a page open. The live door writes it, some seconds apart."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="presence")
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="presence_by_time")]

    def __str__(self) -> str:
        return f"{self.person_id} seen at {self.seen_at:%H:%M:%S}"
