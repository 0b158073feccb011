"""Shapes of the API of organisations, and an organisation as one of its members gets it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from gighall.base import limits
from gighall.domain.organisations.models import Invitation, Membership, Organisation
from gighall.domain.organisations.states import OWNER
from gighall.web.api.shapes import FaultOut, PublicId, RefusalOut, Words

OrganisationState = Literal["waiting", "confirmed", "declined"]
Role = Literal["owner", "member"]
Email = Annotated[
    Words, StringConstraints(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
]


class OrganisationWordsIn(Schema):
    """What an organisation says of itself; ``country`` is an ISO 3166 code of two letters."""

    name: Words
    country: Annotated[Words, StringConstraints(max_length=2)]
    registration: Words
    about: Words


class OrganisationIn(OrganisationWordsIn):
    """An organisation to register; the key makes a second call harmless."""

    key: UUID


class OrganisationRefusedOut(RefusalOut):
    """Why an organisation was not taken; ``faults`` is everything that is to change in what was sent."""

    faults: list[FaultOut] = []


class InvitationIn(Schema):
    """Whom to invite."""

    email: Email


class TokenIn(Schema):
    """The token at the end of the mailed link."""

    token: Annotated[Words, StringConstraints(max_length=100)]


class PersonIn(Schema):
    """A member, by their id."""

    person: PublicId


class SeenIn(Schema):
    """Which version of the organisation's words was read."""

    seen_version: Annotated[int, Field(ge=1, le=10**6)]


class DeclineIn(SeenIn):
    """Why an organisation is declined."""

    reason: Annotated[Words, StringConstraints(max_length=limits.REASON_CHARACTERS_MAX)]


class OrganisationsWish(Schema):
    """Which organisations staff want to see, and which page of them."""

    state: OrganisationState = "waiting"
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class MemberOut(Schema):
    """Somebody who belongs to an organisation."""

    id: str
    name: str
    role: Role
    joined_at: datetime


class InvitationOut(Schema):
    """An invitation that nobody has used; the token stands in the mail alone."""

    id: str
    email: str
    invited_at: datetime
    expires_at: datetime


class OrganisationOut(Schema):
    """An organisation; ``about_shown`` is what others than its members read of ``about``."""

    id: str
    name: str
    country: str
    registration: str
    about: str
    about_shown: str
    state: OrganisationState
    version: int
    sent_at: datetime
    confirmed_at: datetime | None


class MyOrganisationOut(OrganisationOut):
    """An organisation of one's own; ``invitations`` are there for owners."""

    role: Role
    members: list[MemberOut]
    invitations: list[InvitationOut]


class MembershipOut(Schema):
    """To what one belongs, in short."""

    id: str
    name: str
    state: OrganisationState
    role: Role


def organisation_out(organisation: Organisation) -> dict[str, object]:
    """Return an organisation for its members and staff."""
    return {
        "id": organisation.public_id,
        "name": organisation.name,
        "country": organisation.country,
        "registration": organisation.registration,
        "about": organisation.about,
        "about_shown": organisation.about_shown,
        "state": organisation.state,
        "version": organisation.version,
        "sent_at": organisation.sent_at,
        "confirmed_at": organisation.confirmed_at,
    }


def my_organisation_out(
    mine: Membership, *, members: Iterable[Membership], invitations: Iterable[Invitation]
) -> dict[str, object]:
    """Return an organisation for one of its members."""
    shown = invitations if mine.role == OWNER else ()
    return organisation_out(mine.organisation) | {
        "role": mine.role,
        "members": [
            {
                "id": each.person.public_id,
                "name": each.person.name,
                "role": each.role,
                "joined_at": each.joined_at,
            }
            for each in members
        ],
        "invitations": [invitation_out(each) for each in shown],
    }


def invitation_out(invitation: Invitation) -> dict[str, object]:
    """Return an invitation for the owners."""
    return {
        "id": invitation.public_id,
        "email": invitation.email,
        "invited_at": invitation.invited_at,
        "expires_at": invitation.expires_at,
    }


def membership_out(membership: Membership) -> dict[str, object]:
    """Return to what somebody belongs, in short."""
    organisation = membership.organisation
    return {
        "id": organisation.public_id,
        "name": organisation.name,
        "state": organisation.state,
        "role": membership.role,
    }
