"""Rules of orders. Plain Python: facts in, an answer or a refusal out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from .states import BUYER, COMPLETED, DELIVERED, IN_PROGRESS, SELLER, TRANSITIONS, Transition


@dataclass(frozen=True)
class Seen:
    """What a buyer saw of a gig: its price in the smallest coin, and when it had last changed (None: unknown)."""

    price_minor: int
    changed_at: datetime | None = None


class MoveRefused(Refused):
    """The order is not in a state in which this can be done, or somebody else must do it."""

    code = "move_refused"


class PriceChanged(Refused):
    """The gig's price is not the one that the buyer saw."""

    code = "price_changed"


class GigChanged(Refused):
    """The gig is not the one that the buyer saw, at the same price."""

    code = "gig_changed"


class TooManyOrders(Refused):
    """A buyer has as many open orders as allowed."""

    code = "too_many_orders"


class DeliveryUnfit(Refused):
    """A delivery without words, or with too many."""

    code = "delivery_unfit"


_TOO_EARLY_OR_LATE = {
    ("deliver", DELIVERED): _("This order was already delivered. The buyer is looking at it."),
    ("deliver", COMPLETED): _("This order is completed. Nothing more needs to be delivered."),
    ("accept", IN_PROGRESS): _("There is no delivery to accept yet."),
    ("accept", COMPLETED): _("This order was already accepted and paid."),
    ("complete_in_silence", IN_PROGRESS): _("There is no delivery yet."),
    ("complete_in_silence", COMPLETED): _("This order is already completed."),
}
_NOT_BY_YOU = {
    "deliver": _("Only the seller can deliver this order."),
    "accept": _("Only the buyer can accept the delivery."),
    "complete_in_silence": _("An order ends by itself only when the review time is over."),
}


def transition_named(name: str) -> Transition:
    """Return the move with this name; a KeyError is a programming mistake."""
    return {transition.name: transition for transition in TRANSITIONS}[name]


def check_move(name: str, *, state: str, actor: str) -> Transition:
    """Refuse a move by the wrong side or in the wrong state; return it otherwise.

    Errors: MoveRefused with what is the case instead.
    """
    transition = transition_named(name)
    if actor != transition.actor:
        raise MoveRefused(_NOT_BY_YOU[name])
    if state != transition.source:
        raise MoveRefused(_TOO_EARLY_OR_LATE[name, state])
    return transition


def can_move(name: str, *, state: str, actor: str) -> bool:
    """Say whether the side can make this move now."""
    transition = transition_named(name)
    return actor == transition.actor and state == transition.source


def check_seen(seen: Seen, *, price_minor: int, changed_at: datetime) -> None:
    """Refuse an order at a price, or of a gig, that the buyer did not see.

    Errors: PriceChanged, GigChanged.
    """
    if seen.price_minor != price_minor:
        raise PriceChanged(_("The seller has just changed the price. Look at the new one before you order."))
    if seen.changed_at is not None and seen.changed_at != changed_at:
        raise GigChanged(_("The seller has just changed this gig. Look at it again before you order."))


def check_delivery(text: str) -> None:
    """Refuse a delivery without words, or with too many.

    Errors: DeliveryUnfit.
    """
    if not text.strip():
        raise DeliveryUnfit(_("Say what you deliver: the buyer reads it before accepting."))
    if len(text) > limits.DELIVERY_CHARACTERS_MAX:
        raise DeliveryUnfit(
            _("A delivery has at most {most:,} characters; this one has {count:,}."),
            most=limits.DELIVERY_CHARACTERS_MAX,
            count=len(text),
        )


def review_ends_at(delivered_at: datetime) -> datetime:
    """Return when silence counts as acceptance."""
    return delivered_at + timedelta(days=limits.REVIEW_WINDOW_DAYS)


def side_of(*, person_id: int, buyer_id: int, seller_id: int) -> str | None:
    """Return the person's side in an order, or None for an outsider."""
    if person_id == buyer_id:
        return BUYER
    return SELLER if person_id == seller_id else None
