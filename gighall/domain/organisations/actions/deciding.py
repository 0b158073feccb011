"""What staff say about an organisation: confirmed, or declined with a reason. Once, and its owners are told."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gighall.base.errors import NotYours
from gighall.base.text import clean_line
from gighall.domain.accounts.models import Person
from gighall.domain.notices.actions import notify
from gighall.domain.policy.queries import shown_in

from ..models import Decision, Organisation
from ..queries import NO_SUCH, confirmed_like, is_member, members_of
from ..rules import check_can_decide, check_reason, looks_like_another
from ..states import CONFIRMED, DECLINED, OWNER
from .registering import PLACE


def confirm_organisation(
    *, organisation_id: str, by_id: int, seen_version: int, now: datetime
) -> Organisation:
    """Confirm an organisation as staff read it: from now on its members can order for it. Staff only.

    A second press changes nothing.
    Errors: NotYours, OrganisationRefused, LooksLikeAnother if a confirmed one has its name, in looks, or its number.
    """
    try:
        with transaction.atomic():
            return _confirm(organisation_id, by_id, seen_version, now)
    except IntegrityError:
        # Another one that looks the same was confirmed in this moment.
        organisation = Organisation.objects.get(public_id=organisation_id)
        _check_looks(organisation)
        raise


def _confirm(organisation_id: str, by_id: int, seen_version: int, now: datetime) -> Organisation:
    organisation = _lock(organisation_id, by_id)
    if organisation.state == CONFIRMED:
        return organisation
    _check_can_decide(organisation, by_id, seen_version)
    _check_looks(organisation)
    organisation.state, organisation.confirmed_at = CONFIRMED, now
    organisation.save(update_fields=["state", "confirmed_at"])
    _keep(organisation, by_id=by_id, now=now)
    return organisation


@transaction.atomic
def decline_organisation(
    *, organisation_id: str, by_id: int, seen_version: int, reason: str, now: datetime
) -> Organisation:
    """Decline an organisation as staff read it; its owners read why, and can correct it. Staff only.

    A second press changes nothing.
    Errors: NotYours, DecisionUnfit, OrganisationRefused.
    """
    words = clean_line(reason)
    check_reason(words)
    organisation = _lock(organisation_id, by_id)
    if organisation.state == DECLINED:
        return organisation
    _check_can_decide(organisation, by_id, seen_version)
    organisation.state = DECLINED
    organisation.save(update_fields=["state"])
    _keep(organisation, by_id=by_id, now=now, reason=words)
    return organisation


def _lock(organisation_id: str, by_id: int) -> Organisation:
    is_staff = Person.objects.filter(pk=by_id, is_staff=True, is_active=True).exists()
    organisation = (
        Organisation.objects.select_for_update(no_key=True).filter(public_id=organisation_id).first()
    )
    if not is_staff or organisation is None:
        raise NotYours(NO_SUCH)
    return organisation


def _check_can_decide(organisation: Organisation, by_id: int, seen_version: int) -> None:
    check_can_decide(
        state=organisation.state,
        is_member=is_member(organisation_id=organisation.pk, person_id=by_id),
        seen_version=seen_version,
        version=organisation.version,
    )


def _check_looks(organisation: Organisation) -> None:
    other = confirmed_like(organisation)
    if other is not None:
        raise looks_like_another(name=other.name, by_number=other.name_key != organisation.name_key)


def _keep(organisation: Organisation, *, by_id: int, now: datetime, reason: str = "") -> None:
    """Keep who decided, and write to every owner."""
    Decision.objects.create(
        organisation=organisation, answer=organisation.state, by_id=by_id, at=now, reason=reason
    )
    payload: dict[str, Any] = {
        "name": organisation.name,
        # A mail must carry no contact detail; the page has the reason as it was written.
        "reason": shown_in(PLACE, reason).words,
        "path": f"/account/organisations/{organisation.public_id}/",
    }
    for owner in members_of(organisation.pk).filter(role=OWNER):
        notify(kind=f"organisation_{organisation.state}", person_id=owner.person_id, payload=payload, now=now)
