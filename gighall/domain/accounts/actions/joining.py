"""Joining the hall."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from gighall.base.errors import marked as _
from gighall.base.text import clean_line

from ..models import Person
from ..rules import AddressTaken
from .terms import accept_terms


def join(*, name: str, email: str, password: str | None, terms_number: int, now: datetime) -> Person:
    """Make a person who has accepted the terms; the address is not yet confirmed.

    Errors: AddressTaken; TermsNotAccepted if ``terms_number`` is not the present version.
    """
    try:
        with transaction.atomic():
            person = Person.objects.make(email=email, password=password, name=clean_line(name), joined_at=now)
            accept_terms(person_id=person.pk, number=terms_number, now=now)
    except IntegrityError as clash:
        if Person.objects.filter(email__iexact=email).exists():
            raise AddressTaken(
                _("Somebody has joined with this address. Sign in, or reset the password.")
            ) from clash
        raise
    return person


def confirm_address(*, person_id: int, now: datetime) -> None:
    """Mark a person's address as confirmed, as the link in the mail does.

    Source: the demo world and the first-run page, where the operator's own address needs no proof.
    """
    person = Person.objects.get(pk=person_id)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
