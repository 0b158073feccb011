"""Two real connections press at the same moment: one wins, the other gets a sentence, nothing is half done."""

import uuid
from datetime import timedelta
from typing import Any

from gighall.base import limits
from gighall.domain.gigs.actions import GigWords, edit_gig, publish_gig
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.states import PUBLISHED
from gighall.domain.ledger.queries import balance_of, sum_of_all_balances
from gighall.domain.orders.actions import deliver, place_order
from gighall.domain.orders.models import Delivery, Order
from gighall.domain.orders.rules import MoveRefused, PriceChanged
from gighall.domain.payments.actions import grant_credits, take_demo_credits
from gighall.domain.payments.models import Grant
from gighall.domain.record.models import Entry
from tests.presses import at_once
from tests.world import DRAFT_WORDS, GIG_WORDS, PURSE_MINOR, give_credits, make_person, make_world


def test_an_order_delivered_twice_at_the_same_moment_is_delivered_once(own_database: str) -> None:
    world = make_world()
    now = world.now + timedelta(minutes=30)

    def press() -> Delivery:
        return deliver(
            order_id=world.order.public_id, by_id=world.seller.pk, text="Done.", key=uuid.uuid4(), now=now
        )

    answers = at_once(press, press, press)

    assert len([answer for answer in answers if isinstance(answer, MoveRefused)]) == 2
    assert Delivery.objects.filter(order=world.order).count() == 1
    assert Entry.objects.filter(record_id=world.order.record_id, kind="delivered").count() == 1


def test_credits_granted_twice_at_the_same_moment_arrive_once(own_database: str) -> None:
    world = make_world()
    before, key = balance_of(world.seller.pk), uuid.uuid4()

    def press() -> Grant:
        return grant_credits(
            by_id=world.operator.pk,
            email=world.seller.email,
            amount_minor=700,
            reason="For the long answer",
            key=key,
            now=world.now,
        )

    answers = at_once(press, press, press, press)

    assert {answer.pk for answer in answers if isinstance(answer, Grant)} == {Grant.objects.get(key=key).pk}
    assert balance_of(world.seller.pk) == before + 700
    assert sum_of_all_balances() == 0


def test_demo_credits_taken_twice_at_the_same_moment_arrive_once(own_database: str) -> None:
    world = make_world()
    key = uuid.uuid4()

    def press() -> int:
        return take_demo_credits(person_id=world.newcomer.pk, key=key, now=world.now)

    at_once(press, press, press)

    assert balance_of(world.newcomer.pk) == limits.DEMO_CREDITS_MINOR


def test_credits_granted_and_taken_at_the_same_moment_do_not_wait_in_a_circle(own_database: str) -> None:
    world = make_world()
    # The accounts exist: the hall's source has the lower id, the person's own the higher one.
    take_demo_credits(person_id=world.newcomer.pk, key=uuid.uuid4(), now=world.now)
    before = balance_of(world.newcomer.pk)

    def grant() -> Grant:
        return grant_credits(
            by_id=world.operator.pk,
            email=world.newcomer.email,
            amount_minor=100,
            reason="For the long answer",
            key=uuid.uuid4(),
            now=world.now,
        )

    def take() -> int:
        return take_demo_credits(person_id=world.newcomer.pk, key=uuid.uuid4(), now=world.now)

    for _round in range(3):
        at_once(grant, take, grant, grant)

    assert balance_of(world.newcomer.pk) == before + 3 * (300 + limits.DEMO_CREDITS_MINOR)
    assert sum_of_all_balances() == 0


def test_a_gig_edited_while_it_is_published_stays_published_with_the_new_words(own_database: str) -> None:
    world = make_world()
    names: dict[str, Any] = {
        "public_id": world.draft.public_id,
        "seller_id": world.seller.pk,
        "now": world.now,
    }
    words = GigWords("Chat help with two stubborn spreadsheets", DRAFT_WORDS.text, 2_600, 30)

    at_once(
        lambda: publish_gig(**names), lambda: edit_gig(words=words, **names), lambda: publish_gig(**names)
    )

    gig = Gig.objects.get(pk=world.draft.pk)
    assert (gig.state, gig.price_minor) == (PUBLISHED, 2_600)


def test_an_order_placed_while_the_price_changes_costs_what_was_seen(own_database: str) -> None:
    world = make_world()
    dearer = GigWords(GIG_WORDS.title, GIG_WORDS.text, GIG_WORDS.price_minor + 1_000, GIG_WORDS.minutes)

    def order() -> Order:
        return place_order(
            gig_public_id=world.gig.public_id,
            buyer_id=world.outsider.pk,
            seen_price_minor=GIG_WORDS.price_minor,
            key=uuid.uuid4(),
            now=world.now,
        )

    def edit() -> Gig:
        return edit_gig(public_id=world.gig.public_id, seller_id=world.seller.pk, words=dearer, now=world.now)

    placed, _edited = at_once(order, edit)

    if isinstance(placed, Order):
        assert placed.price_minor == GIG_WORDS.price_minor
    else:
        assert isinstance(placed, PriceChanged)
    assert balance_of(world.outsider.pk) == PURSE_MINOR - (4_220 if isinstance(placed, Order) else 0)


def test_two_orders_at_the_same_moment_never_spend_more_than_there_is(own_database: str) -> None:
    world = make_world()
    tries = PURSE_MINOR // 4_220 + 3

    def order() -> Order:
        return place_order(
            gig_public_id=world.gig.public_id,
            buyer_id=world.outsider.pk,
            seen_price_minor=GIG_WORDS.price_minor,
            key=uuid.uuid4(),
            now=world.now,
        )

    answers = [answer for _round in range(tries // 3 + 1) for answer in at_once(order, order, order)]

    placed = [answer for answer in answers if isinstance(answer, Order)]
    assert len(placed) == PURSE_MINOR // 4_220
    assert balance_of(world.outsider.pk) == PURSE_MINOR - 4_220 * len(placed)
    assert sum_of_all_balances() == 0


def test_an_order_pressed_twice_with_the_last_credits_is_one_order_for_both_presses(
    own_database: str,
) -> None:
    world = make_world()
    guest = make_person("Gus Guest", now=world.now)
    give_credits(guest, 4_220, by=world.operator, now=world.now)
    key = uuid.uuid4()

    def press() -> Order:
        return place_order(
            gig_public_id=world.gig.public_id,
            buyer_id=guest.pk,
            seen_price_minor=GIG_WORDS.price_minor,
            key=key,
            now=world.now,
        )

    answers = at_once(press, press, press, press)

    assert answers == [Order.objects.get(place_key=key)] * 4
    assert balance_of(guest.pk) == 0
