"""View-models of organisations: what the templates print, decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base.text import isolated
from gighall.domain.accounts.models import Person
from gighall.domain.organisations.models import Decision, Invitation, Membership, Organisation
from gighall.domain.organisations.rules import COUNTRIES
from gighall.domain.organisations.states import CONFIRMED, DECLINED, MEMBER, OWNER, WAITING
from gighall.web.accounts.views import day

STATE_LABELS = {
    WAITING: gettext_lazy("waits for confirmation"),
    CONFIRMED: gettext_lazy("confirmed"),
    DECLINED: gettext_lazy("not confirmed"),
}
STATE_TONES = {WAITING: "waiting", CONFIRMED: "good", DECLINED: "bad"}
ROLE_LABELS = {OWNER: gettext_lazy("Owner"), MEMBER: gettext_lazy("Member")}


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation in the list of one's own."""

    name: str
    href: str
    note: str
    state_label: str
    state_tone: str


@dataclass(frozen=True)
class MemberRow:
    """A member as another one sees them; ``can_change`` for owners, of everybody but themselves."""

    name: str
    person_id: str
    href: str
    role: str
    since: str
    is_me: bool
    is_owner: bool
    can_change: bool


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody has used."""

    id: str
    email: str
    note: str


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation as one of its members sees it.

    ``others_read`` is what it does as others have it, where contact details were withheld.
    """

    id: str
    name: str
    state_label: str
    state_tone: str
    standing: str
    standing_kind: str
    reason: str
    facts: list[tuple[str, str]]
    about: str
    others_read: str
    members: list[MemberRow]
    invitations: list[InvitationRow]
    is_owner: bool
    is_confirmed: bool
    can_correct: bool
    is_last_owner: bool
    # Whoever is alone in one that is not confirmed has nobody to hand it over to, and nothing to leave.
    has_leaving: bool


def country_name(code: str) -> str:
    """Return what a country is called."""
    return _(COUNTRIES.get(code, code))


def organisation_row(membership: Membership) -> OrganisationRow:
    """Return an organisation for the list of somebody who belongs to it."""
    organisation = membership.organisation
    return OrganisationRow(
        name=organisation.name,
        href=reverse("organisations:show", args=[organisation.public_id]),
        note=str(ROLE_LABELS[membership.role]),
        state_label=str(STATE_LABELS[organisation.state]),
        state_tone=STATE_TONES[organisation.state],
    )


def organisation_page(
    mine: Membership,
    *,
    members: Sequence[Membership],
    invitations: Sequence[Invitation],
    decisions: Sequence[Decision],
    now: datetime,
) -> OrganisationPage:
    """Return the page of an organisation for one of its members."""
    organisation, is_owner = mine.organisation, mine.role == OWNER
    owners = [each for each in members if each.role == OWNER]
    standing, kind = _standing(organisation, is_owner=is_owner)
    is_withheld = organisation.about != organisation.about_shown
    return OrganisationPage(
        id=organisation.public_id,
        name=organisation.name,
        state_label=str(STATE_LABELS[organisation.state]),
        state_tone=STATE_TONES[organisation.state],
        standing=standing,
        standing_kind=kind,
        reason=decisions[0].reason if decisions and organisation.state == DECLINED else "",
        facts=facts_of(organisation),
        about=organisation.about,
        others_read=organisation.about_shown if is_withheld else "",
        members=[member_row(each, mine=mine) for each in members],
        invitations=[_invitation(each, now=now) for each in invitations] if is_owner else [],
        is_owner=is_owner,
        is_confirmed=organisation.state == CONFIRMED,
        can_correct=is_owner and organisation.state != CONFIRMED,
        is_last_owner=is_owner and len(owners) == 1,
        has_leaving=organisation.state == CONFIRMED or len(members) > 1,
    )


def facts_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return under what an organisation is registered, and since when it is confirmed."""
    facts = [
        (_("Country of the register"), country_name(organisation.country)),
        (_("Registration number"), organisation.registration),
    ]
    if organisation.confirmed_at is not None:
        facts.append((_("Confirmed on"), day(organisation.confirmed_at)))
    return facts


def _standing(organisation: Organisation, *, is_owner: bool) -> tuple[str, str]:
    """Return what can be done with an organisation now, and the kind of the notice that says it."""
    match organisation.state:
        case "confirmed":
            return _(
                "Members can order for it: they choose so on the page on which they order. The seller reads its name"
                " on the order, before and after the work, and can start a video call there; you can ask for one."
            ), "good"
        case "waiting":
            return _(
                "Staff look the registration number up and then confirm or decline it; you get a mail. Until then"
                " nobody can order for it, and nobody can be invited."
            ), "info"
        case _:
            words = _("Nobody can order for it, and nobody can be invited.")
            if is_owner:
                words = f"{words} {_('Correct what you wrote and send it again.')}"
            return words, "warn"


def member_row(membership: Membership, *, mine: Membership | None = None) -> MemberRow:
    """Return a member as another one sees them; without ``mine`` as staff do."""
    person = membership.person
    is_me = mine is not None and membership.person_id == mine.person_id
    return MemberRow(
        name=person.name,
        person_id=person.public_id,
        href=reverse("people:show", args=[person.public_id]),
        role=str(ROLE_LABELS[membership.role]),
        since=day(membership.joined_at),
        is_me=is_me,
        is_owner=membership.role == OWNER,
        can_change=mine is not None and mine.role == OWNER and not is_me,
    )


def _invitation(invitation: Invitation, *, now: datetime) -> InvitationRow:
    is_over = now >= invitation.expires_at
    words = _("expired on {day}") if is_over else _("invited by {name}, works until {day}")
    note = words.format(name=isolated(invitation.invited_by.name), day=day(invitation.expires_at))
    return InvitationRow(invitation.public_id, invitation.email, note)


@dataclass(frozen=True)
class InvitationPage:
    """An invitation as who holds the link sees it; ``problem`` says why it does not work for them."""

    name: str
    lead: str
    facts: list[tuple[str, str]]
    about: str
    problem: str
    is_guest: bool


def invitation_page(invitation: Invitation, *, person: Person | None, problem: str) -> InvitationPage:
    """Return the page of an invitation; the registration number is for members and staff."""
    organisation = invitation.organisation
    return InvitationPage(
        name=organisation.name,
        lead=_("{name} invites you to become a member.").format(name=isolated(invitation.invited_by.name)),
        facts=[
            (_("Country of the register"), country_name(organisation.country)),
            (_("Works until"), day(invitation.expires_at)),
        ],
        about=organisation.about_shown,
        problem=problem,
        is_guest=person is None,
    )
