"""Rounds of what goes wrong around the hall, under load: a full disk, a wrong clock, readers that never read."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from gighall.base import clock
from gighall.domain.accounts.actions import publish_first_terms
from tests.live.hands import beside
from tests.live.load import Load, chain_holds, make_talks
from tests.live.own_server import OwnServer, own_server
from tests.live.own_valkey import own_valkey, two_programs
from tests.live.program import LiveProgram, Talk, running_with
from tests.live.small_disk import SmallDisk, small_disk
from tests.live.test_bad_readers import sleeping
from tests.patience import until

TALKS = 2
ACKS_A_ROUND = 30
DAY_HOURS = 24
rounds_of_each = pytest.mark.parametrize(
    "rounds", [2, pytest.param(20, marks=[pytest.mark.long, pytest.mark.timeout(1_800)])]
)


@pytest.fixture
def talks(live_database: str) -> list[Talk]:
    """Several talks of different people."""
    return make_talks(TALKS)


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """A disk that is soon full."""
    with small_disk() as disk:
        yield disk


@pytest.fixture
def server(disk: SmallDisk, django_db_setup: None, django_db_blocker: Any) -> Iterator[OwnServer]:
    """A database on that disk."""
    with django_db_blocker.unblock(), own_server(disk.folder) as server:
        publish_first_terms(now=clock.now())
        yield server


@rounds_of_each
async def test_with_a_full_disk_nothing_is_acked_that_is_not_stored_and_all_goes_on_with_room(
    disk: SmallDisk, server: OwnServer, rounds: int
) -> None:
    talks = await beside(make_talks, TALKS)

    def until_full() -> None:
        until(lambda: server.has_said(disk.complaint), what="the disk is full")

    async with running_with(server.database_url) as program:
        load = Load(program, talks)
        async with load.running():
            for _round in range(rounds):
                await load.more_acks(ACKS_A_ROUND)
                await beside(disk.fill)
                await beside(until_full)
                disk.make_room()
                # Where there was no room for its log either, the server has ended: then somebody starts it again.
                await beside(restart, server)
                load.assert_kept()
            await load.more_acks(ACKS_A_ROUND)
            await load.calm()

        load.assert_whole()
        assert [await beside(chain_holds, talk) for talk in talks] == [True] * len(talks)


def restart(server: OwnServer) -> None:
    """Start a server again, whether it still runs or not; what it has said is forgotten."""
    server.stop()
    server.start()


@rounds_of_each
async def test_a_program_whose_clock_is_a_day_off_keeps_numbers_and_order(
    live_database: str, talks: list[Talk], rounds: int
) -> None:
    with own_valkey() as valkey, two_programs(live_database, valkey) as (here, there):
        load = Load(here, talks, there)
        async with load.running():
            for turn in range(rounds):
                await load.more_acks(ACKS_A_ROUND)
                here.kill()
                here.hours_off = DAY_HOURS if turn % 2 else -DAY_HOURS
                await beside(here.start)
            await load.more_acks(ACKS_A_ROUND)
            await load.calm()

        load.assert_whole()
        assert [await beside(chain_holds, talk) for talk in talks] == [True] * len(talks)


@rounds_of_each
async def test_readers_that_never_read_hold_up_nobody(
    program: LiveProgram, talks: list[Talk], rounds: int
) -> None:
    load = Load(program, talks)
    async with load.running():
        for _round in range(rounds):
            async with AsyncExitStack() as stack:
                for talk in talks:
                    for one in (talk.buyer, talk.seller):
                        await stack.enter_async_context(sleeping(program, one))
                await load.more_acks(ACKS_A_ROUND)
        await load.calm()

    load.assert_whole()
    assert {client.returns for client in load.clients} == {1}
