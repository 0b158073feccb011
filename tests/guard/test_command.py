"""``gighall guard``: JSON lines in, JSON lines out, in order, without Django."""

import json
import subprocess
import sys

import pytest

from gighall.cli.main import main

ROWS = [
    {"id": "a", "text": "write to anna@foo.de"},
    {"id": 2, "messages": ["my number is", "0791", "112 3456"]},
    {"id": None, "text": "Thank you, that works now."},
]


def _check(lines: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, "guard", "check"]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=False, timeout=60)


PROGRAM = """
import sys
from gighall.cli.main import main
code = main(sys.argv[1:])
assert "django" not in sys.modules, "Django was imported"
sys.exit(code)
"""


def test_each_line_is_answered_in_order_without_django() -> None:
    done = _check("\n".join(json.dumps(row) for row in ROWS) + "\n")

    assert done.returncode == 0, done.stderr
    first, second, third = [json.loads(line) for line in done.stdout.splitlines()]
    assert first == {
        "id": "a",
        "flag": True,
        "spans": [{"message": 0, "start": 9, "end": 20, "kind": "email"}],
    }
    assert (second["id"], second["flag"]) == (2, True)
    assert {(one["message"], one["kind"]) for one in second["spans"]} == {(1, "phone"), (2, "phone")}
    assert third == {"id": None, "flag": False, "spans": []}


def test_a_line_that_is_no_row_is_refused_with_its_number() -> None:
    done = _check('{"id": 1, "text": "hello"}\n{"id": 2}\n')

    assert done.returncode == 2
    assert "Line 2" in done.stderr


def test_a_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guard", "explain", "write to anna [at] foo [dot] org"]) == 0

    shown = capsys.readouterr().out
    assert "⟦anna [at] foo [dot] org⟧" in shown
    assert "anna@foo.org" in shown
    assert "disguised" in shown
