"""The search of the front page. It is an address, so that it can be kept and sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.money import parse_minor
from gighall.domain.gigs.rules import CATEGORIES, CHEAPEST, DEAREST, NEWEST, GigWish, words_of
from gighall.web.gigs.words import KIND_LABELS


class SearchForm(forms.Form):
    """What somebody looks for. Whatever cannot be read is left aside: a search is never an error."""

    q = forms.CharField(
        label=_("What do you need help with?"),
        required=False,
        max_length=limits.SEARCH_CHARACTERS_MAX,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto"}),
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("any category")), *((key, _(name)) for key, name in CATEGORIES.items())],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("any kind")), *KIND_LABELS.items()]
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
    days = forms.TypedChoiceField(
        label=_("Delivered in"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("any time")),
            (1, _("a day")),
            (3, _("3 days")),
            (7, _("a week")),
            (30, _("30 days")),
        ],
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
    online = forms.BooleanField(label=_("Online now"), required=False)

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
            days_max=read.get("days"),
            kind=read.get("kind", ""),
            category=read.get("category", ""),
            is_online=read.get("online", False),
            sort=read.get("sort") or NEWEST,
        )
