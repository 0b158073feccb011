"""Forms for joining and for one's own account."""

from datetime import timedelta
from typing import Any, cast
from zoneinfo import available_timezones

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gighall.base import clock, limits
from gighall.domain.accounts import queries
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.rules import AddressTaken, NameUnusable, check_terms_accepted, person_name
from gighall.domain.accounts.rules import TermsNotAccepted as TermsMoved
from gighall.web.shared.say import say

_AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# A second press of the sign-up button arrives within seconds; a stranger with the same password does not.
_SECOND_PRESS = timedelta(minutes=1)


def time_zone_choices() -> list[tuple[str, Any]]:
    """Return the time zones of places, grouped by part of the world, with UTC first."""
    groups: dict[str, list[tuple[str, str]]] = {area: [] for area in _AREAS}
    for zone in sorted(available_timezones()):
        area, _slash, place = zone.partition("/")
        if place and area in groups:
            groups[area].append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *groups.items()]


def terms_label(number: int) -> str:
    """Return the words beside the tick box that accepts a version of the terms."""
    link = format_html(
        '<a href="{}" target="_blank" rel="noopener">{}</a>',
        reverse("terms:version", args=[number]),
        gettext("terms, version {number}").format(number=number),
    )
    return format_html(gettext("I have read and accept the {terms}."), terms=link)


class TermsFields(forms.Form):
    """The tick box for the present terms, which names the version that was on the page."""

    terms_number = forms.IntegerField(widget=forms.HiddenInput)
    terms = forms.BooleanField(
        error_messages={"required": _("Tick this box to join: nobody can without it.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present_number = queries.present_terms().number
        self.fields["terms_number"].initial = self.present_number
        self.fields["terms"].label = terms_label(self.present_number)

    def clean_terms_number(self) -> int:
        """Refuse a version that is no longer the present one, and ask for the present one instead."""
        number: int = self.cleaned_data["terms_number"]
        try:
            check_terms_accepted(accepted_number=number, present_number=self.present_number)
        except TermsMoved as refusal:
            self._ask_for_present_terms()
            raise forms.ValidationError(
                gettext(
                    "A new version of the terms appeared while this page was open. Read it, then tick again."
                )
            ) from refusal
        return number

    def _ask_for_present_terms(self) -> None:
        typed = cast(QueryDict, self.data).copy()
        typed["terms_number"] = str(self.present_number)
        typed.pop("terms", None)
        self.data = typed


class PersonFields(forms.Form):
    """How a person is called, and where on earth it is what time."""

    name = forms.CharField(
        label=_("Name"),
        max_length=limits.PERSON_NAME_CHARACTERS_MAX,
        help_text=_("Others see this name beside your messages and gigs."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    # Filled by the page's script; without script everybody starts in UTC and can choose later.
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-time-zone": ""}))

    def clean_name(self) -> str:
        """Refuse a name that cannot be shown."""
        try:
            return person_name(self.cleaned_data["name"])
        except NameUnusable as refusal:
            raise forms.ValidationError(say(refusal)) from refusal

    def clean_time_zone(self) -> str:
        """Take the browser's time zone if it is a known one; a strange browser still lets one join."""
        typed: str = self.cleaned_data["time_zone"]
        return typed if typed in available_timezones() else "UTC"


class SignupForm(PersonFields, TermsFields, allauth_forms.SignupForm):  # type: ignore[misc]
    """Joining: name, address, password (or a passkey in the next step), and the terms."""

    field_order = ["name", "email", "password1", "time_zone", "terms_number", "terms"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_fields(
            self,
            email=(_("E-mail address"), _("Only the hall sees it. We send a code there to check it.")),
            password1=(_("Password"), password_hint()),
        )

    def save(self, request: HttpRequest) -> Person:
        """Make the person, the address and the acceptance of the terms in one transaction."""
        adapter = get_adapter()
        with transaction.atomic():
            person: Person = adapter.save_user(request, adapter.new_user(request), self)
        return person

    def try_save(self, request: HttpRequest) -> tuple[Person | None, HttpResponse | None]:
        """Join; if the address was taken meanwhile, answer as for any taken address, by mail."""
        try:
            return super().try_save(request)  # type: ignore[no-any-return]
        except AddressTaken:
            person = self._person_of_first_press()
            if person is not None:
                return person, None
            self.account_already_exists = True
            return self._answer_taken_address(request)

    def _answer_taken_address(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        try:
            _nobody, response = super().try_save(request)
        except ImmediateHttpResponse as too_many:
            response = too_many.response
        return None, response

    def _person_of_first_press(self) -> Person | None:
        person = queries.person_with_email(self.cleaned_data["email"])
        password = self.cleaned_data.get("password1")
        if person is None or not password or person.last_login is not None:
            return None
        is_fresh = clock.now() - person.joined_at < _SECOND_PRESS
        return person if is_fresh and person.check_password(password) else None


class EditPersonForm(forms.Form):
    """Name and time zone on the account page."""

    name = PersonFields.base_fields["name"]
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Times on your pages are shown in it, and others see what time it is for you."),
    )

    clean_name = PersonFields.clean_name

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.initial.get("time_zone")
        if zone and zone not in {choice for choice, _label in self.fields["time_zone"].choices}:  # type: ignore[attr-defined]
            # An old alias such as Asia/Calcutta that a browser gave stays choosable for who has it.
            self.fields["time_zone"].choices = [(zone, zone), *time_zone_choices()]  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A name for a personal token."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=limits.TOKEN_NAME_CHARACTERS_MAX,
        help_text=_("A name by which you know it later, such as “calendar at home”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class AcceptTermsForm(TermsFields):
    """Accepting a new version of the terms."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)


def password_hint() -> str:
    """Return what a password must be."""
    return gettext(
        "At least {least} characters. A few words in a row are easy to keep and hard to guess."
    ).format(least=limits.PASSWORD_CHARACTERS_MIN)


def say_fields(form: forms.Form, **words: tuple[Any, Any]) -> None:
    """Give fields their label and their hint in the hall's words; labels stand outside the boxes."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    for name, (label, hint) in words.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].help_text = hint
