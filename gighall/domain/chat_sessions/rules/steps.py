"""Who may open, start, pause and end a session, and when. Plain Python: facts in, a refusal or nothing out."""

from dataclasses import dataclass

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.domain.gigs.states import CHAT_SESSION, VIDEO_SESSION
from gighall.domain.orders.states import DELIVERED, IN_PROGRESS, REQUIREMENTS

from ..states import TEXT, VIDEO

# Which kind of order is delivered by a session of which medium.
_SOLD_BY = {CHAT_SESSION: TEXT, VIDEO_SESSION: VIDEO}


class SessionRefused(Refused):
    """A session that cannot be opened, started, paused or ended now, or by this side."""

    code = "session_refused"


@dataclass(frozen=True)
class OrderFacts:
    """What a session asks of its order. ``minutes`` is None where none were sold."""

    state: str
    kind: str
    minutes: int | None
    has_case: bool = False


def cap_of(order: OrderFacts, *, medium: str, billed_before: int) -> int | None:
    """Return how many seconds a session may bill: what is left of the minutes sold; None where it is not what is sold.

    Shapes: ``billed_before`` are the seconds of the order's earlier sessions of the same medium.
    """
    if _SOLD_BY.get(order.kind) != medium or order.minutes is None:
        return None
    return max(0, order.minutes * 60 - billed_before)


def is_delivered_by(order: OrderFacts, *, medium: str, seconds: int) -> bool:
    """Say whether the session's transcript delivers the order: it is what was sold, and the two were in it together."""
    is_sold = _SOLD_BY.get(order.kind) == medium
    return is_sold and seconds > 0 and order.state == IN_PROGRESS and not order.has_case


def check_can_start(order: OrderFacts, *, medium: str, billed_before: int, sessions_before: int) -> None:
    """Refuse to open or start a session in an order that is not at work, or has no minutes left.

    Errors: SessionRefused with what is the case instead.
    """
    if medium == TEXT and order.kind != CHAT_SESSION:
        raise SessionRefused(
            _("This order has no timed session. Talk on its page; the seller delivers there.")
        )
    if order.has_case:
        raise SessionRefused(_("Support is looking at this order and decides. Until then no session begins."))
    if order.state == REQUIREMENTS:
        raise SessionRefused(_("The seller’s questions come first. When they are answered, press start."))
    if order.state == DELIVERED:
        raise SessionRefused(
            _("This order is delivered. If something is missing, the buyer asks for a revision first.")
        )
    if order.state != IN_PROGRESS:
        raise SessionRefused(_("This order has ended. A new session needs a new order."))
    if cap_of(order, medium=medium, billed_before=billed_before) == 0:
        raise SessionRefused(
            _(
                "The minutes of this order are used up. Talk on here; the seller delivers what is missing in words."
            )
        )
    if sessions_before >= limits.SESSIONS_PER_ORDER_MAX:
        raise SessionRefused(
            _("This order has had {most} sessions. Talk on here, or ask support."),
            most=limits.SESSIONS_PER_ORDER_MAX,
        )


def check_is_running(*, is_started: bool, is_over: bool) -> None:
    """Refuse to pause, resume or end a session that has not begun, or is over.

    Errors: SessionRefused.
    """
    if is_over:
        raise SessionRefused(_("This session has ended. Everything of it stands in the talk."))
    if not is_started:
        raise SessionRefused(_("This session has not begun: both press start first."))


def check_can_withdraw(*, is_own: bool, is_started: bool, is_over: bool) -> None:
    """Refuse to withdraw a start that is another's, or that the other side has answered.

    Errors: SessionRefused.
    """
    if is_started or is_over:
        raise SessionRefused(_("This cannot be withdrawn any more: look at what happened meanwhile."))
    if not is_own:
        raise SessionRefused(_("The other side has pressed start. Only they can take it back."))
