"""Forms of gigs. What is allowed is said by the room's rules; the forms only read."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.money import MINOR_PER_MAJOR, parse_minor
from gighall.domain.gigs.actions import GigWords
from gighall.domain.gigs.models import Gig

MINUTES = (15, 30, 45, 60, 90, 120, 180, 240)


class GigForm(forms.Form):
    """What a seller fills in for a text-chat gig."""

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
    minutes = forms.TypedChoiceField(
        label=_("Length of the chat"),
        coerce=int,
        choices=[(each, _("%d minutes") % each) for each in MINUTES],
        initial=60,
    )
    price = forms.CharField(
        label=_("Price"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("For the whole chat. You receive it less {fee} %; the buyer pays {buyer_fee} % on top."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].help_text = self.fields["price"].help_text.format(
            fee=limits.SELLER_FEE_BASIS_POINTS // 100, buyer_fee=f"{limits.BUYER_FEE_BASIS_POINTS / 100:g}"
        )

    def clean_price(self) -> int:
        """Return the price in minor units."""
        price_minor = parse_minor(self.cleaned_data["price"])
        if price_minor is None:
            raise forms.ValidationError(_("Write an amount such as 40 or 39.50."))
        return price_minor

    def words(self) -> GigWords:
        """Return what was filled in, as the room takes it."""
        data = self.cleaned_data
        return GigWords(data["title"], data["text"], data["price"], data["minutes"])


def values_of(gig: Gig) -> dict[str, object]:
    """Return a gig's words as the form shows them."""
    major, minor = divmod(gig.price_minor, MINOR_PER_MAJOR)
    price = f"{major}.{minor:02d}" if minor else str(major)
    return {"title": gig.title, "text": gig.text, "minutes": gig.minutes, "price": price}


class OrderForm(forms.Form):
    """The press on *order*: the price that was seen, and a key that makes a second press harmless."""

    seen_price_minor = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    key = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def for_gig(cls, gig: Gig) -> "OrderForm":
        """Return a fresh form for the order page of a gig."""
        return cls(initial={"seen_price_minor": gig.price_minor, "key": uuid.uuid4()})
