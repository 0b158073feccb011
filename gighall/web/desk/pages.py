"""The page on which a side of an order asks support, and sees where that stands."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.text import clean_text
from gighall.domain.desk.actions import open_case
from gighall.domain.desk.queries import case_about
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import get_order_for
from gighall.domain.orders.states import OPEN_STATES
from gighall.web.desk.forms import AskForm
from gighall.web.desk.views import own_case
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of
from gighall.web.shared.typed import client_key


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, order_id: str) -> HttpResponse:
    """Ask support about an order of one's own; where somebody has asked, show how that stands."""
    person = person_of(request)
    order = get_order_for(public_id=order_id, person_id=person.pk)
    form = AskForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            open_case(
                order_id=order_id,
                by_id=person.pk,
                words=clean_text(typed["words"]),
                wanted=typed["wanted"],
                key=client_key(request),
                now=clock.now(),
            )
        except NotYours:
            raise
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(
                request, _("Support has it. All clocks of this order stand still until they decide.")
            )
            return redirect("desk:ask", order_id)
    return _show(request, order, form)


def _show(request: HttpRequest, order: Order, form: AskForm) -> HttpResponse:
    case = case_about(order.pk)
    context = {
        "form": form,
        "order": order,
        "case": own_case(case, person_id=person_of(request).pk) if case else None,
        "can_ask": case is None and order.state in OPEN_STATES,
        "key": request.POST.get("client_key") or uuid.uuid4(),
        "answer_hours": limits.CASE_ANSWER_HOURS,
    }
    return render(request, "desk/ask.html", context, status=422 if form.errors else 200)
