"""Forms of offers. What is allowed is said by the room's rules; the forms only read."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gighall.base import limits
from gighall.base.money import MINOR_PER_MAJOR, parse_minor
from gighall.base.text import plain_lines
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.rules import GigFault
from gighall.domain.gigs.states import DELIVERABLE
from gighall.domain.orders.rules import OfferIncomplete, OfferTerms, cleaned_terms, offer_faults
from gighall.web.shared.say import say

# Where the form calls a field of OfferTerms by another name.
FORM_FIELDS = {"price_minor": "price"}


def _number(label: Any, *, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, widget=forms.NumberInput(attrs={"min": least, "max": most})
    )


class GigChoiceForm(forms.Form):
    """Which of the seller's gigs the offer is about: its kind decides what the offer's own form asks."""

    gig = forms.ChoiceField(label=_("The gig"))

    def __init__(self, gigs: Sequence[Gig], chosen: Gig) -> None:
        super().__init__(initial={"gig": chosen.public_id}, auto_id="choice_%s")
        gig: Any = self.fields["gig"]
        gig.choices = [(each.public_id, each.title_shown) for each in gigs]


class OfferForm(forms.Form):
    """What a seller offers one person; it begins with what the gig says. All that is wrong is said at once."""

    # The browser would stop at the first empty field and say nothing of the others.
    use_required_attribute = False

    scope = forms.CharField(
        label=_("What the offer is"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("What you do, what is left at the end, and what is not part of it."),
    )
    price = forms.CharField(
        label=_("Price"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("For everything. You receive it less {fee} %; the buyer pays {buyer_fee} % on top."),
    )
    minutes = _number(_("Length of the session"), least=limits.GIG_MINUTES_MIN, most=limits.GIG_MINUTES_MAX)
    delivery_days = _number(
        _("Days until you deliver"), least=limits.GIG_DELIVERY_DAYS_MIN, most=limits.GIG_DELIVERY_DAYS_MAX
    )
    revisions = _number(
        _("Revisions included"),
        least=0,
        most=limits.GIG_REVISIONS_MAX,
        help_text=_("How often the buyer may ask you to change what you delivered."),
    )
    expires_days = _number(
        _("It stands for"),
        least=limits.OFFER_DAYS_MIN,
        most=limits.OFFER_DAYS_MAX,
        help_text=_("After that nobody can accept it. You can withdraw it before."),
    )

    def __init__(self, gig: Gig, data: Any = None) -> None:
        super().__init__(data, initial=_values_of(gig))
        self.gig = gig
        del self.fields["minutes" if gig.kind == DELIVERABLE else "delivery_days"]
        self.fields["price"].help_text = self.fields["price"].help_text.format(
            fee=limits.SELLER_FEE_BASIS_POINTS // 100, buyer_fee=f"{limits.BUYER_FEE_BASIS_POINTS / 100:g}"
        )

    def clean_price(self) -> int:
        """Return the price in minor units."""
        price_minor = parse_minor(self.cleaned_data["price"])
        if price_minor is None:
            raise forms.ValidationError(_("Write an amount such as 40 or 39.50."))
        return price_minor

    def clean(self) -> dict[str, Any]:
        """Let the room's rules judge what could be read, so that everything wrong is said at once."""
        self._say_faults(offer_faults(cleaned_terms(self.terms()), kind=self.gig.kind))
        return self.cleaned_data

    def refuse(self, refusal: OfferIncomplete) -> None:
        """Say why an offer was not made after all."""
        self._say_faults(list(refusal.faults))

    def _say_faults(self, faults: list[GigFault]) -> None:
        for fault in faults:
            field = FORM_FIELDS.get(fault.field, fault.field)
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, say(fault))

    def terms(self) -> OfferTerms:
        """Return what could be read, as the room takes it; what could not be read is no good value there."""
        read = self.cleaned_data
        return OfferTerms(
            scope=plain_lines(read.get("scope", "")),
            price_minor=read.get("price", 0),
            minutes=read.get("minutes"),
            delivery_days=read.get("delivery_days"),
            revisions=read.get("revisions", -1),
            expires_days=read.get("expires_days", 0),
        )


def _values_of(gig: Gig) -> dict[str, object]:
    """Return a gig's terms as the form shows them."""
    major, minor = divmod(gig.price_minor, MINOR_PER_MAJOR)
    return {
        "price": f"{major}.{minor:02d}" if minor else str(major),
        "minutes": gig.minutes,
        "delivery_days": gig.delivery_days,
        "revisions": gig.revisions,
        "expires_days": limits.OFFER_DAYS_DEFAULT,
    }
