"""Exceptions: when support may let contact details stand in the orders of a gig. Plain Python."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.guard import Finding

from .payments import leads_to_payment
from .table import CONTACT_KINDS, IN_ORDER, PROPOSAL_KINDS

# Support never lets people pay elsewhere.
WAIVABLE_KINDS = CONTACT_KINDS - {"payment"}
# What the guard calls a proposal to pay outside.
_TO_PAY = "pay"


@dataclass(frozen=True, slots=True)
class RunningWaiver:
    """What judging needs to know of an exception: what it lets stand, and until when."""

    id: int
    public_id: str
    kinds: frozenset[str]
    expires_at: datetime


class WaiverRefused(Refused):
    """An exception that nobody can grant like this."""

    code = "exception_unfit"


class WaiverEnded(Refused):
    """The exception has ended before: it has expired, or was revoked."""

    code = "exception_ended"


def check_waiver(*, kinds: Collection[str], reason: str, expires_at: datetime, now: datetime) -> None:
    """Refuse an exception without kinds, for paying elsewhere, without a reason, or for no fitting time.

    Errors: WaiverRefused.
    """
    if "payment" in kinds:
        raise WaiverRefused(_("Paying elsewhere is never part of an exception. Take that kind out."))
    if not kinds or not set(kinds) <= WAIVABLE_KINDS:
        raise WaiverRefused(_("Choose at least one kind of contact that the exception allows."))
    check_waiver_reason(reason)
    if not now < expires_at <= now + timedelta(days=limits.WAIVER_DAYS_MAX):
        raise WaiverRefused(
            _("An exception ends on a day to come, {days} days from now at the latest."),
            days=limits.WAIVER_DAYS_MAX,
        )


def check_waiver_reason(reason: str) -> None:
    """Refuse a reason that is empty or too long.

    Errors: WaiverRefused.
    """
    if not 0 < len(reason.strip()) <= limits.WAIVER_REASON_CHARACTERS_MAX:
        raise WaiverRefused(
            _("Write the reason, in at most {most:,} characters: both sides of the orders read it."),
            most=limits.WAIVER_REASON_CHARACTERS_MAX,
        )


def check_can_revoke(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> None:
    """Refuse to revoke an exception that has ended.

    Errors: WaiverEnded.
    """
    if revoked_at is not None:
        raise WaiverEnded(_("This exception was revoked on {at}; nothing is left to do."), at=revoked_at)
    if expires_at <= now:
        raise WaiverEnded(_("This exception ended on {at}; nothing is left to do."), at=expires_at)


def waiver_for(
    finding: Finding, waivers: Iterable[RunningWaiver], *, place: str, now: datetime
) -> RunningWaiver | None:
    """Return the exception under which a finding may stand at this moment, the longest of several, or None.

    A proposal to talk outside may stand under any of them, one to pay outside under none.
    """
    if place not in IN_ORDER:
        return None
    fitting = [waiver for waiver in waivers if now < waiver.expires_at and _covers(waiver, finding)]
    return max(fitting, key=lambda waiver: (waiver.expires_at, waiver.id), default=None)


def _covers(waiver: RunningWaiver, finding: Finding) -> bool:
    if finding.kind in PROPOSAL_KINDS:
        return finding.value != _TO_PAY
    if finding.kind == "url" and leads_to_payment(finding.value):
        return False
    return finding.kind in waiver.kinds & WAIVABLE_KINDS


def kinds_waived(waivers: Sequence[RunningWaiver]) -> tuple[str, ...]:
    """Return all kinds that some exceptions let stand, in the order of the alphabet."""
    return tuple(sorted(set[str]().union(*(waiver.kinds for waiver in waivers))))
