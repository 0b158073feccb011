"""Who may move an order, and with what. Plain Python: facts in, an answer or a refusal out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

from ..states import (
    BUYER,
    CANCELLED,
    COMPLETED,
    DELIVERED,
    IN_PROGRESS,
    REQUIREMENTS,
    SELLER,
    TRANSITIONS,
    Transition,
)


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


class PointsUnfit(Refused):
    """A request for a revision without points, or with too many words."""

    code = "points_unfit"


# What is the case instead, by the state in which a move was tried; a move's own words come first.
_INSTEAD = {
    REQUIREMENTS: _("The order waits for the buyer’s answers to the seller’s questions."),
    IN_PROGRESS: _("There is no delivery yet: the seller is at work."),
    DELIVERED: _("The order is delivered; the buyer is looking at it."),
    COMPLETED: _("This order is completed. Nothing more needs to be done."),
    CANCELLED: _("This order was cancelled, and the buyer has the money back."),
}
_TOO_EARLY_OR_LATE = {
    ("answer_requirements", IN_PROGRESS): _("The questions are answered. Write the rest in the talk."),
    ("deliver", DELIVERED): _("This order was already delivered. The buyer is looking at it."),
    ("deliver", COMPLETED): _("This order is completed. Nothing more needs to be delivered."),
    ("deliver_transcript", DELIVERED): _("This order was already delivered. The buyer is looking at it."),
    ("deliver_transcript", COMPLETED): _("This order is completed. Nothing more needs to be delivered."),
    ("accept", IN_PROGRESS): _("There is no delivery to accept yet."),
    ("accept", COMPLETED): _("This order was already accepted and paid."),
    ("request_revision", COMPLETED): _(
        "This order is already accepted and paid. Write to the seller in the talk."
    ),
}
_NOT_BY_YOU = {
    "answer_requirements": _("Only the buyer answers the seller’s questions."),
    "deliver": _("Only the seller can deliver this order."),
    "deliver_transcript": _("The hall delivers a transcript when a session ends."),
    "accept": _("Only the buyer can accept the delivery."),
    "request_revision": _("Only the buyer can ask for a revision."),
    "extend_review": _("Only the buyer can take more time to look at the delivery."),
    "cancel_very_late": _("Only the buyer can cancel an order that is very late."),
    "decide_to_pay": _("Only support decides this."),
    "decide_to_refund": _("Only support decides this."),
}
_BY_ITSELF = _("This happens by itself when its time is over.")


def transition_named(name: str) -> Transition:
    """Return the move with this name; a KeyError is a programming mistake."""
    return {transition.name: transition for transition in TRANSITIONS}[name]


def check_move(name: str, *, state: str, actor: str) -> Transition:
    """Refuse a move by the wrong side or in the wrong state; return it otherwise.

    Errors: MoveRefused with what is the case instead.
    """
    transition = transition_named(name)
    if actor not in transition.actors:
        raise MoveRefused(_NOT_BY_YOU.get(name, _BY_ITSELF))
    if state not in transition.sources:
        raise MoveRefused(_TOO_EARLY_OR_LATE.get((name, state), _INSTEAD[state]))
    return transition


def can_move(name: str, *, state: str, actor: str) -> bool:
    """Say whether the side can make this move now."""
    transition = transition_named(name)
    return actor in transition.actors and state in transition.sources


def check_price(*, seen_minor: int, price_minor: int) -> None:
    """Refuse an order at a price that the buyer did not see.

    Errors: PriceChanged.
    """
    if seen_minor != price_minor:
        raise PriceChanged(_("The seller has just changed the price. Look at the new one before you order."))


def check_seen(seen: Seen, *, price_minor: int, changed_at: datetime) -> None:
    """Refuse an order at a price, or of a gig, that the buyer did not see.

    Errors: PriceChanged, GigChanged.
    """
    check_price(seen_minor=seen.price_minor, price_minor=price_minor)
    if seen.changed_at is not None and seen.changed_at != changed_at:
        raise GigChanged(_("The seller has just changed this gig. Look at it again before you order."))


@dataclass(frozen=True)
class HeldSession:
    """A session that was held in an order and has ended: what its transcript covers, and what is billed of it.

    ``session`` is its public id, ``digest`` the SHA-256 of its canonical transcript, in hexadecimal digits. The
    transcript covers the record's entries from ``first_number`` to ``last_number``.
    """

    session: str
    medium: str
    first_number: int
    last_number: int
    seconds: int
    cap_seconds: int | None
    digest: str


def check_held(held: HeldSession) -> None:
    """Refuse to deliver a session in which the two were never together.

    Errors: DeliveryUnfit.
    """
    if held.seconds < 1:
        raise DeliveryUnfit(_("The two were never in this session together: there is nothing to deliver."))


def stated_session(held: HeldSession) -> dict[str, Any]:
    """Return what the record says of a session that is delivered."""
    return {
        "session": held.session,
        "medium": held.medium,
        "first": held.first_number,
        "last": held.last_number,
        "seconds": held.seconds,
        "cap_seconds": held.cap_seconds,
        "digest": held.digest,
    }


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


def side_of(*, person_id: int, buyer_id: int, seller_id: int) -> str | None:
    """Return the person's side in an order, or None for an outsider."""
    if person_id == buyer_id:
        return BUYER
    return SELLER if person_id == seller_id else None


def check_picked(*, asked: int, known: int) -> None:
    """Refuse a delivery of things that the seller did not send in this talk.

    Errors: DeliveryUnfit.
    """
    if asked > limits.DELIVERY_PICKED_MAX:
        raise DeliveryUnfit(
            _("A delivery has at most {most} messages and files of the talk."),
            most=limits.DELIVERY_PICKED_MAX,
        )
    if asked != known:
        raise DeliveryUnfit(_("Deliver messages and files that you sent in this talk yourself."))


def stated_picks(numbers: Iterable[int]) -> dict[str, Any]:
    """Return what the record says of what was picked for a delivery."""
    return {"picked": sorted(set(numbers))}


def check_points(text: str) -> None:
    """Refuse a request for a revision that does not say what to change.

    Errors: PointsUnfit.
    """
    if len(text.strip()) < limits.REVISION_CHARACTERS_MIN:
        raise PointsUnfit(_("Say what the seller should change, point by point."))
    if len(text) > limits.MESSAGE_CHARACTERS_MAX:
        raise PointsUnfit(
            _("A request has at most {most:,} characters; this one has {count:,}."),
            most=limits.MESSAGE_CHARACTERS_MAX,
            count=len(text),
        )


def check_revision(*, used: int, included: int | None) -> None:
    """Refuse one revision more than the order includes; an order from before gigs said it includes one.

    Errors: MoveRefused with the way on.
    """
    most = limits.GIG_REVISIONS_DEFAULT if included is None else included
    if used >= most:
        raise MoveRefused(
            _(
                "All revisions of this order ({most}) are used. Talk about it below; if you do not agree, ask for a"
                " part of the money back, or for support."
            ),
            most=most,
        )


def check_review_extension(*, used: bool) -> None:
    """Refuse to extend the review time a second time.

    Errors: MoveRefused.
    """
    if used:
        raise MoveRefused(_("You have taken more time once. Accept the delivery, or ask for a revision."))


def check_very_late(*, is_very_late: bool) -> None:
    """Refuse that the buyer cancels alone before the order is very late.

    Errors: MoveRefused.
    """
    if not is_very_late:
        raise MoveRefused(
            _(
                "You can cancel alone when the order is {hours} hours late. Until then, ask the seller to cancel."
            ),
            hours=limits.VERY_LATE_HOURS,
        )
