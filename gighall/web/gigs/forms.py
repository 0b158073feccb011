"""Forms of gigs. What is allowed is said by the room's rules; the forms only read."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.money import MINOR_PER_MAJOR, parse_minor
from gighall.domain.gigs.models import Gig, GigRequirement
from gighall.domain.gigs.rules import (
    CATEGORIES,
    DETAILS,
    GigFault,
    GigIncomplete,
    GigWords,
    RequirementWords,
    cleaned,
    gig_faults,
)
from gighall.domain.gigs.states import CHAT_SESSION, DELIVERABLE
from gighall.web.gigs.words import KIND_LABELS
from gighall.web.shared.say import say

MINUTES = (15, 30, 45, 60, 90, 120, 180, 240)
DELIVERY_DAYS_FIRST = 3
EMPTY_LINES = 3
# Where the form calls a field of GigWords by another name; what is wrong with all questions stands at the first.
FORM_FIELDS = {"price_minor": "price", "requirements": "question_1"}
LINES = range(1, limits.GIG_REQUIREMENTS_MAX + 1)


@dataclass(frozen=True)
class QuestionLine:
    """The two fields of a question to the buyer."""

    text: forms.BoundField
    is_required: forms.BoundField


class GigForm(forms.Form):
    """What a seller fills in. Everything that is wrong is said at once, each thing at its field."""

    # The browser would stop at the first empty field and say nothing of the others.
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What you offer"),
        choices=list(KIND_LABELS.items()),
        initial=CHAT_SESSION,
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", _("choose one")), *((key, _(name)) for key, name in CATEGORIES.items())],
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=limits.GIG_TITLE_CHARACTERS_MAX,
        help_text=_("What you help with, in a line: “I untangle your Python errors with you”."),
    )
    text = forms.CharField(
        label=_("What the buyer gets"),
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        max_length=limits.GIG_TEXT_CHARACTERS_MAX,
        help_text=_(
            "Who it is for, what you do together, what is left at the end. You may use **bold**, lists and `code`."
        ),
    )
    minutes = forms.TypedChoiceField(label=_("Length of a session"), coerce=int, initial=60)
    delivery_days = forms.IntegerField(
        label=_("Days until you deliver"),
        initial=DELIVERY_DAYS_FIRST,
        widget=forms.NumberInput(
            attrs={"min": limits.GIG_DELIVERY_DAYS_MIN, "max": limits.GIG_DELIVERY_DAYS_MAX}
        ),
    )
    price = forms.CharField(
        label=_("Price"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("For everything. You receive it less {fee} %; the buyer pays {buyer_fee} % on top."),
    )
    revisions = forms.IntegerField(
        label=_("Revisions included"),
        initial=limits.GIG_REVISIONS_DEFAULT,
        widget=forms.NumberInput(attrs={"min": 0, "max": limits.GIG_REVISIONS_MAX}),
        help_text=_("How often the buyer may ask you to change what you delivered."),
    )
    declared_details = forms.MultipleChoiceField(
        label=_("Personal details that the work needs"),
        required=False,
        choices=[(key, _(name)) for key, name in DETAILS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Shown before the order. Leave it empty where you need none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].help_text = self.fields["price"].help_text.format(
            fee=limits.SELLER_FEE_BASIS_POINTS // 100, buyer_fee=f"{limits.BUYER_FEE_BASIS_POINTS / 100:g}"
        )
        # A program may have set a length that stands in no list.
        lengths = sorted({*MINUTES, self.initial.get("minutes") or MINUTES[0]})
        minutes: Any = self.fields["minutes"]
        minutes.choices = [(each, _("%d minutes") % each) for each in lengths]
        if self.is_bound:
            is_deliverable = self.data.get("kind") == DELIVERABLE
            minutes.required = not is_deliverable
            self.fields["delivery_days"].required = is_deliverable
        for line in LINES:
            self.fields[f"question_{line}"] = forms.CharField(
                label=_("Question %d") % line,
                required=False,
                max_length=limits.GIG_REQUIREMENT_CHARACTERS_MAX,
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            )
            self.fields[f"must_{line}"] = forms.BooleanField(
                label=_("An answer is required"), required=False, initial=True
            )

    def clean_price(self) -> int:
        """Return the price in minor units."""
        price_minor = parse_minor(self.cleaned_data["price"])
        if price_minor is None:
            raise forms.ValidationError(_("Write an amount such as 40 or 39.50."))
        return price_minor

    def clean(self) -> dict[str, Any]:
        """Let the room's rules judge what could be read, so that everything wrong is said at once."""
        # The length that this kind does not have stands in the form too, where no script takes it away.
        self.errors.pop("minutes" if self._is_deliverable() else "delivery_days", None)
        self._say_faults(gig_faults(cleaned(self.words())))
        return self.cleaned_data

    def refuse(self, refusal: GigIncomplete) -> None:
        """Say why a gig was not saved after all."""
        self._say_faults(list(refusal.faults))

    def _say_faults(self, faults: list[GigFault]) -> None:
        # A field that has been complained about is no longer read: which lines are filled is asked before.
        asked = self._asked_lines()
        for fault in faults:
            name, _dot, place = fault.field.partition(".")
            field = f"question_{asked[int(place)]}" if place else FORM_FIELDS.get(name, name)
            if field not in self.errors:
                self.add_error(field, say(fault))

    def _is_deliverable(self) -> bool:
        return self.cleaned_data.get("kind") == DELIVERABLE

    def _asked_lines(self) -> list[int]:
        return [line for line in LINES if self.cleaned_data.get(f"question_{line}", "").strip()]

    def words(self) -> GigWords:
        """Return what could be read, as the room takes it; what could not be read is no good value there."""
        read = self.cleaned_data
        is_deliverable = self._is_deliverable()
        return GigWords(
            title=read.get("title", ""),
            text=read.get("text", ""),
            price_minor=read.get("price", 0),
            minutes=None if is_deliverable else read.get("minutes"),
            kind=read.get("kind", ""),
            category=read.get("category", ""),
            delivery_days=read.get("delivery_days") if is_deliverable else None,
            revisions=read.get("revisions", -1),
            requirements=tuple(
                RequirementWords(read[f"question_{line}"], read[f"must_{line}"])
                for line in self._asked_lines()
            ),
            declared_details=tuple(read.get("declared_details", ())),
        )

    def question_lines(self) -> list[QuestionLine]:
        """Return the lines for questions: those that are filled in, and a few empty ones."""
        filled = [line for line in LINES if self[f"question_{line}"].value()]
        count = min(len(LINES), max(filled, default=0) + EMPTY_LINES)
        return [QuestionLine(self[f"question_{line}"], self[f"must_{line}"]) for line in LINES[:count]]


def values_of(gig: Gig, requirements: list[GigRequirement]) -> dict[str, object]:
    """Return a gig's words as the form shows them."""
    major, minor = divmod(gig.price_minor, MINOR_PER_MAJOR)
    values: dict[str, object] = {
        "kind": gig.kind,
        "category": gig.category,
        "title": gig.title,
        "text": gig.text,
        "price": f"{major}.{minor:02d}" if minor else str(major),
        "revisions": gig.revisions,
        "declared_details": gig.declared_details,
    }
    if gig.kind == DELIVERABLE:
        values["delivery_days"] = gig.delivery_days
    else:
        values["minutes"] = gig.minutes
    for line, requirement in zip(LINES, requirements, strict=False):
        values |= {f"question_{line}": requirement.text, f"must_{line}": requirement.is_required}
    return values


class OrderForm(forms.Form):
    """The press on *order*: what was seen, and a key that makes a second press harmless."""

    seen_price_minor = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    # Pages that were open while the hall was upgraded do not have it.
    seen_changed_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def for_gig(cls, gig: Gig) -> "OrderForm":
        """Return a fresh form for the order page of a gig."""
        seen = {"seen_price_minor": gig.price_minor, "seen_changed_at": gig.changed_at.isoformat()}
        return cls(initial={**seen, "key": uuid.uuid4()})
