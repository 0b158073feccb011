"""Rules of gigs. Plain Python."""

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.money import format_minor

from .states import DRAFT


class GigIncomplete(Refused):
    """Something that a published gig needs is missing, too short or too long."""

    code = "gig_incomplete"


class TooManyGigs(Refused):
    """A seller has as many gigs as allowed."""

    code = "too_many_gigs"


class GigNotForSale(Refused):
    """The gig is a draft, or the buyer is its seller."""

    code = "gig_not_for_sale"


def check_gig_text(*, title: str, text: str) -> None:
    """Refuse a title or text that is too short or too long.

    Errors: GigIncomplete with what to change.
    """
    if not limits.GIG_TITLE_CHARACTERS_MIN <= len(title) <= limits.GIG_TITLE_CHARACTERS_MAX:
        raise GigIncomplete(
            _("Write a title of {least} to {most} characters; yours has {count}."),
            least=limits.GIG_TITLE_CHARACTERS_MIN,
            most=limits.GIG_TITLE_CHARACTERS_MAX,
            count=len(title),
        )
    if not limits.GIG_TEXT_CHARACTERS_MIN <= len(text) <= limits.GIG_TEXT_CHARACTERS_MAX:
        raise GigIncomplete(
            _("Describe your help in {least} to {most} characters; you wrote {count}."),
            least=limits.GIG_TEXT_CHARACTERS_MIN,
            most=limits.GIG_TEXT_CHARACTERS_MAX,
            count=len(text),
        )


def check_gig_terms(*, price_minor: int, minutes: int) -> None:
    """Refuse a price or a length outside the limits.

    Units: price_minor in the smallest coin, minutes whole.  Errors: GigIncomplete.
    """
    if not limits.GIG_PRICE_MINOR_MIN <= price_minor <= limits.GIG_PRICE_MINOR_MAX:
        raise GigIncomplete(
            _("Set a price between {least} and {most}."),
            least=format_minor(limits.GIG_PRICE_MINOR_MIN),
            most=format_minor(limits.GIG_PRICE_MINOR_MAX),
        )
    if not limits.GIG_MINUTES_MIN <= minutes <= limits.GIG_MINUTES_MAX:
        raise GigIncomplete(
            _("Choose a length between {least} and {most} minutes."),
            least=limits.GIG_MINUTES_MIN,
            most=limits.GIG_MINUTES_MAX,
        )


def check_can_order(*, state: str, seller_id: int, buyer_id: int) -> None:
    """Refuse an order of a draft, or of one's own gig.

    Errors: GigNotForSale.
    """
    if state == DRAFT:
        raise GigNotForSale(_("This gig is not published yet."))
    if seller_id == buyer_id:
        raise GigNotForSale(_("This is your own gig. Others can order it; you can edit it."))
