"""Rules of organisations. Plain Python: facts in, an answer or a refusal out."""

from .countries import COUNTRIES
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
    cleaned_words,
    contact_in_name,
)

__all__ = [
    "COUNTRIES",
    "InvitationRefused",
    "MembersRefused",
    "NotForOrganisation",
    "OrganisationFault",
    "OrganisationIncomplete",
    "OrganisationWords",
    "check_can_accept",
    "check_can_invite",
    "check_can_leave",
    "check_is_owner",
    "cleaned_words",
    "contact_in_name",
    "name_key",
    "not_for_organisation",
    "registration_key",
]
