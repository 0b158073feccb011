"""One world for many tests: made by its actions, kept in a database of its own, and lent to one test at a time.

What a test does to it is rolled back with the test's transaction; its objects are copies, and a file that a test has
removed is put back. After a while the world is made anew, so that its times are never long ago.
"""

import copy
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from gighall.domain.files.models import StoredFile
from tests.harness.database import copy_of_template, drop, point_at
from tests.world import World, make_world

NAME = f"world_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
# The world was made an hour ago, as far as it knows; so much longer ago it may be.
AGE_SECONDS_MAX = 300


@dataclass(frozen=True)
class _Kept:
    """The world as it was made, and the content of its files."""

    world: World
    files: dict[str, bytes]
    made_at: float


_kept: _Kept | None = None


@contextmanager
def lend_world() -> Iterator[World]:
    """Let Django use the database of the world while the block runs; gives a copy of the world's objects."""
    global _kept
    before = str(connection.settings_dict["NAME"])
    try:
        if _kept is None or time.monotonic() > _kept.made_at + AGE_SECONDS_MAX:
            drop(NAME)
            copy_of_template(NAME)
            point_at(NAME)
            _kept = _make()
        else:
            point_at(NAME)
        _put_back(_kept.files)
        yield copy.deepcopy(_kept.world)
    finally:
        point_at(before)


def _make() -> _Kept:
    """Make the world in the present, empty database; as in a test, nothing follows from its commit."""
    with transaction.atomic():
        world = make_world()
        connection.run_on_commit.clear()
    files = {}
    for name in StoredFile.objects.values_list("stored_name", flat=True):
        with default_storage.open(name) as file:
            files[name] = file.read()
    return _Kept(world, files, time.monotonic())


def _put_back(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
