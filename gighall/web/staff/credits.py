"""Staff page: credits for money that reached the hall outside."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gighall.base import clock, limits
from gighall.base.errors import Refused
from gighall.base.money import CURRENCY_SIGN, format_minor
from gighall.domain.payments.actions import grant_credits
from gighall.domain.payments.queries import newest_grants
from gighall.web.money.forms import AmountField
from gighall.web.shared.say import say
from gighall.web.shared.signed_in import person_of, staff_only


class GrantForm(forms.Form):
    """To whom, how much, why; and a key that makes a second press harmless."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the person"))
    amount = AmountField(label=gettext_lazy("Amount"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=limits.REASON_CHARACTERS_MAX,
        help_text=gettext_lazy(
            "The person reads it on the statement, for example “bank transfer of 3 March”."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def credits(request: HttpRequest) -> HttpResponse:
    """Show the newest grants; grant credits."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            grant = grant_credits(
                by_id=person_of(request).pk,
                email=data["email"],
                amount_minor=data["amount"],
                reason=data["reason"],
                key=data["key"],
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, say(refusal))
        else:
            words = _("%(name)s has %(amount)s more.")
            messages.success(
                request, words % {"name": grant.to.name, "amount": format_minor(grant.amount_minor)}
            )
            return redirect("staff:credits")
    grants = newest_grants(limit=limits.PAGE_ROWS)
    return render(request, "staff/credits.html", {"form": form, "grants": grants, "sign": CURRENCY_SIGN})
