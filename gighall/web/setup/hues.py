"""Choosing the hall's accent colour: a few named hues, or any on the wheel."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.domain.accounts.rules import HUES

OWN = "own"
NAMED_HUES = (
    ("162", _("Sage")),
    ("195", _("Lagoon")),
    ("250", _("Ink")),
    ("300", _("Plum")),
    ("350", _("Rose")),
    ("35", _("Brick")),
    ("75", _("Honey")),
)


class HueFields(forms.Form):
    """A named hue or one's own; without script the slider counts when “my own” is chosen."""

    hue_name = forms.ChoiceField(
        label=_("Colour"),
        choices=[*NAMED_HUES, (OWN, _("My own"))],
        widget=forms.RadioSelect,
        initial=NAMED_HUES[0][0],
    )
    own_hue = forms.IntegerField(
        label=_("Hue"),
        min_value=0,
        max_value=HUES - 1,
        required=False,
        initial=int(NAMED_HUES[0][0]),
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": HUES - 1, "step": 1}),
    )

    def clean(self) -> dict[str, Any]:
        """Make one number of the two fields."""
        cleaned = super().clean() or self.cleaned_data
        name = cleaned.get("hue_name")
        if name == OWN and cleaned.get("own_hue") is None:
            self.add_error("own_hue", forms.ValidationError(_("Move the slider to your colour.")))
        elif name:
            cleaned["accent_hue"] = cleaned["own_hue"] if name == OWN else int(name)
        return cleaned


def hue_initial(hue: int) -> dict[str, Any]:
    """Return what the fields show for a hue that is in force."""
    named = dict(NAMED_HUES)
    return {"hue_name": str(hue) if str(hue) in named else OWN, "own_hue": hue}
