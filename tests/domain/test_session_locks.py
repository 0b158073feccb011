"""What touches orders, records and sessions at the same moment comes through: nobody waits for ever."""

import uuid
from datetime import timedelta
from functools import partial

from gighall.base import limits
from gighall.domain.chat_sessions.actions import (
    close_line,
    end_session,
    note_presence,
    press_start,
    sweep_sessions,
)
from gighall.domain.chat_sessions.models import Lease
from gighall.domain.conversations.actions import post_message
from gighall.domain.orders.models import Delivery
from gighall.domain.orders.states import DELIVERED
from tests.exceptions import grant, revoke
from tests.presses import at_once
from tests.world import give_credits, make_order, make_world

ROUNDS = 6


def test_exceptions_messages_presences_sweeps_and_ends_come_through_together(own_database: str) -> None:
    world = make_world()
    for round_number in range(ROUNDS):
        now = world.now + timedelta(hours=round_number)
        give_credits(world.buyer, 20_000, by=world.operator, now=now)
        orders = [make_order(world.gig, world.buyer, now=now) for _order in range(2)]
        sessions = []
        for order in orders:
            for person in (world.buyer, world.seller):
                session = press_start(order_id=order.public_id, by_id=person.pk, now=now)
            for moment in (now, now + timedelta(seconds=10)):
                for person in (world.buyer, world.seller):
                    for line in ("one", "two"):
                        note_presence(
                            session_id=session.public_id, by_id=person.pk, line=line, at=moment, now=moment
                        )
            sessions.append(session)
        later = now + timedelta(seconds=12)
        waiver = grant(world.gig, world.operator, now=now)
        say = [
            partial(
                post_message,
                record_id=order.record_id,
                author_id=world.seller.pk,
                text="Call me at +49 30 901820 then.",
                key=uuid.uuid4(),
                now=later,
            )
            for order in orders
        ]

        answers = at_once(
            *(
                partial(end_session, session_id=each.public_id, by_id=world.buyer.pk, now=later)
                for each in sessions
            ),
            partial(revoke, waiver, world.operator, now=later),
            partial(grant, world.gig, world.operator, kinds=["email"], now=later),
            *say,
            partial(sweep_sessions, now=later + timedelta(seconds=limits.SESSION_PRESENT_SECONDS), limit=2),
            partial(
                close_line,
                session_id=sessions[1].public_id,
                person_id=world.seller.pk,
                line="one",
                until=later,
                now=later,
            ),
        )

        assert not [answer for answer in answers if isinstance(answer, Exception)], answers
        for order, session in zip(orders, sessions, strict=True):
            order.refresh_from_db()
            session.refresh_from_db()
            assert order.state == DELIVERED
            assert session.billed_seconds is not None
            assert 10 <= session.billed_seconds <= 12
            assert Delivery.objects.filter(order=order).count() == 1
        assert Lease.objects.count() == 0
