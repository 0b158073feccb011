"""Forms of feedback. What is allowed is said by the room's rules; the forms only read."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.domain.orders.rules.feedback import ASKED, QUESTIONS, STARS_MAX

STARS = [
    (5, gettext_lazy("5 – could not be better")),
    (4, gettext_lazy("4 – good")),
    (3, gettext_lazy("3 – all right")),
    (2, gettext_lazy("2 – not so good")),
    (1, gettext_lazy("1 – bad")),
]


class FeedbackForm(forms.Form):
    """Stars for three questions, words for everybody, and a note for support alone."""

    text = forms.CharField(
        label=gettext_lazy("What should others know?"),
        max_length=limits.FEEDBACK_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("Everybody reads it when you both have given feedback, or after two weeks."),
    )
    private_note = forms.CharField(
        label=gettext_lazy("A note for support"),
        required=False,
        max_length=limits.FEEDBACK_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("Only the people who run the hall read it."),
    )

    def __init__(self, data: QueryDict | None, *, side: str) -> None:
        super().__init__(data)
        for name in reversed(ASKED):
            self.fields[name] = forms.TypedChoiceField(
                label=_(QUESTIONS[side][name]), coerce=int, choices=STARS, widget=forms.RadioSelect
            )
        self.order_fields([*ASKED, "text", "private_note"])

    def stars(self) -> list[int]:
        """Return the stars in the order of the questions."""
        return [min(self.cleaned_data[name], STARS_MAX) for name in ASKED]
