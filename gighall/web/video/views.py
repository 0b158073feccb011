"""View-model of the page of a video call: what the templates print, decided here."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.chat_sessions.queries import billed_before, newest_session_of, order_facts, running_for
from gighall.domain.chat_sessions.rules import Reckoning, SessionRefused, check_can_start
from gighall.domain.chat_sessions.rules.video import WHY_NOT, has_asked_for_video, may_have_video
from gighall.domain.chat_sessions.states import VIDEO
from gighall.domain.gigs.states import VIDEO_SESSION
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import is_business_order, moments_of
from gighall.domain.orders.rules import Moment
from gighall.domain.orders.states import BUYER, SELLER
from gighall.web.orders.steps import MINE, NONE, THEIRS
from gighall.web.shared.say import say
from gighall.web.video.words import call_words, notes, time_words, tools


@dataclass(frozen=True)
class CallPage:
    """A call as one side sees it.

    ``session`` is the call that is open, empty if none is. ``here`` says of both sides whether they are in it.
    ``together_seconds`` counts on while ``is_counting``. ``end_asks`` is asked before hanging up, where it delivers.
    """

    side: str
    other_name: str
    is_allowed: bool
    is_talk_open: bool
    title: str
    body: str
    turn: str = NONE
    session: str = ""
    can_ask: bool = False
    start_label: str = ""
    can_withdraw: bool = False
    comes_back: bool = False
    can_end: bool = False
    end_asks: str = ""
    end_says: str = ""
    here: list[tuple[str, bool, str]] = field(default_factory=list)
    together: str = ""
    together_seconds: int = 0
    is_counting: bool = False
    cap: str = ""
    last_call: str = ""
    notes: list[str] = field(default_factory=list)
    tools: list[tuple[str, str, str]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _At:
    """What is known when the page is made."""

    order: Order
    is_buyer: bool
    session: ChatSession | None
    moments: list[Moment]
    now: datetime

    @property
    def other_name(self) -> str:
        return self.order.seller.name if self.is_buyer else self.order.buyer.name


def may_call(order: Order) -> bool:
    """Say whether an order may have a video call in this hall."""
    return may_have_video(
        kind=order.kind,
        is_business=is_business_order(order),
        everywhere=settings.GIGHALL_VIDEO_EVERYWHERE,
    )[0]


def call_page(order: Order, *, person_id: int, now: datetime) -> CallPage:
    """Return the page of an order's call for one of its sides."""
    at = _At(
        order,
        person_id == order.buyer_id,
        newest_session_of(order.pk, VIDEO),
        moments_of(order.record_id),
        now,
    )
    page = CallPage(
        side=BUYER if at.is_buyer else SELLER,
        other_name=at.other_name,
        is_allowed=may_call(order),
        is_talk_open=order.record.closed_at is None,
        title=_("No video call in this order"),
        body=_(WHY_NOT),
    )
    if not page.is_allowed:
        return page
    page = replace(page, notes=notes(), tools=tools(), words=call_words(at.other_name))
    if at.session is None or at.session.ended_at is not None:
        return _closed(page, at)
    return _open(page, at, at.session)


def _open(page: CallPage, at: _At, session: ChatSession) -> CallPage:
    standing = running_for(session, at.now, order=at.order, moments=at.moments)
    page = replace(page, session=session.public_id, here=_here(at, standing))
    name = {"name": at.other_name}
    if session.started_at is not None:
        return _running(page, at, session, standing)
    if at.is_buyer:
        return replace(
            page,
            title=_("%(name)s started a video call") % name,
            body=_("It begins when you join. Your browser will ask for camera and microphone."),
            turn=MINE,
            start_label=_("Join"),
        )
    return replace(
        page,
        title=_("Calling %(name)s") % name,
        body=_("They see it on the order page and in the inbox. The call begins when they join."),
        turn=THEIRS,
        can_withdraw=True,
        comes_back=True,
    )


def _running(page: CallPage, at: _At, session: ChatSession, standing: Reckoning) -> CallPage:
    page = replace(
        page,
        title=_("The call is on"),
        body=_("Whoever leaves the page can come back. Hanging up ends the call for both."),
        comes_back=True,
        can_end=True,
        together=time_words(standing.seconds),
        together_seconds=standing.seconds,
        is_counting=standing.is_counting,
        cap=time_words(session.cap_seconds) if session.cap_seconds is not None else "",
    )
    if at.order.kind != VIDEO_SESSION:
        return page
    says = _(
        "What you had together is delivered, and the buyer looks at it. To come back later, leave the page."
    )
    return replace(page, end_asks=_("End the session for both?"), end_says=says)


def _here(at: _At, standing: Reckoning) -> list[tuple[str, bool, str]]:
    words = {True: _("in the call"), False: _("not in the call")}
    people = [(BUYER, at.order.buyer.name), (SELLER, at.order.seller.name)]
    return [(name, side in standing.present, words[side in standing.present]) for side, name in people]


def _closed(page: CallPage, at: _At) -> CallPage:
    """Return what can be done while no call is open: start one, ask for one, or why neither."""
    page = replace(page, last_call=_last(at.session))
    name = {"name": at.other_name}
    facts = order_facts(at.order, now=at.now, moments=at.moments)
    before = billed_before(at.order.pk, VIDEO)
    try:
        check_can_start(facts, medium=VIDEO, billed_before=before, sessions_before=0)
    except SessionRefused as refusal:
        return replace(page, title=_("No call can begin now"), body=say(refusal))
    has_asked = has_asked_for_video(at.moments)
    if not at.is_buyer:
        asked = _("%(name)s asked for a video call") % name
        return replace(
            page,
            title=asked if has_asked else _("Start a video call"),
            body=_("It rings on their order page, and begins when they join."),
            turn=MINE if has_asked else NONE,
            start_label=_("Start the video call"),
        )
    if has_asked:
        body = _("%(name)s sees it on the order page and starts the call.") % name
        return replace(page, title=_("You asked for a video call"), body=body, turn=THEIRS)
    body = _("%(name)s starts the call here when you both have time. You can ask for one.") % name
    return replace(page, title=_("No call yet"), body=body, can_ask=True)


def _last(session: ChatSession | None) -> str:
    if session is None or session.billed_seconds is None:
        return ""
    return _("The last call has ended: %(time)s together.") % {"time": time_words(session.billed_seconds)}
