"""What happens next in an order, said to one side: whose turn it is, and what they can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gighall.base import limits
from gighall.base.money import format_minor
from gighall.domain.gigs.states import CHAT_SESSION, VIDEO_SESSION
from gighall.domain.orders.states import CANCELLED, COMPLETED, DELIVERED, IN_PROGRESS, REQUIREMENTS
from gighall.web.orders.facts import WHY_CANCELLED, held_words
from gighall.web.orders.resolution import Asked
from gighall.web.orders.situation import Situation
from gighall.web.orders.spans import both_zones

MINE, THEIRS, NONE = "mine", "theirs", "none"


@dataclass(frozen=True)
class NextStep:
    """What happens next, said to one side. ``turn`` is *mine*, *theirs* or *none*."""

    title: str
    body: str
    turn: str
    due: str = ""


def next_step_of(at: Situation, asked: Asked | None) -> NextStep:
    """Return what happens next: what support decides and what is asked come before the order's own road."""
    if at.is_open and at.is_with_support:
        return NextStep(
            _("Support looks at this order"),
            _("Both sides stand still until support has decided. Write what matters in the talk."),
            NONE,
        )
    if asked is not None:
        due = _("Answer until %(date)s.") if at.is_asked else _("%(name)s has until %(date)s.")
        accepted = _("If you accept:") if at.is_asked else _("If it is accepted:")
        return NextStep(
            asked.title,
            f"{accepted} {asked.outcome} {asked.silence}",
            MINE if at.is_asked else THEIRS,
            due % {"name": at.other.name, "date": asked.until.here},
        )
    return _STEPS[at.order.state](at)


def _waits_for_answers(at: Situation) -> NextStep:
    due_at = at.answers_due_at
    due = ""
    if due_at is not None:
        words = _("Without answers the order is cancelled on %(date)s, and the money goes back.")
        due = words % {"date": both_zones(due_at, at.other).here}
    if at.is_buyer:
        return NextStep(
            _("Answer the seller’s questions"),
            _("The work begins when you have answered. Until then the seller’s time does not run."),
            MINE,
            due,
        )
    return NextStep(
        _("%(name)s answers your questions") % {"name": at.other.name},
        _("We remind them. Your time for the work starts with the answers."),
        THEIRS,
        due,
    )


def _works(at: Situation) -> NextStep:
    name = {"name": at.other.name}
    due = _due(at)
    if not at.is_buyer:
        if at.times.is_late:
            body = _("Your time is over. Deliver, or ask for more time: it is better said than waited for.")
            return NextStep(_("Deliver: you are late"), body, MINE, due)
        if at.times.revisions:
            body = _("%(name)s said what to change. Deliver again when that is done.")
            return NextStep(_("Revise, then deliver again"), body % name, MINE, due)
        if at.order.kind == CHAT_SESSION:
            return NextStep(_("Hold the session"), _session_words(at), MINE, due)
        if at.order.kind == VIDEO_SESSION:
            body = _(
                "Agree on a time in the talk, then start the call on this page. When it ends, it is delivered."
            )
            return NextStep(_("Hold the video call"), body, MINE, due)
        body = _("Work it out with %(name)s in the chat. When you are done, deliver what was agreed.")
        return NextStep(_("Talk, then deliver"), body % name, MINE, due)
    if at.times.is_very_late:
        body = _("The order is very late. You can wait, ask for something else, or cancel and get all back.")
        return NextStep(_("You can cancel now"), body, MINE, due)
    if at.times.is_late:
        body = _("Ask how it goes. %(hours)d hours after the deadline you can cancel alone.")
        return NextStep(_("%(name)s is late") % name, body % {"hours": limits.VERY_LATE_HOURS}, THEIRS, due)
    if at.times.revisions:
        body = _("You said what to change. When that is done, it is delivered here once more.")
        return NextStep(_("%(name)s revises the work") % name, body, THEIRS, due)
    if at.order.kind == CHAT_SESSION:
        return NextStep(_("Hold the session with %(name)s") % name, _session_words(at), MINE, due)
    if at.order.kind == VIDEO_SESSION:
        body = _("Agree on a time in the talk. %(name)s starts the call on this page, and you join it.")
        return NextStep(_("Hold the video call with %(name)s") % name, body % name, NONE, due)
    body = _("Say what you need. When the work is done, %(name)s delivers it here and you accept it.")
    return NextStep(_("Talk with %(name)s") % name, body % name, NONE, due)


def _session_words(at: Situation) -> str:
    words = _(
        "Agree on a time in the talk. Then both of you open the session page and press start. A minute counts only"
        " while both have that page open; when it ends, its transcript is delivered."
    )
    opened = at.newest("session_opened")
    closings = [at.newest("session_started"), at.newest("session_withdrawn")]
    if opened is None or any(each and each.at >= opened.at for each in closings):
        return words
    return _("A start was pressed: one of you waits on the session page. %(words)s") % {"words": words}


def _due(at: Situation) -> str:
    if at.times.due_at is None or at.times.is_late:
        return ""
    words = _("Deliver by %(date)s.") if not at.is_buyer else _("The delivery is due by %(date)s.")
    return words % {"date": both_zones(at.times.due_at, at.other).here}


def _delivered(at: Situation) -> NextStep:
    name = {"name": at.other.name}
    due = ""
    if at.times.review_ends_at is not None:
        moment = both_zones(at.times.review_ends_at, at.other).here
        due = _("Counts as accepted on %(date)s.") % {"date": moment}
    delivery = at.newest("delivered")
    if delivery is not None and delivery.fact.get("session"):
        return _session_delivered(at, delivery.fact, due)
    if at.is_buyer:
        body = _("If it is what you ordered, accept it: then %(name)s is paid. Until then you can talk here.")
        return NextStep(_("Look at the delivery"), body % name, MINE, due)
    return NextStep(
        _("%(name)s looks at your delivery") % name,
        _("You are paid when it is accepted."),
        THEIRS,
        due,
    )


def _session_delivered(at: Situation, fact: Mapping[str, Any], due: str) -> NextStep:
    ended = _("The session has ended: %(held)s. Its transcript is the delivery.") % {"held": held_words(fact)}
    name = {"name": at.other.name}
    if at.is_buyer:
        body = _("If you got the help that you ordered, accept it: then %(name)s is paid.")
        return NextStep(_("Look at the transcript"), f"{ended} {body % name}", MINE, due)
    title = _("%(name)s looks at the transcript") % name
    return NextStep(title, f"{ended} {_('You are paid when it is accepted.')}", THEIRS, due)


def _completed(at: Situation) -> NextStep:
    share = at.newest("refunded_in_part")
    lines = [_money_words(at)] if share is not None else []
    return NextStep(_("Completed"), " ".join([*lines, _after_the_end(at)]), NONE)


def _cancelled(at: Situation) -> NextStep:
    fact = at.newest("cancelled") or at.newest("decided")
    why = WHY_CANCELLED.get(fact.fact.get("why", "")) if fact else None
    by = at.order.buyer.name
    lines = [str(why) % {"name": by}] if why else []
    return NextStep(_("Cancelled"), " ".join([*lines, _money_words(at), _after_the_end(at)]), NONE)


def _money_words(at: Situation) -> str:
    """Return what went back to the buyer, by the order's own facts."""
    refunded = at.newest("payment_refunded")
    if refunded is None:
        return ""
    words = _("You got %(amount)s back.") if at.is_buyer else _("%(amount)s went back to the buyer.")
    return words % {"amount": format_minor(refunded.fact["amount_minor"])}


def _after_the_end(at: Situation) -> str:
    if at.order.record.closed_at is not None:
        return _("Everything stays on this page, to be read, searched and downloaded.")
    days = limits.TALK_AFTER_END_DAYS
    words = ngettext(
        "Everything stays on this page. For %(days)d day after the end you can still write to %(name)s here.",
        "Everything stays on this page. For %(days)d days after the end you can still write to %(name)s here.",
        days,
    )
    return words % {"days": days, "name": at.other.name}


_STEPS = {
    REQUIREMENTS: _waits_for_answers,
    IN_PROGRESS: _works,
    DELIVERED: _delivered,
    COMPLETED: _completed,
    CANCELLED: _cancelled,
}
