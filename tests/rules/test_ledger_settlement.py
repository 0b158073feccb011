"""What a partial refund does with a price and its fees: no cent is lost, none is made, nobody is below zero."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gighall.base import limits
from gighall.domain.ledger.rules import (
    NotEnoughCredits,
    Purse,
    Settlement,
    SettlementUnfit,
    Split,
    StillClearing,
    check_can_spend,
    check_settlement,
    clears_after,
    settlement_after_refund,
    split_price,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPLITS = st.builds(
    split_price,
    price_minor=st.integers(1, 10**9),
    buyer_fee_basis_points=st.integers(0, 10_000),
    seller_fee_basis_points=st.integers(0, 10_000),
)
SHARES = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("refund_percent", "seller", "fee", "buyer"),
    [
        # €40.00 and the buyer's fee of €2.20 were paid; the seller's fee is €8.00.
        (0, 3_200, 1_020, 0),
        (25, 2_400, 765, 1_055),
        (50, 1_600, 510, 2_110),
        (99, 32, 10, 4_178),
        (100, 0, 0, 4_220),
    ],
)
def test_a_refund_divides_what_was_paid(refund_percent: int, seller: int, fee: int, buyer: int) -> None:
    split = split_price(price_minor=4_000, buyer_fee_basis_points=550, seller_fee_basis_points=2_000)

    settlement = settlement_after_refund(split, refund_basis_points=refund_percent * 100)

    assert settlement == Settlement(seller_minor=seller, fee_minor=fee, buyer_minor=buyer)


def test_the_odd_cent_of_the_price_stays_with_the_seller_and_that_of_a_fee_with_who_pays_it() -> None:
    split = Split(price_minor=1_001, buyer_fee_minor=55, seller_fee_minor=201)

    settlement = settlement_after_refund(split, refund_basis_points=5_000)

    # The price halves into 501 for the seller and 500 back; of the fees the hall keeps 27 and 100, rounded down.
    assert settlement == Settlement(seller_minor=501 - 100, fee_minor=127, buyer_minor=500 + 28)


@given(split=SPLITS, share=SHARES)
def test_a_refund_loses_no_cent_and_puts_nobody_below_zero(split: Split, share: int) -> None:
    settlement = settlement_after_refund(split, refund_basis_points=share)

    check_settlement(settlement, amount_minor=split.buyer_pays_minor)
    assert min(settlement.seller_minor, settlement.fee_minor, settlement.buyer_minor) >= 0


@given(split=SPLITS, shares=st.tuples(SHARES, SHARES))
def test_who_asks_for_more_never_gets_less(split: Split, shares: tuple[int, int]) -> None:
    less, more = (settlement_after_refund(split, refund_basis_points=share) for share in sorted(shares))

    assert more.buyer_minor >= less.buyer_minor
    assert more.seller_minor <= less.seller_minor
    assert more.fee_minor <= less.fee_minor


@given(split=SPLITS)
def test_the_ends_are_the_whole_release_and_the_whole_refund(split: Split) -> None:
    none, all_of_it = (settlement_after_refund(split, refund_basis_points=share) for share in (0, 10_000))

    assert none == Settlement(split.seller_receives_minor, split.hall_keeps_minor, 0)
    assert all_of_it == Settlement(0, 0, split.buyer_pays_minor)


@given(split=SPLITS, share=SHARES)
def test_the_hall_never_takes_a_larger_share_of_the_rest_than_of_the_whole(split: Split, share: int) -> None:
    settlement = settlement_after_refund(split, refund_basis_points=share)

    rest_minor = split.price_minor - split.price_minor * share // 10_000
    owed = (
        split.buyer_fee_minor * (10_000 - share) / 10_000
        + split.seller_fee_minor * rest_minor / split.price_minor
    )
    assert settlement.fee_minor <= owed + 1e-6 * owed
    assert settlement.fee_minor > owed * (1 - 1e-6) - 2


@pytest.mark.parametrize("share", [-1, 10_001])
def test_there_is_no_share_beyond_the_whole(share: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        settlement_after_refund(Split(4_000, 220, 800), refund_basis_points=share)


@pytest.mark.parametrize(
    "settlement",
    [
        Settlement(5, 5, 5),
        Settlement(10, -1, 5),
        Settlement(0, 0, 0),
        Settlement(15, 0, -1),
        Settlement(-1, 10, 5),
    ],
)
def test_a_settlement_pays_out_exactly_what_is_held(settlement: Settlement) -> None:
    with pytest.raises(SettlementUnfit) as refusal:
        check_settlement(settlement, amount_minor=14)

    assert "€0.14 that are held" in refusal.value.sentence
    assert refusal.value.sentence.startswith(f"€0.{settlement.total_minor:02} cannot be paid out")


def test_what_a_seller_was_paid_clears_after_the_days_of_the_hall() -> None:
    assert clears_after(NOW) == NOW + timedelta(days=limits.CLEARING_DAYS)


def test_all_that_is_available_can_be_spent_and_not_a_cent_more() -> None:
    purse = Purse(balance_minor=1_000, clearing_minor=400, next_minor=150, next_at=NOW)

    check_can_spend(purse, amount_minor=600)
    with pytest.raises(StillClearing) as refusal:
        check_can_spend(purse, amount_minor=601)

    assert refusal.value.code == "still_clearing"
    assert refusal.value.sentence == (
        "You need €0.01 more credits for this order. €4.00 of yours are still clearing; the next €1.50 can be"
        " spent from 01 March 2026, 12:00 UTC. Add credits on your money page, or wait until then."
    )


def test_who_simply_has_too_little_is_told_so() -> None:
    with pytest.raises(NotEnoughCredits) as refusal:
        check_can_spend(Purse(balance_minor=1_000, clearing_minor=0), amount_minor=1_250)

    assert (refusal.value.code, "€2.50" in refusal.value.sentence) == ("not_enough_credits", True)
