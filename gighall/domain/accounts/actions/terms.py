"""Publishing and accepting terms."""

from datetime import datetime

from django.db import connection, transaction

from gighall.base.text import clean_text, markdown_to_html

from ..models import Person, TermsAcceptance, TermsClause, TermsVersion
from ..queries import FIRST_TERMS, plain_clauses, present_terms
from ..rules import Clause, changes_between, check_terms_accepted, check_terms_publishable, parse_terms

# A row lock would not do: the second writer would wait, and then still see the old row as the newest.
_PUBLISH_LOCK = 7_301_002


@transaction.atomic
def publish_first_terms(*, now: datetime) -> TermsVersion:
    """Publish the terms that come with the program, if none were published yet."""
    _take_turn()
    first = TermsVersion.objects.filter(number=1).first()
    if first is not None:
        return first
    source = FIRST_TERMS.read_text(encoding="utf-8")
    return _publish(number=1, source=source, clauses=parse_terms(source), by_id=None, now=now)


@transaction.atomic
def publish_terms(*, by_id: int, source: str, based_on: int, now: datetime) -> TermsVersion:
    """Publish a new version; everybody is asked again before their next order or gig.

    ``based_on`` is the version that the writer had before them. A second press with the same text
    changes nothing and returns what the first one published.
    Errors: TermsUnreadable with what to mend; TermsMovedOn; TermsUnchanged.
    Only staff may: DoesNotExist for anybody else.
    """
    staff = Person.objects.get(pk=by_id, is_staff=True)
    cleaned = clean_text(source)
    clauses = parse_terms(cleaned)
    _take_turn()
    present = present_terms()
    if present.number == based_on + 1 and present.published_by_id == staff.pk and present.source == cleaned:
        return present
    changes = changes_between(plain_clauses(present), clauses)
    check_terms_publishable(changes=len(changes), based_on=based_on, present_number=present.number)
    return _publish(number=present.number + 1, source=cleaned, clauses=clauses, by_id=staff.pk, now=now)


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PUBLISH_LOCK])


def _publish(
    *, number: int, source: str, clauses: list[Clause], by_id: int | None, now: datetime
) -> TermsVersion:
    version = TermsVersion.objects.create(
        number=number, published_at=now, published_by_id=by_id, source=source
    )
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


@transaction.atomic
def accept_terms(*, person_id: int, number: int, now: datetime) -> TermsAcceptance:
    """Record that a person accepts the present version; a second press changes nothing.

    Errors: TermsNotAccepted if a newer version appeared while the page was open.
    """
    present = present_terms()
    check_terms_accepted(accepted_number=number, present_number=present.number)
    acceptance, _created = TermsAcceptance.objects.get_or_create(
        person_id=person_id, version=present, defaults={"at": now}
    )
    return acceptance
