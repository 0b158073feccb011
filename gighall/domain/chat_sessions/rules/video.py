"""Who may have a video call, and why others may not. Plain Python.

A call belongs to orders in which it is the thing sold, or whose buyer is a business client; an operator can widen it
to every order. The seller offers and starts it; the buyer of such an order may ask for one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.domain.gigs.states import VIDEO_SESSION
from gighall.domain.orders.rules import Moment

from ..states import VIDEO

# Said to both sides where there is no call: what is the case, and what to do.
WHY_NOT = _(
    "This order has no video call. Calls belong to orders of video gigs and of business clients. The talk goes on here"
    " in writing; for a call, order a video gig, or order for your organisation once staff have confirmed it."
)


class VideoRefused(Refused):
    """This order has no video call, or this person cannot ask for one now."""

    code = "video_refused"


def may_have_video(*, kind: str, is_business: bool, everywhere: bool) -> tuple[bool, str]:
    """Say whether an order may have a video call, and if not the sentence why.

    Shapes: ``kind`` is the gig's kind when it was ordered; ``is_business`` says that the order was placed for a
    confirmed organisation; ``everywhere`` is the operator's setting.
    """
    if everywhere or is_business or kind == VIDEO_SESSION:
        return True, ""
    return False, WHY_NOT


def check_may_have_video(*, kind: str, is_business: bool, everywhere: bool) -> None:
    """Refuse a video call in an order that has none.

    Errors: VideoRefused with the sentence why not.
    """
    is_allowed, why_not = may_have_video(kind=kind, is_business=is_business, everywhere=everywhere)
    if not is_allowed:
        raise VideoRefused(why_not)


@dataclass(frozen=True)
class CallNow:
    """The call that is open: which, and whether the buyer has joined."""

    session: str
    is_running: bool


def call_now(moments: Iterable[Moment]) -> CallNow | None:
    """Return the call that is open by an order's facts, oldest first; None if there is none."""
    call = None
    for moment in moments:
        session = moment.fact.get("session", "")
        if moment.kind == "session_opened" and moment.fact.get("medium") == VIDEO:
            call = CallNow(session, is_running=False)
        elif call is not None and session == call.session:
            if moment.kind == "session_started":
                call = CallNow(session, is_running=True)
            elif moment.kind in ("session_ended", "session_withdrawn"):
                call = None
    return call


def has_asked_for_video(moments: Iterable[Moment]) -> bool:
    """Say whether the buyer has asked for a call and none was started since; facts come oldest first."""
    has_asked = False
    for moment in moments:
        if moment.kind == "video_asked":
            has_asked = True
        elif moment.kind == "session_opened" and moment.fact.get("medium") == VIDEO:
            has_asked = False
    return has_asked


def check_can_ask_for_video(*, is_buyer: bool, has_call: bool, has_asked: bool) -> None:
    """Refuse to ask for a call that one could start oneself, that is there, or that was asked for already.

    Errors: VideoRefused with what to do instead.
    """
    if not is_buyer:
        raise VideoRefused(_("You sell here: start the video call yourself when you both have time for it."))
    if has_call:
        raise VideoRefused(_("The video call is open already: join it."))
    if has_asked:
        raise VideoRefused(_("You have asked for a video call. The seller sees it and starts one."))
