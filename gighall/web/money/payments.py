"""Pages on which a person adds credits by bank transfer."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.money import CURRENCY_SIGN, format_minor
from gighall.domain.payments import actions
from gighall.domain.payments.models import Payment
from gighall.domain.payments.queries import bank_words, get_payment_for, instructions_for, payments_of
from gighall.domain.payments.states import ANNOUNCED, CONFIRMED, DECLINED, WITHDRAWN
from gighall.web.money.forms import PaymentForm
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of

STATE_LABELS = {
    ANNOUNCED: gettext_lazy("waits for the money"),
    CONFIRMED: gettext_lazy("arrived"),
    DECLINED: gettext_lazy("declined"),
    WITHDRAWN: gettext_lazy("withdrawn"),
}
STATE_TONES = {ANNOUNCED: "waiting", CONFIRMED: "good", DECLINED: "bad", WITHDRAWN: "plain"}


@dataclass(frozen=True)
class PaymentRow:
    """A payment in its person's list."""

    amount: str
    href: str
    reference: str
    state_label: str
    state_tone: str


@dataclass(frozen=True)
class PaymentPage:
    """A payment as its person sees it."""

    amount_minor: int
    reference: str
    announced_at: datetime
    state_label: str
    state_tone: str
    is_open: bool
    instructions: str
    ended_at: datetime | None
    reason: str


def payment_row(payment: Payment) -> PaymentRow:
    """Return a payment as a list shows it."""
    return PaymentRow(
        amount=format_minor(payment.amount_minor),
        href=reverse("money:payment", args=[payment.public_id]),
        reference=payment.reference,
        state_label=str(STATE_LABELS[payment.state]),
        state_tone=STATE_TONES[payment.state],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: HttpRequest) -> HttpResponse:
    """Show a person's payments; announce a new one."""
    person_id = person_of(request).pk
    form = PaymentForm(request.POST or None)
    if form.is_valid():
        try:
            payment = actions.announce_payment(
                person_id=person_id,
                amount_minor=form.cleaned_data["amount"],
                key=form.cleaned_data["key"],
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("money:payment", payment.public_id)
    words = bank_words()
    page = page_of(request, payments_of(person_id), size=limits.PAGE_ROWS)
    context = {
        "form": form,
        "takes_transfers": bool(words and words.text),
        "least_minor": limits.PAYMENT_MINOR_MIN,
        "most_minor": limits.PAYMENT_MINOR_MAX,
        "sign": CURRENCY_SIGN,
        "payments": [payment_row(payment) for payment in page.rows],
        "page": page,
    }
    return render(request, "money/payments.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def payment(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Show one of one's payments: how to pay it, or how it ended."""
    found = get_payment_for(public_id=payment_id, person_id=person_of(request).pk)
    is_open = found.state == ANNOUNCED
    page = PaymentPage(
        amount_minor=found.amount_minor,
        reference=found.reference,
        announced_at=found.announced_at,
        state_label=str(STATE_LABELS[found.state]),
        state_tone=STATE_TONES[found.state],
        is_open=is_open,
        instructions=instructions_for(found) if is_open else "",
        ended_at=None if is_open else found.end.at,
        reason="" if is_open else found.end.reason,
    )
    return render(request, "money/payment.html", {"payment": page, "payment_id": payment_id})


@login_required
@require_POST
def withdrawal(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Take an announced payment back."""
    try:
        actions.withdraw_payment(person_id=person_of(request).pk, payment_id=payment_id, now=clock.now())
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        messages.success(request, _("Withdrawn. Nothing is expected from you."))
    return redirect("money:payment", payment_id)
