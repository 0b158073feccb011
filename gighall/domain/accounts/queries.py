"""Reads of the room accounts."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db.models import Count, QuerySet

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.base.written_query import WrittenQuery

from .models import (
    Hall,
    HallChange,
    Person,
    PersonalToken,
    Presence,
    TermsAcceptance,
    TermsClause,
    TermsVersion,
)
from .rules import OUTSIDE_CONTACT, Clause, ClauseChange, changes_between, check_terms_accepted

FIRST_TERMS = Path(__file__).parent / "texts" / "terms.md"
# Asked by nearly every page.
_HALL = WrittenQuery(lambda: Hall.objects.filter(id=1))
_OUTSIDE_CONTACT = WrittenQuery(
    lambda: TermsClause.objects.filter(anchor=OUTSIDE_CONTACT).order_by("-version__number")[:1]
)


def hall_or_none() -> Hall | None:
    """Return the hall's row, or None before the first run."""
    return _HALL.first()


def hall_kind() -> str:
    """Return ``empty`` before the first run, ``demo`` for the demo world, else ``real``."""
    hall = hall_or_none()
    if hall is None:
        return "empty"
    return "real" if hall.demo_people is None else "demo"


def present_terms() -> TermsVersion:
    """Return the newest version of the terms; the first is published when the database is made."""
    return TermsVersion.objects.order_by("-number")[0]


def terms_version(number: int) -> TermsVersion | None:
    """Return a version by its number, or None."""
    return TermsVersion.objects.filter(number=number).first()


def terms_versions() -> list[TermsVersion]:
    """Return every version, newest first, with who published it; ``accepted_by`` counts its acceptances."""
    counted = TermsVersion.objects.annotate(accepted_by=Count("acceptances"))
    return list(counted.select_related("published_by").order_by("-number"))


def changes_in(version: TermsVersion) -> list[ClauseChange]:
    """Return what a version changed in the one before it; the first version changed nothing."""
    before = terms_version(version.number - 1)
    return changes_between(plain_clauses(before), plain_clauses(version)) if before else []


def hall_changes() -> list[HallChange]:
    """Return how staff named and coloured the hall, newest first."""
    return list(HallChange.objects.select_related("by").order_by("-at", "-id")[: limits.PAGE_ROWS])


def clauses_of(version: TermsVersion) -> list[TermsClause]:
    """Return the clauses of a version, in order."""
    return list(version.clauses.order_by("position"))


def outside_contact_clause() -> TermsClause:
    """Return the present clause about contact outside."""
    return _OUTSIDE_CONTACT.all()[0]


@dataclass(frozen=True)
class AcceptedTerms:
    """What a person accepted, and what has changed since."""

    version: TermsVersion
    at: datetime
    present: TermsVersion
    changes: list[ClauseChange]

    @property
    def is_present(self) -> bool:
        """Say whether the accepted version is still the present one."""
        return self.version.pk == self.present.pk


def accepted_terms(person_id: int) -> AcceptedTerms | None:
    """Return the newest version that the person accepted, with the changes since; None if none."""
    acceptance = (
        TermsAcceptance.objects.filter(person_id=person_id)
        .select_related("version")
        .order_by("-version__number")
        .first()
    )
    if acceptance is None:
        return None
    present = present_terms()
    changes = []
    if acceptance.version_id != present.pk:
        changes = changes_between(plain_clauses(acceptance.version), plain_clauses(present))
    return AcceptedTerms(acceptance.version, acceptance.at, present, changes)


def acceptances_of(person_id: int) -> list[TermsAcceptance]:
    """Return every acceptance of a person, newest first."""
    return list(
        TermsAcceptance.objects.filter(person_id=person_id)
        .select_related("version")
        .order_by("-version__number")
    )


def plain_clauses(version: TermsVersion) -> list[Clause]:
    """Return the clauses of a version as the rules know them."""
    return [Clause(row.number, row.anchor, row.heading, row.body) for row in clauses_of(version)]


def check_person_accepted_terms(person_id: int) -> None:
    """Refuse unless the person has accepted the present terms.

    Errors: TermsNotAccepted.
    """
    accepted = (
        TermsAcceptance.objects.filter(person_id=person_id)
        .order_by("-version__number")
        .values_list("version__number", flat=True)
        .first()
    )
    check_terms_accepted(accepted_number=accepted, present_number=present_terms().number)


def token_hash(words: str) -> str:
    """Return the digest under which a personal token is kept."""
    return hashlib.sha256(words.encode()).hexdigest()


def token_with_words(words: str) -> PersonalToken | None:
    """Return the token with these words if its person is active, or None."""
    return (
        PersonalToken.objects.select_related("person")
        .filter(token_hash=token_hash(words), person__is_active=True)
        .first()
    )


def tokens_of(person_id: int) -> list[PersonalToken]:
    """Return a person's tokens, newest first."""
    return list(PersonalToken.objects.filter(person_id=person_id).order_by("-created_at", "-id"))


def people_by_id(person_ids: list[int]) -> dict[int, Person]:
    """Return the people with these ids, in one query."""
    return Person.objects.in_bulk(person_ids)


def person_with_email(email: str) -> Person | None:
    """Return the person with this address in any case, or None; for staff pages."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def has_confirmed_address(person_id: int, email: str) -> bool:
    """Say whether a person has proved that an address is theirs."""
    return bool(EmailAddress.objects.filter(user_id=person_id, email__iexact=email, verified=True).exists())


def get_person(public_id: str) -> Person:
    """Return a person whom everybody may look at: who has joined and was not suspended.

    Errors: NotYours.
    """
    person = Person.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        raise NotYours(_("There is no such person."))
    return person


def present_people(*, now: datetime) -> QuerySet[Presence]:
    """Return who has a page open just now, as rows that other rooms' reads may join by ``person``."""
    return Presence.objects.filter(seen_at__gte=now - timedelta(seconds=limits.PRESENT_SECONDS))
