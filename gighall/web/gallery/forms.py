"""A form with every kind of field, to show how fields look."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """Never saved; it only stands in the gallery."""

    title = forms.CharField(
        label=_("Title of the gig"), max_length=80, help_text=_("Say what someone has afterwards.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    secret = forms.CharField(label=_("Password"), widget=forms.PasswordInput, required=False)
    price = forms.DecimalField(label=_("Price"), help_text=_("What the buyer pays before our fee."))
    kind = forms.ChoiceField(
        label=_("Where the talk takes place"),
        widget=forms.RadioSelect,
        choices=[
            ("session", _("Chat session, at a time you both agree on")),
            ("deliverable", _("Something you make and deliver")),
        ],
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=[("UTC", "UTC"), ("Europe/Madrid", "Europe/Madrid")]
    )
    about = forms.CharField(
        label=_("What you do"),
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _("Write as you would speak.")}),
    )
    picture = forms.FileField(label=_("File"), required=False)
    agreed = forms.BooleanField(
        label=_("I have read the terms and accept them"), help_text=_("The version is kept with the date.")
    )
