"""What presses on the pages of a session, text or video, have in common."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.domain.chat_sessions.queries import get_session_for
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import get_order_for
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


def order_of(request: HttpRequest, order_id: str) -> Order:
    """Return an order of the person who asks.

    Errors: NotYours.
    """
    return get_order_for(public_id=order_id, person_id=person_of(request).pk)


def press_in(
    request: HttpRequest, order_id: str, action: Callable[..., object], *, back_to: str, said: str = ""
) -> HttpResponse:
    """Press something in the session that the form names, which is one of this order; lead back to a page of it."""
    person_id, order = person_of(request).pk, order_of(request, order_id)

    def press() -> None:
        session = get_session_for(public_id=request.POST.get("session", ""), person_id=person_id)
        if session.order_id != order.pk:
            raise NotYours(_("There is no such session."))
        action(session_id=session.public_id, by_id=person_id, now=clock.now())

    return press_at_once(request, order_id, press, back_to=back_to, said=said)


def press_at_once(
    request: HttpRequest, order_id: str, press: Callable[[], None], *, back_to: str, said: str = ""
) -> HttpResponse:
    """Do what was pressed and lead back to a page of the order, or say there why it cannot be done."""
    # Whoever is no side of the order is answered before anything is looked at.
    order_of(request, order_id)
    try:
        press()
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        if said:
            messages.success(request, said)
    return redirect(back_to, order_id)
