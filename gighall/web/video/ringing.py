"""A call that rings, as the other side's pages say it: the order page, and their talk in the inbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gighall.domain.chat_sessions.queries import calls_ringing_for
from gighall.domain.chat_sessions.rules.video import call_now, has_asked_for_video
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import Moment
from gighall.web.video.views import may_call


@dataclass(frozen=True)
class CallLine:
    """What an order's page says of its call. ``news`` is empty while nothing waits for this side."""

    href: str
    label: str
    news: str = ""
    body: str = ""
    press: str = ""


def call_line(order: Order, moments: Sequence[Moment], *, is_buyer: bool) -> CallLine:
    """Return the way from an order's page to its call, and what is new there; from its facts alone."""
    href = reverse("video:show", args=[order.public_id])
    if not may_call(order):
        return CallLine(href, _("Why this order has no video call"))
    name = {"name": order.seller.name if is_buyer else order.buyer.name}
    line, call = CallLine(href, _("Video call")), call_now(moments)
    if call is None:
        if is_buyer or not has_asked_for_video(moments):
            return line
        asked = _("%(name)s asked for a video call.") % name
        return CallLine(href, line.label, asked, _("You start it when you both have time."), _("To the call"))
    if call.is_running:
        return CallLine(href, line.label, _("The video call is on."), press=_("To the call"))
    if not is_buyer:
        return CallLine(href, line.label, _("You are calling %(name)s.") % name, press=_("To the call"))
    body = _("It begins when you join.")
    return CallLine(href, line.label, _("%(name)s started a video call.") % name, body, _("Join"))


def calls_beside(person_id: int, other_id: int) -> list[CallLine]:
    """Return the calls of the other one that ring for a person, for the page of their talk."""
    return [
        CallLine(
            reverse("video:show", args=[session.order.public_id]),
            _("Video call"),
            _("%(name)s started a video call.") % {"name": session.opened_by.name},
            session.order.title,
            _("Join"),
        )
        for session in calls_ringing_for(person_id, other_id)
    ]
