"""Rules of organisations. Plain Python: facts in, an answer or a refusal out."""

from .countries import COUNTRIES
from .deciding import (
    DecisionUnfit,
    LooksLikeAnother,
    OrganisationRefused,
    can_move,
    check_can_correct,
    check_can_decide,
    check_can_register,
    check_reason,
    looks_like_another,
)
from .members import (
    InvitationRefused,
    MembersRefused,
    NotForOrganisation,
    check_can_accept,
    check_can_invite,
    check_can_leave,
    check_is_owner,
    not_for_organisation,
)
from .names import name_key, registration_key
from .words import (
    OrganisationFault,
    OrganisationIncomplete,
    OrganisationWords,
    contact_in_name,
    read_words,
)

__all__ = [
    "COUNTRIES",
    "DecisionUnfit",
    "InvitationRefused",
    "LooksLikeAnother",
    "MembersRefused",
    "NotForOrganisation",
    "OrganisationFault",
    "OrganisationIncomplete",
    "OrganisationRefused",
    "OrganisationWords",
    "can_move",
    "check_can_accept",
    "check_can_correct",
    "check_can_decide",
    "check_can_invite",
    "check_can_leave",
    "check_can_register",
    "check_is_owner",
    "check_reason",
    "contact_in_name",
    "looks_like_another",
    "name_key",
    "not_for_organisation",
    "read_words",
    "registration_key",
]
