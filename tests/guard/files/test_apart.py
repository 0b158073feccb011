"""Files are read by a program of its own: what ends or hangs there costs one answer, not the run."""

import os
import signal
from pathlib import Path

import pytest

from gighall.guard.files import apart
from gighall.guard.files.apart import Apart


@pytest.fixture
def letter(tmp_path: Path) -> str:
    path = tmp_path / "a.txt"
    path.write_text("Write to anna@foo.org", encoding="utf-8")
    return str(path)


def test_a_program_that_ends_is_replaced(letter: str) -> None:
    with Apart() as reader:
        assert reader.scan(letter)["flag"] is True
        first = reader.process_id
        assert first is not None

        os.kill(first, signal.SIGKILL)

        assert reader.scan(letter) == {"flag": False, "spans": [], "unread": [apart.GONE]}
        assert reader.scan(letter)["flag"] is True
        assert reader.process_id != first


def test_a_program_that_hangs_is_ended_and_replaced(letter: str) -> None:
    with Apart(seconds=60) as reader:
        assert reader.scan(letter)["flag"] is True
        hanging = reader.process_id
        assert hanging is not None
        os.kill(hanging, signal.SIGSTOP)

        reader.seconds = 0.05

        assert reader.scan(letter)["unread"] == [apart.TOO_LONG]
        reader.seconds = 60
        assert reader.scan(letter)["flag"] is True
        assert reader.process_id != hanging


def test_no_program_is_left_behind(letter: str) -> None:
    with Apart() as reader:
        reader.scan(letter)
        number = reader.process_id
        assert number is not None

    assert reader.process_id is None
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
