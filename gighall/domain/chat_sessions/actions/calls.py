"""Video calls: the seller starts one, the buyer joins it, or asks for one. From then on it is a session like others."""

from datetime import datetime

from django.db import transaction

from gighall.base.errors import marked as _
from gighall.domain.orders.actions.writing import Writing
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import is_business_order, lock_order_for, moments_of

from ..models import ChatSession
from ..queries import billed_before, open_session_of, order_facts
from ..rules import check_can_start
from ..rules.video import VideoRefused, check_can_ask_for_video, check_may_have_video, has_asked_for_video
from ..states import VIDEO
from .start import press_start


@transaction.atomic
def start_call(*, order_id: str, by_id: int, everywhere: bool, now: datetime, joins: str = "") -> ChatSession:
    """Start a video call as the seller, which rings at the buyer; or join it as the buyer. Twice is once.

    Shapes: ``everywhere`` is the operator's setting; ``joins`` is the call that the page showed as ringing.
    Errors: NotYours, VideoRefused, SessionRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    _check_may(order, everywhere=everywhere)
    is_ringing = open_session_of(order.pk, VIDEO) is not None
    if by_id == order.buyer_id and not is_ringing and not joins:
        raise VideoRefused(_("The seller starts the video call. You can ask for one."))
    return press_start(order_id=order_id, by_id=by_id, now=now, medium=VIDEO, joins=joins)


@transaction.atomic
def ask_for_video(*, order_id: str, by_id: int, everywhere: bool, now: datetime) -> None:
    """Ask the seller for a video call, as the buyer; once, until one was started.

    Errors: NotYours, VideoRefused, SessionRefused.
    """
    order = lock_order_for(public_id=order_id, person_id=by_id)
    _check_may(order, everywhere=everywhere)
    moments = moments_of(order.record_id)
    facts = order_facts(order, now=now, moments=moments)
    before = billed_before(order.pk, VIDEO)
    check_can_start(facts, medium=VIDEO, billed_before=before, sessions_before=0)
    check_can_ask_for_video(
        is_buyer=by_id == order.buyer_id,
        has_call=open_session_of(order.pk, VIDEO) is not None,
        has_asked=has_asked_for_video(moments),
    )
    writing = Writing(order, now)
    writing.add_fact("video_asked", by_id=by_id)
    writing.store()


def _check_may(order: Order, *, everywhere: bool) -> None:
    check_may_have_video(kind=order.kind, is_business=is_business_order(order), everywhere=everywhere)
