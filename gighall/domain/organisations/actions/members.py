"""Who belongs to an organisation, and who owns it. One owner is always left."""

from datetime import datetime

from django.db import transaction

from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.notices.actions import notify

from ..models import Membership
from ..queries import lock_organisation_for, members_of, open_invitations_of
from ..rules import check_can_leave, check_is_owner
from ..states import MEMBER, OWNER


@transaction.atomic
def remove_member(*, organisation_id: str, person_id: str, by_id: int, now: datetime) -> Membership:
    """Remove somebody else from an organisation: they can no longer order for it, and read so in a mail.

    Orders that they placed for it stay as they are. Invitations that they sent hold no longer.
    Errors: NotYours, MembersRefused; NotYours too for somebody who does not belong to it (any more).
    """
    mine = lock_organisation_for(public_id=organisation_id, person_id=by_id)
    check_is_owner(mine.role)
    theirs = _other_member(mine, person_id)
    _end(theirs, now=now, by_id=by_id)
    payload = {"name": mine.organisation.name, "path": "/account/organisations/"}
    notify(kind="organisation_left", person_id=theirs.person_id, payload=payload, now=now)
    return theirs


@transaction.atomic
def leave_organisation(*, organisation_id: str, by_id: int, now: datetime) -> Membership:
    """Leave an organisation oneself; orders that were placed for it stay as they are.

    Errors: NotYours, MembersRefused for its last owner.
    """
    mine = lock_organisation_for(public_id=organisation_id, person_id=by_id)
    check_can_leave(role=mine.role, owners=members_of(mine.organisation_id).filter(role=OWNER).count())
    _end(mine, now=now)
    return mine


@transaction.atomic
def make_owner(*, organisation_id: str, person_id: str, by_id: int) -> Membership:
    """Make another member an owner too, who may do all that owners may. A second press changes nothing.

    Errors: NotYours, MembersRefused.
    """
    mine = lock_organisation_for(public_id=organisation_id, person_id=by_id)
    check_is_owner(mine.role)
    return _give_role(_other_member(mine, person_id), OWNER)


@transaction.atomic
def hand_over(*, organisation_id: str, person_id: str, by_id: int) -> Membership:
    """Make another member an owner in one's own place; one stays a member, and can leave.

    Errors: NotYours, MembersRefused.
    """
    mine = lock_organisation_for(public_id=organisation_id, person_id=by_id)
    check_is_owner(mine.role)
    theirs = _give_role(_other_member(mine, person_id), OWNER)
    _give_role(mine, MEMBER)
    return theirs


def _other_member(mine: Membership, person_id: str) -> Membership:
    others = members_of(mine.organisation_id).exclude(pk=mine.pk)
    theirs = others.filter(person__public_id=person_id).first()
    if theirs is None:
        raise NotYours(_("There is no such member."))
    return theirs


def _give_role(membership: Membership, role: str) -> Membership:
    if membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
    return membership


def _end(membership: Membership, *, now: datetime, by_id: int | None = None) -> None:
    membership.left_at, membership.ended_by_id = now, by_id
    membership.save(update_fields=["left_at", "ended_by"])
    sent = open_invitations_of(membership.organisation_id).filter(invited_by_id=membership.person_id)
    sent.update(withdrawn_at=now)
