"""PostgreSQL is restarted under load: what was acked is stored, once; whoever repeats ends complete."""

from collections.abc import Iterator
from typing import Any

import pytest

from gighall.base import clock
from gighall.domain.accounts.actions import publish_first_terms
from tests.live.hands import beside
from tests.live.load import Load, chain_holds, make_talks
from tests.live.own_server import OwnServer, own_server
from tests.live.program import Talk, running_with

TALKS = 3
ACKS_A_ROUND = 60


@pytest.fixture
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[OwnServer]:
    """A server of this test's own, with the hall's first terms."""
    with django_db_blocker.unblock(), own_server() as server:
        publish_first_terms(now=clock.now())
        yield server


@pytest.fixture
def talks(server: OwnServer) -> list[Talk]:
    """Several talks of different people."""
    return make_talks(TALKS)


async def test_restarted_under_load_every_acked_key_is_stored_once_and_all_end_complete(
    server: OwnServer, talks: list[Talk]
) -> None:
    async with running_with(server.database_url) as program:
        load = Load(program, talks)
        async with load.running():
            for end in (server.stop, server.crash, server.stop):
                await load.more_acks(ACKS_A_ROUND)
                await beside(end)
                await beside(server.start)
                load.assert_kept()
            await load.more_acks(ACKS_A_ROUND)
            await load.calm()

        load.assert_whole()
        assert [await beside(chain_holds, talk) for talk in talks] == [True] * len(talks)
        # The program itself stood through all of it: nobody had to come back.
        assert [client.returns for client in load.clients] == [1] * len(load.clients)
