"""Reads of organisations. A member reads through their own membership, staff through the state."""

import hashlib
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.base.errors import marked as _
from gighall.domain.accounts.queries import has_confirmed_address

from .models import Decision, Invitation, Membership, Organisation
from .rules import check_can_accept, not_for_organisation
from .states import CONFIRMED, OWNER

NO_SUCH = _("There is no such organisation.")
NO_SUCH_INVITATION = _("There is no such invitation.")


def memberships_of(person_id: int) -> QuerySet[Membership]:
    """Return where a person is a member now, with the organisations, by name."""
    return (
        Membership.objects.filter(person_id=person_id, left_at__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name", "id")
    )


def organisations_to_order_for(person_id: int) -> list[Organisation]:
    """Return the confirmed organisations of which a person is a member now, by name."""
    mine = memberships_of(person_id).filter(organisation__state=CONFIRMED)
    return [membership.organisation for membership in mine]


def get_membership_for(*, public_id: str, person_id: int) -> Membership:
    """Return the membership of a person who belongs to an organisation now, with the organisation.

    Errors: NotYours.
    """
    membership = memberships_of(person_id).filter(organisation__public_id=public_id).first()
    if membership is None:
        raise NotYours(NO_SUCH)
    return membership


def lock_organisation_for(*, public_id: str, person_id: int) -> Membership:
    """Return the membership of a person, its organisation locked until the transaction ends.

    Who belongs to an organisation, who is invited and what it is called changes under this lock only.
    Errors: NotYours.
    """
    locked = Organisation.objects.select_for_update(no_key=True).filter(public_id=public_id).first()
    if locked is None:
        raise NotYours(NO_SUCH)
    membership = get_membership_for(public_id=public_id, person_id=person_id)
    membership.organisation = locked
    return membership


def lock_to_order_for(*, public_id: str, person_id: int) -> Organisation:
    """Return a confirmed organisation of which the person is a member, the membership locked.

    Whoever removes them waits until the order is placed, or has removed them before.
    Errors: NotForOrganisation.
    """
    membership = (
        Membership.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation")
        .filter(person_id=person_id, left_at__isnull=True)
        .filter(organisation__public_id=public_id, organisation__state=CONFIRMED)
        .first()
    )
    if membership is None:
        raise not_for_organisation()
    return membership.organisation


def members_of(organisation_id: int) -> QuerySet[Membership]:
    """Return who belongs to an organisation now, owners first, then in the order in which they came."""
    return (
        Membership.objects.filter(organisation_id=organisation_id, left_at__isnull=True)
        .select_related("person")
        .annotate(is_owner=Q(role=OWNER))
        .order_by("-is_owner", "joined_at", "id")
    )


def is_member(*, organisation_id: int, person_id: int) -> bool:
    """Say whether somebody belongs to an organisation now."""
    return members_of(organisation_id).filter(person_id=person_id).exists()


def open_invitations_of(organisation_id: int) -> QuerySet[Invitation]:
    """Return the invitations that were neither used nor withdrawn, the newest first; expired ones too."""
    return (
        Invitation.objects.filter(organisation_id=organisation_id)
        .filter(membership__isnull=True, withdrawn_at__isnull=True)
        .select_related("invited_by")
        .order_by("-id")
    )


def invitation_hash(token: str) -> str:
    """Return the digest under which an invitation's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def get_invitation(token: str) -> Invitation:
    """Return the invitation with this token, used or not, for whoever holds the mailed link.

    Errors: NotYours.
    """
    invitation = (
        Invitation.objects.select_related("organisation", "invited_by", "membership")
        .filter(token_hash=invitation_hash(token))
        .first()
    )
    if invitation is None:
        raise NotYours(NO_SUCH_INVITATION)
    return invitation


def check_can_use(invitation: Invitation, *, person_id: int, now: datetime) -> None:
    """Refuse an invitation to a person for whom it does not work.

    Errors: InvitationRefused.
    """
    members = members_of(invitation.organisation_id)
    check_can_accept(
        is_used=invitation.membership_id is not None,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        is_for_them=has_confirmed_address(person_id, invitation.email),
        is_member=members.filter(person_id=person_id).exists(),
        members=members.count(),
        now=now,
    )


def unconfirmed_of(person_id: int) -> int:
    """Return how many organisations a person has registered that staff have not confirmed."""
    return Organisation.objects.filter(made_by_id=person_id).exclude(state=CONFIRMED).count()


def organisations_in(state: str) -> QuerySet[Organisation]:
    """Return organisations in a state for staff, who waited longest first, with the number of their members."""
    counted = Organisation.objects.filter(state=state).select_related("made_by")
    members = Count("memberships", filter=Q(memberships__left_at__isnull=True))
    return counted.annotate(members=members).order_by("sent_at", "id")


def get_organisation(public_id: str) -> Organisation:
    """Return any organisation, for staff.

    Errors: NotYours.
    """
    found = Organisation.objects.select_related("made_by").filter(public_id=public_id).first()
    if found is None:
        raise NotYours(NO_SUCH)
    return found


def decisions_about(organisation_id: int) -> list[Decision]:
    """Return what staff said about an organisation, the newest first."""
    return list(Decision.objects.filter(organisation_id=organisation_id).select_related("by").order_by("-id"))


def alike(organisation: Organisation) -> list[Organisation]:
    """Return others whose name or registration number could be taken for this one's, for staff."""
    others = Organisation.objects.exclude(pk=organisation.pk)
    number = Q(country=organisation.country, registration_key=organisation.registration_key)
    same = Q(name_key=organisation.name_key) | Q(name_key__trigram_similar=organisation.name_key)
    found = others.filter(number | same).order_by("id")
    return list(found[: limits.ORGANISATIONS_ALIKE_SHOWN])


def confirmed_like(organisation: Organisation) -> Organisation | None:
    """Return the confirmed organisation that this one could not be told from, or None."""
    number = Q(country=organisation.country, registration_key=organisation.registration_key)
    others = Organisation.objects.filter(state=CONFIRMED).exclude(pk=organisation.pk)
    return others.filter(number | Q(name_key=organisation.name_key)).order_by("id").first()
