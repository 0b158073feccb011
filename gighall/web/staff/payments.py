"""Staff pages: bank transfers that people announced, and what they read about paying."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gighall.base import clock, limits
from gighall.base.errors import NotYours, Refused
from gighall.base.money import format_minor
from gighall.domain.payments import actions, queries
from gighall.domain.payments.models import Payment
from gighall.domain.payments.rules import read_reference
from gighall.domain.payments.states import ANNOUNCED
from gighall.web.money.payments import STATE_LABELS, STATE_TONES
from gighall.web.shared.paging import page_of
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only

REFERENCE_TYPED_CHARACTERS_MAX = 40


class FindForm(forms.Form):
    """The reference that stands on the statement of the hall's bank account."""

    reference = forms.CharField(
        label=gettext_lazy("Reference on the bank’s statement"),
        max_length=REFERENCE_TYPED_CHARACTERS_MAX,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )


class DeclineForm(forms.Form):
    """Why a payment is declined."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=limits.REASON_CHARACTERS_MAX,
        help_text=gettext_lazy("The person reads it in the mail, and on the page of the payment."),
    )


class BankWordsForm(forms.Form):
    """What people read who want to pay by bank transfer."""

    text = forms.CharField(
        label=gettext_lazy("Where to send the money"),
        max_length=limits.BANK_WORDS_CHARACTERS_MAX,
        required=False,
        help_text=gettext_lazy(
            "For example the holder of the account, its IBAN, and how long it takes. Everybody who announces a"
            " payment reads it. Without any words the hall takes no bank transfers."
        ),
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )


@dataclass(frozen=True)
class StaffPayment:
    """A payment as staff see it."""

    payment: Payment
    amount: str
    state_label: str
    state_tone: str
    is_open: bool


def _seen(payment: Payment) -> StaffPayment:
    return StaffPayment(
        payment=payment,
        amount=format_minor(payment.amount_minor),
        state_label=str(STATE_LABELS[payment.state]),
        state_tone=STATE_TONES[payment.state],
        is_open=payment.state == ANNOUNCED,
    )


@require_safe
@staff_only
def payments(request: HttpRequest) -> HttpResponse:
    """Show payments that wait, the oldest first, or those that have ended; or look for a reference."""
    form = FindForm(request.GET)
    typed = form.cleaned_data["reference"] if form.is_valid() else ""
    shows_ended = request.GET.get("show") == "ended"
    rows = queries.ended_payments() if shows_ended else queries.waiting_payments()
    if typed:
        rows = queries.payments_with_reference(read_reference(typed))
    page = page_of(request, rows, size=limits.PAGE_ROWS)
    address = reverse("staff:payments")
    context = {
        "form": form,
        "typed": typed,
        "tabs": [
            (_("Waiting"), address, not shows_ended and not typed),
            (_("Ended"), f"{address}?show=ended", shows_ended and not typed),
        ],
        "payments": [_seen(payment) for payment in page.rows],
        "page": page,
        "shows_ended": shows_ended,
        "words": queries.bank_words(),
    }
    return render(request, "staff/payments.html", context)


@staff_only
@require_POST
def confirmation(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Say that the money arrived."""
    try:
        payment = actions.confirm_payment(by_id=person_of(request).pk, payment_id=payment_id, now=clock.now())
    except NotYours:
        raise
    except Refused as refusal:
        messages.warning(request, say(refusal))
    else:
        words = _("%(name)s has %(amount)s more.")
        values = {"name": payment.person.name, "amount": format_minor(payment.amount_minor)}
        messages.success(request, words % values)
    return redirect("staff:payments")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: HttpRequest, payment_id: str) -> HttpResponse:
    """Decline a payment with a reason."""
    payment = queries.get_payment(payment_id)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            actions.decline_payment(
                by_id=person_of(request).pk,
                payment_id=payment_id,
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, _("Declined. %(name)s gets a mail.") % {"name": payment.person.name})
            return redirect("staff:payments")
    context = {"form": form, "seen": _seen(payment)}
    return render(request, "staff/payment_refusal.html", context, status=422 if form.errors else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def bank_words(request: HttpRequest) -> HttpResponse:
    """Write what people read who want to pay by bank transfer."""
    present = queries.bank_words()
    form = BankWordsForm(request.POST or None, initial={"text": present.text if present else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_bank_words(
                by_id=person_of(request).pk, text=form.cleaned_data["text"], now=clock.now()
            )
        except Refused as refused:
            form.add_error(None, say(refused))
        else:
            messages.success(request, _("Saved. Whoever pays reads it from now on."))
            return redirect("staff:payments")
    context = {"form": form, "present": present}
    return render(request, "staff/bank_words.html", context, status=422 if form.errors else 200)
