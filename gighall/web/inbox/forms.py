"""Forms of the inbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.base import limits
from gighall.domain.desk.rules import OTHER, OUTSIDE_CONTACT, RUDE, SCAM, SPAM

REASON_NAMES = {
    SPAM: gettext_lazy("Spam: advertising, or the same words to many"),
    RUDE: gettext_lazy("Rude, hurtful or threatening"),
    OUTSIDE_CONTACT: gettext_lazy("Wants to go outside: contact or payment elsewhere"),
    SCAM: gettext_lazy("A trick to get money, files or access"),
    OTHER: gettext_lazy("Something else"),
}


class SearchForm(forms.Form):
    """What is looked for in all of one's own talks and orders."""

    q = forms.CharField(
        label=gettext_lazy("Search all your talks and orders"),
        max_length=limits.SEARCH_CHARACTERS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class TalkSearchForm(forms.Form):
    """What is looked for in one talk."""

    q = forms.CharField(
        label=gettext_lazy("Search this talk"),
        max_length=limits.SEARCH_CHARACTERS_MAX,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class LabelForm(forms.Form):
    """The name of a label."""

    name = forms.CharField(label=gettext_lazy("New label"), max_length=limits.LABEL_CHARACTERS_MAX)


class QuickResponseForm(forms.Form):
    """A quick response."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=limits.QUICK_RESPONSE_TITLE_CHARACTERS_MAX,
        help_text=gettext_lazy("You find it by this in the menu beside the field for messages."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=limits.QUICK_RESPONSE_CHARACTERS_MAX,
        widget=forms.Textarea,
        help_text=gettext_lazy(
            "{name} becomes the other side’s name, {gig} the title of the gig you talk about, {me} your name."
        ),
    )


# Entries are numbered from one.
WHOLE_TALK = 0


class ReportForm(forms.Form):
    """What is wrong with which message, or with the whole talk."""

    entry = forms.TypedChoiceField(label=gettext_lazy("About"), coerce=int)
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=list(REASON_NAMES.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=limits.REPORT_CHARACTERS_MAX,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("Staff read your words, not the talk. Say what they should know."),
    )

    def __init__(self, *args: Any, messages: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].choices = [(WHOLE_TALK, _("The whole talk")), *messages]  # type: ignore[attr-defined]  # A choice field.
