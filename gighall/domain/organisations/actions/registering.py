"""Registering an organisation, and correcting what staff have not confirmed."""

import uuid
from datetime import datetime

from django.db import transaction

from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import check_person_accepted_terms
from gighall.domain.policy.queries import judged_in, shown_in, spans_of

from ..models import Membership, Organisation
from ..queries import lock_organisation_for, unconfirmed_of
from ..rules import (
    OrganisationIncomplete,
    OrganisationWords,
    check_can_correct,
    check_can_register,
    check_is_owner,
    contact_in_name,
    name_key,
    read_words,
    registration_key,
)
from ..states import OWNER, WAITING

# What an organisation says of itself is judged like what a person says of themselves.
PLACE = "profile"


@transaction.atomic
def register_organisation(
    *, by_id: int, words: OrganisationWords, key: uuid.UUID, now: datetime
) -> Organisation:
    """Register an organisation, which then waits for staff; who registers it is its first owner.

    Idempotent by ``key``: a second press returns the first one.
    Errors: TermsNotAccepted, OrganisationIncomplete, OrganisationRefused.
    """
    check_person_accepted_terms(by_id)
    # Two presses of one person come one after the other, so that neither overlooks the other's organisation.
    Person.objects.select_for_update(no_key=True).get(pk=by_id)
    first = Organisation.objects.filter(made_by_id=by_id, make_key=key).first()
    if first is not None:
        return first
    check_can_register(waiting=unconfirmed_of(by_id))
    organisation = Organisation(made_by_id=by_id, make_key=key, made_at=now, sent_at=now)
    _fill(organisation, words)
    organisation.save(force_insert=True)
    Membership.objects.create(organisation=organisation, person_id=by_id, role=OWNER, joined_at=now)
    return organisation


@transaction.atomic
def correct_organisation(
    *, organisation_id: str, by_id: int, words: OrganisationWords, now: datetime
) -> Organisation:
    """Change what an organisation says before staff have confirmed it; one that was declined waits again.

    A press that changes nothing sends a declined one again and leaves a waiting one as it is.
    Errors: NotYours, MembersRefused, OrganisationIncomplete, OrganisationRefused.
    """
    membership = lock_organisation_for(public_id=organisation_id, person_id=by_id)
    check_is_owner(membership.role)
    organisation = membership.organisation
    check_can_correct(state=organisation.state)
    before = _said(organisation)
    _fill(organisation, words)
    if _said(organisation) != before:
        organisation.version += 1
        organisation.sent_at = now
        organisation.save()
    return organisation


def _said(organisation: Organisation) -> tuple[str, ...]:
    """Return all that staff decide about, and whether they have."""
    words = (organisation.name, organisation.country, organisation.registration, organisation.about)
    return (organisation.state, *words)


def _fill(organisation: Organisation, typed: OrganisationWords) -> None:
    """Put the words into an organisation's row; it waits for staff from now on.

    Errors: OrganisationIncomplete.
    """
    words, faults = read_words(typed)
    found = spans_of(judged_in(PLACE, words.name))
    if found:
        faults.append(contact_in_name(words.name[found[0]["s"] : found[0]["e"]]))
    if faults:
        raise OrganisationIncomplete(faults)
    shown = shown_in(PLACE, words.about)
    organisation.name, organisation.name_key = words.name, name_key(words.name)
    organisation.country = words.country
    organisation.registration = words.registration
    organisation.registration_key = registration_key(words.registration)
    organisation.about, organisation.about_shown = words.about, shown.words
    organisation.withheld_kinds = list(shown.kinds)
    organisation.state = WAITING
