"""What an order's page says about exceptions: what is allowed here, until when and why; or that it has ended."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gighall.domain.orders.rules import Moment
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
    """Return the exceptions that run in an order; when none does, the last one that ended; none without a talk.

    They are read from the facts of its record, which tell of every exception that ever held there.
    """
    if at.order.record.closed_at is not None:
        return []
    revoked = {fact.fact["waiver"]: fact for fact in at.facts if fact.kind == "exception_revoked"}
    granted = [fact for fact in at.facts if fact.kind == "exception_granted"]
    running = [fact for fact in granted if fact.fact["waiver"] not in revoked and at.now < _until(fact)]
    if running:
        return [_running(fact) for fact in reversed(running)]
    return [_ended(fact, revoked.get(fact.fact["waiver"])) for fact in granted[-1:]]


def _until(fact: Moment) -> datetime:
    return datetime.fromisoformat(fact.fact["until"])


def _running(fact: Moment) -> ExceptionNotice:
    said = fact.fact
    where = (
        _("Support made an exception for this order, until %(until)s.")
        if said.get("only_here")
        else _("Support made an exception for the orders of this gig, until %(until)s.")
    )
    return ExceptionNotice(
        title=_("Allowed here: %(kinds)s") % {"kinds": kind_names(said["kinds"])},
        lines=[
            where % {"until": until_words(said["until"])},
            _("Nobody has to share any. Paying stays here."),
        ],
        reason=said["reason"],
        runs=True,
    )


def _ended(fact: Moment, revoked: Moment | None) -> ExceptionNotice:
    said = (revoked or fact).fact
    words = _("Support ended it on %(until)s.") if revoked else _("It ran until %(until)s.")
    return ExceptionNotice(
        title=_("The exception for outside contact has ended"),
        lines=[
            words % {"until": until_words(said["until"])},
            _("Withheld again: %(kinds)s. What was said before stays as it is.")
            % {"kinds": kind_names(fact.fact["kinds"])},
        ],
        reason=said["reason"] if revoked else "",
        runs=False,
    )
