"""Django's mail backend of the hall: every mail goes through the room notices."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from gighall.base import clock
from gighall.domain.notices.actions import keep_mail


class NoticesBackend(BaseEmailBackend):
    """Keeps each mail in the transaction of the page that wrote it; a job sends it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the mails, one for each recipient; return how many messages were taken."""
        for message in email_messages:
            html = next((str(part.content) for part in getattr(message, "alternatives", ())), "")
            for address in message.recipients():
                keep_mail(
                    to=address,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=html,
                    now=clock.now(),
                )
        return len(email_messages)
