"""Exceptions from the desk: the seller asks, support grants, declines or revokes, everybody is told, once."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.desk.actions import (
    ask_exception,
    close_ticket,
    decline_exception,
    grant_exception,
    revoke_exception,
)
from gighall.domain.desk.models import Ticket
from gighall.domain.desk.queries import ended_exceptions, request_of_gig, running_exceptions
from gighall.domain.desk.rules import (
    ASKABLE_KINDS,
    DECLINED,
    GRANTED,
    WITHDRAWN,
    TicketClosed,
    TicketRefused,
    TicketWordsUnfit,
    check_request,
)
from gighall.domain.orders.actions import accept_delivery
from gighall.domain.policy.models import Waiver
from gighall.domain.policy.queries import waivers_of_gig, waivers_of_place
from gighall.domain.policy.rules import WaiverEnded, WaiverRefused
from tests.domain.test_orders import chain_holds, kinds_of
from tests.domain.test_tickets import SECRET, answering, colleague, fresh, later, mail_count, mails_after
from tests.presses import at_once
from tests.world import World, ask_for_exception, ask_question, make_order, make_world

REASON = "Coaching goes on between the talks."


def granting(world: World, ticket: Ticket, **changed: Any) -> Ticket:
    """Let the operator grant one of the kinds, for thirty days."""
    granted: dict[str, Any] = {
        "ticket_id": ticket.public_id,
        "by_id": world.operator.pk,
        "kinds": ["phone"],
        "reason": REASON,
        "expires_at": later(world, days=30),
        "now": later(world, minutes=5),
    }
    return grant_exception(**(granted | changed))


def declining(world: World, ticket: Ticket, **changed: Any) -> Ticket:
    """Let the operator decline."""
    declined: dict[str, Any] = {
        "ticket_id": ticket.public_id,
        "by_id": world.operator.pk,
        "reason": "The work goes without it.",
        "now": later(world, minutes=5),
    }
    return decline_exception(**(declined | changed))


def revoking(world: World, waiver: Waiver | None, **changed: Any) -> Waiver:
    """Let the operator end an exception."""
    assert waiver is not None
    revoked: dict[str, Any] = {
        "waiver_id": waiver.public_id,
        "by_id": world.operator.pk,
        "reason": "It was used for something else.",
        "now": later(world, hours=1),
    }
    return revoke_exception(**(revoked | changed))


def moment(world: World) -> datetime:
    """Return a moment while an exception that was granted runs."""
    return later(world, minutes=30)


# Asking


def test_a_seller_asks_for_kinds_and_says_why(world: World) -> None:
    ticket = ask_for_exception(world.gig, now=later(world))

    assert (ticket.gig, ticket.order, ticket.kinds) == (world.gig, None, ["email", "phone"])
    assert fresh(ticket).due_at == later(world, hours=limits.TICKET_ANSWER_HOURS)
    assert request_of_gig(world.gig.pk) == ticket


@pytest.mark.parametrize("member", ["buyer", "outsider", "operator", "newcomer"])
def test_nobody_but_its_seller_asks_for_a_gig(world: World, member: str) -> None:
    person = world.people[member]
    assert person is not None

    with pytest.raises(NotYours):
        ask_exception(
            gig_id=world.gig.public_id,
            by_id=person.pk,
            kinds=["phone"],
            words="I would like that very much.",
            key=uuid.uuid4(),
            now=later(world),
        )

    assert not Ticket.objects.exists()


@pytest.mark.parametrize("kinds", [[], ["payment"], ["phone", "payment"], ["everything"]])
def test_payment_outside_can_never_be_asked_for(kinds: list[str]) -> None:
    assert "payment" not in ASKABLE_KINDS

    with pytest.raises(TicketRefused):
        check_request(kinds=kinds, words="I would like that very much.")


@pytest.mark.parametrize(
    "words", ["", "   ", "Please!", "x" * 10_000_000, "I would like that\x00 very much."]
)
def test_a_request_says_why_in_words(words: str) -> None:
    with pytest.raises(TicketWordsUnfit):
        check_request(kinds=["phone"], words=words)


def test_a_gig_has_one_open_request(world: World) -> None:
    ticket = ask_for_exception(world.gig, now=later(world))

    with pytest.raises(TicketRefused, match="already"):
        ask_for_exception(world.gig, now=later(world))
    with pytest.raises(IntegrityError, match="ticket_one_open_request_a_gig"), transaction.atomic():
        Ticket.objects.create(
            kind="exception",
            by=world.seller,
            gig=world.gig,
            key=uuid.uuid4(),
            words="Once more.",
            opened_at=later(world),
        )

    declining(world, ticket)
    assert ask_for_exception(world.gig, now=later(world, hours=1))


def test_a_double_click_on_ask_makes_one_request(own_database: str) -> None:
    world, key = make_world(), uuid.uuid4()

    def ask(under: uuid.UUID) -> Ticket:
        return ask_exception(
            gig_id=world.gig.public_id,
            by_id=world.seller.pk,
            kinds=["phone"],
            words="Coaching needs a telephone.",
            key=under,
            now=later(world),
        )

    answers = at_once(lambda: ask(key), lambda: ask(key), lambda: ask(uuid.uuid4()))

    asked = Ticket.objects.get()
    assert all(answer == asked or isinstance(answer, TicketRefused) for answer in answers)
    # The other click may have been the first: then both of the same click are refused.
    assert answers[0] == answers[1] or all(isinstance(answer, TicketRefused) for answer in answers[:2])


def test_a_request_may_be_for_one_open_order_of_the_gig(world: World) -> None:
    with pytest.raises(TicketRefused, match="has ended"):
        ask_for_exception(world.gig, order=world.completed, now=later(world))
    with pytest.raises(NotYours):
        ask_for_exception(world.draft, order=world.order, now=later(world))

    assert ask_for_exception(world.gig, order=world.order, now=later(world)).order == world.order


# Granting


def test_granting_allows_a_part_of_what_was_asked_and_tells_everybody(world: World) -> None:
    ticket, before = ask_for_exception(world.gig, now=later(world)), mail_count()

    granted = granting(world, ticket, reason=f"{REASON} {SECRET}")

    [waiver] = waivers_of_gig(world.gig.pk, now=moment(world))
    assert (waiver.kinds, waiver.expires_at) == (["phone"], later(world, days=30))
    stored = fresh(granted)
    assert (stored.outcome, stored.decided_by, stored.waiver) == (GRANTED, world.operator, waiver)
    assert [kinds_of(order)[-1] for order in (world.order, world.delivered)] == ["exception_granted"] * 2
    assert "exception_granted" not in kinds_of(world.completed)
    mails = mails_after(before)
    seller = [subject for to, subject, _words in mails if to == world.seller.email]
    assert any(subject.startswith("Exception granted") for subject in seller)
    assert world.buyer.email in {to for to, _subject, _words in mails}
    assert not any("49 151" in words for _to, _subject, words in mails)
    assert chain_holds(world.order)


def test_an_exception_may_hold_in_one_order_alone(world: World) -> None:
    ticket = ask_for_exception(world.gig, now=later(world))

    granting(world, ticket, order_id=world.order.public_id)

    assert waivers_of_gig(world.gig.pk, now=moment(world)) == []
    assert len(waivers_of_place(world.order.record_id, now=moment(world))) == 1
    assert waivers_of_place(world.delivered.record_id, now=moment(world)) == []
    assert "exception_granted" not in kinds_of(world.delivered)


def test_nothing_beyond_what_was_asked_is_granted(world: World) -> None:
    for_all = ask_for_exception(world.gig, now=later(world))
    for kinds in (["address"], ["phone", "address"], ["payment"]):
        with pytest.raises(TicketRefused):
            granting(world, for_all, kinds=kinds)
    with pytest.raises(WaiverRefused):
        granting(world, for_all, kinds=[])
    with pytest.raises(TicketRefused, match="has ended"):
        granting(world, for_all, order_id=world.completed.public_id)
    declining(world, for_all)
    for_one = ask_for_exception(world.gig, order=world.order, now=later(world, minutes=6))
    for order_id in ("", world.delivered.public_id):
        with pytest.raises(TicketRefused, match="for one order"):
            granting(world, for_one, order_id=order_id)

    assert not Waiver.objects.exists()
    assert fresh(for_one).outcome == ""


@pytest.mark.parametrize("days", [0, -1, limits.WAIVER_DAYS_MAX + 1])
def test_an_exception_ends_in_bounded_time(world: World, days: int) -> None:
    ticket = ask_for_exception(world.gig, now=later(world))

    with pytest.raises(WaiverRefused):
        granting(world, ticket, expires_at=later(world, days=days, minutes=5))

    assert fresh(ticket).outcome == ""


@pytest.mark.parametrize(
    "reason", ["", "    ", "No.", "x" * (limits.TICKET_REASON_CHARACTERS_MAX + 1), "No\x00 way"]
)
def test_every_decision_has_a_reason(world: World, reason: str) -> None:
    ticket = ask_for_exception(world.gig, now=later(world))

    with pytest.raises(TicketWordsUnfit):
        granting(world, ticket, reason=reason)
    with pytest.raises(TicketWordsUnfit):
        declining(world, ticket, reason=reason)


def test_a_question_is_not_decided(world: World) -> None:
    ticket = ask_question(world.buyer, now=later(world))

    with pytest.raises(TicketRefused, match="is answered"):
        declining(world, ticket)
    with pytest.raises(TicketRefused, match="is answered"):
        granting(world, ticket)


def test_declining_tells_the_seller_and_allows_nothing(world: World) -> None:
    ticket, before = ask_for_exception(world.gig, now=later(world)), mail_count()

    declining(world, ticket, reason=SECRET)

    assert (fresh(ticket).outcome, fresh(ticket).reason) == (DECLINED, SECRET)
    assert not Waiver.objects.exists()
    [(to, subject, words)] = mails_after(before)
    assert (to, subject.startswith("No exception")) == (world.seller.email, True)
    assert "49 151" not in words


def test_a_decided_or_withdrawn_request_takes_no_more(world: World) -> None:
    decided = declining(world, ask_for_exception(world.gig, now=later(world)))
    withdrawn = ask_for_exception(world.gig, now=later(world, hours=1))
    close_ticket(ticket_id=withdrawn.public_id, by_id=world.seller.pk, now=later(world, hours=1))

    assert fresh(withdrawn).outcome == WITHDRAWN
    for ticket in (decided, withdrawn):
        for person in (world.seller, world.operator):
            with pytest.raises(TicketClosed):
                answering(ticket, person, now=later(world, hours=2))
        with pytest.raises(TicketClosed):
            granting(world, ticket)
        with pytest.raises(TicketClosed):
            declining(world, ticket)


@pytest.mark.parametrize("member", ["buyer", "seller", "outsider", "newcomer"])
def test_nobody_but_staff_decides_or_revokes(world: World, member: str) -> None:
    running = granting(world, ask_for_exception(world.gig, now=later(world)))
    waiting = ask_for_exception(world.gig, now=later(world, hours=1))
    person = world.people[member]
    assert person is not None

    with pytest.raises(NotYours):
        granting(world, waiting, by_id=person.pk)
    with pytest.raises(NotYours):
        declining(world, waiting, by_id=person.pk)
    with pytest.raises(NotYours):
        revoking(world, running.waiver, by_id=person.pk)


def on_the_staff(person: Person) -> Person:
    """Let somebody run the hall too."""
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    return person


def test_staff_who_sell_the_gig_decide_nothing_about_it(world: World) -> None:
    seller = on_the_staff(world.seller)
    running = granting(world, ask_for_exception(world.gig, now=later(world)))
    waiting = ask_for_exception(world.gig, now=later(world, hours=1))

    with pytest.raises(NotYours):
        granting(world, waiting, by_id=seller.pk)
    with pytest.raises(NotYours):
        declining(world, waiting, by_id=seller.pk)
    with pytest.raises(NotYours):
        revoking(world, running.waiver, by_id=seller.pk)
    assert list(running_exceptions(seller, now=moment(world))) == []


def test_staff_who_buy_decide_nothing_about_their_order(world: World) -> None:
    buyer = on_the_staff(world.buyer)
    for_one = ask_for_exception(world.gig, order=world.order, now=later(world))
    with pytest.raises(NotYours):
        granting(world, for_one, by_id=buyer.pk, order_id=world.order.public_id)
    running = granting(world, for_one, order_id=world.order.public_id)
    with pytest.raises(NotYours):
        revoking(world, running.waiver, by_id=buyer.pk)

    for_all = ask_for_exception(world.gig, now=later(world, hours=1))
    with pytest.raises(TicketRefused, match="side of this order"):
        granting(world, for_all, by_id=buyer.pk, order_id=world.order.public_id)
    assert list(running_exceptions(buyer, now=moment(world))) == []


# Revoking


def test_revoking_ends_it_now_and_tells_seller_and_orders(world: World) -> None:
    granted = granting(world, ask_for_exception(world.gig, now=later(world)))
    before = mail_count()

    revoked = revoking(world, granted.waiver, reason=f"Misused. {SECRET}")

    assert waivers_of_gig(world.gig.pk, now=later(world, hours=1)) == []
    assert kinds_of(world.order)[-1] == "exception_revoked"
    assert list(ended_exceptions(world.operator, now=later(world, hours=1))) == [revoked]
    mails = mails_after(before)
    assert any(
        to == world.seller.email and subject.startswith("Exception ended") for to, subject, _w in mails
    )
    assert not any("49 151" in words for _to, _subject, words in mails)
    with pytest.raises(WaiverEnded):
        revoking(world, granted.waiver, now=later(world, hours=2))
    assert chain_holds(world.order)


def test_an_exception_that_has_expired_is_not_revoked(world: World) -> None:
    granted = granting(world, ask_for_exception(world.gig, now=later(world)))

    with pytest.raises(WaiverEnded):
        revoking(world, granted.waiver, now=later(world, days=31))


def test_an_order_that_ended_before_the_decision_is_not_granted_for(world: World) -> None:
    ticket = ask_for_exception(world.gig, order=world.delivered, now=later(world))
    accept_delivery(order_id=world.delivered.public_id, by_id=world.buyer.pk, now=later(world))

    with pytest.raises(TicketRefused, match="has ended"):
        granting(world, ticket, order_id=world.delivered.public_id)


# At the same moment


def test_two_staff_at_once_decide_a_request_once(own_database: str) -> None:
    world = make_world()
    ticket, other = ask_for_exception(world.gig, now=later(world)), colleague(world)

    answers = at_once(
        lambda: granting(world, ticket),
        lambda: declining(world, ticket, by_id=other.pk),
        lambda: granting(world, ticket, by_id=other.pk),
    )

    won = [answer for answer in answers if isinstance(answer, Ticket)]
    lost = [answer for answer in answers if isinstance(answer, TicketClosed)]
    assert (len(won), len(lost)) == (1, 2)
    decided = fresh(ticket)
    assert decided.decided_by is not None
    assert all(decided.decided_by.name in str(refusal) for refusal in lost)
    assert Waiver.objects.count() == int(decided.outcome == GRANTED)
    assert kinds_of(world.order).count("exception_granted") == Waiver.objects.count()


def test_two_staff_at_once_revoke_once(own_database: str) -> None:
    world = make_world()
    granted, other = granting(world, ask_for_exception(world.gig, now=later(world))), colleague(world)

    answers = at_once(
        lambda: revoking(world, granted.waiver), lambda: revoking(world, granted.waiver, by_id=other.pk)
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["Waiver", "WaiverEnded"]
    assert kinds_of(world.order).count("exception_revoked") == 1
    assert chain_holds(world.order)


def test_a_withdrawal_and_a_grant_at_once_leave_one_of_them(own_database: str) -> None:
    world = make_world()
    ticket = ask_for_exception(world.gig, now=later(world))

    answers = at_once(
        lambda: close_ticket(ticket_id=ticket.public_id, by_id=world.seller.pk, now=later(world)),
        lambda: granting(world, ticket),
    )

    granted = isinstance(answers[1], Ticket)
    assert isinstance(answers[0], TicketClosed) if granted else isinstance(answers[1], TicketClosed)
    assert fresh(ticket).outcome == (GRANTED if granted else WITHDRAWN)
    assert Waiver.objects.count() == int(granted)


def test_an_order_placed_while_an_exception_is_granted_knows_of_it(own_database: str) -> None:
    world = make_world()
    ticket = ask_for_exception(world.gig, now=later(world))

    answers = at_once(
        lambda: granting(world, ticket),
        lambda: make_order(world.gig, world.outsider, now=later(world, minutes=5)),
        lambda: ask_question(world.buyer, order=world.order, now=later(world)),
    )

    assert not any(isinstance(answer, Exception) for answer in answers)
    placed = world.outsider.orders_bought.get()
    assert kinds_of(placed).count("exception_granted") == 1
    assert len(waivers_of_place(placed.record_id, now=moment(world))) == 1


def test_the_time_of_a_grant_is_the_halls(world: World) -> None:
    granted = granting(world, ask_for_exception(world.gig, now=later(world)))

    assert granted.waiver is not None
    assert granted.waiver.granted_at == later(world, minutes=5)
    assert granted.waiver.expires_at - granted.waiver.granted_at < timedelta(days=limits.WAIVER_DAYS_MAX)
