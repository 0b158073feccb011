"""Sentences for the facts of sessions, as the timeline of an order says them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.domain.chat_sessions.states import CAP, IDLE, ORDER_ENDED, PRESSED, SUPPORT, VIDEO
from gighall.domain.orders.states import BUYER
from gighall.web.orders.spans import exact_words

Fact = dict[str, Any]


PRESENCE = frozenset({"session_joined", "session_left"})
# Who is back so soon was hardly away: a page that shows both says neither.
FLAP_SECONDS = 60


def flaps(facts: Iterable[tuple[int, str, datetime, Mapping[str, Any]]]) -> set[int]:
    """Return the numbers of those words about leaving and coming back that cancel each other out.

    Shapes: number, kind, time and content of the facts of one page, oldest first.
    """
    away: dict[str, tuple[int, datetime]] = {}
    found: set[int] = set()
    for number, kind, at, fact in facts:
        if is_quiet(fact):
            continue
        if kind == "session_left":
            away[fact["side"]] = number, datetime.fromisoformat(fact["until"])
        elif fact["side"] in away:
            left, until = away.pop(fact["side"])
            if (at - until).total_seconds() <= FLAP_SECONDS:
                found |= {left, number}
    return found


def is_quiet(fact: Mapping[str, Any]) -> bool:
    """Say whether a fact says nothing to people: somebody came by a second way, or went while another is open."""
    return bool(fact.get("quiet"))


def _video_asked(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s asked for a video call.") % {"name": name}, "camera"


def _opened(fact: Fact, name: str) -> tuple[str, str]:
    if fact.get("medium") == VIDEO:
        return _("%(name)s started a video call.") % {"name": name}, "camera"
    words = _("%(name)s pressed start and waits. The session begins when the other side presses start too.")
    return words % {"name": name}, "clock"


def _started(fact: Fact, name: str) -> tuple[str, str]:
    if fact.get("medium") == VIDEO:
        return _("%(name)s joined the video call. It has begun.") % {"name": name}, "camera"
    cap = fact.get("cap_seconds")
    if cap is None:
        return _("%(name)s pressed start too: the session has begun.") % {"name": name}, "clock"
    words = _("%(name)s pressed start too: the session has begun. It counts at most %(cap)s.")
    return words % {"name": name, "cap": exact_words(cap)}, "clock"


def _joined(fact: Fact, name: str) -> tuple[str, str]:
    if fact["side"] == BUYER:
        return _("The buyer is in the session."), "user"
    return _("The seller is in the session."), "user"


def _left(fact: Fact, name: str) -> tuple[str, str]:
    if fact["side"] == BUYER:
        return _("The buyer is not in the session any more. No minute counts."), "user"
    return _("The seller is not in the session any more. No minute counts."), "user"


def _paused(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s paused the session. No minute counts.") % {"name": name}, "clock"


def _resumed(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s let the session go on.") % {"name": name}, "clock"


def _withdrawn(fact: Fact, name: str) -> tuple[str, str]:
    if fact.get("why") == PRESSED:
        return _("%(name)s took the start of the session back.") % {"name": name}, "close"
    return _("The session was closed: it never began."), "close"


_ENDED = {
    PRESSED: gettext_lazy("%(name)s ended the session."),
    CAP: gettext_lazy("The minutes of the session are used up; it has ended."),
    IDLE: gettext_lazy("The two were not there together for a while; the session has ended."),
    ORDER_ENDED: gettext_lazy("The order has ended, and the session with it."),
    SUPPORT: gettext_lazy("Support looks at this order; the session has ended."),
}


def _ended(fact: Fact, name: str) -> tuple[str, str]:
    said = str(_ENDED.get(fact.get("why", ""), _ENDED[PRESSED])) % {"name": name}
    if not fact["seconds"]:
        return f"{said} {_('Nothing counts: in no whole second were both seen there.')}", "check"
    words = _("%(time)s count: so long both were there together.")
    return f"{said} {words % {'time': exact_words(fact['seconds'])}}", "check"


SESSION_FACTS: dict[str, Callable[[Fact, str], tuple[str, str]]] = {
    "video_asked": _video_asked,
    "session_opened": _opened,
    "session_started": _started,
    "session_joined": _joined,
    "session_left": _left,
    "session_paused": _paused,
    "session_resumed": _resumed,
    "session_withdrawn": _withdrawn,
    "session_ended": _ended,
}
