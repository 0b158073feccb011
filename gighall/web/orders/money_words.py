"""What a move would do with the money, said before somebody makes it."""

from django.utils.translation import gettext as _

from gighall.base.money import format_minor
from gighall.domain.orders.actions.ending import settlement_of
from gighall.web.orders.situation import Situation

# Shares for which the form says what they come to.
EXAMPLES = (25, 50, 75)
WHOLE = 100


def outcome_words(at: Situation, *, percent: int) -> str:
    """Return who gets what when a share of the price goes back to the buyer; said to one side."""
    settlement = settlement_of(at.order, refund_percent=percent)
    amounts = {
        "buyer": format_minor(settlement.buyer_minor),
        "seller": format_minor(settlement.seller_minor),
        "name": at.other.name,
    }
    if not settlement.buyer_minor:
        words = _("%(name)s gets %(seller)s.") if at.is_buyer else _("You get %(seller)s.")
    elif not settlement.seller_minor:
        words = (
            _("You get everything back: %(buyer)s. %(name)s gets nothing.")
            if at.is_buyer
            else _("%(name)s gets everything back: %(buyer)s. You get nothing.")
        )
    else:
        words = (
            _("You get %(buyer)s back, and %(name)s gets %(seller)s.")
            if at.is_buyer
            else _("%(name)s gets %(buyer)s back, and you get %(seller)s.")
        )
    return words % amounts


def example_words(at: Situation) -> list[tuple[str, str]]:
    """Return what a few shares of the price come to, as lines of a list."""
    return [(_("%(percent)d %%") % {"percent": each}, outcome_words(at, percent=each)) for each in EXAMPLES]
