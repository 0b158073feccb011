"""Any sequence of moves, by anybody, at any time: no illegal state, sums zero, chains whole, nothing paid twice."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gighall.base.errors import Refused
from gighall.domain.conversations.actions import post_message
from gighall.domain.gigs.actions import GigWords, edit_gig
from gighall.domain.gigs.rules import RequirementWords
from gighall.domain.ledger.models import Account, Hold
from gighall.domain.ledger.queries import sum_of_all_balances
from gighall.domain.orders.actions import (
    accept_delivery,
    answer_request,
    answer_requirements,
    cancel_very_late,
    deliver,
    extend_review,
    give_feedback,
    open_request,
    place_order,
    request_revision,
    sweep_deadlines,
)
from gighall.domain.orders.models import Deadline, Feedback, Order
from gighall.domain.orders.queries import moments_of, open_request_of, times_of_order
from gighall.domain.orders.rules import ACCEPTED, CANCEL, DECLINED, REFUND, TIME, WITHDRAWN, Wish
from gighall.domain.orders.states import (
    CANCELLED,
    ENDED_STATES,
    FEEDBACK_OPENS,
    IN_PROGRESS,
    REQUEST_LAPSES,
    REVIEW_ENDS,
    TALK_ENDS,
    WORK_DUE,
)
from gighall.domain.payments.actions import grant_credits, take_demo_credits
from gighall.domain.record.chain import verify
from gighall.domain.record.models import Record
from gighall.domain.record.queries import chain_of
from tests.world import GIG_WORDS, World, make_gig, make_world

POINTS = "Please look at the second part again."
WISHES = (
    Wish(CANCEL),
    Wish(REFUND, percent=1),
    Wish(REFUND, percent=37),
    Wish(REFUND, percent=100),
    Wish(TIME, days=2),
    Wish(TIME, days=30),
)
DAY_MINUTES = 60 * 24
PEOPLE = ("buyer", "seller", "outsider", "operator", "newcomer")
TRIED = [
    "order",
    "order and be asked",
    "say",
    "deliver",
    "deliver",
    "accept",
    "sweep",
    "edit",
    "grant",
    "take",
    "repeat",
    "answer",
    "revise",
    "extend",
    "give up",
    "ask",
    "ask",
    "agree",
    "decline",
    "withdraw",
    "jobs were down",
    "rate",
    "rate",
]
MOVES = st.tuples(
    st.sampled_from(TRIED),
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
        words = replace(GIG_WORDS, requirements=(RequirementWords("Which version do you use?"),))
        self.asking = make_gig(world.seller, words, now=world.now)

    def make(self, move: str, who: str, which: int, minutes: int) -> None:
        """Let some time pass and try a move; a refusal is an answer like any other."""
        # The jobs sweep as time passes, but for when they were down: then all is late together.
        for _day in range(minutes // DAY_MINUTES if move != "jobs were down" else 0):
            self.now += timedelta(days=1)
            self._try(lambda: sweep_deadlines(now=self.now, limit=100))
        self.now += timedelta(minutes=minutes % DAY_MINUTES)
        person = getattr(self.world, who)
        orders = list(Order.objects.order_by("id"))
        order = orders[which % len(orders)]
        calls = {
            "order": lambda: self._order(person.pk, GIG_WORDS.price_minor + 100 * (which % 2)),
            "order and be asked": lambda: self._order(person.pk, GIG_WORDS.price_minor, asks=True),
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
            "answer": lambda: answer_requirements(
                order_id=order.public_id,
                by_id=person.pk,
                answers=["An answer"] * len(order.requirements),
                key=uuid.uuid4(),
                now=self.now,
            ),
            "revise": lambda: request_revision(
                order_id=order.public_id, by_id=person.pk, text=POINTS, key=uuid.uuid4(), now=self.now
            ),
            "extend": lambda: extend_review(order_id=order.public_id, by_id=person.pk, now=self.now),
            "give up": lambda: cancel_very_late(order_id=order.public_id, by_id=person.pk, now=self.now),
            "ask": lambda: open_request(
                order_id=order.public_id,
                by_id=person.pk,
                wish=WISHES[which],
                text=POINTS,
                key=uuid.uuid4(),
                now=self.now,
            ),
            "agree": lambda: self._reply(order, person.pk, ACCEPTED),
            "decline": lambda: self._reply(order, person.pk, DECLINED),
            "rate": lambda: give_feedback(
                order_id=order.public_id,
                by_id=person.pk,
                stars=(5, 4, which or 1),
                text="It went as it went.",
                private_note="",
                now=self.now,
            ),
            "withdraw": lambda: self._reply(order, person.pk, WITHDRAWN),
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
            self._try(call)
        except type(person).DoesNotExist:
            assert not person.is_staff

    def _try(self, call: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                call()
                # What is checked at the commit is checked now: this example is never committed.
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except Refused:
            pass

    def _reply(self, order: Order, person_id: int, answer: str) -> Order:
        request = open_request_of(order.pk)
        return answer_request(
            order_id=order.public_id,
            request_id=request.public_id if request else "nothing",
            by_id=person_id,
            answer=answer,
            now=self.now,
        )

    def _order(self, buyer_id: int, seen_minor: int, *, asks: bool = False) -> Order:
        return place_order(
            gig_public_id=(self.asking if asks else self.world.gig).public_id,
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
        sweep_deadlines(now=self.now, limit=1_000)
        for order in Order.objects.select_related("record", "hold"):
            assert (order.hold.settled_at is not None) == (order.state in ENDED_STATES)
            self._check_deadlines(order)
            self._check_money(order)
            self._check_record(order.record)

    def _check_deadlines(self, order: Order) -> None:
        """Nothing that was due is still open, and what is to come follows from the entries alone."""
        rows = dict(Deadline.objects.filter(order=order).values_list("kind", "due_at"))
        times = times_of_order(order, now=self.now)
        request = open_request_of(order.pk)
        assert all(due_at > self.now for due_at in rows.values())
        assert rows.get(REVIEW_ENDS) == times.review_ends_at
        assert rows.get(REQUEST_LAPSES) == (request.lapses_at if request else None)
        kinds = [moment.kind for moment in moments_of(order.record_id)]
        assert rows.get(WORK_DUE) == (
            times.due_at if order.state == IN_PROGRESS and not times.is_late_said else None
        )
        for once in ("accepted", "accepted_in_silence", "cancelled", "refunded_in_part", "talk_ended"):
            assert kinds.count(once) <= 1
        feedback = Feedback.objects.filter(order=order)
        assert (FEEDBACK_OPENS in rows) == feedback.filter(shown_at=None).exists()
        assert feedback.filter(shown_at=None).count() < 2
        assert (TALK_ENDS in rows) == (order.ended_at is not None and order.record.closed_at is None)

    def _check_money(self, order: Order) -> None:
        """What was paid in has gone out to the last coin, or stands in escrow whole."""
        out = order.hold.transfers.filter(debit__kind="escrow").values_list("amount_minor", flat=True)
        assert sum(out) == (order.hold.amount_minor if order.ended_at else 0)
        facts = {moment.kind: moment.fact for moment in moments_of(order.record_id)}
        if order.state == CANCELLED:
            assert facts["payment_refunded"]["amount_minor"] == order.hold.amount_minor

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
