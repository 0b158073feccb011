"""ejabberd with its archive in PostgreSQL, started beside a hall: the same texts, as chats between two.

It is measured only where it is installed. It runs in a folder of its own, as a node without a name: it listens to
nothing but clients, on the loopback address, and leaves nothing behind. Its driver knows no Unix sockets, so it gets a
PostgreSQL of its own, with the programs and the settings of the hall's, which rests meanwhile.

What differs from the hall: it judges nothing and keeps no chain. It tells the author nothing, so the next message
leaves when one has come to the other side; by then it stands in the archives of both, each written by a transaction of
its own.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

import psycopg
from psycopg.conninfo import make_conninfo

from gighall.base.environment import DATABASE_NAME
from gighall.embedded.postgres import Cluster, prepare_cluster, running_cluster
from gighall.embedded.processes import processes_working_in
from tests.bench.hall import cpu_seconds, free_port, wait_for_address, written
from tests.bench.xmpp import DOMAIN, RESOURCE

HOW_TO_GET_IT = (
    "ejabberd is not installed, so it is no yardstick here: `apt-get install ejabberd erlang-p1-pgsql`, "
    "then `systemctl disable --now ejabberd`."
)
CONFIG = Path(__file__).with_suffix(".yml")
SCHEMA = Path("/usr/share/ejabberd/sql/pg.sql")
PASSWORD = "only-a-yardstick"
STOP_SECONDS_MAX = 20


def is_installed() -> bool:
    """Say whether it can be measured here."""
    return shutil.which("ejabberdctl") is not None and shutil.which("erl") is not None and SCHEMA.is_file()


@dataclass(frozen=True)
class Ejabberd:
    """A running one."""

    address: str
    # The world as the driver reads it: to whom one side writes, and how both sign in.
    world: Path
    _pid: int
    _data: Path

    def cpu_seconds(self) -> dict[str, float]:
        """Return the processor time that it and its database have used."""
        database = sum(map(cpu_seconds, processes_working_in(self._data)))
        return {"live": cpu_seconds(self._pid), "postgres": database}


@contextmanager
def running_ejabberd(conversations: int) -> Iterator[Ejabberd]:
    """Run it with so many pairs of people."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder, port = Path(made), free_port()
        # The database's user comes through.
        folder.chmod(0o755)
        with (
            _database(folder, conversations) as (cluster, database_port),
            (folder / "said").open("wb") as said,
        ):
            _write_config(folder, cluster, port, database_port)
            process = subprocess.Popen(
                ["erl", "+K", "true", "-noinput", "-mnesia", "dir", f'"{folder}/mnesia"', "-s", "ejabberd"],
                cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
            try:
                wait_for_address(f"127.0.0.1:{port}", process)
                world = written(folder / "world.jsonl", _rows(conversations))
                yield Ejabberd(f"127.0.0.1:{port}", world, process.pid, cluster.data)
            finally:
                _end(process)


@contextmanager
def _database(folder: Path, conversations: int) -> Iterator[tuple[Cluster, int]]:
    """Run a PostgreSQL with its tables, by its own schema, and the people in them."""
    cluster = prepare_cluster(
        home=folder, socket_dir=folder / "pg", password_file=folder / "password", pg_bin=None
    )
    port = free_port()
    with running_cluster(cluster, {"listen_addresses": "127.0.0.1", "port": str(port)}) as url:
        with psycopg.connect(make_conninfo(url, port=port), autocommit=True) as connection:
            connection.execute(SCHEMA.read_bytes())
            people = [(name, PASSWORD) for row in _rows(conversations) for name in (row["a"], row["b"])]
            connection.cursor().executemany("INSERT INTO users (username, password) VALUES (%s, %s)", people)
        yield cluster, port


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _write_config(folder: Path, cluster: Cluster, port: int, database_port: int) -> None:
    words = Template(CONFIG.read_text(encoding="utf-8")).substitute(
        port=port, database_port=database_port, database=DATABASE_NAME, password=cluster.password
    )
    path = folder / "ejabberd.yml"
    path.touch(mode=0o600)
    path.write_text(words, encoding="utf-8")


def _environment(folder: Path) -> dict[str, str]:
    """Return what its own start script sets, with all that it writes in one folder."""
    script = Path(shutil.which("ejabberdctl") or "").read_text(encoding="utf-8")
    libraries = re.search(r"^ERL_LIBS='(.+)'$", script, re.MULTILINE)
    return os.environ | {
        "HOME": str(folder),
        "EJABBERD_CONFIG_PATH": str(folder / "ejabberd.yml"),
        "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
        "ERL_CRASH_DUMP_BYTES": "0",
        "ERL_LIBS": libraries.group(1) if libraries else "",
    }


def _rows(conversations: int) -> list[dict[str, str]]:
    return [
        {
            "conversation": f"b{position}@{DOMAIN}/{RESOURCE}",
            "a": f"a{position}",
            "b": f"b{position}",
            "a_token": f"a{position}:{PASSWORD}",
            "b_token": f"b{position}:{PASSWORD}",
        }
        for position in range(conversations)
    ]
