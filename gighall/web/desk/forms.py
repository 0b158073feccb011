"""Forms of cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.domain.desk.rules import REFUND, RELEASE, SPLIT

WANTED_NAMES = {
    REFUND: gettext_lazy("The money goes back to the buyer"),
    SPLIT: gettext_lazy("A part of it goes back, the seller gets the rest"),
    RELEASE: gettext_lazy("The seller is paid"),
}
OTHER_SHARE = "other"
SHARES = (0, 50, 100)
SHARE_NAMES = {
    "0": gettext_lazy("Nothing goes back: the seller is paid"),
    "50": gettext_lazy("Half of the price goes back"),
    "100": gettext_lazy("Everything goes back to the buyer"),
    OTHER_SHARE: gettext_lazy("Another share"),
}


class AskForm(forms.Form):
    """What happened, and what one wants; and a key that makes a second press harmless."""

    words = forms.CharField(
        label=gettext_lazy("What happened, and what do you want?"),
        min_length=limits.CASE_CHARACTERS_MIN,
        max_length=limits.CASE_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy(
            "Support reads this and the whole order page. The other side sees that you asked and what you want, not"
            " these words. Name the numbers of the entries that matter."
        ),
    )
    wanted = forms.ChoiceField(
        label=gettext_lazy("How should it end?"),
        choices=list(WANTED_NAMES.items()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Support decides for itself; this says where you stand."),
    )


class DecisionForm(forms.Form):
    """How much goes back, and why. ``seen_percent`` is the share whose amounts were on the page."""

    share = forms.ChoiceField(
        label=gettext_lazy("How much of the price goes back to the buyer?"),
        choices=list(SHARE_NAMES.items()),
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Another share, in percent"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        min_length=limits.CASE_CHARACTERS_MIN,
        max_length=limits.CASE_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "Both sides read it on the order page, and it stays in the record of the order."
        ),
    )
    seen_percent = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Return what was typed, with the share as ``refund_percent``."""
        typed: dict[str, Any] = super().clean() or {}
        share = typed.get("share")
        if share == OTHER_SHARE:
            if typed.get("percent") is None and "percent" not in self.errors:
                self.add_error("percent", _("Say how much of the price goes back: 0 to 100 percent."))
            typed["refund_percent"] = typed.get("percent")
        elif share:
            typed["refund_percent"] = int(share)
        return typed
