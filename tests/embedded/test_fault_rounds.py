"""Each part of a real hall is killed at moments that chance picks, while people write: nothing acked is lost."""

import random

import pytest

from tests.embedded.hall_talks import Front, chains_hold, talks_in
from tests.embedded.parts import kill, until_whole
from tests.harness.halls import RunningHall
from tests.live.hands import beside
from tests.live.load import Load

PARTS = ["live", "live-2", "valkey", "postgres", "part of postgres", "web", "uploads", "jobs", "front"]
ROUNDS, ROUNDS_LONG = 2, 20
TALKS = 2
# A kill comes after at most so many posts more of each talk.
ACKS_MAX = 40


@pytest.mark.parametrize(
    "rounds", [ROUNDS, pytest.param(ROUNDS_LONG, marks=[pytest.mark.long, pytest.mark.timeout(1_800)])]
)
@pytest.mark.parametrize("part", PARTS)
async def test_killed_again_and_again_under_load_nothing_acked_is_lost(
    hall_of_two: RunningHall, part: str, rounds: int
) -> None:
    hall, chance = hall_of_two, random.Random(f"{part}, {rounds} times")
    await until_whole(hall)
    talks = await beside(talks_in, hall, TALKS)
    load = Load(Front(hall), talks)

    async with load.running():
        for _round in range(rounds):
            await load.more_acks(chance.randint(1, ACKS_MAX))
            await beside(kill, hall, part)
        await load.more_acks(ACKS_MAX)
        await load.calm()

    load.assert_whole()
    assert await beside(chains_hold, hall, talks)
