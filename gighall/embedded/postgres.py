"""The embedded PostgreSQL: a data folder, made once, and the command that serves it on a Unix socket.

Works with any folder of programs (``binaries``) and below any path. As root the server runs as an
existing unprivileged user; where that user cannot reach the home, the data live in ``/var/lib/gighall``.
"""

import hashlib
import os
import secrets
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from gighall.base.environment import DATABASE_NAME, kept_secret
from gighall.base.limits import DATABASE_CONNECTIONS, DATABASE_STOP_SECONDS, PROGRAM_READY_SECONDS

from .binaries import Binaries, find_binaries
from .processes import die_with_parent, end_processes, is_running, processes_working_in
from .refusals import CannotStart
from .system_user import SystemUser, database_user

SHARED_STATE = Path("/var/lib/gighall")
MEBIBYTE = 1024 * 1024
READY_LINE = 7  # The line of postmaster.pid, counted from 0, that says what the server is doing.
# The programs' own messages are searched for words; they must not be translated.
PLAIN = {"LC_ALL": "C", "PATH": os.defpath, "TZ": "UTC"}


@dataclass(frozen=True)
class Cluster:
    """One data folder with everything needed to serve it."""

    binaries: Binaries
    folder: Path
    socket_dir: Path
    user: SystemUser
    password: str
    notice: str | None = None

    @property
    def data(self) -> Path:
        """Return PostgreSQL's own data folder."""
        return self.folder / "data"

    @property
    def url(self) -> str:
        """Return the address that programs connect to."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{DATABASE_NAME}:{self.password}@/{DATABASE_NAME}?host={host}"

    def command(self, overrides: Mapping[str, str] | None = None) -> list[str]:
        """Return the command that serves the data."""
        settings = _settings(self.socket_dir) | dict(overrides or {})
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.binaries.folder / "postgres"), "-D", str(self.data), *options]

    def is_ready(self) -> bool:
        """Say whether a server on this data accepts connections."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready" and is_running(int(lines[0]))


def prepare_cluster(*, home: Path, socket_dir: Path, password_file: Path, pg_bin: Path | None) -> Cluster:
    """Make the data folder if there is none, clear what a killed server left, and return the cluster.

    The caller holds the home's lock: whatever still works in the data folder is a leftover.
    Errors: CannotStart for unreachable folders, another major version, a lost password, a full disk.
    """
    user = database_user()
    folder = _folder_for(home, user)
    written_by = _major_of(folder / "data")
    binaries = find_binaries(pg_bin, written_by=written_by)
    moved = [] if folder.is_relative_to(home) else ["the database's data"]
    if not user.can_reach(binaries.folder):
        moved.append("a copy of its programs")
        binaries = binaries.copied_to(_shared_folder(home))
    notice = None
    if moved:
        what, where = " and ".join(moved), _shared_folder(home)
        notice = f"the user {user.name} cannot reach this place, so {where} holds {what}"
    if not password_file.exists() and (folder / "data").exists():
        raise CannotStart(
            f"The data in {folder / 'data'} need the password in {password_file}, which is gone."
        )
    user.own(socket_dir)
    _check_private(socket_dir, user)
    cluster = Cluster(binaries, folder, socket_dir, user, kept_secret(password_file), notice)
    if cluster.data.exists():
        _check_major(cluster, written_by)
        clear_leftovers(cluster)
    else:
        _make_data(cluster)
    return cluster


@contextmanager
def running_cluster(cluster: Cluster, overrides: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a cluster while the block runs, without a supervisor; gives its address. For tests and tools."""
    log = cluster.socket_dir / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            cluster.command(overrides), stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=PLAIN,
            cwd="/", start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT),
            **cluster.user.credentials,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + PROGRAM_READY_SECONDS
        while not cluster.is_ready():
            if server.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(
                    f"PostgreSQL did not start: {log.read_text(encoding='utf-8', errors='replace')}"
                )
            time.sleep(0.02)
        yield cluster.url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=DATABASE_STOP_SECONDS)


def _settings(socket_dir: Path) -> dict[str, str]:
    """Return the server's settings: no network, durable commits, modest memory for a small machine."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MEBIBYTE
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "max_connections": str(DATABASE_CONNECTIONS),
        "shared_buffers": f"{min(max(memory // 8, 64), 512)}MB",
        "effective_cache_size": f"{max(memory // 2, 128)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "max_wal_size": "1GB",
        "min_wal_size": "80MB",
        # Else whoever commits when a segment of the log is full writes 16 MB of zeros and waits for the disk: 0.1 to
        # 0.3 s for everybody who talks, every few seconds of a busy hall, until the first checkpoint leaves old ones.
        "wal_init_zero": "off",
        # Pages are short; one query never takes both cores of a small machine.
        "max_parallel_workers_per_gather": "0",
        "jit": "off",
        "random_page_cost": "1.1",
        "synchronous_commit": "on",
        "password_encryption": "scram-sha-256",
        "idle_in_transaction_session_timeout": "120s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        # Details of an error quote rows, and rows hold people's words.
        "log_error_verbosity": "terse",
        "logging_collector": "off",
        "cluster_name": "gighall",
    }


def _folder_for(home: Path, user: SystemUser) -> Path:
    """Return the cluster's folder, made if need be: in the home if the user can reach it."""
    inside = home / "postgres"
    existed = inside.exists()
    user.own(inside)
    if user.can_reach(inside):
        return inside
    if (inside / "data").exists():
        raise CannotStart(
            f"The user {user.name} cannot reach the data in {inside}: let others enter the folders above it "
            "(chmod o+x), or move the hall."
        )
    if not existed:
        inside.rmdir()
    outside = _shared_folder(home) / "postgres"
    user.own(outside)
    if not user.can_reach(outside):
        raise CannotStart(f"The user {user.name} can reach neither {home} nor {outside}: set GIGHALL_HOME.")
    return outside


def _shared_folder(home: Path) -> Path:
    """Return this home's folder below /var/lib, made if need be; the mode of others' folders stays."""
    folder = SHARED_STATE / hashlib.sha256(os.fsencode(home)).hexdigest()[:10]
    for made in (SHARED_STATE, folder):
        if not made.exists():
            made.mkdir()
            made.chmod(0o755)
    return folder


def _check_private(folder: Path, user: SystemUser) -> None:
    """Refuse a socket folder that somebody else made first in the public folder for temporary files."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid:
        raise CannotStart(f"{folder} belongs to somebody else: remove it and start again.")


def _major_of(data: Path) -> int | None:
    """Return the major version that wrote a data folder, or None before there is one."""
    if not data.exists():
        return None
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        raise CannotStart(f"The folder {data} does not hold PostgreSQL's data.") from None


def _check_major(cluster: Cluster, written_by: int | None) -> None:
    if written_by != cluster.binaries.major:
        raise CannotStart(
            f"The data in {cluster.data} were written by PostgreSQL {written_by}, the programs found are of "
            f"version {cluster.binaries.version}: set GIGHALL_PG_BIN to programs of version {written_by}, "
            "and move the data as docs/self-hosting.md says."
        )


def clear_leftovers(cluster: Cluster) -> None:
    """End a server, or what is left of one, that outlived its supervisor; drop its stale pid file."""
    pid_file = cluster.data / "postmaster.pid"
    left = list(processes_working_in(cluster.data))
    if left:
        try:
            postmaster = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            postmaster = 0
        if postmaster in left:
            gently = [(signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)]
            end_processes([postmaster], signals=gently)
        end_processes(list(processes_working_in(cluster.data)), signals=[(signal.SIGKILL, 5.0)])
    # After a crash its number may belong to another program by now, and PostgreSQL would not dare to start.
    pid_file.unlink(missing_ok=True)
    for stale in cluster.socket_dir.glob(".s.PGSQL.*"):
        stale.unlink(missing_ok=True)


def _make_data(cluster: Cluster) -> None:
    """Make the data folder beside its place and move it there whole, so that a killed start leaves none."""
    draft = cluster.folder / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    words = cluster.folder / "initial-password"
    words.unlink(missing_ok=True)
    words.touch(mode=0o600)
    if cluster.user.switches:
        os.chown(words, cluster.user.uid, cluster.user.gid)
    # Nobody keeps the superuser's password: the hall's own role may do all that the hall needs.
    words.write_text(secrets.token_urlsafe(48), encoding="ascii")
    try:
        _run(
            cluster,
            ["initdb", "-D", str(draft), "--username=postgres", f"--pwfile={words}", "--auth=scram-sha-256",
             "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
             "--lc-messages=C"],
        )  # fmt: skip
    finally:
        words.unlink(missing_ok=True)
    _run(
        cluster,
        ["postgres", "--single", "-D", str(draft), "postgres"],
        f"CREATE ROLE {DATABASE_NAME} LOGIN CREATEDB PASSWORD '{cluster.password}'\n"
        f"CREATE DATABASE {DATABASE_NAME} OWNER {DATABASE_NAME}\n",
    )
    draft.rename(cluster.data)


def _run(cluster: Cluster, command: list[str], given: str | None = None) -> None:
    """Run one of the programs to its end as the database's user.

    Errors: CannotStart with the program's last line if it fails.
    """
    done = subprocess.run(
        [cluster.binaries.folder / command[0], *command[1:]], input=given, capture_output=True, text=True,
        check=False, cwd="/", env=PLAIN, preexec_fn=die_with_parent(signal.SIGKILL),
        **cluster.user.credentials,
    )  # fmt: skip
    said = (done.stderr or done.stdout).strip().splitlines()
    # The single-user server reports a failed statement and still exits with 0.
    failed = done.returncode != 0 or any("ERROR:" in line or "FATAL:" in line for line in said)
    if failed:
        errors = [line for line in said if "rror" in line or "FATAL" in line] or said[-1:] or ["no message"]
        raise CannotStart(f"PostgreSQL's {command[0]} failed in {cluster.folder}: {errors[0].strip()}")
