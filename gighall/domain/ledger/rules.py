"""Rules of the ledger. Plain Python."""

from dataclasses import dataclass

from gighall.base.errors import Refused
from gighall.base.money import share_of


class NotEnoughCredits(Refused):
    """The account holds less than the amount."""

    code = "not_enough_credits"


class HoldAlreadySettled(Refused):
    """The hold was paid or given back before."""

    code = "hold_already_settled"


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
