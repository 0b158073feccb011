"""Rules of organisations as tables: who may do what when, and which names look the same."""

from datetime import UTC, datetime, timedelta

import pytest

from gighall.base import limits
from gighall.domain.organisations.rules import (
    COUNTRIES,
    InvitationRefused,
    MembersRefused,
    OrganisationRefused,
    can_move,
    check_can_accept,
    check_can_decide,
    check_can_invite,
    check_can_leave,
    check_is_owner,
    name_key,
    registration_key,
)
from gighall.domain.organisations.states import CONFIRMED, DECLINED, MEMBER, OWNER, WAITING

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("move", "state", "can"),
    [
        ("confirm", WAITING, True),
        ("confirm", DECLINED, False),
        ("decline", WAITING, True),
        ("decline", CONFIRMED, False),
        ("correct", WAITING, True),
        ("correct", DECLINED, True),
        ("correct", CONFIRMED, False),
    ],
)
def test_moves_lead_from_their_states_only(move: str, state: str, can: bool) -> None:
    assert can_move(move, state) is can


@pytest.mark.parametrize(
    ("state", "is_member", "seen"),
    [(CONFIRMED, False, 3), (DECLINED, False, 3), (WAITING, True, 3), (WAITING, False, 2)],
)
def test_staff_decide_once_about_others_and_what_they_read(state: str, is_member: bool, seen: int) -> None:
    check_can_decide(state=WAITING, is_member=False, seen_version=3, version=3)

    with pytest.raises(OrganisationRefused):
        check_can_decide(state=state, is_member=is_member, seen_version=seen, version=3)


def test_only_the_last_owner_cannot_leave() -> None:
    check_can_leave(role=MEMBER, owners=1)
    check_can_leave(role=OWNER, owners=2)
    check_is_owner(OWNER)

    with pytest.raises(MembersRefused):
        check_can_leave(role=OWNER, owners=1)
    with pytest.raises(MembersRefused):
        check_is_owner(MEMBER)


@pytest.mark.parametrize(
    ("state", "is_member", "members", "open_ones", "today"),
    [
        (WAITING, False, 1, 0, 0),
        (DECLINED, False, 1, 0, 0),
        (CONFIRMED, True, 1, 0, 0),
        (CONFIRMED, False, limits.ORGANISATION_MEMBERS_MAX, 0, 0),
        (CONFIRMED, False, 1, limits.INVITATIONS_OPEN_MAX, 0),
        (CONFIRMED, False, 1, 0, limits.INVITATIONS_PER_DAY_MAX),
    ],
)
def test_invitations_have_their_limits(
    state: str, is_member: bool, members: int, open_ones: int, today: int
) -> None:
    check_can_invite(state=CONFIRMED, is_member=False, members=1, open_invitations=0, sent_today=0)

    with pytest.raises(InvitationRefused):
        check_can_invite(
            state=state, is_member=is_member, members=members, open_invitations=open_ones, sent_today=today
        )


@pytest.mark.parametrize(
    ("is_used", "withdrawn_at", "expires_at", "is_for_them", "is_member", "members"),
    [
        (True, None, NOW + timedelta(days=1), True, False, 1),
        (False, NOW, NOW + timedelta(days=1), True, False, 1),
        (False, None, NOW, True, False, 1),
        (False, None, NOW + timedelta(days=1), False, False, 1),
        (False, None, NOW + timedelta(days=1), True, True, 1),
        (False, None, NOW + timedelta(days=1), True, False, limits.ORGANISATION_MEMBERS_MAX),
    ],
)
def test_an_invitation_works_once_in_time_for_whom_it_was_sent_to(
    is_used: bool,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    is_for_them: bool,
    is_member: bool,
    members: int,
) -> None:
    check_can_accept(
        is_used=False,
        withdrawn_at=None,
        expires_at=NOW + timedelta(seconds=1),
        is_for_them=True,
        is_member=False,
        members=1,
        now=NOW,
    )

    with pytest.raises(InvitationRefused):
        check_can_accept(
            is_used=is_used,
            withdrawn_at=withdrawn_at,
            expires_at=expires_at,
            is_for_them=is_for_them,
            is_member=is_member,
            members=members,
            now=NOW,
        )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mill & Sons", "mill and sons"),
        ("Mill", "Mills"),
        ("Anna", "Hanna"),
        ("مخبز", "مكتبة"),
        ("北京书店", "南京书店"),
    ],
)
def test_names_that_the_eye_tells_apart_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Modern Press", "Modem Press"),
        ("PayPal", "PаyРаI"),
        ("Straße", "STRASSE"),
        ("Łódź Press", "Lodz Press"),
        ("100 Lamps", "lOO Lamps"),
    ],
)
def test_names_that_look_the_same_have_the_same_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_registration_number_is_the_same_however_it_is_spaced() -> None:
    assert registration_key("B-12 345") == registration_key("b12.345") == "b12345"


def test_countries_have_codes_of_two_letters_and_names_of_their_own() -> None:
    assert all(len(code) == 2 and code.isupper() for code in COUNTRIES)
    assert len(set(COUNTRIES.values())) == len(COUNTRIES)
