"""Tickets: somebody asks support, staff answer, hand over and take notes; the clock is honest."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.models import Person
from gighall.domain.desk.actions import (
    add_note,
    answer_ticket,
    assign_ticket,
    close_ticket,
    open_ticket,
)
from gighall.domain.desk.models import Ticket, TicketMessage
from gighall.domain.desk.queries import (
    get_ticket_for_staff,
    messages_for_asker,
    messages_for_staff,
    staff_who_may_have,
    ticket_queue_of,
    tickets_for_staff,
    waiting_for,
)
from gighall.domain.desk.rules import (
    ALL,
    ANSWERED,
    ASSIGNED,
    CLOSED,
    MINE,
    NOTE,
    UNASSIGNED,
    WITHDRAWN,
    TicketClosed,
    TicketRefused,
    TicketWordsUnfit,
    check_question,
)
from gighall.domain.notices.queries import newest_mails
from tests.presses import at_once
from tests.world import World, ask_for_exception, ask_question, ask_support, make_person, make_world

SECRET = "Call me at +49 151 23456789, please."
ANSWERED_SO = "Your statement stands under “Money”, in the head of every page."


def later(world: World, **time: float) -> datetime:
    """Return a moment after everything that the world brought along."""
    return world.now + timedelta(minutes=20) + timedelta(**time)


def colleague(world: World, name: str = "Karla Colleague") -> Person:
    """Return another member of staff."""
    person = make_person(name, now=world.now)
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    return person


def answering(ticket: Ticket, by: Person, *, now: datetime, **changed: Any) -> TicketMessage:
    """Let somebody write on a ticket."""
    said: dict[str, Any] = {"words": ANSWERED_SO, "key": uuid.uuid4()}
    return answer_ticket(ticket_id=ticket.public_id, by_id=by.pk, now=now, **(said | changed))


def noting(ticket: Ticket, by: Person, *, now: datetime, words: str = "Known for long.") -> TicketMessage:
    """Let staff take a note."""
    return add_note(ticket_id=ticket.public_id, by_id=by.pk, words=words, key=uuid.uuid4(), now=now)


def giving(ticket: Ticket, by: Person, to: Person | None, *, seen: Person | None, now: datetime) -> Ticket:
    """Let staff give a ticket to somebody, or back to all."""
    return assign_ticket(
        ticket_id=ticket.public_id,
        by_id=by.pk,
        to_id=to.public_id if to else "",
        seen=seen.public_id if seen else "",
        now=now,
    )


def fresh(ticket: Ticket) -> Ticket:
    """Return a ticket as it is stored now."""
    return Ticket.objects.get(pk=ticket.pk)


def mails_after(before: int) -> list[tuple[str, str, str]]:
    """Return to whom, about what and with which words mails were written after so many."""
    newest = newest_mails(limit=1_000)
    return [(mail.to, mail.subject, mail.text + mail.html) for mail in newest[: len(newest) - before]]


def mail_count() -> int:
    """Return how many mails the hall has written."""
    return len(newest_mails(limit=1_000))


# Asking


def test_a_question_waits_with_its_clock_running(world: World) -> None:
    ticket = ask_question(world.buyer, order=world.order, now=later(world))

    assert fresh(ticket).due_at == later(world, hours=limits.TICKET_ANSWER_HOURS)
    assert list(tickets_for_staff(world.operator, show=UNASSIGNED)) == [ticket]


def test_an_order_of_others_is_nothing_to_ask_about(world: World) -> None:
    with pytest.raises(NotYours):
        ask_question(world.outsider, order=world.order, now=later(world))

    assert not Ticket.objects.exists()


def test_words_to_support_are_kept_as_they_were_written(world: World) -> None:
    ticket = open_ticket(
        by_id=world.buyer.pk, subject="My number", words=SECRET, key=uuid.uuid4(), now=later(world)
    )

    assert fresh(ticket).words == SECRET


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("", "Where do I find my statement?"),
        ("   ", "Where do I find my statement?"),
        ("My statement", ""),
        ("My statement", "      " * 10),
        ("My statement", "Where?"),
        ("My statement", "x" * (limits.TICKET_CHARACTERS_MAX + 1)),
        ("My statement", "x" * 10_000_000),
        ("My statement", "Where do I\x00 find my statement?"),
        ("My statement\x00", "Where do I find my statement?"),
        ("x" * (limits.TICKET_SUBJECT_CHARACTERS_MAX + 1), "Where do I find my statement?"),
    ],
)
def test_a_question_says_what_it_is_about_and_not_too_much(subject: str, words: str) -> None:
    with pytest.raises(TicketWordsUnfit):
        check_question(subject=subject, words=words)


def test_the_same_key_again_is_the_same_question(world: World) -> None:
    asked: dict[str, Any] = {
        "subject": "My statement",
        "words": "Where do I find it, please?",
        "key": uuid.uuid4(),
    }

    first, second = (open_ticket(by_id=world.buyer.pk, now=later(world), **asked) for _press in range(2))

    assert first == second


def test_nobody_has_more_open_questions_than_support_can_look_after(world: World) -> None:
    for _ask in range(limits.TICKETS_OPEN_MAX):
        last = ask_question(world.buyer, now=later(world))

    with pytest.raises(TicketRefused, match="open already"):
        ask_question(world.buyer, now=later(world))

    close_ticket(ticket_id=last.public_id, by_id=world.buyer.pk, now=later(world))
    assert ask_question(world.buyer, now=later(world))


def test_a_double_click_on_ask_asks_once(own_database: str) -> None:
    world = make_world()
    asked: dict[str, Any] = {
        "subject": "My statement",
        "words": "Where do I find it, please?",
        "key": uuid.uuid4(),
    }

    def press() -> Ticket:
        return open_ticket(by_id=world.buyer.pk, now=later(world), **asked)

    answers = at_once(press, press, press)

    assert {getattr(answer, "pk", None) for answer in answers} == {Ticket.objects.get().pk}


# Answering


def test_an_answer_stops_the_clock_and_tells_the_asker_without_words(world: World) -> None:
    ticket, before = ask_question(world.buyer, now=later(world)), mail_count()

    answering(ticket, world.operator, now=later(world, hours=1), words=f"{ANSWERED_SO} {SECRET}")

    stored = fresh(ticket)
    assert (stored.due_at, stored.assigned_to) == (None, world.operator)
    [(to, subject, words)] = mails_after(before)
    assert (to, subject) == (world.buyer.email, "Support has answered you")
    assert f"/support/{ticket.public_id}/" in words
    assert "49 151" not in words
    assert ANSWERED_SO not in words


def test_more_words_of_the_asker_let_the_clock_go_on_where_it_stood(world: World) -> None:
    ticket = ask_question(world.buyer, now=later(world))
    answering(ticket, world.operator, now=later(world, hours=10))
    before = mail_count()

    answering(ticket, world.buyer, now=later(world, hours=30), words=SECRET)

    assert fresh(ticket).due_at == later(world, hours=20 + limits.TICKET_ANSWER_HOURS)
    [(to, _subject, words)] = mails_after(before)
    assert to == world.operator.email
    assert "49 151" not in words


def test_an_answer_sent_twice_stands_once(world: World) -> None:
    ticket, key = ask_question(world.buyer, now=later(world)), uuid.uuid4()
    before = mail_count()

    for _press in range(2):
        answering(ticket, world.operator, now=later(world, hours=1), key=key)

    assert len(messages_for_asker(ticket)) == 1
    assert len(mails_after(before)) == 1


def test_an_answer_may_settle_a_question(world: World) -> None:
    ticket = ask_question(world.buyer, now=later(world))

    answering(ticket, world.operator, now=later(world, hours=1), closes=True)

    assert (fresh(ticket).outcome, fresh(ticket).due_at) == (ANSWERED, None)
    for person in (world.buyer, world.operator):
        with pytest.raises(TicketClosed):
            answering(ticket, person, now=later(world, hours=2))


def test_the_asker_does_not_settle_a_question_by_asking_more(world: World) -> None:
    ticket = ask_question(world.buyer, now=later(world))

    answering(ticket, world.buyer, now=later(world, hours=1), closes=True)

    assert fresh(ticket).outcome == ""


@pytest.mark.parametrize(("is_answered", "outcome"), [(True, ANSWERED), (False, WITHDRAWN)])
def test_the_asker_closes_and_nobody_writes_after_that(world: World, is_answered: bool, outcome: str) -> None:
    ticket = ask_question(world.buyer, now=later(world))
    if is_answered:
        answering(ticket, world.operator, now=later(world, hours=1))

    close_ticket(ticket_id=ticket.public_id, by_id=world.buyer.pk, now=later(world, hours=2))

    assert fresh(ticket).outcome == outcome
    for person in (world.buyer, world.operator):
        with pytest.raises(TicketClosed):
            answering(ticket, person, now=later(world, hours=3))
    with pytest.raises(TicketClosed):
        close_ticket(ticket_id=ticket.public_id, by_id=world.buyer.pk, now=later(world, hours=3))
    # What staff have to say to each other is not over with it.
    assert noting(ticket, world.operator, now=later(world, hours=3))


@pytest.mark.parametrize("words", ["", " \n ", "x" * 10_000_000, "A\x00B"])
def test_an_answer_and_a_note_say_something(world: World, words: str) -> None:
    ticket = ask_question(world.buyer, now=later(world))

    with pytest.raises(TicketWordsUnfit):
        answering(ticket, world.operator, now=later(world), words=words)
    with pytest.raises(TicketWordsUnfit):
        noting(ticket, world.operator, now=later(world), words=words)


@pytest.mark.parametrize("member", ["seller", "outsider", "newcomer"])
def test_others_do_nothing_with_a_question(world: World, member: str) -> None:
    ticket, person = ask_question(world.buyer, order=world.order, now=later(world)), world.people[member]
    assert person is not None

    with pytest.raises(NotYours):
        answering(ticket, person, now=later(world))
    with pytest.raises(NotYours):
        noting(ticket, person, now=later(world))
    with pytest.raises(NotYours):
        giving(ticket, person, person, seen=None, now=later(world))
    with pytest.raises(NotYours):
        close_ticket(ticket_id=ticket.public_id, by_id=person.pk, now=later(world))

    assert not TicketMessage.objects.exists()


def test_staff_do_not_close_what_others_asked_and_the_asker_takes_no_notes(world: World) -> None:
    ticket = ask_question(world.buyer, now=later(world))

    with pytest.raises(NotYours):
        close_ticket(ticket_id=ticket.public_id, by_id=world.operator.pk, now=later(world))
    with pytest.raises(NotYours):
        noting(ticket, world.buyer, now=later(world))


# Who has it


def test_staff_take_hand_over_and_give_back(world: World) -> None:
    ticket, other = ask_question(world.buyer, now=later(world)), colleague(world)
    giving(ticket, world.operator, world.operator, seen=None, now=later(world))
    before = mail_count()

    giving(ticket, world.operator, other, seen=world.operator, now=later(world))

    assert list(tickets_for_staff(other, show=MINE)) == [ticket]
    assert list(tickets_for_staff(world.operator, show=MINE)) == []
    assert [to for to, _subject, _words in mails_after(before)] == [other.email]
    giving(ticket, other, None, seen=other, now=later(world))
    assert list(tickets_for_staff(world.operator, show=UNASSIGNED)) == [ticket]
    changes = [(each.by, each.to) for each in messages_for_staff(ticket) if each.kind == ASSIGNED]
    assert changes == [(world.operator, world.operator), (world.operator, other), (other, None)]


def test_nobody_takes_away_what_changed_hands_unseen(world: World) -> None:
    ticket, other = ask_question(world.buyer, now=later(world)), colleague(world)
    giving(ticket, other, other, seen=None, now=later(world))

    with pytest.raises(TicketRefused, match=other.name):
        giving(ticket, world.operator, world.operator, seen=None, now=later(world))

    assert fresh(ticket).assigned_to == other


def test_two_staff_who_take_a_ticket_at_once_do_not_both_have_it(own_database: str) -> None:
    world = make_world()
    ticket, other = ask_question(world.buyer, now=later(world)), colleague(world)

    answers = at_once(
        lambda: giving(ticket, world.operator, world.operator, seen=None, now=later(world)),
        lambda: giving(ticket, other, other, seen=None, now=later(world)),
    )

    refused = [answer for answer in answers if isinstance(answer, TicketRefused)]
    has_it = fresh(ticket).assigned_to
    assert len(refused) == 1
    assert has_it is not None
    assert has_it.name in str(refused[0])
    assert [each.to for each in messages_for_staff(ticket)] == [has_it]


def test_an_answer_and_a_closing_at_once_leave_no_answer_after_the_end(own_database: str) -> None:
    world = make_world()
    ticket = ask_question(world.buyer, now=later(world))

    answers = at_once(
        lambda: close_ticket(ticket_id=ticket.public_id, by_id=world.buyer.pk, now=later(world)),
        lambda: answering(ticket, world.operator, now=later(world)),
    )

    answered = isinstance(answers[1], TicketMessage)
    assert isinstance(answers[0], Ticket)
    assert answered or isinstance(answers[1], TicketClosed)
    assert fresh(ticket).outcome == (ANSWERED if answered else WITHDRAWN)
    assert len(messages_for_asker(ticket)) == int(answered)


@pytest.mark.parametrize("member", ["buyer", "outsider"])
def test_a_ticket_goes_to_staff_only(world: World, member: str) -> None:
    ticket, person = ask_question(world.seller, now=later(world)), world.people[member]
    assert person is not None

    with pytest.raises(NotYours):
        giving(ticket, world.operator, person, seen=None, now=later(world))


def test_a_party_on_the_staff_neither_sees_nor_gets_it(world: World) -> None:
    about_order = ask_question(world.buyer, order=world.order, now=later(world))
    about_gig = ask_for_exception(world.gig, now=later(world))
    for person in (world.buyer, world.seller):
        person.is_staff = True
        person.save(update_fields=["is_staff"])

    assert list(tickets_for_staff(world.seller, show=ALL)) == []
    assert list(tickets_for_staff(world.buyer, show=ALL)) == [about_gig]
    assert ticket_queue_of(world.seller).own == 2
    assert [ticket_queue_of(each).waiting for each in (world.seller, world.buyer, world.operator)] == [
        0,
        1,
        2,
    ]
    assert [each.pk for each in staff_who_may_have(about_order)] == [world.operator.pk]
    with pytest.raises(NotYours):
        get_ticket_for_staff(public_id=about_order.public_id, staff=world.seller)
    with pytest.raises(NotYours):
        answering(about_order, world.seller, now=later(world))
    with pytest.raises(NotYours):
        giving(about_order, world.operator, world.seller, seen=None, now=later(world))


# The queue


def test_who_waits_longest_stands_first_and_who_must_write_last(world: World) -> None:
    with_asker = ask_question(world.buyer, now=later(world))
    answering(with_asker, world.operator, now=later(world, hours=1))
    second = ask_question(world.outsider, now=later(world, hours=3))
    first = ask_question(world.buyer, now=later(world, hours=2))

    queue = list(tickets_for_staff(world.operator, show=ALL))

    assert queue == [first, second, with_asker]
    counted = ticket_queue_of(world.operator)
    assert (counted.waiting, counted.unassigned, counted.mine) == (2, 2, 1)
    assert counted.due_at == fresh(first).due_at


def test_closed_ones_leave_the_queue_the_newest_first(world: World) -> None:
    tickets = [ask_question(world.buyer, now=later(world)) for _ask in range(2)]
    for number, ticket in enumerate(tickets):
        answering(ticket, world.operator, now=later(world, hours=number), closes=True)

    assert list(tickets_for_staff(world.operator, show=ALL)) == []
    assert list(tickets_for_staff(world.operator, show=CLOSED)) == tickets[::-1]


def test_what_waits_is_counted_over_both_queues(world: World) -> None:
    ticket, other = ask_question(world.buyer, now=later(world)), colleague(world)
    ask_support(world.order, world.buyer, now=later(world))
    assert (waiting_for(world.operator), waiting_for(other), waiting_for(world.buyer)) == (2, 2, 0)

    giving(ticket, other, other, seen=None, now=later(world))

    assert (waiting_for(world.operator), waiting_for(other)) == (1, 2)


def test_notes_are_no_answers(world: World) -> None:
    ticket, before = ask_question(world.buyer, now=later(world)), mail_count()
    due_at = fresh(ticket).due_at

    noting(ticket, world.operator, now=later(world, hours=1))

    assert messages_for_asker(ticket) == []
    assert [each.kind for each in messages_for_staff(ticket)] == [NOTE]
    assert fresh(ticket).due_at == due_at
    assert mails_after(before) == []


def test_the_database_keeps_no_ticket_that_contradicts_itself(world: World) -> None:
    ticket = ask_question(world.buyer, now=later(world))
    wrong: list[dict[str, Any]] = [
        {"outcome": ANSWERED},
        {"closed_at": later(world)},
        {"closed_at": later(world), "outcome": "declined", "due_at": None},
        {"closed_at": later(world), "outcome": "granted", "due_at": None, "reason": "x", "decided_by": 1},
        {"subject": ""},
    ]
    for change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ticket.objects.filter(pk=ticket.pk).update(**change)
