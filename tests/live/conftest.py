"""The fixtures of the live tests: a program on a database of its own, people, and sockets."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from gighall.base import clock
from gighall.domain.accounts.actions import publish_first_terms
from tests.live.line import Lines
from tests.live.program import LiveProgram, Talk, make_record, make_talker


@pytest.fixture
def live_folder() -> Iterator[Path]:
    """A short private folder: the path of a Unix socket may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="live-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def program(own_database: str, live_folder: Path) -> Iterator[LiveProgram]:
    """A running live program on a database of its own."""
    running = LiveProgram(own_database, live_folder)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def talk(own_database: str) -> Talk:
    """Two people with a shared record, and an outsider."""
    publish_first_terms(now=clock.now())
    buyer, seller, outsider = make_talker("Bruno"), make_talker("Selma"), make_talker("Ottilie")
    return Talk(make_record(buyer, seller), buyer, seller, outsider)


@pytest_asyncio.fixture
async def lines(program: LiveProgram) -> AsyncIterator[Lines]:
    """Return the way to open sockets to the program."""
    async with AsyncExitStack() as stack:
        yield Lines(program.socket_path, stack)
