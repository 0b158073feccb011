"""Personal tokens: a way in for a person's own programs."""

from django.db import models

from gighall.base import limits
from gighall.base.ids import new_public_id

from .person import Person


class PersonalToken(models.Model):
    """Only the SHA-256 of the token is kept; the words are shown once."""

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=limits.TOKEN_NAME_CHARACTERS_MAX)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="token_name_once_a_person")]

    def __str__(self) -> str:
        return self.name
