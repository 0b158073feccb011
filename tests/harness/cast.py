"""The cast as fixtures, and a browser without a screen for each of them."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from gighall.domain.accounts.models import Person
from tests.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """The cast and their things, for one test; nobody has pressed too often yet."""
    cache.clear()
    return make_world()


@pytest.fixture
def client_of() -> Callable[[Person | None], Client]:
    """Return a client that is signed in as a person, or a guest's."""

    def make(person: Person | None) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        if person is not None:
            client.force_login(person)
        return client

    return make
