"""Placing, delivering and completing orders: rows, money, entries, mails."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.test import Client

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.rules import TermsNotAccepted
from gighall.domain.conversations.actions import post_message
from gighall.domain.gigs.actions import edit_gig
from gighall.domain.gigs.rules import GigNotForSale
from gighall.domain.ledger.queries import balance_of, sum_of_all_balances
from gighall.domain.ledger.rules import NotEnoughCredits
from gighall.domain.notices.queries import newest_mails
from gighall.domain.orders.actions import accept_delivery, deliver, place_order, sweep_deadlines
from gighall.domain.orders.models import Delivery, Order
from gighall.domain.orders.queries import deadline_of, held_for
from gighall.domain.orders.rules import DeliveryUnfit, MoveRefused, PriceChanged
from gighall.domain.orders.states import COMPLETED, DELIVERED, IN_PROGRESS, REVIEW_ENDS
from gighall.domain.record.chain import verify
from gighall.domain.record.models import Entry, Record
from gighall.domain.record.queries import chain_of
from gighall.domain.record.rules import KeyReused
from tests.presses import at_once
from tests.world import GIG_WORDS, World, hand_over, make_order, make_world

ClientOf = Callable[[Person | None], Client]


def later(world: World, **time: float) -> datetime:
    """Return a moment after everything that the world brought along."""
    return world.now + timedelta(minutes=10) + timedelta(**time)


def kinds_of(order: Order) -> list[str]:
    """Return the kinds of an order's entries, in their order."""
    return list(
        Entry.objects.filter(record_id=order.record_id).order_by("number").values_list("kind", flat=True)
    )


def facts_of(order: Order, kind: str) -> dict[str, object]:
    """Return what the newest entry of a kind says."""
    entry = Entry.objects.filter(record_id=order.record_id, kind=kind).order_by("-number")[0]
    return dict(json.loads(entry.shown or "{}"))


def chain_holds(order: Order) -> bool:
    """Say whether the order's record verifies to its head."""
    record = Record.objects.get(pk=order.record_id)
    result = verify(
        public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=chain_of(record)
    )
    return result.holds and result.head == bytes(record.head) and result.entries == record.last_number


def test_ordering_moves_the_buyers_money_into_escrow(world: World) -> None:
    before = balance_of(world.buyer.pk)

    order = make_order(world.gig, world.buyer, now=later(world))

    assert balance_of(world.buyer.pk) == before - 4_220
    assert (order.state, order.seller_id) == (IN_PROGRESS, world.seller.pk)
    assert kinds_of(order) == ["order_placed", "payment_held"]
    assert facts_of(order, "payment_held") == {"amount_minor": 4_220, "fee_minor": 220}
    to_buyer, to_seller = newest_mails(limit=2)
    assert (to_buyer.to, to_seller.to) == (world.buyer.email, world.seller.email)
    head = bytes(Record.objects.get(pk=order.record_id).head).hex()
    assert all(head in mail.text for mail in (to_buyer, to_seller))
    assert chain_holds(order)
    assert sum_of_all_balances() == 0


def test_a_second_press_returns_the_first_order(world: World) -> None:
    press = partial(
        place_order,
        gig_public_id=world.gig.public_id,
        buyer_id=world.buyer.pk,
        seen_price_minor=world.gig.price_minor,
        key=uuid.uuid4(),
    )

    first = press(now=later(world))
    second = press(now=later(world, seconds=1))

    assert first.pk == second.pk


def test_an_order_without_enough_credits_leaves_nothing_behind(world: World) -> None:
    orders = Order.objects.count()

    with pytest.raises(NotEnoughCredits):
        make_order(world.gig, world.operator, now=later(world))

    assert Order.objects.count() == orders
    assert balance_of(world.operator.pk) == 0


def test_an_order_at_a_price_that_nobody_saw_is_refused(world: World) -> None:
    with pytest.raises(PriceChanged):
        place_order(
            gig_public_id=world.gig.public_id,
            buyer_id=world.buyer.pk,
            seen_price_minor=world.gig.price_minor - 1,
            key=uuid.uuid4(),
            now=later(world),
        )


def test_an_order_keeps_the_title_and_price_of_its_day(world: World) -> None:
    words = GIG_WORDS.__class__(
        title="Something else in its place", text=GIG_WORDS.text, price_minor=9_900, minutes=30
    )

    edit_gig(public_id=world.gig.public_id, seller_id=world.seller.pk, words=words, now=later(world))

    world.order.refresh_from_db()
    assert (world.order.title, world.order.price_minor) == (GIG_WORDS.title, GIG_WORDS.price_minor)


def test_nobody_orders_a_draft_or_their_own_gig(world: World) -> None:
    with pytest.raises(GigNotForSale):
        make_order(world.gig, world.seller, now=later(world))
    with pytest.raises(NotYours):
        make_order(world.draft, world.buyer, now=later(world))


def test_who_has_not_accepted_the_present_terms_is_asked_first(world: World) -> None:
    with pytest.raises(TermsNotAccepted):
        make_order(world.gig, world.newcomer, now=later(world))


@pytest.mark.proves("orders.deliver")
def test_delivering_starts_the_review_time(world: World) -> None:
    now = later(world)

    hand_over(world.order, now=now)

    world.order.refresh_from_db()
    assert world.order.state == DELIVERED
    assert kinds_of(world.order)[-2:] == ["message", "delivered"]
    delivery = Delivery.objects.get(order=world.order)
    assert facts_of(world.order, "delivered")["message"] == delivery.message_number
    assert deadline_of(world.order.pk, REVIEW_ENDS) == now + timedelta(days=limits.REVIEW_WINDOW_DAYS)
    assert newest_mails(limit=1)[0].to == world.buyer.email
    assert chain_holds(world.order)


@pytest.mark.proves("orders.accept")
def test_accepting_pays_the_seller_minus_the_fee(world: World) -> None:
    before = balance_of(world.seller.pk)

    order = accept_delivery(order_id=world.delivered.public_id, by_id=world.buyer.pk, now=later(world))

    assert order.state == COMPLETED
    assert balance_of(world.seller.pk) == before + 3_200
    assert kinds_of(order)[-2:] == ["accepted", "payment_released"]
    assert facts_of(order, "payment_released") == {"amount_minor": 3_200, "fee_minor": 800}
    assert deadline_of(order.pk, REVIEW_ENDS) is None
    assert chain_holds(order)
    assert sum_of_all_balances() == 0


def test_a_second_order_of_the_same_gig_is_not_made_unnoticed(world: World, client_of: ClientOf) -> None:
    path = f"/gigs/{world.gig.public_id}/order/"

    assert "You have an open order of this gig" in client_of(world.buyer).get(path).content.decode()
    assert "You have an open order of this gig" not in client_of(world.outsider).get(path).content.decode()


def test_a_seller_sees_what_open_orders_will_bring(world: World) -> None:
    assert held_for(world.seller.pk) == (2 * 3_200, 2)
    assert held_for(world.buyer.pk) == (0, 0)

    accept_delivery(order_id=world.delivered.public_id, by_id=world.buyer.pk, now=later(world))

    assert held_for(world.seller.pk) == (3_200, 1)


@pytest.mark.proves("orders.complete_in_silence")
def test_silence_until_the_deadline_completes_the_order(world: World) -> None:
    due_at = deadline_of(world.delivered.pk, REVIEW_ENDS)
    assert due_at is not None

    assert sweep_deadlines(now=due_at - timedelta(seconds=1), limit=10) == 0
    assert sweep_deadlines(now=due_at, limit=10) == 1
    assert sweep_deadlines(now=due_at, limit=10) == 0

    world.delivered.refresh_from_db()
    assert world.delivered.state == COMPLETED
    assert kinds_of(world.delivered)[-2:] == ["accepted_in_silence", "payment_released"]
    assert chain_holds(world.delivered)


@pytest.mark.parametrize("text", ["", "   \n", "x" * (limits.DELIVERY_CHARACTERS_MAX + 1)])
def test_a_delivery_without_words_or_with_too_many_is_refused(world: World, text: str) -> None:
    with pytest.raises(DeliveryUnfit):
        deliver(
            order_id=world.order.public_id,
            by_id=world.seller.pk,
            text=text,
            key=uuid.uuid4(),
            now=later(world),
        )


def test_a_refused_move_leaves_nothing_behind(world: World) -> None:
    before = kinds_of(world.completed)

    with pytest.raises(MoveRefused):
        accept_delivery(order_id=world.completed.public_id, by_id=world.buyer.pk, now=later(world))
    with pytest.raises(MoveRefused):
        hand_over(world.completed, now=later(world))

    assert kinds_of(world.completed) == before


@pytest.mark.parametrize("who", ["outsider", "operator", "newcomer"])
def test_an_outsider_can_move_nothing(world: World, who: str) -> None:
    person = getattr(world, who)

    with pytest.raises(NotYours):
        accept_delivery(order_id=world.delivered.public_id, by_id=person.pk, now=later(world))
    with pytest.raises(NotYours):
        deliver(
            order_id=world.order.public_id, by_id=person.pk, text="Mine!", key=uuid.uuid4(), now=later(world)
        )


def test_two_presses_at_the_same_moment_place_one_order(own_database: str) -> None:
    world = make_world()
    key = uuid.uuid4()

    def press() -> Order:
        return place_order(
            gig_public_id=world.gig.public_id,
            buyer_id=world.buyer.pk,
            seen_price_minor=world.gig.price_minor,
            key=key,
            now=later(world),
        )

    answers = at_once(press, press, press, press)

    assert len({answer.pk for answer in answers if isinstance(answer, Order)}) == 1
    assert Order.objects.filter(place_key=key).count() == 1
    assert sum_of_all_balances() == 0


def test_words_that_were_sent_before_as_a_message_are_no_delivery(world: World) -> None:
    key, text = uuid.uuid4(), "Here is the loop."
    post_message(
        record_id=world.order.record_id, author_id=world.seller.pk, text=text, key=key, now=later(world)
    )

    with pytest.raises(KeyReused):
        deliver(order_id=world.order.public_id, by_id=world.seller.pk, text=text, key=key, now=later(world))

    world.order.refresh_from_db()
    assert world.order.state == IN_PROGRESS
    assert "delivered" not in kinds_of(world.order)


def test_a_delivery_accepted_twice_at_the_same_moment_is_paid_once(own_database: str) -> None:
    world = make_world()
    before = balance_of(world.seller.pk)
    due_at = deadline_of(world.delivered.pk, REVIEW_ENDS)
    assert due_at is not None

    def accept() -> Order:
        return accept_delivery(order_id=world.delivered.public_id, by_id=world.buyer.pk, now=due_at)

    at_once(accept, lambda: sweep_deadlines(now=due_at, limit=10), accept)

    assert balance_of(world.seller.pk) == before + 3_200
    assert kinds_of(world.delivered).count("payment_released") == 1
    assert chain_holds(world.delivered)
