"""Forms of an order's moves. What is allowed is said by the rules; the forms read, and keep what was typed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.text import plain_lines
from gighall.domain.orders.rules import (
    CANCEL,
    REFUND,
    TIME,
    PointsUnfit,
    RequestRefused,
    Wish,
    answered,
    check_points,
    check_wish,
    stated_picks,
    stated_wish,
)
from gighall.domain.record.models import Entry
from gighall.web.shared.say import say
from gighall.web.shared.typed import is_number

PICKED_CHARACTERS = 70


def _words(
    label: Any, *, rows: int, help_text: Any = "", required: bool = True, strip: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        strip=strip,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class MoveForm(forms.Form):
    """A move in words. ``refuse`` puts what the rules say beside the words."""

    def refuse(self, refusal: Refused) -> None:
        """Show why the move was refused."""
        self.add_error("text", say(refusal))

    @property
    def words(self) -> str:
        """Return the words with the line ends that were typed."""
        return plain_lines(self.cleaned_data["text"])

    @property
    def stated(self) -> dict[str, Any]:
        """Return what the move says beside its words, as the record has it."""
        return {}


class AnswersForm(MoveForm):
    """The seller's questions, a field for each; every answer that is missing is said at once."""

    def __init__(self, questions: Sequence[Mapping[str, Any]], data: Any = None) -> None:
        super().__init__(data, auto_id="answers_%s")
        self.questions = questions
        self.names = [f"answer_{place}" for place in range(1, len(questions) + 1)]
        for name, question in zip(self.names, questions, strict=True):
            self.fields[name] = _words(question["text"], rows=2, required=question["is_required"], strip=True)

    def refuse(self, refusal: Refused) -> None:
        """Show why all answers together were refused."""
        self.add_error(None, say(refusal))

    @property
    def answers(self) -> list[str]:
        """Return one answer for each question, empty where there is none."""
        return [plain_lines(self.cleaned_data[name]) for name in self.names]

    @property
    def words(self) -> str:
        """Return questions and answers as the one message that they become."""
        return answered(self.questions, self.answers)


class PickedField(forms.TypedMultipleChoiceField):
    """Numbers of entries. Whose they are is a matter of the rules: the list that was shown may have moved on."""

    def valid_value(self, value: Any) -> bool:
        """Accept what can be a number."""
        return is_number(str(value))


class DeliveryForm(MoveForm):
    """What is delivered: words, and what was sent in the talk before."""

    text = _words(
        gettext_lazy("What you deliver"),
        rows=5,
        help_text=gettext_lazy("Sum up what was worked out. The buyer reads it and accepts it."),
    )
    picked = PickedField(
        label=gettext_lazy("With it from the talk"),
        help_text=gettext_lazy(
            "Your newest messages and files. Send a new file in the talk first, then pick it here."
        ),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, own: Sequence[Entry], data: Any = None) -> None:
        super().__init__(data, auto_id="delivery_%s")
        picked: Any = self.fields["picked"]
        picked.choices = [(str(entry.number), _printed(entry)) for entry in own]
        if not own:
            del self.fields["picked"]

    @property
    def has_picked(self) -> bool:
        """Say whether something of the talk was picked, also in a form that was refused."""
        return self.is_bound and bool(self["picked"].value())

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of what was picked."""
        return list(self.cleaned_data.get("picked", []))

    @property
    def stated(self) -> dict[str, Any]:
        """Return what was picked, as the record has it."""
        return stated_picks(self.numbers)


class RevisionForm(MoveForm):
    """What is to be changed in the delivery."""

    text = _words(gettext_lazy("What is to be changed, point by point"), rows=4)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="revision_%s")


KIND_LABELS = {
    CANCEL: gettext_lazy("Cancel the order, with all the money back"),
    REFUND: gettext_lazy("A part of the price goes back to the buyer"),
    TIME: gettext_lazy("More time for the work"),
}


class RequestForm(MoveForm):
    """What one side asks of the other, or answers with. Everything that is wrong is said at once."""

    kind = forms.ChoiceField(label=gettext_lazy("What you ask for"), widget=forms.RadioSelect)
    percent = forms.IntegerField(
        label=gettext_lazy("How much of the price goes back"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": 100}),
        help_text=gettext_lazy("1 to 100 percent; only for a part of the price."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("How many days more"),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": limits.TIME_EXTENSION_DAYS_MAX}),
        help_text=gettext_lazy("Only for more time."),
    )
    text = _words(gettext_lazy("Why"), rows=3)

    def __init__(self, kinds: Sequence[str], data: Any = None) -> None:
        super().__init__(data, auto_id="request_%s")
        kind: Any = self.fields["kind"]
        kind.choices = [(each, KIND_LABELS[each]) for each in kinds]
        if TIME not in kinds:
            del self.fields["days"]

    def clean(self) -> dict[str, Any]:
        """Add what the rules say of the wish and of its reason."""
        cleaned = super().clean() or {}
        try:
            check_wish(self._wish(cleaned))
        except RequestRefused as refusal:
            field = {REFUND: "percent", TIME: "days"}.get(cleaned.get("kind", ""))
            # What the field itself has said of the number is said already, as is a kind that was not chosen.
            if field is not None and field not in self.errors:
                self.add_error(field, say(refusal))
        if "text" in cleaned:
            try:
                check_points(cleaned["text"])
            except PointsUnfit as refusal:
                self.add_error("text", self._reason_unfit(refusal, cleaned["text"]))
        return cleaned

    @staticmethod
    def _reason_unfit(refusal: PointsUnfit, text: str) -> str:
        # The rule speaks of what is to change; here the words say why.
        least = limits.REVISION_CHARACTERS_MIN
        if len(text.strip()) < least:
            return _("Say why, in %(least)d characters or more.") % {"least": least}
        return say(refusal)

    @property
    def wish(self) -> Wish:
        """Return what is asked."""
        return self._wish(self.cleaned_data)

    @property
    def stated(self) -> dict[str, Any]:
        """Return what is asked, as the record has it."""
        return stated_wish(self.wish)

    @staticmethod
    def _wish(cleaned: Mapping[str, Any]) -> Wish:
        return Wish(cleaned.get("kind", ""), cleaned.get("percent"), cleaned.get("days"))


def _printed(entry: Entry) -> str:
    """Return an entry of one's own in a line: what the other side reads of it."""
    shown = entry.shown or ""
    words = json.loads(shown)["name"] if entry.kind == "file" else " ".join(shown.split())
    cut = words if len(words) <= PICKED_CHARACTERS else f"{words[:PICKED_CHARACTERS].rstrip()}…"
    label = _("File: %(words)s · %(time)s") if entry.kind == "file" else _("%(words)s · %(time)s")
    return label % {"words": cut, "time": date_format(timezone.localtime(entry.at), "j M, H:i")}
