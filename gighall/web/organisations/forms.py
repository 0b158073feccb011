"""Forms of organisations. What is allowed is said by the room's rules; the forms only read."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.text import plain_lines
from gighall.domain.organisations.models import Organisation
from gighall.domain.organisations.rules import COUNTRIES, OrganisationIncomplete, OrganisationWords
from gighall.web.shared.say import say


class OrganisationForm(forms.Form):
    """What somebody says of an organisation; the key makes a second press harmless."""

    # The browser would stop at the first empty field and say nothing of the others.
    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        max_length=limits.ORGANISATION_NAME_CHARACTERS_MAX,
        help_text=_("As the register has it. Sellers read it on every order that is placed for it."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "organization"}),
    )
    country = forms.ChoiceField(
        label=_("Country of the register"),
        choices=[("", _("choose one")), *((code, _(name)) for code, name in COUNTRIES.items())],
    )
    registration = forms.CharField(
        label=_("Registration number"),
        max_length=limits.ORGANISATION_REGISTRATION_CHARACTERS_MAX,
        help_text=_(
            "Of the company register, the tax office or the register of associations. Staff look it up."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    about = forms.CharField(
        label=_("What it does"),
        max_length=limits.ORGANISATION_ABOUT_CHARACTERS_MAX,
        help_text=_("In a sentence or two. Whom you invite reads it; contact details are withheld there."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @classmethod
    def empty(cls) -> "OrganisationForm":
        """Return a fresh form for a new organisation."""
        return cls(initial={"key": uuid.uuid4()})

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationForm":
        """Return the form with what an organisation says now."""
        names = ("name", "country", "registration", "about")
        return cls(initial={name: getattr(organisation, name) for name in names})

    def words(self) -> OrganisationWords:
        """Return what was read, as the room takes it."""
        read: dict[str, Any] = self.cleaned_data
        return OrganisationWords(
            read["name"], read["country"], read["registration"], plain_lines(read["about"])
        )

    def refuse(self, refusal: OrganisationIncomplete) -> None:
        """Say everything that is wrong, each thing at its field."""
        for fault in refusal.faults:
            self.add_error(fault.field, say(fault))


class InviteForm(forms.Form):
    """Whom an owner invites."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "We mail a link there. Only who confirms this address in the hall can use it; they may join with it now."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
