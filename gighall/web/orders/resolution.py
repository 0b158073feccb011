"""The resolution centre on the order page: what is asked, what it would do, and who may answer how."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.domain.orders.models import Request
from gighall.domain.orders.rules import CANCEL, REFUND, TIME, Wish, silence_cancels
from gighall.web.orders.facts import entry_href
from gighall.web.orders.money_words import WHOLE, outcome_words
from gighall.web.orders.situation import Situation
from gighall.web.orders.spans import BothZones, both_zones


@dataclass(frozen=True)
class Asked:
    """A request that waits for its answer, as one side reads it."""

    public_id: str
    is_mine: bool
    title: str
    outcome: str
    silence: str
    until: BothZones
    reason_href: str
    accept_label: str


def asked_of(at: Situation) -> Asked | None:
    """Return what is asked in an order now, or None."""
    request = at.pending
    if request is None:
        return None
    return Asked(
        public_id=request.public_id,
        is_mine=not at.is_asked,
        title=_mine(at, request) if not at.is_asked else _theirs(at, request),
        outcome=_outcome(at, request),
        silence=_silence(at, request),
        until=both_zones(request.lapses_at, at.other),
        reason_href=entry_href(request.message_number),
        accept_label=_accept_label(request),
    )


def _mine(at: Situation, request: Request) -> str:
    match request.kind:
        case kind if kind == REFUND:
            words = (
                _("You asked for %(percent)d %% of the price back")
                if at.is_buyer
                else _("You offered %(percent)d %% of the price back")
            )
            return words % {"percent": request.percent}
        case kind if kind == TIME:
            return ngettext(
                "You asked for %(days)d more day", "You asked for %(days)d more days", request.days or 0
            ) % {"days": request.days}
        case _:
            return _("You asked to cancel the order")


def _theirs(at: Situation, request: Request) -> str:
    name = at.other.name
    match request.kind:
        case kind if kind == REFUND:
            words = (
                _("%(name)s offers %(percent)d %% of the price back")
                if at.is_buyer
                else _("%(name)s asks for %(percent)d %% of the price back")
            )
            return words % {"name": name, "percent": request.percent}
        case kind if kind == TIME:
            return ngettext(
                "%(name)s asks for %(days)d more day",
                "%(name)s asks for %(days)d more days",
                request.days or 0,
            ) % {"name": name, "days": request.days}
        case _:
            return _("%(name)s asks to cancel the order") % {"name": name}


def _outcome(at: Situation, request: Request) -> str:
    """Return what happens at once when the request is accepted."""
    if request.kind == TIME:
        days = request.days or 0
        return ngettext(
            "The time for the work becomes %(days)d day longer. The money stays where it is.",
            "The time for the work becomes %(days)d days longer. The money stays where it is.",
            days,
        ) % {"days": days}
    percent = WHOLE if request.kind == CANCEL else request.percent or WHOLE
    ends = _("The order is cancelled.") if percent == WHOLE else _("The order is completed.")
    return f"{ends} {outcome_words(at, percent=percent)}"


def _silence(at: Situation, request: Request) -> str:
    """Return what happens when nobody answers in time."""
    wish = Wish(request.kind, request.percent, request.days)
    cancels = silence_cancels(
        wish, asked_by=request.side, state=at.order.state, has_delivery=at.times.has_delivery
    )
    if cancels:
        return _("Without an answer in time this happens by itself.")
    return _("Without an answer in time the request ends, and everything goes on as before.")


def _accept_label(request: Request) -> str:
    match request.kind:
        case kind if kind == REFUND:
            return _("Accept and divide the money")
        case kind if kind == TIME:
            return _("Accept: more time")
        case _:
            return _("Accept and cancel")
