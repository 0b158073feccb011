"""The cast as fixtures, and a browser without a screen for each of them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from gighall.base import clock
from gighall.domain.accounts.models import Person
from tests.harness.lent_world import lend_world
from tests.world import World, make_world


@pytest.fixture
def lent_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World | None]:
    """A copy of the worker's own world, whose database Django uses; None where a test has begun with an empty one."""
    with django_db_blocker.unblock():
        if connection.in_atomic_block:
            yield None
            return
        with lend_world() as world:
            yield world


@pytest.fixture
def world(lent_world: World | None, db: None) -> World:
    """The cast and their things, for one test; nobody has pressed too often yet."""
    cache.clear()
    return lent_world or make_world()


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    """Return a client that is signed in as a person, or a guest's."""

    def make(person: Person | None) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        if person is not None:
            client.force_login(person)
        return client

    return make


@pytest.fixture
def pass_time(db: None) -> Iterator[Callable[[timedelta], datetime]]:
    """Return what lets time pass for every page and action of this test, and tells the new time."""

    def move(span: timedelta) -> datetime:
        with connection.cursor() as cursor:
            cursor.execute(clock.MOVE_OFFSET_SQL, [span.total_seconds()])
            clock.take_offset(float(cursor.fetchone()[0]))
        return clock.now()

    yield move
    clock.take_offset(0)
