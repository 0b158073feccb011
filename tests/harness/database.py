"""The tests' PostgreSQL: one server for a run, a migrated template, a copy of it for each worker.

The data folder with the migrated template is kept between runs under var/, named by a digest of the
migrations and models, so that only a change of those costs a fresh initdb and migrate.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from gighall.base.clock import READ_OFFSET_SQL
from gighall.base.environment import read_environment
from gighall.embedded.postgres import prepare_cluster, running_cluster
from gighall.embedded.system_user import database_user
from tests.harness.halls import forget_home

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = "gighall_template"
KEPT = ROOT / "var" / "tests"
KEPT_MAX = 3
MIGRATE_SECONDS_MAX = 280
# What a test's data may lose that a hall's may not; the workers' connections and those of their threads.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "128MB",
    "max_connections": "150",
}


def schema_digest() -> str:
    """Return a digest of everything that decides how the tables look."""
    digest = hashlib.sha256()
    package = ROOT / "gighall"
    files = [
        path
        for path in sorted(package.rglob("*"))
        if path.suffix in {".py", ".sql", ".md"}
        and (
            {"migrations", "models", "texts"} & set(path.parts)
            or path.name in {"models.py", "settings.py"}
            or path.suffix == ".sql"
        )
    ]
    for path in [*files, ROOT / "requirements.lock", Path(__file__)]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Server:
    """This run's PostgreSQL: the embedded one, without its care for power cuts."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "postgres" / "data"
        self._running = ExitStack()

    def start(self) -> None:
        """Serve the data, made first if there are none."""
        settings = read_environment()
        cluster = prepare_cluster(
            home=self.home,
            socket_dir=settings.postgres_socket_dir,
            password_file=settings.database_password_file,
            pg_bin=settings.pg_bin,
        )
        self._running.enter_context(running_cluster(cluster, CARELESS))

    def stop(self) -> None:
        """Stop serving; whoever is connected is sent away."""
        self._running.close()

    def take(self, kept: Path) -> None:
        """Take a copy of the data that an earlier run kept."""
        user = database_user()
        self.data.parent.mkdir()
        shutil.copytree(kept, self.data)
        for path in [self.data.parent, self.data, *self.data.rglob("*")]:
            os.chown(path, user.uid, user.gid)

    def keep(self, kept: Path) -> None:
        """Keep a copy of the stopped server's data for later runs, and forget the oldest ones."""
        draft = KEPT / f"draft-{uuid.uuid4().hex}"
        try:
            KEPT.mkdir(parents=True, exist_ok=True)
            shutil.copytree(self.data, draft)
            draft.rename(kept)
        except OSError:
            # Another run kept the same data a moment earlier, or nothing may be kept here; either is well.
            shutil.rmtree(draft, ignore_errors=True)
            return
        by_age = sorted(KEPT.glob("data-*"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in by_age[KEPT_MAX:]:
            shutil.rmtree(old, ignore_errors=True)


def prepare_server(home: Path) -> Server:
    """Start this run's server, with a migrated template in it."""
    kept = KEPT / f"data-{os.geteuid()}-{schema_digest()}"
    server = Server(home)
    if kept.exists():
        server.take(kept)
        server.start()
        return server
    server.start()
    with psycopg.connect(url_of("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {TEMPLATE}")
    migrate(url_of(TEMPLATE))
    server.stop()
    server.keep(kept)
    server.start()
    return server


def url_of(database: str) -> str:
    """Return the address of one of the server's databases."""
    return read_environment().database_url.replace("/gighall?", f"/{database}?")


def migrate(url: str) -> None:
    """Bring a database to the present code's tables, in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "--verbosity=0"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        timeout=MIGRATE_SECONDS_MAX,
        check=True,
    )


_server: Server | None = None


def start_server_once() -> None:
    """Start the run's server, unless this process has done so."""
    global _server
    if _server is None:
        _server = prepare_server(read_environment().home)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the server before any worker asks for it; without workers, the first test that needs it does."""
    options = session.config.option
    if getattr(options, "dist", "no") != "no" and not options.collectonly:
        start_server_once()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove the run's folder, in the process that made them."""
    global _server
    if hasattr(config, "workerinput"):
        return
    if _server is not None:
        _server.stop()
        _server = None
    forget_home(Path(os.environ["GIGHALL_HOME"]))
    shutil.rmtree(os.environ["HALL_TESTS_RUN"], ignore_errors=True)


def close_pool() -> None:
    """Close the connections that Django keeps open for the next page."""
    cast(DatabaseWrapper, connection).close_pool()


def copy_of(template: str, name: str) -> None:
    """Make a database like another one that nobody is connected to."""
    with psycopg.connect(url_of("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


def copy_of_template(name: str) -> None:
    """Make a database like the migrated template."""
    copy_of(TEMPLATE, name)


def drop(name: str) -> None:
    """Drop a database, whoever is still connected."""
    with psycopg.connect(url_of("postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def point_at(name: str) -> None:
    """Let Django's connection use another database of the server."""
    connection.close()
    close_pool()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Give this worker its own copy of the template (takes the place of pytest-django's fixture)."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        start_server_once()
    name = f"hall_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    copy_of_template(name)
    with django_db_blocker.unblock():
        point_at(name)
    yield
    with django_db_blocker.unblock():
        connection.close()
        close_pool()
    drop(name)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A fresh database for one test that needs real commits and connections; yields its URL."""
    before = str(connection.settings_dict["NAME"])
    name = f"own_{uuid.uuid4().hex}"
    copy_of_template(name)
    with django_db_blocker.unblock():
        point_at(name)
        try:
            yield url_of(name)
        finally:
            point_at(before)
            drop(name)


@pytest.fixture
def count_queries() -> Callable[[Callable[[], object]], int]:
    """Return a counter: the number of statements that a call sends to the database."""
    from django.test.utils import CaptureQueriesContext

    # Which page reads the moved clock anew depends on how long ago another one did: no page's own cost.
    not_counted = ("SAVEPOINT", "RELEASE SAVEPOINT", READ_OFFSET_SQL)

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        spoken = [query["sql"] for query in captured.captured_queries]
        return len([sql for sql in spoken if not sql.startswith(not_counted)])

    return count
