"""The check of all money: silent while everything adds up, and exact about what does not."""

import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from gighall.base import limits
from gighall.domain.ledger.actions import account_of, credit_person, hall_account
from gighall.domain.ledger.models import ESCROW, FEES
from gighall.domain.ledger.queries import totals
from gighall.domain.ledger.rules import Problem
from gighall.domain.payments.actions import confirm_payment, keep_reconciliation
from gighall.domain.payments.models import Reconciliation
from gighall.domain.payments.queries import money_problems
from gighall.jobs.tasks import keep_reconciliation_task
from tests.presses import at_once
from tests.world import World, hand_over, make_order, make_world

GUARDED = ("ledger_account", "ledger_hold", "ledger_transfer", "payments_paymentend")


def break_it(statement: str, *values: Any) -> None:
    """Do to the books what the database refuses: with its rules switched off, as a fault of the machine could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_sound_hall_has_no_problems(world: World) -> None:
    confirm_payment(by_id=world.operator.pk, payment_id=world.payment.public_id, now=world.now)

    assert money_problems() == []


def test_totals_say_where_all_the_money_stands(world: World) -> None:
    stands = totals()

    assert (
        stands.in_hall_minor == stands.of_people_minor + stands.in_escrow_minor + stands.fees_minor == 100_000
    )
    assert (stands.in_escrow_minor, stands.fees_minor) == (8_440, 1_020)


def test_a_moved_balance_is_found(world: World) -> None:
    account = account_of(world.buyer.pk)

    break_it("UPDATE ledger_account SET balance_minor = balance_minor + 5 WHERE id = %s", account.pk)

    assert money_problems() == [
        Problem("balance", str(account.pk), account.balance_minor, account.balance_minor + 5),
        Problem("sum", "EUR", 0, 5),
    ]


def test_a_party_below_zero_is_found(world: World) -> None:
    account = account_of(world.buyer.pk)
    break_it("ALTER TABLE ledger_account DROP CONSTRAINT account_never_below_zero")

    break_it("UPDATE ledger_account SET balance_minor = -7 WHERE id = %s", account.pk)

    assert Problem("below_zero", str(account.pk), 0, -7) in money_problems()


def test_escrow_that_is_not_its_holds_is_found(world: World) -> None:
    hold = world.order.hold

    break_it("UPDATE ledger_hold SET settled_at = now() WHERE id = %s", hold.pk)

    escrow = hall_account(ESCROW)
    assert money_problems() == [
        Problem("escrow", "EUR", escrow.balance_minor - hold.amount_minor, escrow.balance_minor),
        Problem("hold_out", str(hold.pk), hold.amount_minor, 0),
    ]


def test_a_hold_that_was_paid_too_little_is_found(world: World) -> None:
    hold = world.order.hold

    break_it("UPDATE ledger_hold SET amount_minor = amount_minor + 3 WHERE id = %s", hold.pk)

    assert Problem("hold_in", str(hold.pk), hold.amount_minor + 3, hold.amount_minor) in money_problems()


def test_a_hold_paid_out_in_part_is_found(world: World) -> None:
    hold = world.completed.hold

    break_it("UPDATE ledger_transfer SET amount_minor = 1 WHERE hold_id = %s AND kind = 'fee'", hold.pk)

    assert Problem("hold_out", str(hold.pk), 4_220, 3_201) in money_problems()
    assert Problem("balance", str(hall_account(FEES).pk), 1, 1_020) in money_problems()


def test_a_confirmed_payment_without_its_credits_is_found(world: World) -> None:
    break_it(
        "INSERT INTO payments_paymentend (payment_id, state, by_id, reason, at)"
        " VALUES (%s, 'confirmed', %s, '', now())",
        world.payment.pk,
        world.operator.pk,
    )

    assert money_problems() == [Problem("payment", world.payment.reference, 2_500, 0)]


@pytest.mark.parametrize("fault", ["another amount", "another person", "twice"])
def test_a_confirmed_payment_with_wrong_credits_is_found(world: World, fault: str) -> None:
    confirm_payment(by_id=world.operator.pk, payment_id=world.payment.public_id, now=world.now)
    reference = world.payment.ledger_reference
    if fault == "another amount":
        break_it("UPDATE ledger_transfer SET amount_minor = 9 WHERE reference = %s", reference)
    elif fault == "another person":
        other = account_of(world.seller.pk).pk
        break_it("UPDATE ledger_transfer SET credit_id = %s WHERE reference = %s", other, reference)
    else:
        credit_person(
            person_id=world.buyer.pk,
            amount_minor=2_500,
            kind="payment",
            reference=reference,
            key="x",
            now=world.now,
        )

    about = [problem.about for problem in money_problems() if problem.kind == "payment"]

    assert about == [world.payment.reference]


def test_credits_of_a_payment_that_nobody_confirmed_are_found(world: World) -> None:
    credit_person(
        person_id=world.buyer.pk,
        amount_minor=800,
        kind="payment",
        reference=world.payment.ledger_reference,
        key="x",
        now=world.now,
    )

    assert money_problems() == [Problem("stray_payment", world.payment.ledger_reference, 0, 800)]


def test_the_check_is_kept_once_a_day(world: World) -> None:
    day = timedelta(hours=limits.RECONCILIATION_HOURS)

    kept = [keep_reconciliation(now=world.now + offset) for offset in (timedelta(0), day / 2, day)]

    assert [run is not None for run in kept] == [True, False, True]
    assert [run.problems for run in Reconciliation.objects.all()] == [[], []]


def test_the_job_says_aloud_what_does_not_add_up(world: World, caplog: pytest.LogCaptureFixture) -> None:
    account = account_of(world.buyer.pk)
    break_it("UPDATE ledger_account SET balance_minor = balance_minor + 5 WHERE id = %s", account.pk)

    with caplog.at_level(logging.ERROR):
        keep_reconciliation_task(timestamp=0)

    run = Reconciliation.objects.get()
    assert run.problems[1] == {"kind": "sum", "about": "EUR", "expected_minor": 0, "stands_minor": 5}
    assert "does not add up" in caplog.text


def test_the_job_is_silent_when_all_is_well(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        keep_reconciliation_task(timestamp=0)

    assert Reconciliation.objects.get().problems == []
    assert caplog.text == ""


def test_money_that_moves_meanwhile_is_no_problem(own_database: str) -> None:
    world = make_world()

    def check() -> list[Problem]:
        return [problem for _look in range(15) for problem in money_problems()]

    def trade() -> None:
        for _sale in range(3):
            order = make_order(world.gig, world.outsider, now=world.now)
            hand_over(order, now=world.now)

    def pay() -> None:
        confirm_payment(by_id=world.operator.pk, payment_id=world.payment.public_id, now=world.now)
        for _credit in range(10):
            credit_person(
                person_id=world.buyer.pk,
                amount_minor=100,
                kind="grant",
                reference="grant:0",
                key=str(uuid.uuid4()),
                now=world.now,
            )

    found, _traded, _paid = at_once(check, trade, pay)

    assert found == []
