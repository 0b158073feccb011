"""Joining: a person, an address and the acceptance of the terms, all or nothing."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from gighall.base import clock
from gighall.domain.accounts.actions import confirm_address, edit_person, join
from gighall.domain.accounts.models import Person, TermsAcceptance
from gighall.domain.accounts.rules import AddressTaken, NameUnusable, TermsNotAccepted, TimeZoneUnknown
from tests.world import PASSWORD, World


def join_as(address: str, **wishes: object) -> Person:
    """Join with what the tests do not care about filled in."""
    facts = {
        "name": "Vera Visitor",
        "email": address,
        "password": PASSWORD,
        "terms_number": 2,
        "now": clock.now(),
    } | wishes
    return join(**facts)  # type: ignore[arg-type]


def test_joining_keeps_the_address_unconfirmed_and_the_acceptance(world: World) -> None:
    now = clock.now()

    person = join_as("Vera@Mail.example", now=now, time_zone="Asia/Tokyo")

    assert (person.email, person.time_zone, person.joined_at) == ("vera@mail.example", "Asia/Tokyo", now)
    address = EmailAddress.objects.get(user=person)
    assert (address.email, address.primary, address.verified) == ("vera@mail.example", True, False)
    acceptance = TermsAcceptance.objects.get(person=person)
    assert (acceptance.version.number, acceptance.at) == (2, now)


def test_joining_without_a_password_leaves_none_that_works(world: World) -> None:
    person = join_as("vera@mail.example", password=None)

    assert not person.has_usable_password()


def test_one_address_joins_once_in_any_case(world: World) -> None:
    with pytest.raises(AddressTaken):
        join_as(world.seller.email.upper())

    assert Person.objects.filter(email__iexact=world.seller.email).count() == 1


@pytest.mark.parametrize(
    ("wishes", "refusal"),
    [
        ({"terms_number": 1}, TermsNotAccepted),
        ({"name": "\u200b"}, NameUnusable),
        ({"time_zone": "Mars/Olympus"}, TimeZoneUnknown),
    ],
)
def test_a_refused_joining_leaves_nothing(
    world: World, wishes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        join_as("vera@mail.example", **wishes)

    assert not Person.objects.filter(email="vera@mail.example").exists()
    assert not EmailAddress.objects.filter(email="vera@mail.example").exists()


def test_confirming_an_address_twice_changes_nothing(world: World) -> None:
    for _press in range(2):
        confirm_address(person_id=world.unconfirmed.pk, now=clock.now())

    assert EmailAddress.objects.filter(user=world.unconfirmed, verified=True, primary=True).count() == 1


def test_a_new_name_says_when_it_was_given(world: World) -> None:
    now = clock.now()

    person = edit_person(person_id=world.buyer.pk, name=" Bruno  B. ", time_zone="UTC", now=now)

    assert (person.name, person.time_zone, person.edited_at) == ("Bruno B.", "UTC", now)


def test_the_same_name_again_is_no_edit(world: World) -> None:
    first, second = clock.now(), clock.now() + timedelta(hours=1)
    edit_person(person_id=world.buyer.pk, name="Bruno B.", time_zone="UTC", now=first)

    person = edit_person(person_id=world.buyer.pk, name="Bruno B.", time_zone="UTC", now=second)

    assert person.edited_at == first
