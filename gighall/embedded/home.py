"""The hall's home on this machine: made, locked against a second start, with room and a free port."""

import errno
import fcntl
import os
import shutil
import socket
import stat
from pathlib import Path
from typing import IO

from gighall.base.limits import FREE_DISK_BYTES_MIN

from .refusals import CannotStart


def make_home(home: Path) -> None:
    """Make the home with its folder of logs; private, but for root, whose database has another user."""
    if not home.exists():
        home.mkdir(parents=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    (home / "logs").mkdir(mode=0o700, exist_ok=True)


def lock_home(home: Path) -> IO[str]:
    """Return the open lock file of the home; the lock falls with the process that holds it.

    Errors: CannotStart if another supervisor holds it.
    """
    lock = (home / "lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        holder = lock.read().strip() or "unknown"
        lock.close()
        raise CannotStart(
            f"Gighall already runs in {home} (process {holder}): stop it, or set another GIGHALL_HOME."
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def make_run_dir(folder: Path) -> None:
    """Make the private folder of sockets, and empty it of what a killed start left.

    Errors: CannotStart if somebody else made it: it stands in the public folder for temporary files.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotStart(f"{folder} belongs to somebody else: remove it and start again.")
    folder.chmod(0o700)
    for left in folder.iterdir():
        left.unlink()


def check_free_disk(home: Path) -> None:
    """Refuse to start where the database would soon stop for want of room."""
    free = shutil.disk_usage(home).free
    if free < FREE_DISK_BYTES_MIN:
        raise CannotStart(
            f"Only {free // 1_000_000} MB are free on the disk of {home}; "
            f"Gighall needs {FREE_DISK_BYTES_MIN // 1_000_000} MB to start."
        )


def check_port_free(host: str, port: int) -> None:
    """Refuse to start when another program listens on the port, or we may not.

    The front would not notice: Caddy shares a port with whoever allows it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sentence = f"Port {port} is taken by another program: stop that one"
            elif error.errno == errno.EACCES:
                sentence = f"This user may not open port {port}: allow it as docs/self-hosting.md says"
            else:
                sentence = f"Port {port} cannot be opened: {error.strerror}"
            raise CannotStart(f"{sentence}, or set GIGHALL_PORT to another port.") from None


def sentence_for(error: OSError) -> str:
    """Return the sentence for what the operating system refused at the start."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {error.filename or 'a file'} cannot be written."
    return f"The operating system refuses {error.filename or 'a step of the start'}: {error.strerror}."
