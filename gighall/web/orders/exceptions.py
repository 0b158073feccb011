"""What an order's page says about exceptions: what is allowed here, until when and why; or that it has ended."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gighall.domain.orders.rules import ToldException, exceptions_told, exceptions_worth_telling
from gighall.domain.policy.rules import until_words
from gighall.web.orders.situation import Situation
from gighall.web.shared.verdicts import kind_names


@dataclass(frozen=True)
class ExceptionNotice:
    """An exception as an order's page tells of it."""

    title: str
    lines: list[str]
    reason: str
    runs: bool


def exceptions_of(at: Situation) -> list[ExceptionNotice]:
    """Return the exceptions that run in an order; when none does, the last one; none when its talk has ended."""
    if at.order.record.closed_at is not None:
        return []
    return [_notice(told, at.now) for told in exceptions_worth_telling(exceptions_told(at.facts), now=at.now)]


def _notice(told: ToldException, now: datetime) -> ExceptionNotice:
    kinds, ends = kind_names(told.kinds), {"until": until_words(told.ends_at.isoformat())}
    if told.runs(now):
        where = (
            _("Support made an exception for this order, until %(until)s.")
            if told.is_only_here
            else _("Support made an exception for the orders of this gig, until %(until)s.")
        )
        return ExceptionNotice(
            title=_("Allowed here: %(kinds)s") % {"kinds": kinds},
            lines=[where % ends, _("Nobody has to share any. Paying stays here.")],
            reason=told.reason,
            runs=True,
        )
    ended = _("Support ended it on %(until)s.") if told.revoked_because else _("It ran until %(until)s.")
    again = _("Withheld again: %(kinds)s. What was said before stays as it is.") % {"kinds": kinds}
    return ExceptionNotice(
        title=_("The exception for outside contact has ended"),
        lines=[ended % ends, again],
        reason=told.revoked_because,
        runs=False,
    )
