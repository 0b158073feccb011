"""Forms about money."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base.money import parse_minor


class AmountField(forms.CharField):
    """An amount as people type it; its value is in minor units."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=12,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **options,
        )

    def clean(self, value: Any) -> Any:
        """Return the amount in minor units."""
        amount_minor = parse_minor(super().clean(value))
        if amount_minor is None:
            raise forms.ValidationError(_("Write an amount such as 40 or 39.50."))
        return amount_minor


class PaymentForm(forms.Form):
    """How much will be paid; and a key that makes a second press harmless."""

    amount = AmountField(label=gettext_lazy("Amount"))
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
