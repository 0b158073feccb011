"""Organisations: registered by a person, confirmed or declined by staff, and what is said of them is guarded."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.rules import TermsNotAccepted
from gighall.domain.notices.models import Mail
from gighall.domain.organisations.actions import (
    confirm_organisation,
    correct_organisation,
    decline_organisation,
    register_organisation,
)
from gighall.domain.organisations.models import Decision, Membership, Organisation
from gighall.domain.organisations.queries import alike, organisations_to_order_for
from gighall.domain.organisations.rules import (
    DecisionUnfit,
    LooksLikeAnother,
    MembersRefused,
    OrganisationIncomplete,
    OrganisationRefused,
    OrganisationWords,
    name_key,
)
from gighall.domain.organisations.states import CONFIRMED, DECLINED, OWNER, WAITING
from tests.presses import at_once
from tests.world import CONTACT_SECRET, World, let_join, make_organisation, make_world, register

WORDS = OrganisationWords("Blue Kettle Bakeries", "ES", "B-12 345", "Three bakeries that bake before dawn.")


def words(**changed: str) -> OrganisationWords:
    """Return what fits, with something changed."""
    return OrganisationWords(**({**WORDS.__dict__, **changed}))


def test_who_registers_an_organisation_owns_it_and_it_unlocks_nothing_yet(world: World) -> None:
    made = register(world.buyer, now=world.now)

    assert made.state == WAITING
    assert Membership.objects.get(organisation=made).role == OWNER
    assert organisations_to_order_for(world.buyer.pk) == []


def test_a_second_press_registers_nothing_new(world: World) -> None:
    key = uuid.uuid4()

    made = [
        register_organisation(by_id=world.buyer.pk, words=WORDS, key=key, now=world.now)
        for _press in range(2)
    ]

    assert made[0] == made[1]
    assert Organisation.objects.count() == 1


def test_nobody_registers_without_the_present_terms(world: World) -> None:
    with pytest.raises(TermsNotAccepted):
        register(world.newcomer, now=world.now)


def test_one_person_cannot_fill_the_queue_of_staff(world: World) -> None:
    for number in range(limits.ORGANISATIONS_WAITING_MAX):
        register(world.buyer, now=world.now, name=f"Bakery {number}")

    with pytest.raises(OrganisationRefused):
        register(world.buyer, now=world.now, name="One more")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  \u200b "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "Kettle someone.else@mail.example"}, "name"),
        ({"name": "Call +34 612 345 678"}, "name"),
        ({"country": "XX"}, "country"),
        ({"registration": "-"}, "registration"),
        ({"registration": "9" * 41}, "registration"),
        ({"about": "Bakery."}, "about"),
        ({"about": "x" * 601}, "about"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(world: World, changed: dict[str, str], field: str) -> None:
    with pytest.raises(OrganisationIncomplete) as refused:
        register_organisation(by_id=world.buyer.pk, words=words(**changed), key=uuid.uuid4(), now=world.now)

    assert [fault.field for fault in refused.value.faults] == [field]
    assert not Organisation.objects.exists()


def test_contact_details_in_what_it_does_are_withheld_from_others(world: World) -> None:
    made = register_organisation(
        by_id=world.buyer.pk,
        words=words(about=f"Three bakeries. Write to {CONTACT_SECRET} before dawn."),
        key=uuid.uuid4(),
        now=world.now,
    )

    assert CONTACT_SECRET in made.about
    assert CONTACT_SECRET not in made.about_shown
    assert made.withheld_kinds == ["email"]


def test_a_right_to_left_name_stays_whole_without_signs_that_turn_the_line(world: World) -> None:
    made = register(world.buyer, now=world.now, name="\u202eمخبز الإبريق الأزرق\u202c")

    assert made.name == "مخبز الإبريق الأزرق"


@pytest.mark.proves("organisations.confirm")
def test_staff_confirm_and_the_owner_can_order_for_it(world: World) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)

    assert made.state == CONFIRMED
    assert organisations_to_order_for(world.buyer.pk) == [made]
    assert Decision.objects.get(organisation=made).by == world.operator
    assert Mail.objects.filter(to=world.buyer.email, subject__startswith="Confirmed").count() == 1


@pytest.mark.proves("organisations.decline")
def test_staff_decline_with_a_reason_that_the_owner_reads(world: World) -> None:
    made = register(world.buyer, now=world.now)

    for _press in range(2):
        declined = decline_organisation(
            organisation_id=made.public_id,
            by_id=world.operator.pk,
            seen_version=1,
            reason="The register does not know this number.",
            now=world.now,
        )

    assert declined.state == DECLINED
    assert organisations_to_order_for(world.buyer.pk) == []
    mail = Mail.objects.get(to=world.buyer.email, subject__startswith="Not confirmed")
    assert "does not know this number" in mail.text


def test_a_mailed_reason_carries_no_contact_detail(world: World) -> None:
    made = register(world.buyer, now=world.now)

    decline_organisation(
        organisation_id=made.public_id,
        by_id=world.operator.pk,
        seen_version=1,
        reason="The register says otherwise. Write to clerk@register.example about it.",
        now=world.now,
    )

    mail = Mail.objects.get(to=world.buyer.email, subject__startswith="Not confirmed")
    assert "The register says otherwise" in mail.text
    assert "clerk@register.example" not in mail.text + mail.html


@pytest.mark.proves("organisations.correct")
def test_a_declined_organisation_is_corrected_and_waits_again(world: World) -> None:
    made = register(world.buyer, now=world.now)
    later = world.now + timedelta(hours=1)
    decline_organisation(
        organisation_id=made.public_id,
        by_id=world.operator.pk,
        seen_version=1,
        reason="No such number.",
        now=later,
    )

    corrected = correct_organisation(
        organisation_id=made.public_id, by_id=world.buyer.pk, words=words(registration="B-99"), now=later
    )

    assert (corrected.state, corrected.version, corrected.sent_at) == (WAITING, 2, later)


def test_a_confirmed_organisation_keeps_its_name(world: World) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)

    with pytest.raises(OrganisationRefused):
        correct_organisation(
            organisation_id=made.public_id, by_id=world.buyer.pk, words=words(name="Another"), now=world.now
        )


def test_only_an_owner_corrects(world: World) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    press: dict[str, Any] = {"organisation_id": made.public_id, "words": WORDS, "now": world.now}

    with pytest.raises(MembersRefused):
        correct_organisation(by_id=world.outsider.pk, **press)
    with pytest.raises(NotYours):
        correct_organisation(by_id=world.seller.pk, **press)


def test_only_staff_decide_and_not_about_their_own(world: World) -> None:
    made, own = register(world.buyer, now=world.now), register(world.operator, now=world.now, name="Own Hall")

    with pytest.raises(NotYours):
        confirm_organisation(
            organisation_id=made.public_id, by_id=world.buyer.pk, seen_version=1, now=world.now
        )
    with pytest.raises(OrganisationRefused):
        confirm_organisation(
            organisation_id=own.public_id, by_id=world.operator.pk, seen_version=1, now=world.now
        )


def test_staff_decide_about_the_words_they_have_seen(world: World) -> None:
    made = register(world.buyer, now=world.now)
    correct_organisation(
        organisation_id=made.public_id, by_id=world.buyer.pk, words=words(name="Another Name"), now=world.now
    )

    with pytest.raises(OrganisationRefused, match="corrected in the meantime"):
        confirm_organisation(
            organisation_id=made.public_id, by_id=world.operator.pk, seen_version=1, now=world.now
        )


def test_a_decline_needs_a_reason(world: World) -> None:
    made = register(world.buyer, now=world.now)

    with pytest.raises(DecisionUnfit):
        decline_organisation(
            organisation_id=made.public_id,
            by_id=world.operator.pk,
            seen_version=1,
            reason=" no ",
            now=world.now,
        )


@pytest.mark.parametrize(
    "name",
    [
        "BLUE KETTLE  BAKERIES",
        "B1ue Kettle Bakeries",
        "Вlue Kеttle Вakeries",
        "Blue Kettle Bakeriés",
        "Ｂｌｕｅ Kettle Bakeries",
        "Blue-Kettle-Bakeries.",
        "BIue Kettle Bakeries",
    ],
)
def test_a_name_that_looks_like_a_confirmed_one_cannot_be_confirmed(world: World, name: str) -> None:
    first = make_organisation(world.buyer, by=world.operator, now=world.now)
    second = register(world.outsider, now=world.now, name=name)

    with pytest.raises(LooksLikeAnother):
        confirm_organisation(
            organisation_id=second.public_id, by_id=world.operator.pk, seen_version=1, now=world.now
        )

    assert alike(second) == [first]


def test_another_name_can_be_confirmed_but_staff_see_how_near_it_is(world: World) -> None:
    first = make_organisation(world.buyer, by=world.operator, now=world.now)
    second = register(world.outsider, now=world.now, name="Blue Kettle Bakery")

    assert alike(second) == [first]
    confirm_organisation(
        organisation_id=second.public_id, by_id=world.operator.pk, seen_version=1, now=world.now
    )


def test_a_registration_number_is_confirmed_once(world: World) -> None:
    made = [
        register_organisation(
            by_id=person.pk, words=words(name=name, registration=number), key=uuid.uuid4(), now=world.now
        )
        for person, name, number in (
            (world.buyer, "Blue Kettle", "B-12 345"),
            (world.outsider, "Something Else", "b12345"),
        )
    ]
    press: dict[str, Any] = {"by_id": world.operator.pk, "seen_version": 1, "now": world.now}
    confirm_organisation(organisation_id=made[0].public_id, **press)

    with pytest.raises(LooksLikeAnother, match="registration number"):
        confirm_organisation(organisation_id=made[1].public_id, **press)


def test_names_of_other_scripts_have_keys_of_their_own() -> None:
    keys = {name_key(name) for name in ("مخبز الإبريق", "Пекарня", "面包店", "बेकरी", "Bakery")}

    assert len(keys) == 5
    assert "" not in keys


def test_confirmed_and_declined_at_once_is_one_of_both(own_database: str) -> None:
    world = make_world()
    made = register(world.buyer, now=world.now)
    press: dict[str, Any] = {
        "organisation_id": made.public_id,
        "by_id": world.operator.pk,
        "seen_version": 1,
        "now": world.now,
    }

    answers = at_once(
        lambda: confirm_organisation(**press),
        lambda: decline_organisation(reason="No such number.", **press),
        lambda: confirm_organisation(**press),
    )

    made.refresh_from_db()
    decision = Decision.objects.get(organisation=made)
    assert decision.answer == made.state
    assert any(isinstance(answer, OrganisationRefused) for answer in answers)
    assert Mail.objects.filter(to=world.buyer.email, subject__contains=made.name).count() == 1


def test_two_that_look_alike_confirmed_at_once_are_not_both_confirmed(own_database: str) -> None:
    world = make_world()
    one = register(world.buyer, now=world.now)
    other = register(world.outsider, now=world.now, name="B1ue Kettle Bakeries")

    answers = at_once(
        *(
            lambda made=made: confirm_organisation(
                organisation_id=made.public_id, by_id=world.operator.pk, seen_version=1, now=world.now
            )
            for made in (one, other)
        )
    )

    assert Organisation.objects.filter(state=CONFIRMED).count() == 1
    assert len([answer for answer in answers if isinstance(answer, LooksLikeAnother)]) == 1


def test_registered_twice_at_once_is_one_organisation(own_database: str) -> None:
    world = make_world()
    key = uuid.uuid4()

    def press() -> Organisation:
        return register_organisation(by_id=world.buyer.pk, words=WORDS, key=key, now=world.now)

    answers = at_once(press, press, press)

    assert answers == [Organisation.objects.get()] * 3
