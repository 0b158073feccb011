"""Any sequence of moves, by anybody, at any time: no illegal state, sums zero, chains whole, nothing paid twice."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gighall.base.errors import Refused
from gighall.domain.conversations.actions import post_message
from gighall.domain.gigs.actions import GigWords, edit_gig
from gighall.domain.ledger.models import Account, Hold
from gighall.domain.ledger.queries import sum_of_all_balances
from gighall.domain.orders.actions import accept_delivery, deliver, place_order, sweep_deadlines
from gighall.domain.orders.models import Deadline, Order
from gighall.domain.orders.rules import review_ends_at
from gighall.domain.orders.states import COMPLETED, DELIVERED
from gighall.domain.payments.actions import grant_credits, take_demo_credits
from gighall.domain.record.chain import verify
from gighall.domain.record.models import Record
from gighall.domain.record.queries import chain_of
from tests.world import GIG_WORDS, World, make_world

PEOPLE = ("buyer", "seller", "outsider", "operator", "newcomer")
MOVES = st.tuples(
    st.sampled_from(["order", "say", "deliver", "accept", "sweep", "edit", "grant", "take", "repeat"]),
    st.sampled_from(PEOPLE),
    st.integers(0, 5),
    st.integers(0, 60 * 24 * 4),
)
SPARE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class Play:
    """The moves of one example, in a hall that is forgotten afterwards."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = world.now + timedelta(minutes=10)
        self.last: Any = None

    def make(self, move: str, who: str, which: int, minutes: int) -> None:
        """Let some time pass and try a move; a refusal is an answer like any other."""
        self.now += timedelta(minutes=minutes)
        person = getattr(self.world, who)
        orders = list(Order.objects.order_by("id"))
        order = orders[which % len(orders)]
        calls = {
            "order": lambda: self._order(person.pk, GIG_WORDS.price_minor + 100 * (which % 2)),
            "say": lambda: post_message(
                record_id=order.record_id,
                author_id=person.pk,
                text=f"word {which} or me{which}@mail.example",
                key=uuid.uuid4(),
                now=self.now,
            ),
            "deliver": lambda: deliver(
                order_id=order.public_id, by_id=person.pk, text="Done.", key=uuid.uuid4(), now=self.now
            ),
            "accept": lambda: accept_delivery(order_id=order.public_id, by_id=person.pk, now=self.now),
            "sweep": lambda: sweep_deadlines(now=self.now, limit=100),
            "edit": lambda: edit_gig(
                public_id=self.world.gig.public_id,
                seller_id=person.pk,
                words=GigWords(
                    GIG_WORDS.title, GIG_WORDS.text, GIG_WORDS.price_minor + 100 * (which % 2), 60
                ),
                now=self.now,
            ),
            "grant": lambda: grant_credits(
                by_id=person.pk,
                email=self.world.buyer.email,
                amount_minor=which * 1_000,
                reason="Because it was asked for",
                key=uuid.uuid4(),
                now=self.now,
            ),
            "take": lambda: take_demo_credits(person_id=person.pk, key=uuid.uuid4(), now=self.now),
        }
        if move == "repeat" and self.last:
            call, person = self.last
        else:
            call = calls.get(move, calls["sweep"])
        self.last = call, person
        try:
            with transaction.atomic():
                call()
                # What is checked at the commit is checked now: this example is never committed.
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except Refused:
            pass
        except type(person).DoesNotExist:
            assert not person.is_staff

    def _order(self, buyer_id: int, seen_minor: int) -> Order:
        return place_order(
            gig_public_id=self.world.gig.public_id,
            buyer_id=buyer_id,
            seen_price_minor=seen_minor,
            key=uuid.uuid4(),
            now=self.now,
        )

    def check(self) -> None:
        """Check everything that must hold after any sequence of moves."""
        assert sum_of_all_balances() == 0
        assert not Account.objects.filter(balance_minor__lt=0).exclude(kind="source").exists()
        held = sum(Hold.objects.filter(settled_at=None).values_list("amount_minor", flat=True))
        assert Account.objects.get(kind="escrow").balance_minor == held
        for order in Order.objects.select_related("record", "hold"):
            assert (order.hold.settled_at is not None) == (order.state == COMPLETED)
            due = Deadline.objects.filter(order=order).first()
            assert (due is not None) == (order.state == DELIVERED)
            if due is not None:
                assert due.due_at == review_ends_at(order.deliveries.get().at)
            self._check_record(order.record)

    def _check_record(self, record: Record) -> None:
        result = verify(
            public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=chain_of(record)
        )
        assert result.holds, result
        assert result.entries == record.last_number
        assert result.head == bytes(record.head)


def play(moves: list[tuple[str, str, int, int]]) -> None:
    """Make the moves in a fresh hall, check it, and forget it."""
    with transaction.atomic():
        game = Play(make_world())
        for move in moves:
            game.make(*move)
        game.check()
        transaction.set_rollback(True)


@given(moves=st.lists(MOVES, min_size=5, max_size=25))
@settings(max_examples=12, deadline=None, suppress_health_check=SPARE, database=None)
def test_no_sequence_of_moves_breaks_the_hall(db: None, moves: list[tuple[str, str, int, int]]) -> None:
    play(moves)


@pytest.mark.long
@pytest.mark.timeout(1_800)
@given(moves=st.lists(MOVES, min_size=20, max_size=120))
@settings(max_examples=200, deadline=None, suppress_health_check=SPARE, database=None)
def test_no_long_sequence_of_moves_breaks_the_hall(db: None, moves: list[tuple[str, str, int, int]]) -> None:
    play(moves)
