"""What a seller offers one person in a talk, and when it can be made and answered. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.text import clean_text
from gighall.domain.gigs.rules import GigFault, GigIncomplete, GigWords, gig_faults

from ..states import BUYER, SELLER
from .requests import ACCEPTED, DECLINED, WITHDRAWN

OPEN, EXPIRED = "open", "expired"
# What somebody answers; that an offer has expired is no answer of anybody and is written nowhere.
OFFER_ANSWERS = (ACCEPTED, DECLINED, WITHDRAWN)
OFFER_STATES = (OPEN, *OFFER_ANSWERS, EXPIRED)
# What an offer has of a gig, within the gig's limits.
_OF_A_GIG = {"price_minor", "minutes", "delivery_days", "revisions"}


@dataclass(frozen=True)
class OfferTerms:
    """What a seller fills in. Units: price_minor in the smallest coin, minutes and days whole.

    An offer of a session has minutes and no delivery_days, one of a deliverable the other way round. It stands for
    ``expires_days``.
    """

    scope: str
    price_minor: int
    minutes: int | None = None
    delivery_days: int | None = None
    revisions: int = limits.GIG_REVISIONS_DEFAULT
    expires_days: int = limits.OFFER_DAYS_DEFAULT


class OfferIncomplete(GigIncomplete):
    """Something that an offer needs is missing, too short or too long; ``faults`` are all that is wrong."""

    code = "offer_incomplete"


class OfferRefused(Refused):
    """An offer that cannot be made now, or not be answered so, now, or by this side."""

    code = "offer_refused"


def cleaned_terms(terms: OfferTerms) -> OfferTerms:
    """Return what was filled in as it is stored."""
    return replace(terms, scope=clean_text(terms.scope))


def check_offer(terms: OfferTerms, *, kind: str) -> None:
    """Refuse an offer of a gig of this kind that lacks something or has too much of it.

    Errors: OfferIncomplete with everything that is to change.
    """
    faults = offer_faults(terms, kind=kind)
    if faults:
        raise OfferIncomplete(faults)


def offer_faults(terms: OfferTerms, *, kind: str) -> list[GigFault]:
    """Return everything that is wrong with cleaned terms, in the order in which they are filled in."""
    words = GigWords(
        title="",
        text="",
        price_minor=terms.price_minor,
        minutes=terms.minutes,
        kind=kind,
        delivery_days=terms.delivery_days,
        revisions=terms.revisions,
    )
    of_a_gig = [fault for fault in gig_faults(words) if fault.field in _OF_A_GIG]
    return [*_scope_faults(terms.scope), *of_a_gig, *_expiry_faults(terms.expires_days)]


def _scope_faults(scope: str) -> Iterator[GigFault]:
    if not scope:
        yield GigFault(_("Say what is in the offer and what is not."), field="scope")
    if len(scope) > limits.OFFER_SCOPE_CHARACTERS_MAX:
        yield GigFault(
            _("Say it in at most {most:,} characters; you wrote {count:,}."),
            field="scope",
            most=limits.OFFER_SCOPE_CHARACTERS_MAX,
            count=len(scope),
        )


def _expiry_faults(days: int) -> Iterator[GigFault]:
    least, most = limits.OFFER_DAYS_MIN, limits.OFFER_DAYS_MAX
    if not least <= days <= most:
        yield GigFault(
            _("Let it stand {least} to {most} days."), field="expires_days", least=least, most=most
        )


def state_of_offer(answer: str, *, expires_at: datetime, now: datetime) -> str:
    """Return where an offer stands: its answer, or *expired* when its time went by without one."""
    if answer:
        return answer
    return OPEN if now < expires_at else EXPIRED


def check_can_offer(*, has_written: bool, open_offers: int) -> None:
    """Refuse an offer to somebody who never wrote in the talk, and more open ones than a talk may have.

    Errors: OfferRefused.
    """
    if not has_written:
        raise OfferRefused(
            _("The other side has not written to you yet. An offer answers somebody who has asked.")
        )
    if open_offers >= limits.OPEN_OFFERS_PER_TALK_MAX:
        raise OfferRefused(
            _("There are {most} open offers in this talk. Withdraw one before you make another."),
            most=limits.OPEN_OFFERS_PER_TALK_MAX,
        )


_WHO_ANSWERS = {ACCEPTED: BUYER, DECLINED: BUYER, WITHDRAWN: SELLER}
_CLOSED = {
    ACCEPTED: _("This offer was accepted already: there is an order page now."),
    DECLINED: _("This offer was declined. Talk about another one."),
    WITHDRAWN: _("The seller has withdrawn this offer. Ask for another one in the talk."),
    EXPIRED: _("This offer has expired. Ask for another one in the talk."),
}


def check_can_answer_offer(answer: str, *, side: str, state: str) -> None:
    """Refuse an answer by the wrong side, and to an offer that is not open any more.

    Errors: OfferRefused with what is the case instead.
    """
    if _WHO_ANSWERS[answer] != side:
        raise OfferRefused(
            _("Only the seller can withdraw the offer.")
            if answer == WITHDRAWN
            else _("Only the buyer can accept or decline the offer.")
        )
    if state != OPEN:
        raise OfferRefused(_CLOSED[state])
