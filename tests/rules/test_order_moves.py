"""Who may move an order from where to where: every case there is."""

from itertools import product

import pytest

from gighall.domain.orders.rules import MoveRefused, can_move, check_move
from gighall.domain.orders.states import (
    BUYER,
    CANCELLED,
    COMPLETED,
    DELIVERED,
    HALL,
    IN_PROGRESS,
    REQUIREMENTS,
    SELLER,
    STAFF,
    STATES,
    TRANSITIONS,
)

ALLOWED = {
    ("answer_requirements", BUYER, REQUIREMENTS): IN_PROGRESS,
    ("expire_requirements", HALL, REQUIREMENTS): CANCELLED,
    ("deliver", SELLER, IN_PROGRESS): DELIVERED,
    ("deliver_transcript", HALL, IN_PROGRESS): DELIVERED,
    ("accept", BUYER, DELIVERED): COMPLETED,
    ("complete_in_silence", HALL, DELIVERED): COMPLETED,
    ("request_revision", BUYER, DELIVERED): IN_PROGRESS,
    ("extend_review", BUYER, DELIVERED): DELIVERED,
    ("cancel_very_late", BUYER, IN_PROGRESS): CANCELLED,
    ("cancel_in_silence", HALL, REQUIREMENTS): CANCELLED,
    ("cancel_in_silence", HALL, IN_PROGRESS): CANCELLED,
    **{
        (move, actor, state): target
        for state in (REQUIREMENTS, IN_PROGRESS, DELIVERED)
        for move, actors, target in (
            ("agree_to_cancel", (BUYER, SELLER), CANCELLED),
            ("agree_to_refund", (BUYER, SELLER), COMPLETED),
            ("decide_to_pay", (STAFF,), COMPLETED),
            ("decide_to_refund", (STAFF,), CANCELLED),
        )
        for actor in actors
    },
}
OUTSIDER = ""
EVERYBODY = [BUYER, SELLER, HALL, STAFF, OUTSIDER]
EVERY_CASE = list(product([move.name for move in TRANSITIONS], EVERYBODY, STATES))


@pytest.mark.parametrize(("name", "actor", "state"), EVERY_CASE)
def test_a_move_is_allowed_or_refused_with_a_sentence(name: str, actor: str, state: str) -> None:
    target = ALLOWED.get((name, actor, state))

    assert can_move(name, state=state, actor=actor) == (target is not None)
    if target is not None:
        assert check_move(name, state=state, actor=actor).target == target
    else:
        with pytest.raises(MoveRefused) as refusal:
            check_move(name, state=state, actor=actor)
        assert refusal.value.sentence.endswith(".")
