"""Pages of feedback. An outsider gets the same answer as for an order that never existed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gighall.base import clock
from gighall.base.errors import NotYours, Refused
from gighall.base.text import plain_lines
from gighall.domain.orders.actions import give_feedback, reply_to_feedback
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import feedback_of, get_order_for, times_of_order
from gighall.domain.orders.rules import side_of
from gighall.domain.orders.rules.feedback import FeedbackRefused, check_can_give
from gighall.domain.orders.states import BUYER
from gighall.web.feedback.forms import FeedbackForm
from gighall.web.feedback.views import feedback_items
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, order_id: str) -> HttpResponse:
    """Show what was said about an order, and the form to say something oneself."""
    person = person_of(request)
    order = get_order_for(public_id=order_id, person_id=person.pk)
    side = side_of(person_id=person.pk, buyer_id=order.buyer_id, seller_id=order.seller_id) or BUYER
    form = FeedbackForm(request.POST or None, side=side)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                give_feedback(
                    order_id=order_id,
                    by_id=person.pk,
                    stars=form.stars(),
                    text=form.cleaned_data["text"],
                    private_note=form.cleaned_data["private_note"],
                    now=clock.now(),
                )
            except NotYours:
                raise
            except Refused as refusal:
                form.add_error(None, say(refusal))
            else:
                messages.success(request, _thanks(order.pk, person.pk))
                return redirect("feedback:give", order_id)
    found = feedback_of(order.pk, person_id=person.pk)
    is_given = any(each.by_id == person.pk for each in found)
    context = {
        "order": order,
        "form": form,
        "items": feedback_items(found, reader_id=person.pk),
        "is_given": is_given,
        "closed_say": _closed(order, is_given=is_given),
    }
    return render(request, "feedback/give.html", context, status=status)


def _closed(order: Order, *, is_given: bool) -> str:
    """Return why no feedback can be given now; nothing where it can."""
    now = clock.now()
    times = times_of_order(order, now=now)
    had_work = times.has_delivery or times.is_late
    try:
        check_can_give(
            state=order.state, ended_at=order.ended_at, had_work=had_work, is_given=is_given, now=now
        )
    except FeedbackRefused as refusal:
        return say(refusal)
    return ""


def _thanks(order_id: int, person_id: int) -> str:
    if all(each.shown_at is not None for each in feedback_of(order_id, person_id=person_id)):
        return _("Thank you. Both of you have said how it was, and everybody can read it now.")
    return _("Thank you. It is shown when the other side has given theirs, or after two weeks.")


@login_required
@require_POST
def reply(request: HttpRequest, order_id: str, feedback_id: str) -> HttpResponse:
    """Answer feedback about oneself, once, for everybody to read."""
    person = person_of(request)
    get_order_for(public_id=order_id, person_id=person.pk)
    try:
        reply_to_feedback(
            feedback_id=feedback_id,
            by_id=person.pk,
            text=plain_lines(request.POST.get("text", "")),
            now=clock.now(),
        )
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        messages.success(request, _("Your answer stands beside it now."))
    return redirect("feedback:give", order_id)
