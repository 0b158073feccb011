"""Sessions: both press start, either pauses, either ends; what is billed; who may; what time does."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.chat_sessions import actions
from gighall.domain.chat_sessions.models import ChatSession, Lease
from gighall.domain.chat_sessions.queries import billed_before, open_session_of, running_for
from gighall.domain.chat_sessions.rules import SessionRefused
from gighall.domain.orders.actions import answer_request, open_request
from gighall.domain.orders.models import Delivery, Order
from gighall.domain.orders.queries import moments_of
from gighall.domain.orders.rules import CANCEL, Wish
from gighall.domain.orders.states import CANCELLED, DELIVERED, IN_PROGRESS
from gighall.domain.record.models import Entry
from tests.world import World, ask_support, make_order

# As long as a line bears without a sign.
STEP_SECONDS = 15.0


@dataclass
class Stage:
    """A session of the world's open order, and a clock that the test moves."""

    world: World
    order: Order
    now: datetime
    session: ChatSession = field(default_factory=ChatSession)
    there: list[tuple[int, str]] = field(default_factory=list)

    def start(self) -> "Stage":
        """Let both press start."""
        self.press(self.world.buyer.pk)
        self.press(self.world.seller.pk)
        return self

    def press(self, by_id: int) -> ChatSession:
        self.session = actions.press_start(order_id=self.order.public_id, by_id=by_id, now=self.now)
        return self.session

    def both(self) -> "Stage":
        """Let both be there, each through a program of their own."""
        for person in (self.world.buyer, self.world.seller):
            self.join(person.pk)
        return self

    def join(self, person_id: int, line: str = "one") -> None:
        self.there.append((person_id, line))
        self.see(person_id, line)

    def see(self, person_id: int, line: str = "one") -> None:
        actions.note_presence(
            session_id=self.session.public_id, by_id=person_id, line=line, at=self.now, now=self.now
        )

    def drop(self, person_id: int, line: str = "one") -> None:
        self.there.remove((person_id, line))
        actions.close_line(
            session_id=self.session.public_id, person_id=person_id, line=line, until=self.now, now=self.now
        )

    def go(self, seconds: float) -> "Stage":
        """Let time pass while those who are there are seen again and again, and at the end."""
        left = seconds
        while left > 0:
            self.now += timedelta(seconds=min(STEP_SECONDS, left))
            left -= STEP_SECONDS
            for person_id, line in self.there:
                self.see(person_id, line)
        return self

    def sweep(self) -> int:
        return actions.sweep_sessions(now=self.now, limit=2)

    def reload(self) -> ChatSession:
        self.session = ChatSession.objects.select_related("order").get(pk=self.session.pk)
        return self.session

    def newest(self) -> dict[str, Any]:
        """Return what the newest fact about a session says."""
        facts = [each for each in moments_of(self.order.record_id) if each.kind.startswith("session_")]
        return dict(facts[-1].fact)

    def act(self, action: Callable[..., Any], by_id: int) -> Any:
        return action(session_id=self.session.public_id, by_id=by_id, now=self.now)

    @property
    def kinds(self) -> list[str]:
        facts = moments_of(self.order.record_id)
        return [each.kind for each in facts if each.kind.startswith("session_")]

    @property
    def billed(self) -> int:
        return running_for(ChatSession.objects.get(pk=self.session.pk), self.now).seconds


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world, world.order, world.now + timedelta(hours=1))


def test_both_press_start_and_the_second_press_begins(stage: Stage) -> None:
    first = stage.press(stage.world.seller.pk)
    again = stage.press(stage.world.seller.pk)
    second = stage.press(stage.world.buyer.pk)
    once_more = stage.press(stage.world.buyer.pk)

    assert first.pk == again.pk == second.pk == once_more.pk
    assert (second.started_at, second.cap_seconds) == (stage.now, 3_600)
    assert stage.kinds == ["session_opened", "session_started"]


def test_a_start_is_taken_back_by_who_pressed_and_before_the_other_presses(stage: Stage) -> None:
    stage.press(stage.world.buyer.pk)
    with pytest.raises(SessionRefused):
        stage.act(actions.withdraw_start, stage.world.seller.pk)
    stage.act(actions.withdraw_start, stage.world.buyer.pk)
    stage.act(actions.withdraw_start, stage.world.buyer.pk)

    assert stage.kinds == ["session_opened", "session_withdrawn"]
    # What the other side's page still shows as waiting is not there any more, and nothing else is opened by it.
    with pytest.raises(SessionRefused, match="took their start back"):
        actions.press_start(
            order_id=stage.order.public_id,
            by_id=stage.world.seller.pk,
            now=stage.now,
            joins=stage.session.public_id,
        )
    stage.start()
    assert stage.session.number == 2
    with pytest.raises(SessionRefused):
        stage.act(actions.withdraw_start, stage.world.buyer.pk)


def test_a_session_is_billed_while_both_are_there(stage: Stage) -> None:
    stage.start().both().go(90)
    stage.drop(stage.world.buyer.pk)
    stage.go(60)
    stage.join(stage.world.buyer.pk)
    stage.go(30)
    ended = stage.act(actions.end_session, stage.world.buyer.pk)

    assert ended.billed_seconds == 120
    facts = moments_of(stage.order.record_id)
    assert [each.fact["seconds"] for each in facts if each.kind == "session_ended"] == [120]
    # The record alone gives the same, for ever.
    assert running_for(stage.reload(), stage.now + timedelta(days=400)).seconds == 120
    assert not Lease.objects.filter(session=ended).exists()


def test_the_end_delivers_the_transcript_and_twice_is_once(stage: Stage) -> None:
    stage.start().both().go(75)
    stage.act(actions.end_session, stage.world.seller.pk)
    stage.act(actions.end_session, stage.world.buyer.pk)

    stage.order.refresh_from_db()
    assert stage.order.state == DELIVERED
    delivery = Delivery.objects.get(order=stage.order)
    assert (delivery.session, delivery.seconds) == (stage.session.public_id, 75)
    assert stage.kinds.count("session_ended") == 1


def test_a_session_without_a_second_together_delivers_nothing(stage: Stage) -> None:
    stage.start()
    stage.join(stage.world.buyer.pk)
    stage.go(300)
    ended = stage.act(actions.end_session, stage.world.buyer.pk)

    stage.order.refresh_from_db()
    assert (ended.billed_seconds, stage.order.state) == (0, IN_PROGRESS)
    assert not Delivery.objects.filter(order=stage.order).exists()
    # And another one may be held.
    stage.start().both().go(20)
    assert stage.billed == 20


def test_a_pause_bills_nothing_and_either_side_ends_it(stage: Stage) -> None:
    stage.start().both().go(60)
    stage.act(actions.pause, stage.world.buyer.pk)
    stage.act(actions.pause, stage.world.seller.pk)
    stage.go(120)
    stage.act(actions.resume, stage.world.seller.pk)
    stage.act(actions.resume, stage.world.buyer.pk)
    stage.go(20)

    assert stage.billed == 80
    assert stage.kinds.count("session_paused") == stage.kinds.count("session_resumed") == 1


def test_it_can_be_ended_while_paused_and_when_the_other_is_gone(stage: Stage) -> None:
    stage.start().both().go(60)
    stage.drop(stage.world.seller.pk)
    stage.go(40)
    stage.act(actions.pause, stage.world.buyer.pk)
    stage.go(20)

    assert stage.act(actions.end_session, stage.world.buyer.pk).billed_seconds == 60


def test_silence_breaks_a_line_at_the_last_sign(stage: Stage) -> None:
    stage.start().both().go(30)
    stage.now += timedelta(seconds=limits.SESSION_PRESENT_SECONDS + 1)
    for person in (stage.world.buyer, stage.world.seller):
        stage.see(person.pk)
    stage.go(10)

    assert stage.billed == 40
    assert stage.kinds.count("session_left") == 2


def test_a_jump_of_the_clock_bills_nothing(stage: Stage) -> None:
    stage.start().both().go(30)
    stage.now += timedelta(days=3)
    for person in (stage.world.buyer, stage.world.seller):
        stage.see(person.pk)

    assert stage.billed == 30


def test_a_clock_that_is_put_back_takes_nothing_away_and_adds_nothing(stage: Stage) -> None:
    stage.start().both().go(30)
    stage.now -= timedelta(hours=1)
    stage.go(20)

    assert stage.act(actions.end_session, stage.world.buyer.pk).billed_seconds == 30
    assert stage.newest()["seconds"] == 30


def test_a_line_closes_with_what_its_program_saw_and_never_with_more(stage: Stage) -> None:
    stage.start().both().go(30)
    people = [stage.world.buyer.pk, stage.world.seller.pk]
    for person_id, seconds in zip(people, (3, 900), strict=True):
        stage.now += timedelta(seconds=seconds)
        actions.close_line(
            session_id=stage.session.public_id,
            person_id=person_id,
            line="one",
            until=stage.now,
            now=stage.now,
        )
        actions.close_line(
            session_id=stage.session.public_id,
            person_id=person_id,
            line="one",
            until=stage.now,
            now=stage.now,
        )

    assert stage.billed == 30
    assert stage.kinds.count("session_left") == 2


def test_the_sweep_closes_what_a_dead_program_left_open(stage: Stage) -> None:
    stage.start().both().go(30)
    stage.now += timedelta(seconds=limits.SESSION_PRESENT_SECONDS + 1)

    assert stage.sweep() == 1
    assert stage.sweep() == 0
    assert stage.kinds.count("session_left") == 2
    assert stage.billed == 30


def test_the_hall_ends_a_session_whose_minutes_are_used_up(stage: Stage) -> None:
    stage.start().both().go(3_610)

    assert stage.billed == 3_600
    assert stage.sweep() == 1
    assert (stage.reload().why, stage.session.billed_seconds) == ("cap", 3_600)
    stage.order.refresh_from_db()
    assert stage.order.state == DELIVERED


def test_the_hall_ends_a_session_in_which_nobody_is_together(stage: Stage) -> None:
    stage.start().both().go(30)
    stage.drop(stage.world.buyer.pk)
    stage.go(limits.SESSION_IDLE_MINUTES * 60 - 60)
    assert stage.sweep() == 0
    stage.go(61)

    assert stage.sweep() == 1
    assert (stage.reload().why, stage.session.billed_seconds) == ("idle", 30)


def test_a_start_that_nobody_answers_is_withdrawn_when_its_side_has_gone(stage: Stage) -> None:
    stage.press(stage.world.buyer.pk)
    stage.join(stage.world.buyer.pk)
    stage.go(limits.SESSION_IDLE_MINUTES * 60 + 60)
    assert stage.sweep() == 0
    stage.drop(stage.world.buyer.pk)
    stage.go(limits.SESSION_IDLE_MINUTES * 60 + 60)

    assert stage.sweep() == 1
    assert open_session_of(stage.order.pk) is None
    assert stage.kinds[-1] == "session_withdrawn"


def test_an_order_that_is_cancelled_ends_its_session_with_what_was_billed_until_then(stage: Stage) -> None:
    stage.start().both().go(60)
    cancel(stage)
    stage.go(30)
    with pytest.raises(SessionRefused):
        stage.act(actions.pause, stage.world.buyer.pk)

    assert stage.billed == 60
    assert stage.sweep() == 1
    assert (stage.reload().why, stage.session.billed_seconds) == ("order_ended", 60)
    assert not Delivery.objects.filter(order=stage.order).exists()


def test_support_that_looks_at_the_order_ends_its_session(stage: Stage) -> None:
    stage.start().both().go(60)
    ask_support(stage.order, stage.world.buyer, now=stage.now)
    stage.go(30)

    ended = stage.act(actions.end_session, stage.world.seller.pk)
    assert (ended.why, ended.billed_seconds) == ("support", 60)
    stage.order.refresh_from_db()
    assert stage.order.state == IN_PROGRESS
    with pytest.raises(SessionRefused, match="Support"):
        stage.press(stage.world.buyer.pk)


def test_after_a_revision_what_is_left_of_the_minutes_can_be_held(stage: Stage) -> None:
    stage.start().both().go(3_000)
    stage.act(actions.end_session, stage.world.buyer.pk)
    with pytest.raises(SessionRefused, match="delivered"):
        stage.press(stage.world.buyer.pk)
    Order.objects.filter(pk=stage.order.pk).update(state=IN_PROGRESS)
    stage.there.clear()
    stage.start()

    assert stage.session.cap_seconds == 600
    stage.both().go(700)
    stage.act(actions.end_session, stage.world.buyer.pk)
    assert billed_before(stage.order.pk, "text") == 3_600
    Order.objects.filter(pk=stage.order.pk).update(state=IN_PROGRESS)
    with pytest.raises(SessionRefused, match="used up"):
        stage.press(stage.world.buyer.pk)


def test_only_an_order_at_work_has_a_session(stage: Stage) -> None:
    for order in (stage.world.delivered, stage.world.completed):
        with pytest.raises(SessionRefused):
            actions.press_start(order_id=order.public_id, by_id=stage.world.buyer.pk, now=stage.now)


def test_a_session_that_has_not_begun_or_is_over_is_not_paused(stage: Stage) -> None:
    stage.press(stage.world.buyer.pk)
    for action in (actions.pause, actions.resume, actions.end_session):
        with pytest.raises(SessionRefused, match="not begun"):
            stage.act(action, stage.world.seller.pk)
    stage.start().both().go(10)
    stage.act(actions.end_session, stage.world.buyer.pk)
    for action in (actions.pause, actions.resume, actions.withdraw_start):
        with pytest.raises(SessionRefused):
            stage.act(action, stage.world.buyer.pk)
    with pytest.raises(SessionRefused, match="has ended"):
        stage.see(stage.world.buyer.pk)


def test_an_outsider_reaches_no_session_and_leaves_no_trace(stage: Stage) -> None:
    stage.start().both().go(10)
    before = Entry.objects.filter(record_id=stage.order.record_id).count()
    # A side of another order is an outsider too.
    outsider = stage.world.outsider.pk
    make_order(stage.world.gig, stage.world.outsider, now=stage.now)

    presses = [actions.withdraw_start, actions.pause, actions.resume, actions.end_session]
    for action in presses:
        with pytest.raises(NotYours):
            stage.act(action, outsider)
    with pytest.raises(NotYours):
        stage.press(outsider)
    with pytest.raises(NotYours):
        stage.see(outsider)
    with pytest.raises(NotYours):
        actions.close_line(
            session_id=stage.session.public_id,
            person_id=outsider,
            line="one",
            until=stage.now,
            now=stage.now,
        )

    assert Entry.objects.filter(record_id=stage.order.record_id).count() == before
    assert not Lease.objects.filter(person_id=outsider).exists()


def test_ways_in_and_out_beside_another_one_are_quiet(stage: Stage) -> None:
    stage.start().both()
    stage.join(stage.world.buyer.pk, "two")
    stage.go(10)
    stage.drop(stage.world.buyer.pk, "one")
    assert stage.newest()["quiet"] is True
    stage.drop(stage.world.buyer.pk, "two")

    assert "quiet" not in stage.newest()


def test_the_database_holds_one_open_session_an_order(stage: Stage) -> None:
    stage.press(stage.world.buyer.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        ChatSession.objects.create(
            order=stage.order,
            number=2,
            medium="text",
            opened_by=stage.world.seller,
            opened_at=stage.now,
        )


def cancel(stage: Stage) -> None:
    """Let both agree to cancel the order."""
    request = open_request(
        order_id=stage.order.public_id,
        by_id=stage.world.buyer.pk,
        wish=Wish(CANCEL),
        text="Something has come up, let us stop here.",
        key=uuid.uuid4(),
        now=stage.now,
    )
    answer_request(
        order_id=stage.order.public_id,
        request_id=request.public_id,
        by_id=stage.world.seller.pk,
        answer="accepted",
        now=stage.now,
    )
    stage.order.refresh_from_db()
    assert stage.order.state == CANCELLED
