"""Forms of tickets."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.desk.rules import ASKABLE_KINDS
from gighall.domain.orders.models import Order
from gighall.web.desk.ticket_words import kind_name, order_label


def _words(label: Any, *, rows: int, least: int = 1, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=least,
        max_length=limits.TICKET_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        **more,
    )


def _reason(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=limits.REASON_CHARACTERS_MIN,
        max_length=limits.TICKET_REASON_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=help_text,
    )


class _OrderChoice(forms.Form):
    """Which order something is about, if any. What is chosen is looked up again by the action."""

    order = forms.ChoiceField(label=gettext_lazy("About an order"), required=False)

    def offer(self, orders: Iterable[Order], *, none: str) -> None:
        """Offer these orders, and none of them."""
        choice: Any = self.fields["order"]
        choice.choices = [("", none), *((each.public_id, order_label(each)) for each in orders)]


class QuestionForm(_OrderChoice):
    """A question to support."""

    subject = forms.CharField(
        label=gettext_lazy("What is it about?"),
        min_length=limits.TICKET_SUBJECT_CHARACTERS_MIN,
        max_length=limits.TICKET_SUBJECT_CHARACTERS_MAX,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    words = _words(
        gettext_lazy("Your question"),
        rows=7,
        least=limits.TICKET_CHARACTERS_MIN,
        help_text=gettext_lazy("Only support reads it."),
    )
    field_order = ["subject", "words", "order"]

    def __init__(self, *args: Any, orders: Iterable[Order], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(orders, none=_("none of my orders"))


class RequestForm(_OrderChoice):
    """What a seller asks for: kinds of contact details, why, and for which orders."""

    use_required_attribute = False

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which kinds of contact details?"),
        choices=[(kind, kind_name(kind)) for kind in ASKABLE_KINDS],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what the work cannot do without. Payment stays inside the hall always."),
    )
    words = _words(
        gettext_lazy("Why does your work need them?"),
        rows=6,
        least=limits.TICKET_CHARACTERS_MIN,
        help_text=gettext_lazy("Only support reads it."),
    )
    field_order = ["kinds", "words", "order"]

    def __init__(self, *args: Any, orders: Iterable[Order], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].label = _("For which orders?")
        self.offer(orders, none=_("all orders of this gig"))


class AnswerForm(forms.Form):
    """Words that the asker and support both read."""

    words = _words(gettext_lazy("Your words"), rows=5)


class StaffAnswerForm(AnswerForm):
    """An answer of support."""

    words = _words(gettext_lazy("Your answer"), rows=5)

    closes = forms.BooleanField(label=gettext_lazy("That settles it: close the question"), required=False)


class NoteForm(forms.Form):
    """A note among staff."""

    words = _words(gettext_lazy("A note for your colleagues"), rows=3)


class HandOverForm(forms.Form):
    """To which colleague a ticket goes; ``seen`` is who had it when the page was shown."""

    to = forms.ChoiceField(label=gettext_lazy("Hand over to"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=24)

    def __init__(self, *args: Any, colleagues: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        choice: Any = self.fields["to"]
        choice.choices = [(each.public_id, each.name) for each in colleagues]


class DeclineForm(forms.Form):
    """Why a request is declined."""

    reason = _reason(gettext_lazy("Why not?"), gettext_lazy("The seller reads it."))


class RevokeForm(forms.Form):
    """Why an exception ends before its time."""

    reason = _reason(
        gettext_lazy("Why does it end?"), gettext_lazy("The seller and the buyers of open orders read it.")
    )


class GrantForm(forms.Form):
    """What is granted, why, until the end of which day, and where."""

    use_required_attribute = False

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What is allowed"), widget=forms.CheckboxSelectMultiple
    )
    order = forms.ChoiceField(label=gettext_lazy("Where it holds"), required=False)
    until = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = _reason(
        gettext_lazy("Why is it allowed?"),
        gettext_lazy("The seller and everybody who looks at the gig read it."),
    )

    def __init__(
        self,
        *args: Any,
        asked: Sequence[str],
        orders: Iterable[Order],
        whole_gig: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {
            "kinds": list(asked),
            "until": today + timedelta(days=limits.EXCEPTION_DAYS_DEFAULT),
        }
        super().__init__(*args, **kwargs)
        self.today = today
        kinds: Any = self.fields["kinds"]
        kinds.choices = [(kind, kind_name(kind)) for kind in asked]
        places = [(each.public_id, order_label(each)) for each in orders]
        order: Any = self.fields["order"]
        order.choices = [("", _("in all orders of the gig")), *places] if whole_gig else places

    def clean_until(self) -> datetime:
        """Return the moment at which that day ends for whoever grants it."""
        until: date = self.cleaned_data["until"]
        if abs(until - self.today) > timedelta(days=limits.WAIVER_DAYS_MAX):
            raise forms.ValidationError(
                _("Choose a day within %(days)d days from now.") % {"days": limits.WAIVER_DAYS_MAX}
            )
        return datetime.combine(until + timedelta(days=1), time.min, tzinfo=timezone.get_current_timezone())
