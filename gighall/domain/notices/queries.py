"""Reads of the room notices."""

from .models import Mail


def newest_mails(*, limit: int) -> list[Mail]:
    """Return the newest mails, for demo mode's page and the operator's command."""
    return list(Mail.objects.order_by("-id")[:limit])


def get_mail(mail_id: int) -> Mail | None:
    """Return one kept mail."""
    return Mail.objects.filter(pk=mail_id).first()
