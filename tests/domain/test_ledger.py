"""The ledger: what the database refuses, and that money adds up whatever happens."""

import uuid
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gighall.base.errors import Refused
from gighall.domain.ledger.actions import account_of, place_hold, release_hold
from gighall.domain.ledger.models import ESCROW, Account, Hold, Transfer
from gighall.domain.ledger.queries import balance_of, statement_of, sum_of_all_balances
from gighall.domain.ledger.rules import HoldAlreadySettled, NotEnoughCredits, Split
from gighall.domain.orders.actions import accept_delivery
from gighall.domain.payments.actions import grant_credits, take_demo_credits
from gighall.domain.payments.rules import DemoCreditsRefused, GrantRefused
from tests.world import World, give_credits, hand_over, make_order

REFUSED = (IntegrityError, InternalError)


def refused_by_the_database(statement: str, *values: Any) -> None:
    """Assert that the database itself refuses a statement, at once or at the end of the transaction."""

    def try_it() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(REFUSED):
        try_it()


def test_a_transfer_is_never_changed_or_deleted(world: World) -> None:
    transfer = Transfer.objects.order_by("id")[0]

    refused_by_the_database("UPDATE ledger_transfer SET amount_minor = 1 WHERE id = %s", transfer.pk)
    refused_by_the_database("DELETE FROM ledger_transfer WHERE id = %s", transfer.pk)


def test_a_balance_moves_by_transfers_only(world: World) -> None:
    refused_by_the_database(
        "UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE kind = 'party'"
    )


@pytest.mark.parametrize(
    ("debit", "credit", "amount", "currency"),
    [
        ("source", "buyer", 0, "EUR"),
        ("source", "buyer", -5, "EUR"),
        ("buyer", "buyer", 5, "EUR"),
        ("source", "buyer", 5, "USD"),
        ("operator", "buyer", 5, "EUR"),
    ],
)
def test_an_impossible_transfer_is_refused(
    world: World, debit: str, credit: str, amount: int, currency: str
) -> None:
    accounts = {
        "source": Account.objects.get(kind="source").pk,
        "buyer": account_of(world.buyer.pk).pk,
        "operator": account_of(world.operator.pk).pk,
    }

    refused_by_the_database(
        "INSERT INTO ledger_transfer (debit_id, credit_id, amount_minor, currency, kind, reference,"
        " idempotency_key, posting_id, posted_at) VALUES (%s, %s, %s, %s, 'test', 'test', 'test', %s, now())",
        accounts[debit],
        accounts[credit],
        amount,
        currency,
        uuid.uuid4(),
    )


def test_a_hold_that_is_settled_with_too_little_is_refused(world: World) -> None:
    hold = world.order.hold
    account = Account.objects.get(kind=ESCROW)
    assert account.balance_minor >= hold.amount_minor

    refused_by_the_database("UPDATE ledger_hold SET settled_at = now() WHERE id = %s", hold.pk)


def test_a_hold_settles_once(world: World) -> None:
    order = world.completed

    with pytest.raises(HoldAlreadySettled):
        release_hold(
            hold_id=order.hold_id,
            seller_id=order.seller_id,
            split=Split(order.price_minor, order.buyer_fee_minor, order.seller_fee_minor),
            now=world.now,
        )


def test_a_hold_above_the_balance_is_refused(world: World) -> None:
    with pytest.raises(NotEnoughCredits) as refusal:
        place_hold(
            person_id=world.outsider.pk,
            amount_minor=balance_of(world.outsider.pk) + 1_205,
            reference="order:none",
            now=world.now,
        )

    assert "€12.05" in refusal.value.sentence
    assert not Hold.objects.filter(reference="order:none").exists()


def test_a_grant_is_given_once_for_a_key(world: World) -> None:
    before = balance_of(world.seller.pk)
    press = partial(
        grant_credits,
        by_id=world.operator.pk,
        email=world.seller.email.upper(),
        amount_minor=700,
        reason="Bank transfer of 3 March",
        key=uuid.uuid4(),
    )

    first = press(now=world.now)
    second = press(now=world.now)

    assert first.pk == second.pk
    assert balance_of(world.seller.pk) == before + 700


@pytest.mark.parametrize(("amount", "reason"), [(0, "A good reason"), (-1, "A good reason"), (100, "no")])
def test_an_unfit_grant_is_refused(world: World, amount: int, reason: str) -> None:
    with pytest.raises(GrantRefused):
        grant_credits(
            by_id=world.operator.pk,
            email=world.buyer.email,
            amount_minor=amount,
            reason=reason,
            key=uuid.uuid4(),
            now=world.now,
        )


def test_demo_credits_end_when_one_has_plenty(world: World) -> None:
    give_credits(world.buyer, 100_000, by=world.operator, now=world.now)

    with pytest.raises(DemoCreditsRefused):
        take_demo_credits(person_id=world.buyer.pk, key=uuid.uuid4(), now=world.now)


def test_a_statement_ends_at_the_balance(world: World) -> None:
    for person in (world.buyer, world.seller):
        lines = statement_of(person.pk, limit=50)

        assert lines[0].balance_minor == balance_of(person.pk)
        assert sum(line.amount_minor for line in lines) == balance_of(person.pk)


MOVES = st.lists(
    st.tuples(st.sampled_from(["grant", "demo", "order", "deliver", "accept"]), st.integers(1, 30_000)),
    max_size=12,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=MOVES)
def test_whatever_happens_all_balances_together_are_nothing(
    world: World, moves: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        orders = [world.order]
        for step, (move, amount) in enumerate(moves):
            now = world.now + timedelta(hours=1, minutes=step)
            try:
                with transaction.atomic():
                    if move == "grant":
                        give_credits(world.buyer, amount, by=world.operator, now=now)
                    elif move == "demo":
                        take_demo_credits(person_id=world.buyer.pk, key=uuid.uuid4(), now=now)
                    elif move == "order":
                        orders.append(make_order(world.gig, world.buyer, now=now))
                    elif move == "deliver":
                        hand_over(orders[amount % len(orders)], now=now)
                    else:
                        order = orders[amount % len(orders)]
                        accept_delivery(order_id=order.public_id, by_id=world.buyer.pk, now=now)
            except Refused:
                continue

        assert sum_of_all_balances() == 0
        connection.check_constraints()
        transaction.set_rollback(True)
