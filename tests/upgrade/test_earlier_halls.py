"""The demo world of each earlier landing works under the present code.

A landing keeps its own world with ``python -m tools.dump_demo`` (docs/development.md).
"""

import gzip
import json
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from gighall.base import clock
from gighall.domain.accounts.models import Person
from gighall.domain.gigs.rules import EVERYDAY
from gighall.domain.gigs.states import CHAT_SESSION
from gighall.domain.ledger.models import Transfer
from gighall.domain.ledger.queries import sum_of_all_balances
from gighall.domain.orders.actions import accept_delivery
from gighall.domain.orders.models import Order
from gighall.domain.orders.states import COMPLETED, IN_PROGRESS
from gighall.domain.record.chain import verify
from gighall.domain.record.models import Entry, Record
from gighall.domain.record.queries import chain_of
from gighall.embedded.binaries import find_binaries
from tests.harness.database import copy_of, drop, migrate, point_at, url_of
from tests.patience import assert_none
from tests.web.crawler import walk
from tests.world import hand_over, say
from tools.dump_demo import version

DUMPS = sorted(
    Path(__file__).parent.glob("*.sql.gz"), key=lambda dump: tuple(map(int, dump.name.split(".")[:3]))
)
# Every run upgrades the first world and the two newest, of which one is the landing before; `make test-long` all.
OFTEN = {DUMPS[0], *DUMPS[-2:]}
WORLDS = [
    pytest.param(
        dump, marks=() if dump in OFTEN else (pytest.mark.long,), id=dump.name.removesuffix(".sql.gz")
    )
    for dump in DUMPS
]
RESTORE_SECONDS_MAX = 280


@pytest.fixture(scope="module", params=WORLDS)
def restored(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[str]:
    """A database restored from an earlier landing's dump and migrated by the present code."""
    name = f"restored_{uuid.uuid4().hex}"
    with psycopg.connect(url_of("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    subprocess.run(
        [
            find_binaries(None).folder / "psql",
            "--quiet",
            "--no-psqlrc",
            "-v",
            "ON_ERROR_STOP=1",
            url_of(name),
        ],
        input=gzip.decompress(request.param.read_bytes()),
        stdout=subprocess.DEVNULL,
        timeout=RESTORE_SECONDS_MAX,
        check=True,
    )
    migrate(url_of(name))
    yield name
    drop(name)


@pytest.fixture
def read(restored: str, django_db_blocker: Any) -> Iterator[None]:
    """It is what Django uses, for a test that changes nothing."""
    with django_db_blocker.unblock(), using(restored):
        yield


@pytest.fixture
def upgraded(restored: str, django_db_blocker: Any) -> Iterator[None]:
    """A copy of it for one test, which Django uses."""
    name = f"upgraded_{uuid.uuid4().hex}"
    copy_of(restored, name)
    with django_db_blocker.unblock(), using(name):
        yield
    drop(name)


@contextmanager
def using(name: str) -> Iterator[None]:
    """Let Django use a database while the block runs."""
    before = str(connection.settings_dict["NAME"])
    point_at(name)
    try:
        yield
    finally:
        point_at(before)


def test_this_landing_has_kept_its_world() -> None:
    assert f"{version()}.sql.gz" in [dump.name for dump in DUMPS], "python -m tools.dump_demo writes it"


@pytest.mark.timeout(900)
def test_everybodys_pages_answer(upgraded: None) -> None:
    for person in [None, *Person.objects.order_by("pk")]:
        cache.clear()
        client = Client(SERVER_NAME="127.0.0.1")
        if person is not None:
            client.force_login(person)

        found = walk(client)

        assert len(found.visits) > 1, person
        assert_none(found.troubles)


def test_every_record_verifies_to_its_head(read: None) -> None:
    records = list(Record.objects.order_by("pk"))

    results = {
        record.pk: verify(
            public_id=record.public_id, kind=record.kind, made_at=record.made_at, entries=chain_of(record)
        )
        for record in records
    }

    assert records, "the world has records"
    assert_none(f"record {pk}: {result.why}" for pk, result in results.items() if not result.holds)
    assert {record.pk: bytes(record.head) for record in records} == {pk: r.head for pk, r in results.items()}


def test_the_ledger_adds_up(read: None) -> None:
    assert Transfer.objects.exists()
    assert sum_of_all_balances() == 0


def test_the_sale_goes_on(upgraded: None) -> None:
    order = Order.objects.filter(state=IN_PROGRESS).order_by("pk")[0]
    now = max(clock.now(), order.record.last_at)

    say(order, order.buyer, "Is all still here after the upgrade?", now=now)
    hand_over(order, now=now)
    accept_delivery(order_id=order.public_id, by_id=order.buyer_id, now=now)

    order.refresh_from_db()
    assert order.state == COMPLETED
    assert sum_of_all_balances() == 0


def test_what_was_sold_before_gigs_had_kinds_is_a_text_chat_without_other_promises(upgraded: None) -> None:
    placed = Entry.objects.filter(kind="order_placed").order_by("pk").values_list("record_id", "shown")
    earlier = [record for record, shown in placed if "kind" not in json.loads(shown or "{}")]

    for order in Order.objects.filter(record_id__in=earlier).select_related("gig"):
        assert (order.kind, order.delivery_days, order.revisions) == (CHAT_SESSION, None, None)
        assert (order.requirements, order.declared_details) == ([], [])
        assert (order.gig.kind, order.gig.category, order.gig.revisions) == (CHAT_SESSION, EVERYDAY, 0)
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(order.buyer)
        page = client.get(f"/orders/{order.public_id}/").content.decode()
        assert f"{order.minutes} minutes of text chat for" in page


def test_nothing_is_left_to_migrate(read: None) -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
