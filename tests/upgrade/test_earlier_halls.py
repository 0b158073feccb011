"""The demo world of each earlier landing works under the present code.

A landing keeps its own world with ``python -m tools.dump_demo`` (docs/development.md).
"""

import gzip
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from gighall.embedded.binaries import find_binaries
from tests.harness.database import drop, migrate, point_at, url_of

DUMPS = sorted(Path(__file__).parent.glob("*.sql.gz"))
RESTORE_SECONDS_MAX = 120


@pytest.fixture(params=DUMPS, ids=lambda dump: dump.name.removesuffix(".sql.gz"))
def upgraded(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database restored from an earlier landing's dump and migrated by the present code."""
    before = str(connection.settings_dict["NAME"])
    name = f"upgrade_{uuid.uuid4().hex}"
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
    with django_db_blocker.unblock():
        point_at(name)
        try:
            yield url_of(name)
        finally:
            point_at(before)
            drop(name)


def test_this_landing_has_kept_its_world() -> None:
    from tools.dump_demo import version

    assert f"{version()}.sql.gz" in [dump.name for dump in DUMPS], "python -m tools.dump_demo writes it"
