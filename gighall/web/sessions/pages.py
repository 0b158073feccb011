"""The page of an order's session, and its moves. An outsider gets the same answer as for what never existed."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.chat_sessions import actions
from gighall.domain.conversations.actions import post_message as post
from gighall.domain.conversations.queries import draft_in
from gighall.domain.orders.models import Order
from gighall.web.orders.timeline import reader_of
from gighall.web.orders.window import start_asked, window_context
from gighall.web.sessions.presses import order_of, press_at_once, press_in
from gighall.web.sessions.views import session_page
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key

PAGE = "sessions:show"


@login_required
@require_safe
def show(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show the session of an order: the timer, who is there, the talk, and what can be pressed."""
    return _show(request, order_of(request, order_id))


@login_required
@require_safe
def state(request: HttpRequest, order_id: str) -> HttpResponse:
    """Answer how the session stands, for a page that is open: the same markup as on the page."""
    order = order_of(request, order_id)
    page = session_page(order, person_of(request), now=clock.now())
    return render(request, "sessions/state.html", {"page": page})


@login_required
@require_POST
def post_message(request: HttpRequest, order_id: str) -> HttpResponse:
    """Store a message written without the live line."""
    person, order = person_of(request), order_of(request, order_id)
    text = plain_lines(request.POST.get("text", ""))
    try:
        number = post(
            record_id=order.record_id,
            author_id=person.pk,
            text=text,
            key=client_key(request),
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        return _show(request, order, status=422, message={"text": text, "error": say(refusal)})
    return redirect(f"{reverse('sessions:show', args=[order_id])}#entry-{number}")


@login_required
@require_POST
def start(request: HttpRequest, order_id: str) -> HttpResponse:
    """Press start: the first side opens the session, the second begins it."""

    def press() -> None:
        actions.press_start(
            order_id=order_id,
            by_id=person_of(request).pk,
            joins=request.POST.get("session", ""),
            now=clock.now(),
        )

    return press_at_once(request, order_id, press, back_to=PAGE)


@login_required
@require_POST
def withdraw(request: HttpRequest, order_id: str) -> HttpResponse:
    """Take one's own start back."""
    return press_in(
        request, order_id, actions.withdraw_start, back_to=PAGE, said=_("Taken back. Nothing has begun.")
    )


@login_required
@require_POST
def pause(request: HttpRequest, order_id: str) -> HttpResponse:
    """Let the session stand still."""
    return press_in(request, order_id, actions.pause, back_to=PAGE)


@login_required
@require_POST
def resume(request: HttpRequest, order_id: str) -> HttpResponse:
    """Let the session go on."""
    return press_in(request, order_id, actions.resume, back_to=PAGE)


@login_required
@require_POST
def end(request: HttpRequest, order_id: str) -> HttpResponse:
    """End the session; what counts is written down, and the transcript is the delivery."""
    return press_in(request, order_id, actions.end_session, back_to=PAGE, said=_("The session has ended."))


def _show(
    request: HttpRequest, order: Order, *, status: int = 200, message: dict[str, str] | None = None
) -> HttpResponse:
    person = person_of(request)
    page = session_page(order, person, now=clock.now())
    return render(
        request,
        "sessions/show.html",
        _talk_context(order, request, page.first_number)
        | {
            "order": order,
            "page": page,
            "message": message or {"text": "", "error": ""},
            "draft": draft_in(record_id=order.record_id, person_id=person.pk),
            "key": uuid.uuid4(),
            "is_closed": order.record.closed_at is not None,
        },
        status=status,
    )


def _talk_context(order: Order, request: HttpRequest, first_number: int) -> dict[str, Any]:
    """Return the entries of the session, as far as a page holds; of none, the last ones of the order."""
    last = order.record.last_number
    return window_context(
        record_id=order.record_id,
        reader=reader_of(order, person_of(request)),
        asked_from=start_asked(request),
        last=last,
        floor=first_number or max(1, last - limits.SESSION_PAGE_ENTRIES + 1),
    )
