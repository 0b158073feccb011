"""Reads of the room notices."""

from .models import Mail


def newest_mails(*, limit: int) -> list[Mail]:
    """Return the newest mails, for demo mode's page."""
    return list(Mail.objects.order_by("-id")[:limit])


def waiting_mails(*, limit: int) -> list[Mail]:
    """Return the newest mails that no mail server has taken, oldest first: for the operator's command."""
    newest = Mail.objects.filter(sent_at__isnull=True).order_by("-id")[:limit]
    return list(newest)[::-1]


def get_mail(mail_id: int) -> Mail | None:
    """Return one kept mail."""
    return Mail.objects.filter(pk=mail_id).first()
