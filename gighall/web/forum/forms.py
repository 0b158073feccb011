"""Forms of the community. What is allowed is said by the room's rules; the forms only read."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.domain.forum.rules import ACTIVE, MOST_VOTED, NEWEST, UNANSWERED
from gighall.web.shared.say import say

SORT_LABELS = {
    ACTIVE: _("Active"),
    NEWEST: _("Newest"),
    MOST_VOTED: _("Most votes"),
    UNANSWERED: _("Unanswered"),
}
MARKDOWN_HINT = _(
    "You may use **bold**, lists and `code`. Contact details are withheld: none are needed here."
)


class BoardForm(forms.Form):
    """What is looked for among the questions. Whatever cannot be read is left aside."""

    q = forms.CharField(
        label=_("Search questions and answers"),
        required=False,
        max_length=limits.SEARCH_CHARACTERS_MAX,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )


class PostForm(forms.Form):
    """Words for everybody. Nothing typed is cut or lost: what is wrong is said, and the words stay."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("Your answer"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text=MARKDOWN_HINT,
    )
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def key(self) -> uuid.UUID:
        """Return the form's key; a form without a readable one is no repetition."""
        return self.cleaned_data.get("client_key") or uuid.uuid4()

    def refuse(self, refusal: Refused) -> None:
        """Say why nothing was stored, at the field where something is to change."""
        name = getattr(refusal, "field", "text")
        self.add_error(name if name in self.fields else None, say(refusal))


class AskForm(PostForm):
    """A question, or a note of staff."""

    field_order = ["title", "text"]

    title = forms.CharField(
        label=_("Your question in a line"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("As you would ask a colleague: “Where do I hold a chat that somebody has ordered?”"),
    )

    def __init__(self, *args: object, is_note: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments.
        self.fields["text"].label = _("All that helps to answer it")
        if is_note:
            self.fields["title"].label = _("What the note is about")
            self.fields["title"].help_text = ""
            self.fields["text"].label = _("The note")


class EditForm(PostForm):
    """A change of a post."""

    field_order = ["title", "text", "reason"]

    title = forms.CharField(
        label=_("Title"), required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    reason = forms.CharField(
        label=_("What you changed"),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Stands below the post with your name."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, is_question: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments.
        self.fields["text"].label = _("Text")
        if not is_question:
            del self.fields["title"]


class ReasonForm(forms.Form):
    """Why staff do something that others see."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why"), required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )


class RecommendForm(ReasonForm):
    """Which answer staff put forward, and why."""

    field_order = ["answer", "reason"]

    answer = forms.CharField(
        label=_("Link to the answer"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("What “Link to comment” below the answer gives you."),
    )
