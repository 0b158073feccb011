"""When an organisation may be registered, corrected and decided about. Plain Python."""

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from ..states import CONFIRMED, STATES, TRANSITIONS, WAITING


class OrganisationRefused(Refused):
    """What was pressed does not fit where the organisation stands."""

    code = "organisation_refused"


class DecisionUnfit(Refused):
    """A reason that is too short or too long."""

    code = "decision_unfit"


class LooksLikeAnother(OrganisationRefused):
    """A confirmed organisation has this name, or one that looks the same, or this registration number."""

    code = "looks_like_another"


def can_move(name: str, state: str) -> bool:
    """Say whether an organisation in this state can make the move."""
    move = next(each for each in TRANSITIONS if each.name == name)
    assert state in STATES
    return state in move.sources


def check_can_register(*, waiting: int) -> None:
    """Refuse one more organisation to somebody who has many that no staff has confirmed.

    Errors: OrganisationRefused.
    """
    if waiting >= limits.ORGANISATIONS_WAITING_MAX:
        raise OrganisationRefused(
            _(
                "You have registered {most} organisations that are not confirmed. Correct one of them instead."
            ),
            most=limits.ORGANISATIONS_WAITING_MAX,
        )


def check_can_correct(*, state: str) -> None:
    """Refuse to change what staff have confirmed.

    Errors: OrganisationRefused.
    """
    if not can_move("correct", state):
        raise OrganisationRefused(
            _("This organisation is confirmed: its name and number stay as they were confirmed.")
        )


def check_can_decide(*, state: str, is_member: bool, seen_version: int, version: int) -> None:
    """Refuse to decide about one's own organisation, about words that nobody has seen, or once more.

    Errors: OrganisationRefused.
    """
    if is_member:
        raise OrganisationRefused(
            _("You belong to this organisation. Let somebody else of the staff decide.")
        )
    if state != WAITING:
        raise OrganisationRefused(
            _("It was confirmed in the meantime. Look at the page again.")
            if state == CONFIRMED
            else _("It was declined in the meantime. Look at the page again.")
        )
    if seen_version != version:
        raise OrganisationRefused(_("It was corrected in the meantime. Read it again, then decide."))


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing.

    Errors: DecisionUnfit.
    """
    least, most = limits.REASON_CHARACTERS_MIN, limits.REASON_CHARACTERS_MAX
    if not least <= len(reason) <= most:
        raise DecisionUnfit(
            _("Say in {least} to {most} characters why: the owner reads it."), least=least, most=most
        )


def looks_like_another(*, name: str, by_number: bool) -> LooksLikeAnother:
    """Return the refusal to confirm one that could be taken for another confirmed one."""
    if by_number:
        words = _("“{name}” is confirmed with this registration number. Decline this one and say so.")
    else:
        words = _(
            "“{name}” is confirmed, and nobody could tell the two names apart. Decline this one and say so;"
            " a name with one more word can be confirmed."
        )
    return LooksLikeAnother(words, name=name)
