"""What can be done in the room organisations. Each action is one transaction."""

from .deciding import confirm_organisation, decline_organisation
from .inviting import accept_invitation, invite_member, withdraw_invitation
from .members import hand_over, leave_organisation, make_owner, remove_member
from .registering import correct_organisation, register_organisation

__all__ = [
    "accept_invitation",
    "confirm_organisation",
    "correct_organisation",
    "decline_organisation",
    "hand_over",
    "invite_member",
    "leave_organisation",
    "make_owner",
    "register_organisation",
    "remove_member",
    "withdraw_invitation",
]
