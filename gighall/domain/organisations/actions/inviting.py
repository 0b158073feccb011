"""Inviting somebody by e-mail address, and becoming a member with the mailed link."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.notices.actions import notify_address

from ..models import Invitation, Membership, Organisation
from ..queries import (
    NO_SUCH_INVITATION,
    check_can_use,
    get_invitation,
    invitation_hash,
    lock_organisation_for,
    members_of,
    open_invitations_of,
)
from ..rules import check_can_invite, check_is_owner
from ..states import MEMBER


@transaction.atomic
def invite_member(*, organisation_id: str, by_id: int, email: str, now: datetime) -> Invitation:
    """Invite whoever has an address by a mailed link; an earlier link to the same address holds no longer.

    Nobody learns here whether somebody has joined with the address, unless they are a member already.
    Errors: NotYours, MembersRefused, InvitationRefused.
    """
    membership = lock_organisation_for(public_id=organisation_id, person_id=by_id)
    check_is_owner(membership.role)
    organisation, address = membership.organisation, email.strip().lower()
    standing = open_invitations_of(organisation.pk).filter(email__iexact=address)
    standing.update(withdrawn_at=now)
    members = members_of(organisation.pk)
    sent = Invitation.objects.filter(organisation=organisation, invited_at__gt=now - timedelta(days=1))
    check_can_invite(
        state=organisation.state,
        is_member=members.filter(person__email__iexact=address).exists(),
        members=members.count(),
        open_invitations=open_invitations_of(organisation.pk).filter(expires_at__gt=now).count(),
        sent_today=sent.count(),
    )
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        token_hash=invitation_hash(token),
        invited_by_id=by_id,
        invited_at=now,
        expires_at=now + timedelta(days=limits.INVITATION_DAYS),
    )
    payload = {
        "name": organisation.name,
        "inviter": Person.objects.get(pk=by_id).name,
        "days": limits.INVITATION_DAYS,
        "path": f"/account/organisations/invitations/{token}/",
    }
    notify_address(kind="organisation_invitation", email=address, payload=payload, now=now)
    return invitation


@transaction.atomic
def withdraw_invitation(*, organisation_id: str, invitation_id: str, by_id: int, now: datetime) -> Invitation:
    """Take an invitation back: its link holds no longer. A second press changes nothing.

    Errors: NotYours, MembersRefused; NotYours too for an invitation that was used.
    """
    membership = lock_organisation_for(public_id=organisation_id, person_id=by_id)
    check_is_owner(membership.role)
    invitation = Invitation.objects.filter(
        organisation=membership.organisation, public_id=invitation_id, membership__isnull=True
    ).first()
    if invitation is None:
        raise NotYours(NO_SUCH_INVITATION)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, by_id: int, now: datetime) -> Membership:
    """Become a member with the mailed link; only who has confirmed the address that it was sent to.

    A second press of the same person changes nothing.
    Errors: NotYours without such a link, InvitationRefused.
    """
    organisation_id = get_invitation(token).organisation_id
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    # Read under the lock: it was used or withdrawn before, or it holds until this transaction ends.
    invitation = get_invitation(token)
    used = invitation.membership
    if used is not None and used.person_id == by_id and used.left_at is None:
        return used
    check_can_use(invitation, person_id=by_id, now=now)
    invitation.membership = Membership.objects.create(
        organisation=organisation, person_id=by_id, role=MEMBER, joined_at=now
    )
    invitation.save(update_fields=["membership"])
    return invitation.membership
