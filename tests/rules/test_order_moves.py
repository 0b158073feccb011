"""Who may move an order from where to where: every case there is."""

from itertools import product

import pytest

from gighall.domain.orders.rules import MoveRefused, can_move, check_move
from gighall.domain.orders.states import (
    BUYER,
    COMPLETED,
    DELIVERED,
    HALL,
    IN_PROGRESS,
    SELLER,
    STATES,
    TRANSITIONS,
)

ALLOWED = {
    ("deliver", SELLER, IN_PROGRESS): DELIVERED,
    ("accept", BUYER, DELIVERED): COMPLETED,
    ("complete_in_silence", HALL, DELIVERED): COMPLETED,
}
OUTSIDER = ""
EVERY_CASE = list(product([move.name for move in TRANSITIONS], [BUYER, SELLER, HALL, OUTSIDER], STATES))


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
