"""The search of the front page. It is an address, so that it can be kept and sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.money import parse_minor
from gighall.domain.gigs.rules import CHEAPEST, DEAREST, NEWEST, GigWish, words_of


class SearchForm(forms.Form):
    """What somebody looks for. Whatever cannot be read is left aside: a search is never an error."""

    q = forms.CharField(
        label=_("What do you need help with?"),
        required=False,
        max_length=limits.SEARCH_CHARACTERS_MAX,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    price = forms.CharField(
        label=_("Price up to"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    minutes = forms.TypedChoiceField(
        label=_("Length up to"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("any length"))]
        + [(each, _("%(minutes)d minutes") % {"minutes": each}) for each in (30, 60, 120)],
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            (NEWEST, _("best match, then newest")),
            (CHEAPEST, _("cheapest first")),
            (DEAREST, _("dearest first")),
        ],
    )

    def clean_price(self) -> int | None:
        """Return the price in minor units, or None for any."""
        typed = self.cleaned_data["price"]
        if not typed:
            return None
        price_minor = parse_minor(typed)
        if price_minor is None:
            raise forms.ValidationError(_("Write an amount such as 40 or 39.50."))
        return price_minor

    def wish(self) -> GigWish:
        """Return the wish, made of what can be read."""
        self.is_valid()
        read = self.cleaned_data
        return GigWish(
            words=words_of(read.get("q", "")),
            price_minor_max=read.get("price"),
            minutes_max=read.get("minutes"),
            sort=read.get("sort") or NEWEST,
        )
