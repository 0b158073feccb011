"""The first-run form."""

import hmac
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.web.accounts.forms import PersonFields, TermsFields, password_hint

from .hues import HueFields


class FirstRunForm(HueFields, PersonFields, TermsFields):
    """The hall's name and colour, and its first admin."""

    # As on the page, so that the list of what is missing leads downwards.
    field_order = ("code", "hall_name", "hue_name", "own_hue", "name", "email", "password", "terms")
    code = forms.CharField(
        label=_("Set-up code"),
        max_length=200,
        help_text=_(
            "The hall printed it where it was started, and keeps it in its home folder as “setup-code”."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    hall_name = forms.CharField(
        label=_("Name of the hall"),
        max_length=limits.HALL_NAME_CHARACTERS_MAX,
        help_text=_("It stands at the top of every page and in every mail."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, expected_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected_code = expected_code
        self.fields["name"].label = _("Your name")
        self.fields["password"].help_text = password_hint()

    def clean_code(self) -> str:
        """Refuse any code but the one in the hall's home folder, in a time that tells nothing about it."""
        typed: str = self.cleaned_data["code"].strip()
        if not self.expected_code:
            raise forms.ValidationError(
                _("There is no set-up code yet. Start the hall once more: it prints one.")
            )
        if not hmac.compare_digest(typed.encode(), self.expected_code.encode()):
            raise forms.ValidationError(
                _("This is not the set-up code. Copy it again from where the hall was started.")
            )
        return typed

    def clean_password(self) -> str:
        """Refuse a password that is easy to guess."""
        password: str = self.cleaned_data["password"]
        about = Person(email=self.data.get("email", ""), name=self.data.get("name", ""))
        validate_password(password, about)
        return password
