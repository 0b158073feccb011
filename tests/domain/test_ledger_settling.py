"""Escrow pays out in parts, once; what was earned clears before it can be spent."""

import uuid
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from gighall.base import limits
from gighall.domain.accounts.models import Person
from gighall.domain.ledger.actions import place_hold, settle_hold
from gighall.domain.ledger.models import ESCROW, FEES, Account, Hold, Transfer
from gighall.domain.ledger.queries import (
    available_minor_of,
    balance_of,
    clearing_minor_of,
    clearing_parts_of,
    statement_of,
    sum_of_all_balances,
)
from gighall.domain.ledger.rules import (
    HoldAlreadySettled,
    NotEnoughCredits,
    Settlement,
    SettlementUnfit,
    Split,
    StillClearing,
    settlement_after_refund,
)
from tests.domain.test_ledger import refused_by_the_database
from tests.presses import at_once
from tests.world import World, give_credits, make_person, make_world

CLEARING = timedelta(days=limits.CLEARING_DAYS)
LATER = timedelta(hours=2)


def hold_of(person: Person, amount_minor: int, *, now: datetime) -> Hold:
    """Put some of a person's credits into escrow."""
    with transaction.atomic():
        return place_hold(person_id=person.pk, amount_minor=amount_minor, reference="order:none", now=now)


def settle(
    hold: Hold, seller: Person, settlement: Settlement, *, now: datetime, clears_at: datetime | None = None
) -> uuid.UUID:
    """Pay a hold out."""
    with transaction.atomic():
        return settle_hold(
            hold_id=hold.pk, seller_id=seller.pk, settlement=settlement, clears_at=clears_at, now=now
        )


def legs(hold: Hold) -> dict[str, int]:
    """Return what left a hold, by the kind of the transfer."""
    out = Transfer.objects.filter(hold=hold, debit__kind=ESCROW)
    return {transfer.kind: transfer.amount_minor for transfer in out}


def test_a_hold_pays_the_seller_the_hall_and_the_buyer_in_one_posting(world: World) -> None:
    now = world.now + LATER
    hold = hold_of(world.outsider, 4_220, now=now)
    before = (
        balance_of(world.outsider.pk),
        balance_of(world.seller.pk),
        Account.objects.get(kind=FEES).balance_minor,
    )
    settlement = settlement_after_refund(Split(4_000, 220, 800), refund_basis_points=5_000)

    posting = settle(hold, world.seller, settlement, now=now)

    assert legs(hold) == {"release": 1_600, "fee": 510, "refund": 2_110}
    assert set(
        Transfer.objects.filter(hold=hold, debit__kind=ESCROW).values_list("posting_id", flat=True)
    ) == {posting}
    after = (
        balance_of(world.outsider.pk),
        balance_of(world.seller.pk),
        Account.objects.get(kind=FEES).balance_minor,
    )
    assert [new - old for new, old in zip(after, before, strict=True)] == [2_110, 1_600, 510]
    assert sum_of_all_balances() == 0


@pytest.mark.parametrize(
    ("settlement", "kinds"),
    [
        (Settlement(0, 0, 4_220), {"refund"}),
        (Settlement(4_220, 0, 0), {"release"}),
        (Settlement(0, 4_220, 0), {"fee"}),
        (Settlement(4_000, 0, 220), {"release", "refund"}),
    ],
)
def test_a_part_of_nothing_makes_no_transfer(world: World, settlement: Settlement, kinds: set[str]) -> None:
    hold = hold_of(world.outsider, 4_220, now=world.now)

    settle(hold, world.seller, settlement, now=world.now)

    assert set(legs(hold)) == kinds


def test_a_hold_settles_once_whatever_the_parts(world: World) -> None:
    hold = hold_of(world.outsider, 4_220, now=world.now)
    settle(hold, world.seller, Settlement(0, 0, 4_220), now=world.now)

    with pytest.raises(HoldAlreadySettled):
        settle(hold, world.seller, Settlement(4_220, 0, 0), now=world.now)


def test_parts_that_are_not_the_hold_move_nothing(world: World) -> None:
    hold = hold_of(world.outsider, 4_220, now=world.now)

    with pytest.raises(SettlementUnfit):
        settle(hold, world.seller, Settlement(4_000, 0, 0), now=world.now)

    assert legs(hold) == {}


def test_what_was_earned_clears_and_can_then_be_spent(world: World) -> None:
    earned = balance_of(world.seller.pk)
    released_at = world.now + timedelta(minutes=8)
    soon = released_at + timedelta(days=1)

    assert clearing_minor_of(world.seller.pk, soon) == earned
    assert available_minor_of(world.seller.pk, soon) == 0
    with pytest.raises(StillClearing) as refusal:
        hold_of(world.seller, earned, now=soon)
    assert "€32.00 of yours are still clearing" in refusal.value.sentence

    cleared_at = released_at + CLEARING
    assert available_minor_of(world.seller.pk, cleared_at) == earned
    hold_of(world.seller, earned, now=cleared_at)
    assert balance_of(world.seller.pk) == 0


def test_what_is_available_beside_clearing_money_can_be_spent(world: World) -> None:
    now = world.now + LATER
    give_credits(world.seller, 1_000, by=world.operator, now=now)

    with pytest.raises(NotEnoughCredits):
        hold_of(world.seller, 1_001, now=now)
    hold_of(world.seller, 1_000, now=now)

    assert available_minor_of(world.seller.pk, now) == 0
    assert balance_of(world.seller.pk) == clearing_minor_of(world.seller.pk, now) == 3_200


def test_parts_clear_each_on_its_own_day(world: World) -> None:
    now = world.now + LATER
    for days, amount in ((3, 700), (1, 500)):
        hold = hold_of(world.outsider, amount, now=now)
        settle(hold, world.newcomer, Settlement(amount, 0, 0), clears_at=now + timedelta(days=days), now=now)

    parts = clearing_parts_of(world.newcomer.pk, now=now, limit=5)

    assert [(part.amount_minor, part.clears_at - now) for part in parts] == [
        (500, timedelta(days=1)),
        (700, timedelta(days=3)),
    ]
    assert available_minor_of(world.newcomer.pk, now + timedelta(days=1)) == 500
    assert clearing_minor_of(world.newcomer.pk, now + timedelta(days=3)) == 0


def test_what_a_buyer_gets_back_can_be_spent_at_once(world: World) -> None:
    now = world.now + LATER
    before = available_minor_of(world.outsider.pk, now)
    hold = hold_of(world.outsider, 4_220, now=now)

    settle(hold, world.seller, Settlement(0, 0, 4_220), now=now)

    assert available_minor_of(world.outsider.pk, now) == before


def test_a_statement_says_until_when_a_line_clears(world: World) -> None:
    (line,) = statement_of(world.seller.pk, limit=5)

    assert (line.kind, line.clears_at) == ("release", line.posted_at + CLEARING)
    assert {line.clears_at for line in statement_of(world.buyer.pk, limit=20)} == {None}


def test_the_database_refuses_to_spend_what_is_still_clearing(world: World) -> None:
    seller, source = Account.objects.get(owner=world.seller), Account.objects.get(kind="source")

    refused_by_the_database(
        "INSERT INTO ledger_transfer (debit_id, credit_id, amount_minor, currency, kind, reference,"
        " idempotency_key, posting_id, posted_at) VALUES (%s, %s, 1, 'EUR', 'test', 'test', 'test', %s, %s)",
        seller.pk,
        source.pk,
        uuid.uuid4(),
        world.now + LATER,
    )


def test_the_database_lets_nothing_into_escrow_without_a_hold(world: World) -> None:
    buyer, escrow = Account.objects.get(owner=world.buyer), Account.objects.get(kind=ESCROW)

    for debit, credit in ((buyer, escrow), (escrow, buyer)):
        refused_by_the_database(
            "INSERT INTO ledger_transfer (debit_id, credit_id, amount_minor, currency, kind, reference,"
            " idempotency_key, posting_id, posted_at) VALUES (%s, %s, 1, 'EUR', 'test', 'test', 'test', %s, now())",
            debit.pk,
            credit.pk,
            uuid.uuid4(),
        )


@pytest.mark.parametrize("fault", ["two postings", "a refund to another"])
def test_the_database_refuses_a_hold_settled_in_two_postings_or_to_another(world: World, fault: str) -> None:
    hold = hold_of(world.outsider, 100, now=world.now)
    escrow, fees = Account.objects.get(kind=ESCROW), Account.objects.get(kind=FEES)
    posting = uuid.uuid4()
    other = uuid.uuid4() if fault == "two postings" else posting
    kind, to = ("release", "seller") if fault == "two postings" else ("refund", "seller")
    insert = (
        "INSERT INTO ledger_transfer (debit_id, credit_id, amount_minor, currency, kind, reference,"
        f" idempotency_key, posting_id, hold_id, posted_at) VALUES (%s, %s, 50, 'EUR', %s, 'test', %s, %s, {hold.pk},"
        " now())"
    )

    refused_by_the_database(
        f"{insert}; {insert}; UPDATE ledger_hold SET settled_at = now() WHERE id = {hold.pk}",
        escrow.pk,
        fees.pk,
        "fee",
        "test:1",
        posting,
        escrow.pk,
        Account.objects.get(owner=getattr(world, to)).pk,
        kind,
        "test:2",
        other,
    )


def test_a_hold_settled_twice_at_the_same_moment_is_settled_once(own_database: str) -> None:
    world = make_world()
    hold = hold_of(world.outsider, 4_220, now=world.now)

    answers = at_once(
        lambda: settle(hold, world.seller, Settlement(3_200, 1_020, 0), now=world.now),
        lambda: settle(hold, world.seller, Settlement(0, 0, 4_220), now=world.now),
        lambda: settle(hold, world.seller, Settlement(1_600, 510, 2_110), now=world.now),
    )

    assert len([answer for answer in answers if isinstance(answer, HoldAlreadySettled)]) == 2
    assert sum(legs(hold).values()) == 4_220
    assert sum_of_all_balances() == 0


def test_money_that_clears_and_is_spent_at_the_same_moment_is_spent_once(own_database: str) -> None:
    world = make_world()
    at = world.now + timedelta(minutes=8) + CLEARING

    answers = at_once(*[lambda: hold_of(world.seller, 3_200, now=at)] * 3)

    assert len([answer for answer in answers if isinstance(answer, NotEnoughCredits)]) == 2
    assert balance_of(world.seller.pk) == 0


def test_two_who_settle_with_each_other_at_the_same_moment_do_not_wait_in_a_circle(own_database: str) -> None:
    world = make_world()
    guest = make_person("Gus Guest", now=world.now)
    give_credits(guest, 10_000, by=world.operator, now=world.now)
    for _round in range(3):
        mine, theirs = hold_of(guest, 1_000, now=world.now), hold_of(world.outsider, 1_000, now=world.now)

        at_once(
            partial(settle, mine, world.outsider, Settlement(800, 100, 100), now=world.now),
            partial(settle, theirs, guest, Settlement(800, 100, 100), now=world.now),
            lambda: hold_of(guest, 10, now=world.now),
            lambda: hold_of(world.outsider, 10, now=world.now),
        )

        assert legs(mine) == legs(theirs) == {"release": 800, "fee": 100, "refund": 100}
    assert sum_of_all_balances() == 0
