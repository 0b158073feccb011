"""Sentences for what happens around a video call, and in any session of an order."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.domain.chat_sessions.states import VIDEO
from gighall.domain.orders.states import BUYER

Fact = Mapping[str, Any]
MINUTE_SECONDS = 60
_JOINED = {
    True: gettext_lazy("The buyer is in the session."),
    False: gettext_lazy("The seller is in the session."),
}
_LEFT = {
    True: gettext_lazy("The buyer has left the session."),
    False: gettext_lazy("The seller has left the session."),
}


def _asked(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s asked for a video call.") % {"name": name}, "camera"


def _opened(fact: Fact, name: str) -> tuple[str, str]:
    if fact.get("medium") == VIDEO:
        return _("%(name)s started a video call.") % {"name": name}, "camera"
    return _("%(name)s is ready to start the session.") % {"name": name}, "chat"


def _started(fact: Fact, name: str) -> tuple[str, str]:
    if fact.get("medium") == VIDEO:
        return _("%(name)s joined the video call. It has begun.") % {"name": name}, "camera"
    return _("%(name)s is ready too. The session has begun.") % {"name": name}, "chat"


def _joined(fact: Fact, name: str) -> tuple[str, str]:
    return str(_JOINED[fact.get("side") == BUYER]), "user"


def _left(fact: Fact, name: str) -> tuple[str, str]:
    return str(_LEFT[fact.get("side") == BUYER]), "user"


def _paused(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s paused the session.") % {"name": name}, "clock"


def _resumed(fact: Fact, name: str) -> tuple[str, str]:
    return _("%(name)s let the session go on.") % {"name": name}, "clock"


def _ended(fact: Fact, name: str) -> tuple[str, str]:
    seconds = fact.get("seconds", 0)
    time = f"{seconds // MINUTE_SECONDS}:{seconds % MINUTE_SECONDS:02}"
    if name:
        words = _("%(name)s ended the session: %(time)s together.")
        return words % {"name": name, "time": time}, "clock"
    return _("The session has ended: %(time)s together.") % {"time": time}, "clock"


def _withdrawn(fact: Fact, name: str) -> tuple[str, str]:
    if name:
        return _("%(name)s stopped calling before the other side came.") % {"name": name}, "close"
    return _("Nobody came to the session. It was taken back."), "close"


CALL_FACTS = {
    "video_asked": _asked,
    "session_opened": _opened,
    "session_started": _started,
    "session_joined": _joined,
    "session_left": _left,
    "session_paused": _paused,
    "session_resumed": _resumed,
    "session_ended": _ended,
    "session_withdrawn": _withdrawn,
}
