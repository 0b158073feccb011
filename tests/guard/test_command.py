"""``gighall guard``: JSON lines in, JSON lines out, in order, without Django."""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gighall.cli import guard, json_lines
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


def _answers(lines: bytes) -> tuple[list[dict[str, Any]], int]:
    """Return what the command answers to lines as they are, and its exit code."""
    command = [sys.executable, "-c", PROGRAM, "guard", "check"]
    done = subprocess.run(command, input=lines, capture_output=True, check=False, timeout=120)
    assert b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.returncode


def test_lines_that_cannot_be_read_are_answered_in_their_turn_and_stop_nothing() -> None:
    lines = [
        b'\xef\xbb\xbf{"id": "bom", "text": "anna@foo.de"}\r',
        b"",
        b'{"id": 2}',
        b'{"id": 3, "text": "caf\xe9"}',
        b'{"id": 4, "messages": "no list"}',
        b'{"id": 5, "messages": ["one", 2]}',
        b"[1, 2]",
        b"[" * 100_000,
        b'{"id": NaN, "text": "x"}',
        b"no JSON at all",
        b"  \r",
        b'{"id": {"a": [1]}, "messages": null, "text": "nul \\u0000 and \x00 anna@foo.de"}',
        b'{"id": "\\ud83d", "text": "half \\ud83d of one, anna@foo.de"}',
        b'{"id": "long", "text": "' + b"word " * 2_000_000 + b'"}',
        '{"id": "\u2028", "messages": []}'.encode(),
        b'{"id": "last", "text": "no line end"}',
    ]

    answers, code = _answers(b"\n".join(lines))

    assert code == 1
    assert [answer["id"] for answer in answers] == [
        *("bom", 2, None, 4, 5, None, None, None, None, {"a": [1]}, "\ud83d", "long", "\u2028", "last")
    ]
    assert [answer.get("flag") for answer in answers] == [
        *(True, None, None, None, None, None, None, None, None, True, True, False, False, False)
    ]
    errors = [answer["error"] for answer in answers if "error" in answer]
    assert errors[0].startswith("Line 3: it has no")
    assert errors[1] == "Line 4: it is not UTF-8 at byte 23."
    assert answers[9]["spans"] == [{"message": 0, "start": 12, "end": 23, "kind": "email"}]


def test_a_line_beyond_all_bounds_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LINE_BYTES_MAX", 100_000)
    long = b'{"id": 1, "text": "' + b"x" * 300_000 + b'"}\n'
    sink = io.BytesIO()

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(long + b'{"id": 2, "text": "hello"}\n')))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(sink))
    code = main(["guard", "check"])

    first, second = map(json.loads, sink.getvalue().splitlines())
    assert (code, first["id"], second) == (1, None, {"id": 2, "flag": False, "spans": []})
    assert "longer than" in first["error"]


def test_each_line_of_a_pipe_is_answered_before_the_next_one_comes() -> None:
    command = [sys.executable, "-m", "gighall", "guard", "check"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for number in range(3):
            program.stdin.write(b'{"id": %d, "text": "anna@foo.de"}\n' % number)
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == number
        program.stdin.write(b'{"id": 3, "text": ')
        program.stdin.flush()
        program.stdin.write(b'"in two parts"}\n{"id": 4, "text": "and one more"}')
        program.stdin.close()
        assert [json.loads(line)["id"] for line in program.stdout] == [3, 4]
    assert program.returncode == 0


def test_a_reader_who_goes_away_ends_it_without_a_word() -> None:
    command = [sys.executable, "-m", "gighall", "guard", "check"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as program:  # type: ignore[call-overload]  # three pipes
        program.stdin.write(b'{"id": 1, "text": "hello"}\n')
        program.stdin.flush()
        program.stdout.readline()
        program.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            program.stdin.write(b'{"id": 2, "text": "hello"}\n' * 20_000)
            program.stdin.close()
        assert program.stderr.read() == b""
    assert program.returncode == 141


def test_a_file_is_read_as_well_and_one_that_is_not_there_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": 1, "text": "hello"}\n', encoding="utf-8")

    assert main(["guard", "check", str(rows)]) == 0
    assert json.loads(capfd.readouterr().out) == {"id": 1, "flag": False, "spans": []}
    assert main(["guard", "check", str(tmp_path / "none.jsonl")]) == 2


def test_a_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["guard", "explain", "write to anna [at] foo [dot] org"]) == 0

    shown = capsys.readouterr().out
    assert "⟦anna [at] foo [dot] org⟧" in shown
    assert "anna@foo.org" in shown
    assert "disguised" in shown
    assert "This is an e-mail address." in shown
    assert "\x1b" not in shown


def test_a_terminal_gets_colours_and_nothing_that_it_would_obey(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)

    main(["guard", "explain", "\x1b[2J an\u200bna@foo.de \udc80"])

    shown = capsys.readouterr().out
    assert f"{guard.MARK}⟦an\\u200bna@foo.de⟧{guard.PLAIN} \\udc80" in shown
    assert "\\x1b[2J" in shown
    assert "\x1b[2J" not in shown

    monkeypatch.setenv("NO_COLOR", "1")
    main(["guard", "explain", "anna@foo.de"])
    assert "\x1b" not in capsys.readouterr().out


def test_what_stands_in_the_lines_of_the_input_is_explained_as_one_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("my number is 415\n223\n8810\n"))

    assert main(["guard", "explain"]) == 0
    assert "⟦8810⟧" in capsys.readouterr().out
