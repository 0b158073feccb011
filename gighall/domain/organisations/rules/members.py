"""Who may do what in an organisation, and when an invitation can be used. Plain Python."""

from datetime import datetime

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from ..states import CONFIRMED, OWNER


class MembersRefused(Refused):
    """What was pressed does not fit who one is in the organisation, or where it stands."""

    code = "members_refused"


class InvitationRefused(Refused):
    """An invitation that cannot be sent, or cannot be used."""

    code = "invitation_refused"


class NotForOrganisation(Refused):
    """An order for an organisation that is not confirmed, or of which the buyer is no member."""

    code = "not_for_organisation"


def check_is_owner(role: str) -> None:
    """Refuse what only owners may do.

    Errors: MembersRefused.
    """
    if role != OWNER:
        raise MembersRefused(_("Only an owner of the organisation can do this. Ask one of them."))


def check_can_leave(*, role: str, owners: int) -> None:
    """Refuse to leave an organisation without an owner.

    Errors: MembersRefused.
    """
    if role == OWNER and owners == 1:
        raise MembersRefused(
            _(
                "You are the last owner. Hand the organisation over to another member first; then you can leave."
            )
        )


def check_can_invite(
    *, state: str, is_member: bool, members: int, open_invitations: int, sent_today: int
) -> None:
    """Refuse an invitation of nobody new, of one too many, or into an organisation that is not confirmed.

    Errors: InvitationRefused.
    """
    if state != CONFIRMED:
        raise InvitationRefused(
            _("You can invite people as soon as the hall has confirmed the organisation.")
        )
    if is_member:
        raise InvitationRefused(_("Who has this address is a member already."))
    if members >= limits.ORGANISATION_MEMBERS_MAX:
        raise _too_many_members()
    if open_invitations >= limits.INVITATIONS_OPEN_MAX:
        raise InvitationRefused(
            _("{most} invitations wait for an answer. Withdraw one that you no longer need."),
            most=limits.INVITATIONS_OPEN_MAX,
        )
    if sent_today >= limits.INVITATIONS_PER_DAY_MAX:
        raise InvitationRefused(
            _("{most} invitations were sent within a day. Send the next ones tomorrow."),
            most=limits.INVITATIONS_PER_DAY_MAX,
        )


def _too_many_members() -> InvitationRefused:
    return InvitationRefused(
        _("The organisation has {most} members, as many as it can. Somebody has to leave first."),
        most=limits.ORGANISATION_MEMBERS_MAX,
    )


def check_can_accept(
    *,
    is_used: bool,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    is_for_them: bool,
    is_member: bool,
    members: int,
    now: datetime,
) -> None:
    """Refuse an invitation that is used, withdrawn or expired, or was sent to somebody else.

    Errors: InvitationRefused.
    """
    if is_used:
        raise InvitationRefused(_("This invitation was used. Ask an owner for a new one."))
    if withdrawn_at is not None:
        raise InvitationRefused(_("This invitation was withdrawn. Ask an owner for a new one."))
    if now >= expires_at:
        raise InvitationRefused(_("This invitation has expired. Ask an owner for a new one."))
    if not is_for_them:
        raise InvitationRefused(
            _(
                "This invitation was sent to another address. Sign in with the account of that address, and confirm"
                " the address if you have not yet."
            )
        )
    if is_member:
        raise InvitationRefused(_("You are a member of this organisation already."))
    if members >= limits.ORGANISATION_MEMBERS_MAX:
        raise _too_many_members()


def not_for_organisation() -> NotForOrganisation:
    """Return the refusal of an order for an organisation; it does not say whether there is such a one."""
    return NotForOrganisation(
        _("You cannot order for this organisation: only its members can, once the hall has confirmed it.")
    )
