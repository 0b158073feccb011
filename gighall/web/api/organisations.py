"""The API of organisations: one's own, their members and invitations; for staff, the queue and deciding."""

from django.http import HttpRequest
from ninja import Query, Router, Status

from gighall.base import clock, limits
from gighall.domain.organisations import actions, queries
from gighall.domain.organisations.rules import OrganisationWords
from gighall.web.api.organisation_shapes import (
    DeclineIn,
    InvitationIn,
    InvitationOut,
    MembershipOut,
    MyOrganisationOut,
    OrganisationIn,
    OrganisationOut,
    OrganisationRefusedOut,
    OrganisationsWish,
    OrganisationWordsIn,
    PersonIn,
    SeenIn,
    TokenIn,
    invitation_out,
    membership_out,
    my_organisation_out,
    organisation_out,
)
from gighall.web.api.shapes import RefusalOut
from gighall.web.shared.signed_in import person_of, require_staff

router = Router(tags=["organisations"])
ANSWERS = {200: MyOrganisationOut, 404: RefusalOut, 409: RefusalOut}
WORDS = {200: MyOrganisationOut, 404: RefusalOut, 409: OrganisationRefusedOut}
NOTHING = {204: None, 404: RefusalOut, 409: RefusalOut}
DECIDED = {200: OrganisationOut, 404: RefusalOut, 409: RefusalOut}


def _out(request: HttpRequest, organisation_id: str) -> dict[str, object]:
    mine = queries.get_membership_for(public_id=organisation_id, person_id=person_of(request).pk)
    return my_organisation_out(
        mine,
        members=queries.members_of(mine.organisation_id),
        invitations=queries.open_invitations_of(mine.organisation_id),
    )


def _words(body: OrganisationWordsIn) -> OrganisationWords:
    return OrganisationWords(body.name, body.country, body.registration, body.about)


@router.get("/organisations", response=list[MembershipOut])
def list_organisations(request: HttpRequest) -> list[dict[str, object]]:
    """Return the organisations to which the person belongs, by name."""
    return [membership_out(each) for each in queries.memberships_of(person_of(request).pk)]


@router.post("/organisations", response=WORDS)
def register_organisation(request: HttpRequest, body: OrganisationIn) -> dict[str, object]:
    """Register an organisation: staff look it up and confirm or decline it."""
    made = actions.register_organisation(
        by_id=person_of(request).pk, words=_words(body), key=body.key, now=clock.now()
    )
    return _out(request, made.public_id)


@router.get("/organisations/{organisation_id}", response={200: MyOrganisationOut, 404: RefusalOut})
def show_organisation(request: HttpRequest, organisation_id: str) -> dict[str, object]:
    """Return an organisation of one's own, with its members."""
    return _out(request, organisation_id)


@router.put("/organisations/{organisation_id}", response=WORDS)
def correct_organisation(
    request: HttpRequest, organisation_id: str, body: OrganisationWordsIn
) -> dict[str, object]:
    """Correct what staff have not confirmed; owners only."""
    actions.correct_organisation(
        organisation_id=organisation_id, by_id=person_of(request).pk, words=_words(body), now=clock.now()
    )
    return _out(request, organisation_id)


@router.delete("/organisations/{organisation_id}/membership", response=NOTHING)
def leave_organisation(request: HttpRequest, organisation_id: str) -> Status[None]:
    """Leave an organisation; its last owner hands it over first."""
    actions.leave_organisation(organisation_id=organisation_id, by_id=person_of(request).pk, now=clock.now())
    return Status(204, None)


@router.delete("/organisations/{organisation_id}/members/{person_id}", response=ANSWERS)
def remove_member(request: HttpRequest, organisation_id: str, person_id: str) -> dict[str, object]:
    """Remove somebody else from an organisation; owners only."""
    actions.remove_member(
        organisation_id=organisation_id,
        person_id=person_id,
        by_id=person_of(request).pk,
        now=clock.now(),
    )
    return _out(request, organisation_id)


@router.put("/organisations/{organisation_id}/owners/{person_id}", response=ANSWERS)
def make_owner(request: HttpRequest, organisation_id: str, person_id: str) -> dict[str, object]:
    """Make a member an owner too; owners only."""
    actions.make_owner(organisation_id=organisation_id, person_id=person_id, by_id=person_of(request).pk)
    return _out(request, organisation_id)


@router.post("/organisations/{organisation_id}/handover", response=ANSWERS)
def hand_over(request: HttpRequest, organisation_id: str, body: PersonIn) -> dict[str, object]:
    """Make a member an owner in one's own place; owners only."""
    actions.hand_over(organisation_id=organisation_id, person_id=body.person, by_id=person_of(request).pk)
    return _out(request, organisation_id)


@router.post(
    "/organisations/{organisation_id}/invitations",
    response={200: InvitationOut, 404: RefusalOut, 409: RefusalOut},
)
def invite_member(request: HttpRequest, organisation_id: str, body: InvitationIn) -> dict[str, object]:
    """Invite whoever has an address by a mailed link; owners only."""
    invitation = actions.invite_member(
        organisation_id=organisation_id, by_id=person_of(request).pk, email=body.email, now=clock.now()
    )
    return invitation_out(invitation)


@router.delete("/organisations/{organisation_id}/invitations/{invitation_id}", response=NOTHING)
def withdraw_invitation(request: HttpRequest, organisation_id: str, invitation_id: str) -> Status[None]:
    """Take an invitation back; owners only."""
    actions.withdraw_invitation(
        organisation_id=organisation_id,
        invitation_id=invitation_id,
        by_id=person_of(request).pk,
        now=clock.now(),
    )
    return Status(204, None)


@router.post("/invitations/acceptance", response=ANSWERS)
def accept_invitation(request: HttpRequest, body: TokenIn) -> dict[str, object]:
    """Become a member with the token of the mailed link."""
    membership = actions.accept_invitation(token=body.token, by_id=person_of(request).pk, now=clock.now())
    return _out(request, membership.organisation.public_id)


@router.get("/staff/organisations", response={200: list[OrganisationOut], 404: RefusalOut})
def list_staff_organisations(request: HttpRequest, wish: Query[OrganisationsWish]) -> list[dict[str, object]]:
    """Return organisations in a state to staff, who waited longest first, 25 a page."""
    require_staff(request)
    start = (wish.page - 1) * limits.PAGE_ROWS
    rows = queries.organisations_in(wish.state)[start : start + limits.PAGE_ROWS]
    return [organisation_out(each) for each in rows]


@router.post("/staff/organisations/{organisation_id}/confirmation", response=DECIDED)
def confirm_organisation(request: HttpRequest, organisation_id: str, body: SeenIn) -> dict[str, object]:
    """Confirm an organisation as it was read; staff only."""
    confirmed = actions.confirm_organisation(
        organisation_id=organisation_id,
        by_id=require_staff(request).pk,
        seen_version=body.seen_version,
        now=clock.now(),
    )
    return organisation_out(confirmed)


@router.post("/staff/organisations/{organisation_id}/refusal", response=DECIDED)
def decline_organisation(request: HttpRequest, organisation_id: str, body: DeclineIn) -> dict[str, object]:
    """Decline an organisation as it was read, with a reason for its owners; staff only."""
    declined = actions.decline_organisation(
        organisation_id=organisation_id,
        by_id=require_staff(request).pk,
        seen_version=body.seen_version,
        reason=body.reason,
        now=clock.now(),
    )
    return organisation_out(declined)
