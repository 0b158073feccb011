"""The home stands against a second start, a full disk, a taken port and a stranger's folder."""

import errno
import os
import socket
from pathlib import Path

import pytest

from gighall.embedded import home
from gighall.embedded.refusals import CannotStart
from tests.harness.halls import free_port


def test_second_start_is_refused_while_the_first_runs(tmp_path: Path) -> None:
    lock = home.lock_home(tmp_path)

    with pytest.raises(CannotStart, match=rf"already runs in .* \(process {os.getpid()}\)"):
        home.lock_home(tmp_path)

    lock.close()
    home.lock_home(tmp_path).close()


def test_taken_port_is_refused() -> None:
    with socket.socket() as taken:
        port = free_port()
        taken.bind(("127.0.0.1", port))
        taken.listen()

        with pytest.raises(CannotStart, match=f"Port {port} is taken by another program"):
            home.check_port_free("127.0.0.1", port)

    home.check_port_free("127.0.0.1", port)


def test_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.check_free_disk(tmp_path)
    monkeypatch.setattr(home, "FREE_DISK_BYTES_MIN", 10**18)

    with pytest.raises(CannotStart, match=r"Only \d+ MB are free on the disk"):
        home.check_free_disk(tmp_path)


def test_full_disk_during_the_start_is_told_in_a_sentence() -> None:
    error = OSError(errno.ENOSPC, "No space left on device", "/home/log")

    assert home.sentence_for(error) == "The disk is full: /home/log cannot be written."


def test_run_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(CannotStart, match="belongs to somebody else"):
        home.make_run_dir(tmp_path / "run")


def test_run_folder_is_private_and_loses_stale_sockets(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o755)
    (folder / "web.sock").touch()

    home.make_run_dir(folder)

    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700
