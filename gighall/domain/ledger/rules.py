"""Rules of the ledger. Plain Python."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.base.money import format_minor, share_of

BASIS_POINTS = 10_000


class NotEnoughCredits(Refused):
    """The account holds less than the amount."""

    code = "not_enough_credits"


class StillClearing(NotEnoughCredits):
    """There would be enough, but a part of it cannot be spent yet."""

    code = "still_clearing"


class HoldAlreadySettled(Refused):
    """The hold was paid or given back before."""

    code = "hold_already_settled"


class SettlementUnfit(Refused):
    """A settlement that does not divide a hold: its parts do not add up to it, or one is below zero."""

    code = "settlement_unfit"


@dataclass(frozen=True)
class Split:
    """How the price of an order divides. All in minor units of one currency."""

    price_minor: int
    buyer_fee_minor: int
    seller_fee_minor: int

    @property
    def buyer_pays_minor(self) -> int:
        """Return what the buyer pays: the price and the buyer's fee."""
        return self.price_minor + self.buyer_fee_minor

    @property
    def seller_receives_minor(self) -> int:
        """Return what the seller receives: the price less the seller's fee."""
        return self.price_minor - self.seller_fee_minor

    @property
    def hall_keeps_minor(self) -> int:
        """Return both fees together."""
        return self.buyer_fee_minor + self.seller_fee_minor


def split_price(*, price_minor: int, buyer_fee_basis_points: int, seller_fee_basis_points: int) -> Split:
    """Divide a price; both fees are rounded down, in favour of the person who pays them."""
    return Split(
        price_minor,
        share_of(price_minor, buyer_fee_basis_points),
        share_of(price_minor, seller_fee_basis_points),
    )


@dataclass(frozen=True)
class Settlement:
    """How a hold is paid out: to the seller, to the hall, back to the buyer. All in minor units of one currency."""

    seller_minor: int
    fee_minor: int
    buyer_minor: int

    @property
    def total_minor(self) -> int:
        """Return all parts together."""
        return self.seller_minor + self.fee_minor + self.buyer_minor


def check_settlement(settlement: Settlement, *, amount_minor: int) -> None:
    """Refuse a settlement that does not pay out exactly what is held.

    Units: amount_minor is the hold's amount, 1 = the smallest coin.  Errors: SettlementUnfit.
    """
    smallest = min(settlement.seller_minor, settlement.fee_minor, settlement.buyer_minor)
    if smallest < 0 or settlement.total_minor != amount_minor:
        raise SettlementUnfit(
            _(
                "{total} cannot be paid out of the {held} that are held: all of it goes out, and no part is below zero."
            ),
            total=format_minor(settlement.total_minor),
            held=format_minor(amount_minor),
        )


def settlement_after_refund(split: Split, *, refund_basis_points: int) -> Settlement:
    """Divide a paid price after a refund: 0 refunds nothing, 10,000 everything, without any fee.

    The buyer gets that share of the price and of the buyer's fee back; the seller gets the rest of the price
    less the seller's fee on the rest. The odd cent of the price stays with the seller, who did the work; the odd
    cent of a fee stays with whoever pays that fee, as in ``split_price``.
    """
    if not 0 <= refund_basis_points <= BASIS_POINTS:
        raise ValueError(f"{refund_basis_points} basis points are no share")
    refunded_minor = share_of(split.price_minor, refund_basis_points)
    rest_minor = split.price_minor - refunded_minor
    buyer_fee_minor = share_of(split.buyer_fee_minor, BASIS_POINTS - refund_basis_points)
    # The fee follows the rest itself, not the share: a rest of nothing owes nothing.
    seller_fee_minor = split.seller_fee_minor * rest_minor // split.price_minor if rest_minor else 0
    return Settlement(
        seller_minor=rest_minor - seller_fee_minor,
        fee_minor=buyer_fee_minor + seller_fee_minor,
        buyer_minor=refunded_minor + split.buyer_fee_minor - buyer_fee_minor,
    )


def clears_after(released_at: datetime) -> datetime:
    """Return when what a seller was paid may be spent, unless somebody says otherwise."""
    return released_at + timedelta(days=limits.CLEARING_DAYS)


@dataclass(frozen=True)
class Purse:
    """What a person has at a moment, and how much of it is still clearing. All in minor units of one currency."""

    balance_minor: int
    clearing_minor: int
    next_minor: int = 0
    next_at: datetime | None = None

    @property
    def available_minor(self) -> int:
        """Return what can be spent now."""
        return self.balance_minor - self.clearing_minor


def check_can_spend(purse: Purse, *, amount_minor: int) -> None:
    """Refuse to spend more than is there, or what is still clearing.

    Units: amount_minor, 1 = the smallest coin.  Errors: NotEnoughCredits, StillClearing.
    """
    missing = amount_minor - purse.available_minor
    if missing <= 0:
        return
    if purse.next_at is None:
        raise NotEnoughCredits(
            _(
                "You need {missing} more credits for this order. Add them on your money page, then press again."
            ),
            missing=format_minor(missing),
        )
    raise StillClearing(
        _(
            "You need {missing} more credits for this order. {clearing} of yours are still clearing; the next"
            " {next} can be spent from {day}. Add credits on your money page, or wait until then."
        ),
        missing=format_minor(missing),
        clearing=format_minor(purse.clearing_minor),
        next=format_minor(purse.next_minor),
        day=purse.next_at,
    )


@dataclass(frozen=True)
class Problem:
    """Something that does not add up: of which kind, about what, what should stand there, and what does.

    Kinds: *sum* of all balances, *balance* of an account, *below_zero*, *escrow* against its holds, what went into a
    hold (*hold_in*) and out of it (*hold_out*); other rooms add theirs. Units: the smallest coin.
    """

    kind: str
    about: str
    expected_minor: int
    stands_minor: int
