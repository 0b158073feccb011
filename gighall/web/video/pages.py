"""The page of an order's video call, and what can be pressed on it; twice is done once."""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.chat_sessions import actions
from gighall.domain.conversations.queries import draft_in
from gighall.web.orders.timeline import reader_of
from gighall.web.orders.window import window_context
from gighall.web.sessions.presses import order_of, press_at_once, press_in
from gighall.web.shared.permissions import ASK_FOR_CALLS, HEADER
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.video.connecting import connection_of
from gighall.web.video.views import call_page

PAGE = "video:show"
# In whose call this sign-in has pressed start or join, until the page that follows is printed.
_PRESSED = "video_pressed"


@login_required
@require_safe
def show(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show the video call of an order, with its talk beside it; where there is none, the sentence why."""
    person, order = person_of(request), order_of(request, order_id)
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
        "enters": _has_just_pressed(request, order_id),
    }
    response = render(request, "video/show.html", context)
    if context["page"].is_allowed:
        response[HEADER] = ASK_FOR_CALLS
    if context["enters"]:
        # Who comes back to this page later has pressed nothing.
        add_never_cache_headers(response)
    return response


def _has_just_pressed(request: HttpRequest, order_id: str) -> bool:
    """Say, once, whether this page answers a press by which its person enters the call."""
    if request.session.get(_PRESSED) != order_id:
        return False
    del request.session[_PRESSED]
    return True


@login_required
@require_safe
def panel(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer where the call stands, for a page that is open while the order moves."""
    order = order_of(request, order_id)
    page = call_page(order, person_id=person_of(request).pk, now=clock.now())
    return render(request, "video/panel.html", {"order": order, "page": page})


@login_required
@require_safe
@never_cache
def connection(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer by which servers this side's browser connects; only while a call is open."""
    try:
        return JsonResponse(connection_of(order_of(request, order_id), now=clock.now()))
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

    return press_at_once(request, order_id, press, back_to=PAGE, said=_("Asked. The seller was told."))


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
        request.session[_PRESSED] = order_id

    return press_at_once(request, order_id, press, back_to=PAGE)


@login_required
@require_POST
def withdraw(request: HttpRequest, order_id: str) -> HttpResponse:
    """Stop calling before the other side has joined."""
    return press_in(request, order_id, actions.withdraw_start, back_to=PAGE)


@login_required
@require_POST
def end(request: HttpRequest, order_id: str) -> HttpResponse:
    """Hang up: the call ends for both."""
    return press_in(request, order_id, actions.end_session, back_to=PAGE, said=_("The call has ended."))
