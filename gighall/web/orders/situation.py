"""Where an order stands for one of its sides: read once, for everything that its page says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.orders.models import Order, Request
from gighall.domain.orders.queries import moments_of, open_request_of
from gighall.domain.orders.rules import Moment, OrderTimes, can_move, side_of, times_now
from gighall.domain.orders.rules.clock import WAITS_FOR_ANSWERS, WAITS_FOR_SUPPORT
from gighall.domain.orders.states import BUYER, OPEN_STATES


@dataclass(frozen=True)
class Situation:
    """An order, the side that looks at it, where its clocks stand, and what is asked of whom."""

    order: Order
    side: str
    facts: Sequence[Moment]
    times: OrderTimes
    pending: Request | None
    now: datetime

    @property
    def is_buyer(self) -> bool:
        """Say whether the buyer looks."""
        return self.side == BUYER

    @property
    def other(self) -> Person:
        """Return the other side."""
        return self.order.seller if self.is_buyer else self.order.buyer

    @property
    def is_open(self) -> bool:
        """Say whether the order has not ended."""
        return self.order.state in OPEN_STATES

    @property
    def is_with_support(self) -> bool:
        """Say whether support looks at the order and decides."""
        return WAITS_FOR_SUPPORT in self.times.standing

    @property
    def is_asked(self) -> bool:
        """Say whether the other side waits for this one's answer to a request."""
        return self.pending is not None and self.pending.side != self.side

    @property
    def answers_due_at(self) -> datetime | None:
        """Return when an order without answers is cancelled; None while that clock stands still too."""
        if self.times.standing != (WAITS_FOR_ANSWERS,):
            return None
        return self.order.placed_at + timedelta(days=limits.REQUIREMENTS_DAYS)

    @property
    def revisions_left(self) -> int:
        """Return how many revisions the buyer may still ask for."""
        included = self.order.revisions
        most = limits.GIG_REVISIONS_DEFAULT if included is None else included
        return max(0, most - self.times.revisions)

    def can(self, move: str) -> bool:
        """Say whether this side can make a move now."""
        return can_move(move, state=self.order.state, actor=self.side)

    def newest(self, kind: str) -> Moment | None:
        """Return the newest fact of a kind, or None."""
        return next((fact for fact in reversed(self.facts) if fact.kind == kind), None)


def situation_of(order: Order, *, person_id: int, now: datetime) -> Situation:
    """Return where an order of the person stands, in two queries.

    Shapes: ``order`` comes with buyer and seller; the person is one of them.
    """
    side = side_of(person_id=person_id, buyer_id=order.buyer_id, seller_id=order.seller_id) or BUYER
    facts = moments_of(order.record_id)
    return Situation(
        order=order,
        side=side,
        facts=facts,
        times=times_now(facts, now=now),
        pending=open_request_of(order.pk),
        now=now,
    )
