"""Publishing and accepting terms."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from gighall.base import clock
from gighall.domain.accounts.actions import accept_terms, publish_first_terms, publish_terms
from gighall.domain.accounts.models import Person, TermsAcceptance, TermsVersion
from gighall.domain.accounts.queries import (
    accepted_terms,
    changes_in,
    check_person_accepted_terms,
    outside_contact_clause,
    plain_clauses,
    present_terms,
    terms_versions,
)
from gighall.domain.accounts.rules import TermsMovedOn, TermsNotAccepted, TermsUnchanged, TermsUnreadable
from tests.world import World, make_world

ADDED = "\n\n## Holidays {#holidays}\nThe hall never closes.\n"


def publish(world: World, source: str, *, based_on: int = 2) -> TermsVersion:
    """Let the operator publish."""
    return publish_terms(by_id=world.operator.pk, source=source, based_on=based_on, now=clock.now())


def test_the_shipped_terms_are_published_once_and_have_the_contact_clause(world: World) -> None:
    again = publish_first_terms(now=clock.now())

    assert again.number == 1
    assert again.published_by is None
    assert outside_contact_clause().version.number == 2


def test_a_new_version_keeps_the_older_one_and_says_who_and_when(world: World) -> None:
    now = clock.now()
    older = present_terms()

    version = publish_terms(by_id=world.operator.pk, source=older.source + ADDED, based_on=2, now=now)

    assert (version.number, version.published_by, version.published_at) == (3, world.operator, now)
    assert [(change.anchor, change.kind) for change in changes_in(version)] == [("holidays", "added")]
    assert "Holidays" not in [clause.heading for clause in plain_clauses(older)]


def test_a_second_press_publishes_nothing_more(world: World) -> None:
    source = present_terms().source + ADDED

    first = publish(world, source)
    second = publish(world, source)

    assert first.pk == second.pk
    assert present_terms().number == 3


@pytest.mark.parametrize(
    ("wishes", "refusal"),
    [
        ({"based_on": 1}, TermsMovedOn),
        ({"added": ""}, TermsUnchanged),
        ({"added": "\n## No anchor\nText"}, TermsUnreadable),
    ],
)
def test_what_cannot_be_published_is_refused(
    world: World, wishes: dict[str, object], refusal: type[Exception]
) -> None:
    source = present_terms().source + str(wishes.get("added", ADDED))

    with pytest.raises(refusal):
        publish(world, source, based_on=int(str(wishes.get("based_on", 2))))

    assert present_terms().number == 2


def test_only_staff_publish(world: World) -> None:
    with pytest.raises(Person.DoesNotExist):
        publish_terms(by_id=world.seller.pk, source="x", based_on=2, now=clock.now())


def test_accepting_twice_keeps_the_first_time(world: World) -> None:
    first, second = clock.now(), clock.now() + timedelta(days=1)

    accept_terms(person_id=world.newcomer.pk, number=2, now=first)
    accept_terms(person_id=world.newcomer.pk, number=2, now=second)

    assert TermsAcceptance.objects.get(person=world.newcomer, version__number=2).at == first


def test_an_older_version_can_no_longer_be_accepted(world: World) -> None:
    with pytest.raises(TermsNotAccepted):
        accept_terms(person_id=world.newcomer.pk, number=1, now=clock.now())


def test_somebody_with_older_terms_is_asked_and_shown_the_changes(world: World) -> None:
    accepted = accepted_terms(world.newcomer.pk)

    assert accepted is not None
    assert not accepted.is_present
    assert accepted.changes
    with pytest.raises(TermsNotAccepted):
        check_person_accepted_terms(world.newcomer.pk)


def test_the_list_counts_who_accepted(world: World) -> None:
    counts = {version.number: version.accepted_by for version in terms_versions()}  # type: ignore[attr-defined]

    assert counts == {2: 5, 1: 2}


def test_two_versions_at_once_do_not_overwrite_each_other(own_database: str) -> None:
    world = make_world()
    source = present_terms().source

    def press(text: str) -> object:
        try:
            return publish(world, source + text)
        except TermsMovedOn as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, [ADDED, ADDED.replace("never", "always")]))

    assert sorted(type(answer).__name__ for answer in answers) == ["TermsMovedOn", "TermsVersion"]
    assert present_terms().number == 3
