"""How the price of an order divides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.base import limits
from gighall.domain.ledger.rules import split_price


@pytest.mark.parametrize(
    ("price", "buyer_pays", "seller_receives"),
    [(500, 527, 400), (4_000, 4_220, 3_200), (999, 1_053, 800), (500_000, 527_500, 400_000)],
)
def test_the_default_fees(price: int, buyer_pays: int, seller_receives: int) -> None:
    split = split_price(
        price_minor=price,
        buyer_fee_basis_points=limits.BUYER_FEE_BASIS_POINTS,
        seller_fee_basis_points=limits.SELLER_FEE_BASIS_POINTS,
    )

    assert (split.buyer_pays_minor, split.seller_receives_minor) == (buyer_pays, seller_receives)


@given(
    price=st.integers(limits.GIG_PRICE_MINOR_MIN, limits.GIG_PRICE_MINOR_MAX),
    buyer_fee=st.integers(0, 10_000),
    seller_fee=st.integers(0, 10_000),
)
def test_no_coin_is_lost_and_none_is_made(price: int, buyer_fee: int, seller_fee: int) -> None:
    split = split_price(
        price_minor=price, buyer_fee_basis_points=buyer_fee, seller_fee_basis_points=seller_fee
    )

    assert split.buyer_pays_minor == split.seller_receives_minor + split.hall_keeps_minor
    assert 0 <= split.seller_receives_minor <= price <= split.buyer_pays_minor
