"""Joining the hall, and how one is known in it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from gighall.base.errors import marked as _

from ..models import Person
from ..rules import AddressTaken, check_time_zone, person_name
from .terms import accept_terms

DEFAULT_TIME_ZONE = "UTC"


def join(
    *,
    name: str,
    email: str,
    password: str | None,
    terms_number: int,
    now: datetime,
    time_zone: str = DEFAULT_TIME_ZONE,
) -> Person:
    """Make a person who has accepted the terms; the address is not yet confirmed.

    Without a password the person signs in by passkey.
    Errors: AddressTaken; TermsNotAccepted if ``terms_number`` is not the present version; NameUnusable;
    TimeZoneUnknown.
    """
    shown_name = person_name(name)
    check_time_zone(time_zone)
    address = email.strip().lower()
    try:
        with transaction.atomic():
            person = Person.objects.make(
                email=address, password=password, name=shown_name, time_zone=time_zone, joined_at=now
            )
            EmailAddress.objects.create(user=person, email=address, primary=True, verified=False)
            accept_terms(person_id=person.pk, number=terms_number, now=now)
    except IntegrityError as clash:
        if Person.objects.filter(email__iexact=address).exists():
            raise AddressTaken(
                _("Somebody has joined with this address. Sign in, or reset the password.")
            ) from clash
        raise
    return person


def confirm_address(*, person_id: int, now: datetime) -> None:
    """Mark a person's address as confirmed, as the code in the mail does.

    Source: the demo world and the first-run page, where the operator's own address needs no proof.
    """
    person = Person.objects.get(pk=person_id)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def edit_person(*, person_id: int, name: str, time_zone: str, now: datetime) -> Person:
    """Change how others see a person: the name, and the time of day where the person is.

    Errors: NameUnusable, TimeZoneUnknown.
    """
    shown_name = person_name(name)
    check_time_zone(time_zone)
    person = Person.objects.select_for_update().get(pk=person_id)
    if (person.name, person.time_zone) != (shown_name, time_zone):
        person.name, person.time_zone, person.edited_at = shown_name, time_zone, now
        person.save(update_fields=["name", "time_zone", "edited_at"])
    return person
