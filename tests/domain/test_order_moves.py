"""Every move of an order, from money in to money out, and two people who press opposite buttons at once."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.gigs.rules import RequirementWords
from gighall.domain.ledger.queries import balance_of, sum_of_all_balances
from gighall.domain.notices.queries import newest_mails
from gighall.domain.orders.actions import (
    accept_delivery,
    answer_request,
    answer_requirements,
    cancel_very_late,
    decide,
    deliver,
    extend_review,
    open_request,
    request_revision,
    sweep_deadlines,
)
from gighall.domain.orders.models import Order, Request
from gighall.domain.orders.queries import lock_order_for, moments_of, times_of_order
from gighall.domain.orders.rules import (
    ACCEPTED,
    CANCEL,
    DECLINED,
    REFUND,
    TIME,
    WITHDRAWN,
    AnswersUnfit,
    MoveRefused,
    RequestRefused,
    Wish,
)
from gighall.domain.orders.states import (
    CANCELLED,
    COMPLETED,
    DELIVERED,
    IN_PROGRESS,
    OPEN_STATES,
    REQUIREMENTS,
)
from gighall.domain.record.models import Entry, Record
from gighall.domain.record.rules import RecordClosed
from tests.presses import at_once
from tests.world import GIG_WORDS, World, make_gig, make_order, make_world, say

PAID = 4_220
EARNED = 3_200
POINTS = "Please look at the second part again."
DAY = timedelta(days=1)


def later(world: World, days: float = 0.1) -> datetime:
    """Return a moment so many days after the world was made."""
    return world.now + days * DAY


def reread(order: Order) -> Order:
    """Return an order as it is stored now."""
    return Order.objects.select_related("record").get(pk=order.pk)


def kinds(order: Order) -> list[str]:
    """Return the kinds of the facts of an order, oldest first."""
    return [moment.kind for moment in moments_of(order.record_id)]


def asking_order(world: World) -> Order:
    """Let the buyer order a gig that asks something first."""
    words = replace(
        GIG_WORDS,
        requirements=(
            RequirementWords("Which version?"),
            RequirementWords("Anything else?", is_required=False),
        ),
        declared_details=("email_address",),
    )
    return make_order(make_gig(world.seller, words, now=world.now), world.buyer, now=world.now)


def answer(order: Order, answers: list[str], *, at: datetime) -> Order:
    """Let the buyer answer the seller's questions."""
    return answer_requirements(
        order_id=order.public_id, by_id=order.buyer_id, answers=answers, key=uuid.uuid4(), now=at
    )


def revise(order: Order, *, at: datetime, by_id: int | None = None) -> Order:
    """Let the buyer ask for a revision."""
    return request_revision(
        order_id=order.public_id, by_id=by_id or order.buyer_id, text=POINTS, key=uuid.uuid4(), now=at
    )


def hand_over(order: Order, *, at: datetime) -> None:
    """Let the seller deliver."""
    deliver(order_id=order.public_id, by_id=order.seller_id, text="Done.", key=uuid.uuid4(), now=at)


def ask(order: Order, by_id: int, wish: Wish, *, at: datetime) -> Request:
    """Let a side ask for something."""
    return open_request(
        order_id=order.public_id, by_id=by_id, wish=wish, text=POINTS, key=uuid.uuid4(), now=at
    )


def reply(order: Order, request: Request, by_id: int, word: str, *, at: datetime) -> Order:
    """Let a side answer a request."""
    return answer_request(
        order_id=order.public_id, request_id=request.public_id, by_id=by_id, answer=word, now=at
    )


# The seller's questions


@pytest.mark.proves("orders.answer_requirements")
def test_the_work_waits_for_required_answers_and_begins_with_them(world: World) -> None:
    order = asking_order(world)
    assert order.state == REQUIREMENTS
    assert times_of_order(order, now=later(world, 2)).due_at is None
    with pytest.raises(AnswersUnfit, match="Which version"):
        answer(order, ["", "no"], at=later(world))

    answer(order, ["3.12, and write to me@mail.example", ""], at=later(world, 2))

    assert reread(order).state == IN_PROGRESS
    due_at = times_of_order(order, now=later(world, 2)).due_at
    assert due_at == later(world, 2) + limits.SESSION_WITHIN_DAYS * DAY
    # The gig declared that its work needs an e-mail address: here it is no finding.
    words = Entry.objects.get(record=order.record_id, kind="message")
    assert "me@mail.example" in (words.shown or "")
    assert "Which version?" in (words.shown or "")


@pytest.mark.proves("orders.expire_requirements")
def test_without_answers_the_buyer_is_reminded_three_times_and_gets_everything_back(world: World) -> None:
    before = balance_of(world.buyer.pk)
    order = asking_order(world)
    for day in range(1, limits.REQUIREMENTS_DAYS):
        sweep_deadlines(now=later(world, day + 0.01), limit=100)
    assert kinds(order).count("requirements_reminded") == len(limits.REQUIREMENTS_REMINDER_DAYS)

    sweep_deadlines(now=later(world, limits.REQUIREMENTS_DAYS + 0.01), limit=100)

    assert reread(order).state == CANCELLED
    assert balance_of(world.buyer.pk) == before
    assert sum_of_all_balances() == 0


def test_jobs_that_were_down_for_long_remind_and_cancel_once(world: World) -> None:
    order = asking_order(world)

    for _sweep in range(6):
        sweep_deadlines(now=later(world, 30), limit=100)

    assert reread(order).state == CANCELLED
    assert kinds(order).count("cancelled") == 1


# Revision and review


@pytest.mark.proves("orders.request_revision")
def test_a_revision_is_counted_gives_time_and_leads_back_to_work(world: World) -> None:
    order = world.delivered
    revise(order, at=later(world))
    assert reread(order).state == IN_PROGRESS
    hand_over(order, at=later(world, 1))

    with pytest.raises(MoveRefused, match="are used"):
        revise(order, at=later(world, 1.1))

    assert kinds(order).count("revision_requested") == 1
    assert [delivery.version for delivery in order.deliveries.order_by("id")] == [1, 2]


@pytest.mark.proves("orders.extend_review")
def test_the_review_time_is_extended_once(world: World) -> None:
    order = world.delivered
    before = times_of_order(order, now=later(world)).review_ends_at
    extend_review(order_id=order.public_id, by_id=world.buyer.pk, now=later(world))

    after = times_of_order(order, now=later(world)).review_ends_at

    assert before is not None
    assert after == before + limits.REVIEW_EXTENSION_DAYS * DAY
    with pytest.raises(MoveRefused):
        extend_review(order_id=order.public_id, by_id=world.buyer.pk, now=later(world))
    sweep_deadlines(now=before + DAY, limit=100)
    assert reread(order).state == DELIVERED
    sweep_deadlines(now=after, limit=100)
    assert reread(order).state == COMPLETED


def test_a_delivery_picks_ones_own_messages_of_the_talk(world: World) -> None:
    order = world.order
    own = say(order, world.seller, "Here is the loop.", now=later(world))
    others = say(order, world.buyer, "Thank you.", now=later(world))

    for wrong in ([others], [own, 9_999], [1]):
        with pytest.raises(Exception, match="sent in this talk yourself"):
            deliver(
                order_id=order.public_id,
                by_id=world.seller.pk,
                text="Done.",
                key=uuid.uuid4(),
                now=later(world),
                picked=wrong,
            )
    delivery = deliver(
        order_id=order.public_id,
        by_id=world.seller.pk,
        text="Done.",
        key=uuid.uuid4(),
        now=later(world),
        picked=[own, own],
    )

    assert delivery.picked == [own]


# Late


@pytest.mark.proves("orders.cancel_very_late")
def test_the_buyer_cancels_alone_when_the_order_is_very_late(world: World) -> None:
    order, before = world.order, balance_of(world.buyer.pk)
    due_at = times_of_order(order, now=later(world)).due_at
    assert due_at is not None
    sweep_deadlines(now=due_at, limit=100)
    sweep_deadlines(now=due_at + timedelta(hours=1), limit=100)
    assert kinds(order).count("late") == 1
    with pytest.raises(MoveRefused, match="hours late"):
        cancel_very_late(
            order_id=order.public_id, by_id=world.buyer.pk, now=due_at + timedelta(hours=23, minutes=59)
        )

    cancel_very_late(
        order_id=order.public_id,
        by_id=world.buyer.pk,
        now=due_at + timedelta(hours=limits.VERY_LATE_HOURS),
    )

    assert reread(order).state == CANCELLED
    assert balance_of(world.buyer.pk) == before + PAID


# The resolution centre


@pytest.mark.proves("orders.agree_to_cancel")
@pytest.mark.parametrize("asker", ["buyer", "seller"])
def test_both_agree_to_cancel(world: World, asker: str) -> None:
    order, before = world.order, balance_of(world.buyer.pk)
    one, other = (world.buyer, world.seller) if asker == "buyer" else (world.seller, world.buyer)
    request = ask(order, one.pk, Wish(CANCEL), at=later(world))
    for word, by in ((ACCEPTED, one), (WITHDRAWN, other)):
        with pytest.raises(RequestRefused):
            reply(order, request, by.pk, word, at=later(world))

    reply(order, request, other.pk, ACCEPTED, at=later(world))

    assert reread(order).state == CANCELLED
    assert balance_of(world.buyer.pk) == before + PAID
    with pytest.raises(RequestRefused):
        reply(order, request, other.pk, ACCEPTED, at=later(world))


@pytest.mark.proves("orders.agree_to_refund")
def test_a_part_of_the_money_goes_back_and_the_rest_to_the_seller(world: World) -> None:
    order = world.delivered
    buyers, sellers = balance_of(world.buyer.pk), balance_of(world.seller.pk)
    request = ask(order, world.seller.pk, Wish(REFUND, percent=25), at=later(world))

    reply(order, request, world.buyer.pk, ACCEPTED, at=later(world))

    assert reread(order).state == COMPLETED
    assert balance_of(world.buyer.pk) == buyers + PAID // 4
    assert balance_of(world.seller.pk) == sellers + EARNED * 3 // 4
    assert sum_of_all_balances() == 0


@pytest.mark.proves("orders.cancel_in_silence")
def test_silence_cancels_only_for_a_buyer_before_any_delivery(world: World) -> None:
    silent = ask(world.order, world.buyer.pk, Wish(CANCEL), at=later(world))
    lapsing = ask(world.delivered, world.buyer.pk, Wish(CANCEL), at=later(world))

    sweep_deadlines(now=later(world) + timedelta(hours=limits.REQUEST_ANSWER_HOURS), limit=100)

    assert reread(world.order).state == CANCELLED
    assert reread(world.delivered).state == DELIVERED
    assert {silent.order_id, lapsing.order_id} == set(
        Request.objects.filter(answer="lapsed").values_list("order_id", flat=True)
    )


def test_more_time_is_agreed_and_a_request_stops_the_clock(world: World) -> None:
    order = world.order
    before = times_of_order(order, now=later(world)).due_at
    request = ask(order, world.seller.pk, Wish(TIME, days=3), at=later(world))
    assert times_of_order(order, now=later(world, 1)).standing == ("request",)

    reply(order, request, world.buyer.pk, ACCEPTED, at=later(world, 1))

    assert before is not None
    after = times_of_order(order, now=later(world, 1)).due_at
    assert after is not None
    assert after - before == 3 * DAY + (later(world, 1) - later(world))


def test_a_request_is_countered_declined_and_one_stands_at_a_time(world: World) -> None:
    order = world.order
    first = ask(order, world.buyer.pk, Wish(CANCEL), at=later(world))
    with pytest.raises(RequestRefused, match="already"):
        ask(order, world.buyer.pk, Wish(REFUND, percent=10), at=later(world))

    counter = ask(order, world.seller.pk, Wish(REFUND, percent=40), at=later(world))
    first.refresh_from_db()
    assert first.answer == "countered"
    reply(order, counter, world.buyer.pk, DECLINED, at=later(world))

    assert reread(order).state == IN_PROGRESS
    assert not Request.objects.filter(order=order, closed_at=None).exists()


@pytest.mark.parametrize(
    "wish", [Wish(REFUND), Wish(REFUND, percent=0), Wish(REFUND, percent=101), Wish(TIME), Wish(TIME, days=0)]
)
def test_a_wish_without_its_number_is_refused(world: World, wish: Wish) -> None:
    with pytest.raises(RequestRefused):
        ask(world.order, world.buyer.pk, wish, at=later(world))


# Support


@pytest.mark.proves("orders.decide_to_pay")
@pytest.mark.proves("orders.decide_to_refund")
@pytest.mark.parametrize(("percent", "state"), [(0, COMPLETED), (60, COMPLETED), (100, CANCELLED)])
def test_support_decides_and_money_moves_once(own_database: str, percent: int, state: str) -> None:
    world = make_world()
    before = balance_of(world.buyer.pk)

    def press() -> None:
        with transaction.atomic():
            order = lock_order_for(public_id=world.delivered.public_id, person_id=world.buyer.pk)
            decide(
                order,
                case_id="a case",
                staff_id=world.operator.public_id,
                refund_percent=percent,
                reason="Both were heard.",
                now=later(world),
            )

    answers = at_once(press, press)

    assert sum(isinstance(each, MoveRefused) for each in answers) == 1
    assert reread(world.delivered).state == state
    assert balance_of(world.buyer.pk) == before + PAID * percent // 100


# Everybody else, the end of the talk, and the heads


def moves_of(world: World, order: Order, by_id: int) -> list[Callable[[], object]]:
    """Return every move, as somebody would try it on an order."""
    now = later(world)
    return [
        lambda: accept_delivery(order_id=order.public_id, by_id=by_id, now=now),
        lambda: revise(order, at=now, by_id=by_id),
        lambda: extend_review(order_id=order.public_id, by_id=by_id, now=now),
        lambda: cancel_very_late(order_id=order.public_id, by_id=by_id, now=now),
        lambda: ask(order, by_id, Wish(CANCEL), at=now),
        lambda: answer_request(
            order_id=order.public_id, request_id="nothing", by_id=by_id, answer=ACCEPTED, now=now
        ),
        lambda: deliver(order_id=order.public_id, by_id=by_id, text="Done.", key=uuid.uuid4(), now=now),
        lambda: answer_requirements(
            order_id=order.public_id, by_id=by_id, answers=[], key=uuid.uuid4(), now=now
        ),
    ]


@pytest.mark.parametrize("who", ["outsider", "operator", "newcomer"])
def test_an_outsider_moves_nothing(world: World, who: str) -> None:
    for move in moves_of(world, world.delivered, getattr(world, who).pk):
        with pytest.raises(NotYours):
            move()
    assert reread(world.delivered).version == world.delivered.version


def test_the_talk_ends_some_time_after_the_order_and_can_be_read(world: World) -> None:
    order = world.completed
    ended_at = reread(order).ended_at
    assert ended_at is not None
    say(order, world.buyer, "Thank you again.", now=ended_at + 29 * DAY)

    sweep_deadlines(now=ended_at + limits.TALK_AFTER_END_DAYS * DAY, limit=100)

    with pytest.raises(RecordClosed):
        say(order, world.buyer, "One thing more.", now=ended_at + 31 * DAY)
    assert kinds(order)[-1] == "talk_ended"


def test_both_sides_get_the_head_of_every_step_by_mail(world: World) -> None:
    hand_over(world.order, at=later(world))

    record = Record.objects.get(pk=world.order.record_id)
    mails = newest_mails(limit=2)
    assert {mail.to for mail in mails} == {world.buyer.email, world.seller.email}
    assert all(bytes(record.head).hex() in mail.text for mail in mails)


# Two who press opposite buttons at the same moment


def pressed_at_once(world: World, *calls: Callable[[], object]) -> None:
    """Press at once; one wins, the others get a sentence, and the money has moved at most once."""
    answers = at_once(*calls)

    won = [each for each in answers if not isinstance(each, Exception)]
    lost = [each for each in answers if isinstance(each, Exception)]
    assert len(won) == 1, answers
    assert all(isinstance(each, MoveRefused | RequestRefused) for each in lost), answers
    assert sum_of_all_balances() == 0
    for order in Order.objects.select_related("hold"):
        assert (order.hold.settled_at is None) == (order.state in OPEN_STATES)


def test_accepting_and_asking_for_a_revision_at_once(own_database: str) -> None:
    world = make_world()
    now, order = later(world), world.delivered
    pressed_at_once(
        world,
        lambda: accept_delivery(order_id=order.public_id, by_id=world.buyer.pk, now=now),
        lambda: revise(order, at=now),
    )


def test_agreeing_to_cancel_and_delivering_at_once_leaves_one_of_both(own_database: str) -> None:
    world = make_world()
    now, order = later(world), world.order
    request = ask(order, world.buyer.pk, Wish(CANCEL), at=now)

    answers = at_once(
        lambda: reply(order, request, world.seller.pk, ACCEPTED, at=now),
        lambda: hand_over(order, at=now),
    )

    # Delivered first, the request can still be agreed to; cancelled first, nothing can be delivered.
    assert not isinstance(answers[0], Exception)
    assert reread(order).state == CANCELLED
    assert sum_of_all_balances() == 0


def test_accepting_twice_and_by_silence_at_once(own_database: str) -> None:
    world = make_world()
    order = world.delivered
    ends_at = times_of_order(order, now=later(world)).review_ends_at
    assert ends_at is not None
    before = balance_of(world.seller.pk)

    at_once(
        lambda: accept_delivery(order_id=order.public_id, by_id=world.buyer.pk, now=ends_at),
        lambda: sweep_deadlines(now=ends_at, limit=100),
        lambda: sweep_deadlines(now=ends_at, limit=100),
    )

    assert reread(order).state == COMPLETED
    assert balance_of(world.seller.pk) == before + EARNED
    assert kinds(order).count("payment_released") == 1


def test_two_sides_who_ask_at_once_have_one_request(own_database: str) -> None:
    world = make_world()
    now, order = later(world), world.order

    at_once(
        lambda: ask(order, world.buyer.pk, Wish(CANCEL), at=now),
        lambda: ask(order, world.seller.pk, Wish(TIME, days=2), at=now),
    )

    # Who came second answered the first with a wish of their own.
    assert Request.objects.filter(order=order, closed_at=None).count() == 1


def test_withdrawing_and_accepting_at_once(own_database: str) -> None:
    world = make_world()
    now, order = later(world), world.order
    request = ask(order, world.buyer.pk, Wish(CANCEL), at=now)
    pressed_at_once(
        world,
        lambda: reply(order, request, world.buyer.pk, WITHDRAWN, at=now),
        lambda: reply(order, request, world.seller.pk, ACCEPTED, at=now),
    )
