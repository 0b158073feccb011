"""Rules of gigs. Plain Python."""

import re
from dataclasses import dataclass

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.money import format_minor

from .states import DRAFT

_SWAPPED_FROM_LETTERS = 4
_WORD = re.compile(r"[^\W_]+")

NEWEST, CHEAPEST, DEAREST = "newest", "cheapest", "dearest"
SORTS = (NEWEST, CHEAPEST, DEAREST)


@dataclass(frozen=True)
class GigWish:
    """What somebody looks for. Units: prices in the smallest coin; None or no words mean any."""

    words: tuple[str, ...] = ()
    price_minor_max: int | None = None
    minutes_max: int | None = None
    sort: str = NEWEST

    @property
    def is_narrowed(self) -> bool:
        """Say whether more is wanted than words."""
        return (self.price_minor_max, self.minutes_max, self.sort) != (None, None, NEWEST)

    @property
    def is_any(self) -> bool:
        """Say whether nothing in particular is looked for."""
        return not self.words and self.price_minor_max is None and self.minutes_max is None


def words_of(typed: str) -> tuple[str, ...]:
    """Return the words of what somebody typed to search for, a few at most."""
    return tuple(_WORD.findall(typed.lower())[: limits.SEARCH_WORDS_MAX])


def swapped(word: str) -> list[str]:
    """Return the word with each two neighbouring letters swapped; nothing for words too short to be misread so."""
    if len(word) < _SWAPPED_FROM_LETTERS:
        return []
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


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
