"""The fixtures of the live tests: one program and one database a module, fresh people for each test."""

import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from django.db import connection

from gighall.base import clock
from gighall.domain.accounts.actions import publish_first_terms
from tests.harness.database import copy_of_template, drop, point_at, url_of
from tests.live.line import Lines
from tests.live.page_pair import order_path, pair, sides
from tests.live.program import LiveProgram, Talk, make_record, make_talker
from tests.live.video_pair import call_pair, camera_browser, camera_sides

# The windows of the tests of pages are fixtures here too.
__all__ = ["call_pair", "camera_browser", "camera_sides", "order_path", "pair", "sides"]


@pytest.fixture(scope="module")
def live_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database with real commits for the tests of a module; yields its URL."""
    name = f"live_{uuid.uuid4().hex}"
    with django_db_blocker.unblock():
        before = str(connection.settings_dict["NAME"])
        copy_of_template(name)
        point_at(name)
        publish_first_terms(now=clock.now())
        yield url_of(name)
        point_at(before)
        drop(name)


@pytest.fixture(scope="module")
def program(live_database: str) -> Iterator[LiveProgram]:
    """A running live program. Its folder is short: the path of a Unix socket may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="live-"))
    running = LiveProgram(live_database, folder)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def talk(live_database: str) -> Talk:
    """Two people with a shared record, and an outsider."""
    buyer, seller, outsider = make_talker("Bruno"), make_talker("Selma"), make_talker("Ottilie")
    return Talk(make_record(buyer, seller), buyer, seller, outsider)


@pytest_asyncio.fixture
async def lines(program: LiveProgram) -> AsyncIterator[Lines]:
    """Return the way to open sockets to the program."""
    async with AsyncExitStack() as stack:
        yield Lines(program.socket_path, stack)
