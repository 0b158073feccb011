"""``gighall guard scan``: files named in JSON lines, answered in order, without Django."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gighall.cli.main import main
from gighall.guard.files import scan
from tests.guard.files import makers

PROGRAM = """
import sys
from gighall.cli.main import main
code = main(sys.argv[1:])
assert "django" not in sys.modules, "Django was imported"
sys.exit(code)
"""
CHECKS_TEXTS_ONLY = """
import sys
from gighall.cli.main import main
code = main(["guard", "explain", "write to anna@foo.org"])
assert not [name for name in sys.modules if name.startswith("gighall.guard.files")], "files were loaded"
assert "PIL" not in sys.modules
sys.exit(code)
"""


def _run(program: str, *words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=False, timeout=60)


def test_each_file_is_answered_in_order_without_django(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(makers.pdf(["One", "Write to anna@foo.org"]))
    (tmp_path / "b.txt").write_text("Thank you, that works now.", encoding="utf-8")
    rows = [
        {"id": "first", "path": str(tmp_path / "a.pdf")},
        {"id": 2, "path": str(tmp_path / "b.txt")},
        {"id": 3, "path": str(tmp_path / "missing.txt")},
    ]

    done = _run(PROGRAM, "guard", "scan", "--no-ocr", lines="\n".join(json.dumps(row) for row in rows) + "\n")

    assert done.returncode == 0, done.stderr
    first, second, third = [json.loads(line) for line in done.stdout.splitlines()]
    assert first["id"] == "first"
    assert first["flag"] is True
    (span,) = first["spans"]
    assert (span["start"], span["end"], span["kind"]) == (9, 21, "email")
    assert first["parts"] == [{"message": span["message"], "where": "page 2", "found": ["anna@foo.org"]}]
    assert second == {"id": 2, "flag": False, "spans": []}
    assert third["flag"] is False
    assert "No such file" in third["unread"][0]


def test_links_to_the_own_hall_are_no_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(makers.picture(makers.code("https://hall.example/orders/7/")))
    rows = tmp_path / "rows"
    rows.write_text(json.dumps({"id": 1, "path": str(path)}) + "\n", encoding="utf-8")

    assert main(["guard", "scan", "--no-ocr", "--host", "hall.example", str(rows)]) == 0
    at_home = json.loads(capsys.readouterr().out)
    assert main(["guard", "scan", "--no-ocr", str(rows)]) == 0
    elsewhere = json.loads(capsys.readouterr().out)

    assert at_home["flag"] is False
    assert elsewhere["flag"] is True


def test_a_line_that_cannot_be_read_is_answered_in_its_turn(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Write to anna@foo.org", encoding="utf-8")
    lines = '{"id": 1}\nno row\n\n' + json.dumps({"id": 2, "path": str(path)}) + "\n"

    done = _run(PROGRAM, "guard", "scan", "--no-ocr", lines=lines)

    assert done.returncode == 1
    first, second, third = [json.loads(line) for line in done.stdout.splitlines()]
    assert first == {"id": 1, "error": "Line 1: it has no “path”."}
    assert "Line 2" in second["error"]
    assert third["id"] == 2
    assert third["flag"] is True


def test_who_judges_texts_does_not_load_what_reads_files() -> None:
    done = _run(CHECKS_TEXTS_ONLY)

    assert done.returncode == 0, done.stderr


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert scan(pipe).unread == ("the file: not a regular file",)
    assert scan(tmp_path).unread == ("the file: not a regular file",)
    assert scan(Path("/dev/zero")).unread == ("the file: not a regular file",)
    assert scan(tmp_path / "a\0b").unread == ("the file: no path",)
