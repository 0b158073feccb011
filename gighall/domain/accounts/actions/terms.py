"""Publishing and accepting terms."""

from datetime import datetime

from django.db import transaction

from gighall.base.text import clean_text, markdown_to_html

from ..models import Person, TermsAcceptance, TermsClause, TermsVersion
from ..queries import FIRST_TERMS, present_terms
from ..rules import check_terms_accepted, parse_terms


def publish_first_terms(*, now: datetime) -> TermsVersion:
    """Publish the terms that come with the program, if none were published yet."""
    first = TermsVersion.objects.filter(number=1).first()
    return first or _publish(source=FIRST_TERMS.read_text(encoding="utf-8"), by_id=None, now=now)


def publish_terms(*, by_id: int, source: str, now: datetime) -> TermsVersion:
    """Publish a new version; everybody is asked again before their next order or gig.

    Errors: TermsUnreadable with what to mend.  Only staff may: DoesNotExist for anybody else.
    """
    staff = Person.objects.get(pk=by_id, is_staff=True)
    return _publish(source=clean_text(source), by_id=staff.pk, now=now)


@transaction.atomic
def _publish(*, source: str, by_id: int | None, now: datetime) -> TermsVersion:
    clauses = parse_terms(source)
    # Two staff members who publish at once get two numbers, one after the other.
    newest = TermsVersion.objects.select_for_update().order_by("-number").first()
    number = newest.number + 1 if newest else 1
    version = TermsVersion.objects.create(number=number, published_at=now, published_by_id=by_id, source=source)
    TermsClause.objects.bulk_create(
        TermsClause(
            version=version,
            position=position,
            number=clause.number,
            anchor=clause.anchor,
            heading=clause.heading,
            body=clause.body,
            body_html=markdown_to_html(clause.body),
        )
        for position, clause in enumerate(clauses, start=1)
    )
    return version


def accept_terms(*, person_id: int, number: int, now: datetime) -> TermsAcceptance:
    """Record that a person accepts the present version; a second press changes nothing.

    Errors: TermsNotAccepted if a newer version appeared while the page was open.
    """
    present = present_terms()
    check_terms_accepted(accepted_number=number, present_number=present.number)
    acceptance, _ = TermsAcceptance.objects.get_or_create(
        person_id=person_id, version=present, defaults={"at": now}
    )
    return acceptance
