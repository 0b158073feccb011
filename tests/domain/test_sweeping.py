"""The sweeper of deadlines: one order that cannot be completed is nobody else's trouble."""

from datetime import timedelta

from gighall.base import limits
from gighall.domain.ledger.actions import release_hold
from gighall.domain.ledger.rules import Split
from gighall.domain.orders.actions import sweep_deadlines
from gighall.domain.orders.states import COMPLETED, DELIVERED
from tests.world import World, hand_over


def test_an_order_that_cannot_be_completed_holds_up_no_other(world: World) -> None:
    hand_over(world.order, now=world.now + timedelta(minutes=10))
    paid, broken = world.order, world.delivered
    # Its hold was settled by hand: what the ledger refuses for one order is no matter of the others.
    release_hold(
        hold_id=broken.hold_id,
        seller_id=broken.seller_id,
        split=Split(broken.price_minor, broken.buyer_fee_minor, broken.seller_fee_minor),
        now=world.now + timedelta(minutes=10),
    )

    done = sweep_deadlines(now=world.now + timedelta(days=limits.REVIEW_WINDOW_DAYS + 1), limit=10)

    paid.refresh_from_db()
    broken.refresh_from_db()
    assert (done, paid.state, broken.state) == (1, COMPLETED, DELIVERED)
