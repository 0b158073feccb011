"""What one side may ask of the other in the resolution centre, and what silence means. Plain Python."""

from dataclasses import dataclass
from typing import Any

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from ..states import BUYER, IN_PROGRESS, OPEN_STATES, REQUIREMENTS

CANCEL, REFUND, TIME = "cancel", "refund", "time"
REQUEST_KINDS = (CANCEL, REFUND, TIME)
ACCEPTED, DECLINED, COUNTERED, LAPSED, WITHDRAWN = "accepted", "declined", "countered", "lapsed", "withdrawn"
# What somebody can say; the others are how a request ends by itself or by another one.
GIVEN_ANSWERS = (ACCEPTED, DECLINED, WITHDRAWN)
ANSWERS = (ACCEPTED, DECLINED, COUNTERED, LAPSED, WITHDRAWN)


class RequestRefused(Refused):
    """A request that cannot be made or answered now, or by this side."""

    code = "request_refused"


@dataclass(frozen=True)
class Wish:
    """What is asked: to cancel, a part of the price back (percent), or more time for the work (days)."""

    kind: str
    percent: int | None = None
    days: int | None = None


def check_wish(wish: Wish) -> None:
    """Refuse a wish whose numbers do not fit its kind.

    Errors: RequestRefused.
    """
    if wish.kind not in REQUEST_KINDS:
        raise RequestRefused(_("Choose what you ask for: to cancel, a part of the money back, or more time."))
    if wish.kind == REFUND and not (wish.percent is not None and 1 <= wish.percent <= 100):
        raise RequestRefused(_("Say how much of the price goes back: 1 to 100 percent."))
    if wish.kind == TIME and not (wish.days is not None and 1 <= wish.days <= limits.TIME_EXTENSION_DAYS_MAX):
        raise RequestRefused(
            _("Say how much time is added: 1 to {most} days."), most=limits.TIME_EXTENSION_DAYS_MAX
        )


def stated_wish(wish: Wish) -> dict[str, Any]:
    """Return what the record says of a wish: a number that does not fit its kind is left out."""
    return {
        "what": wish.kind,
        "percent": wish.percent if wish.kind == REFUND else None,
        "days": wish.days if wish.kind == TIME else None,
    }


def check_can_request(
    wish: Wish, *, state: str, has_open_request: bool, has_case: bool, asked_before: int = 0
) -> None:
    """Refuse a request about an order that has ended, or beside another one, or one too many.

    Shapes: ``asked_before`` is how often this side has asked in this order, answers with a wish of its own included.
    Errors: RequestRefused with what is the case instead.
    """
    check_wish(wish)
    if state not in OPEN_STATES:
        raise RequestRefused(_("This order has ended. If something is wrong with it, ask support."))
    if has_case:
        raise RequestRefused(
            _("Support is looking at this order and decides. Write what matters in the talk.")
        )
    if has_open_request:
        raise RequestRefused(_("There is a request already. It must be answered or withdrawn first."))
    if asked_before >= limits.REQUESTS_PER_SIDE_MAX:
        raise RequestRefused(
            _("You have asked {most} times in this order. Talk about it, or ask support to decide."),
            most=limits.REQUESTS_PER_SIDE_MAX,
        )
    if wish.kind == TIME and state != IN_PROGRESS:
        raise RequestRefused(_("More time can be asked for while the seller is at work."))


def check_can_answer(*, side: str, asked_by: str, answer: str) -> None:
    """Refuse an answer that is none, that somebody answers a request of their own, or withdraws another's.

    Errors: RequestRefused.
    """
    if answer not in GIVEN_ANSWERS:
        raise RequestRefused(_("Choose an answer: accept, decline, or withdraw your own request."))
    if answer == WITHDRAWN and side != asked_by:
        raise RequestRefused(_("Only who asked can withdraw the request. You can accept or decline it."))
    if answer != WITHDRAWN and side == asked_by:
        raise RequestRefused(_("This is your own request. The other side answers it; you can withdraw it."))


def silence_cancels(wish: Wish, *, asked_by: str, state: str, has_delivery: bool) -> bool:
    """Say whether an unanswered request takes effect: a buyer's wish to cancel before anything was delivered."""
    before_delivery = state in (REQUIREMENTS, IN_PROGRESS) and not has_delivery
    return wish.kind == CANCEL and asked_by == BUYER and before_delivery
