"""Tables of the room notices."""

from django.db import models


class Mail(models.Model):
    """A mail on its way. Without a mail server it stays here, and demo mode shows it at ``/dev/mail/``."""

    to = models.EmailField()
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"mail {self.pk}"
