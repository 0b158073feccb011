"""For whom one orders: oneself, or an organisation of one's own; on the page of a gig's order and of an offer."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gighall.domain.organisations.queries import memberships_of
from gighall.domain.organisations.states import CONFIRMED

MYSELF = "myself"


class OrderAsForm(forms.Form):
    """The choice. Without any organisation to order for there is nothing to choose and nothing to see.

    What is chosen is judged by the action: somebody may have been removed while the page was open.
    """

    organisation = forms.CharField(
        label=gettext_lazy("Order as"), required=False, initial=MYSELF, widget=forms.RadioSelect
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        mine = [membership.organisation for membership in memberships_of(request.user.pk or 0)]
        confirmed = [each for each in mine if each.state == CONFIRMED]
        widget = self.fields["organisation"].widget
        assert isinstance(widget, forms.RadioSelect)
        widget.choices = [
            (MYSELF, _("Myself")),
            *((each.public_id, each.name) for each in confirmed),
        ]
        self.has_choice = bool(confirmed)
        self.has_unconfirmed = len(confirmed) < len(mine)

    @property
    def organisation_id(self) -> str:
        """Return the public id that was chosen, empty for oneself."""
        chosen = self.cleaned_data["organisation"] if self.is_valid() else ""
        return "" if chosen == MYSELF else chosen
