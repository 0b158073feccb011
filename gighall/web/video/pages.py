"""The page of an order's video call, and what can be pressed on it; twice is done once."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.chat_sessions import actions
from gighall.domain.chat_sessions.queries import get_session_for
from gighall.domain.conversations.queries import draft_in
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import get_order_for
from gighall.web.orders.timeline import reader_of, window_context
from gighall.web.shared.permissions import ASK_FOR_CALLS, HEADER
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.video.connecting import connection_of
from gighall.web.video.views import call_page


@login_required
@require_safe
def show(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show the video call of an order, with its talk beside it; where there is none, the sentence why."""
    person, order = person_of(request), _order(request, order_id)
    window = window_context(
        record_id=order.record_id,
        reader=reader_of(order, person),
        asked_from=None,
        last=order.record.last_number,
    )
    context = window | {
        "order": order,
        "page": call_page(order, person_id=person.pk, now=clock.now()),
        "draft": draft_in(record_id=order.record_id, person_id=person.pk),
        "message_key": uuid.uuid4(),
    }
    response = render(request, "video/show.html", context)
    if context["page"].is_allowed:
        response[HEADER] = ASK_FOR_CALLS
    return response


@login_required
@require_safe
def panel(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer where the call stands, for a page that is open while the order moves."""
    order = _order(request, order_id)
    page = call_page(order, person_id=person_of(request).pk, now=clock.now())
    return render(request, "video/panel.html", {"order": order, "page": page})


@login_required
@require_safe
@never_cache
def connection(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer by which servers this side's browser connects; only while a call is open."""
    try:
        return JsonResponse(connection_of(_order(request, order_id), now=clock.now()))
    except NotYours:
        raise
    except Refused as refusal:
        return JsonResponse({"why": refusal.code, "say": say(refusal)}, status=409)


@login_required
@require_POST
def ask(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask the seller for a call."""

    def press() -> None:
        actions.ask_for_video(
            order_id=order_id,
            by_id=person_of(request).pk,
            everywhere=settings.GIGHALL_VIDEO_EVERYWHERE,
            now=clock.now(),
        )

    return _at_once(request, order_id, press, said=_("Asked. The seller was told."))


@login_required
@require_POST
def start(request: HttpRequest, order_id: str) -> HttpResponse:
    """Start a call as the seller, or join it as the buyer."""

    def press() -> None:
        actions.start_call(
            order_id=order_id,
            by_id=person_of(request).pk,
            everywhere=settings.GIGHALL_VIDEO_EVERYWHERE,
            joins=request.POST.get("joins", ""),
            now=clock.now(),
        )

    return _at_once(request, order_id, press)


@login_required
@require_POST
def withdraw(request: HttpRequest, order_id: str) -> HttpResponse:
    """Stop calling before the other side has joined."""
    return _press(request, order_id, actions.withdraw_start)


@login_required
@require_POST
def end(request: HttpRequest, order_id: str) -> HttpResponse:
    """Hang up: the call ends for both."""
    return _press(request, order_id, actions.end_session, said=_("The call has ended."))


def _order(request: HttpRequest, order_id: str) -> Order:
    return get_order_for(public_id=order_id, person_id=person_of(request).pk)


def _press(
    request: HttpRequest, order_id: str, action: Callable[..., object], *, said: str = ""
) -> HttpResponse:
    """Press something in the call that the form names, which is one of this order."""
    person_id, order = person_of(request).pk, _order(request, order_id)

    def press() -> None:
        session = get_session_for(public_id=request.POST.get("session", ""), person_id=person_id)
        if session.order_id != order.pk:
            raise NotYours(_("There is no such call."))
        action(session_id=session.public_id, by_id=person_id, now=clock.now())

    return _at_once(request, order_id, press, said=said)


def _at_once(
    request: HttpRequest, order_id: str, press: Callable[[], None], *, said: str = ""
) -> HttpResponse:
    """Do what was pressed and lead back to the call, or say there why it cannot be done."""
    _order(request, order_id)
    try:
        press()
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect("video:show", order_id)
