"""Forms of the staff pages."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.web.setup.hues import HueFields, hue_initial


class HallForm(HueFields):
    """The hall's name and colour."""

    name = forms.CharField(
        label=_("Name of the hall"),
        max_length=limits.HALL_NAME_CHARACTERS_MAX,
        help_text=_("It stands at the top of every page and in every mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    field_order = ["name", "hue_name", "own_hue"]

    def __init__(self, data: QueryDict | None, *, name: str, hue: int) -> None:
        super().__init__(data, initial={"name": name, **hue_initial(hue)})


class NewTermsForm(forms.Form):
    """The text of a new version, written on top of the present one."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    source = forms.CharField(
        label=_("Text"),
        max_length=limits.TERMS_CHARACTERS_MAX,
        help_text=_(
            "Markdown. Each clause starts with “## Heading {#anchor}”. Keep an anchor for as long as the"
            " clause lives: links elsewhere point to it."
        ),
        widget=forms.Textarea(
            attrs={"rows": 24, "spellcheck": "true", "dir": "auto", "class": "terms-editor"}
        ),
    )
