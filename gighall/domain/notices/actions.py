"""What can be done with notices."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from procrastinate.contrib.django import app

from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import hall_or_none

from .models import Mail

SEND_MAIL_TASK = "notices.send_mail"


def notify(*, kind: str, person_id: int, payload: dict[str, Any], now: datetime) -> None:
    """Tell a person something by mail; it leaves only if the surrounding transaction is committed.

    Shapes: ``mail/notices/<kind>.{subject.txt,txt,html}`` exist and use the payload's keys.
    """
    person = Person.objects.get(pk=person_id)
    _write(kind, to=person.email, context={**payload, "person": person}, now=now)


def notify_address(*, kind: str, email: str, payload: dict[str, Any], now: datetime) -> None:
    """Tell whoever has an address something by mail, whether they have joined or not.

    Shapes: as of ``notify``; the templates know no person.
    """
    _write(kind, to=email, context=payload, now=now)


def _write(kind: str, *, to: str, context: dict[str, Any], now: datetime) -> None:
    context = {**context, "hall": hall_or_none(), "hall_url": settings.GIGHALL_ORIGIN}
    subject = render_to_string(f"mail/notices/{kind}.subject.txt", context).strip()
    text = render_to_string(f"mail/notices/{kind}.txt", context)
    html = render_to_string(f"mail/notices/{kind}.html", context)
    keep_mail(to=to, subject=subject, text=text, html=html, now=now)


def keep_mail(*, to: str, subject: str, text: str, html: str, now: datetime) -> Mail:
    """Store a mail and, with a mail server, defer the job that sends it in the same transaction."""
    mail = Mail.objects.create(to=to, subject=subject, text=text, html=html, written_at=now)
    if settings.NOTICES_MAIL_BACKEND:
        app.configure_task(SEND_MAIL_TASK, allow_unknown=True).defer(mail_id=mail.pk)
    return mail


def send_mail(*, mail_id: int, now: datetime) -> None:
    """Send a stored mail through the mail server, once; its words are not kept afterwards."""
    mail = Mail.objects.get(pk=mail_id)
    if mail.sent_at is not None:
        return
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        connection=get_connection(settings.NOTICES_MAIL_BACKEND),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
    mail.sent_at, mail.text, mail.html = now, "", ""
    mail.save(update_fields=["sent_at", "text", "html"])
