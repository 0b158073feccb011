"""Sessions: both press start, either pauses, either ends; what is billed; who may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from gighall.domain.chat_sessions import actions
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.chat_sessions.queries import running_for
from gighall.domain.orders.queries import moments_of
from tests.world import World

pytestmark = pytest.mark.django_db


class Stage:
    """A session of the world's open order, and a clock that the test moves."""

    def __init__(self, world: World) -> None:
        self.world, self.order = world, world.order
        self.now = world.now + timedelta(hours=1)
        self.session = ChatSession()
        self.there: list[tuple[int, str]] = []

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
        """Let time pass while those who are there are seen every five seconds."""
        left = seconds
        while left > 0:
            self.now += timedelta(seconds=min(5.0, left))
            left -= 5
            for person_id, line in self.there:
                self.see(person_id, line)
        return self

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
    return Stage(world)


def test_both_press_start_and_the_second_press_begins(stage: Stage) -> None:
    first = stage.press(stage.world.seller.pk)
    again = stage.press(stage.world.seller.pk)
    second = stage.press(stage.world.buyer.pk)

    assert first.pk == again.pk == second.pk
    assert (second.started_at, second.cap_seconds) == (stage.now, 3_600)
    assert stage.kinds == ["session_opened", "session_started"]


def test_a_session_is_billed_while_both_are_there(stage: Stage) -> None:
    stage.start().both().go(90)
    stage.drop(stage.world.buyer.pk)
    stage.go(60)
    stage.join(stage.world.buyer.pk)
    stage.go(30)
    ended = stage.act(actions.end_session, stage.world.buyer.pk)

    assert ended.billed_seconds == 120


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
