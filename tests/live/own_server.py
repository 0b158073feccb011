"""A PostgreSQL of a test's own, which it may stop and start again while everybody else's goes on."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from gighall.base.environment import read_environment
from gighall.embedded.postgres import Cluster, prepare_cluster, running_cluster
from tests.harness.database import KEPT, TEMPLATE, Server, close_pool, migrate, point_at, schema_digest
from tests.harness.halls import home_for
from tests.patience import until

# What was committed outlives the server's death; a power cut is not tried here.
DURABLE = {"fsync": "off", "synchronous_commit": "on", "shared_buffers": "32MB"}


class OwnServer:
    """A server with one migrated database, to which Django's connection points while the block runs."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._running = ExitStack()

    @property
    def database_url(self) -> str:
        """Return the address of its database."""
        return self.address_of(TEMPLATE)

    def address_of(self, database: str) -> str:
        """Return the address of one of its databases."""
        return self._cluster.url.replace("/gighall?", f"/{database}?")

    def start(self) -> None:
        """Serve the data."""
        self._running.enter_context(running_cluster(self._cluster, DURABLE))

    def stop(self) -> None:
        """Stop serving, after everybody was sent away."""
        self._running.close()

    def crash(self) -> None:
        """Let the server die in the middle of everything."""
        os.kill(self.postmaster(), signal.SIGQUIT)
        until(lambda: not self._pid_file.exists(), what="the server is down")
        self._running.close()

    def is_up(self) -> bool:
        """Say whether it takes connections."""
        return self._cluster.is_ready()

    def has_said(self, words: str) -> bool:
        """Say whether these words stand in what the server said since its last start."""
        log = self._cluster.socket_dir / "server.log"
        return words in log.read_text(encoding="utf-8", errors="replace")

    def postmaster(self) -> int:
        """Return the process id of the server's first process."""
        return int(self._pid_file.read_text(encoding="utf-8").split("\n", 1)[0])

    @property
    def _pid_file(self) -> Path:
        return self._cluster.data / "postmaster.pid"


@contextmanager
def own_server(home: Path | None = None) -> Iterator[OwnServer]:
    """Serve a fresh, migrated database of one's own, in a folder if one is given."""
    if home is None:
        home = home_for("own")
        home.mkdir()
    environment = read_environment()
    password_file = home / "database-password"
    password_file.write_text(environment.database_password_file.read_text(encoding="ascii"), encoding="ascii")
    kept = KEPT / f"data-{os.geteuid()}-{schema_digest()}"
    if kept.exists():
        Server(home).take(kept)
    cluster = prepare_cluster(
        home=home, socket_dir=home.parent / "pg", password_file=password_file, pg_bin=environment.pg_bin
    )
    server = OwnServer(cluster)
    server.start()
    try:
        if not kept.exists():
            with psycopg.connect(server.address_of("postgres"), autocommit=True) as admin:
                admin.execute(f"CREATE DATABASE {TEMPLATE}")
            migrate(server.database_url)
        with _django_pointed_at(str(cluster.socket_dir)):
            yield server
    finally:
        server.stop()


@contextmanager
def _django_pointed_at(host: str) -> Iterator[None]:
    before = str(connection.settings_dict["NAME"]), str(connection.settings_dict["HOST"])
    point_at(TEMPLATE)
    _set_host(host)
    try:
        yield
    finally:
        point_at(before[0])
        _set_host(before[1])


def _set_host(host: str) -> None:
    close_pool()
    connection.settings_dict["HOST"] = settings.DATABASES["default"]["HOST"] = host
