"""Commands beside a running hall find its database by themselves, and refuse in a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.halls import ROOT, RunningHall


def test_operator_reaches_the_database(demo_hall: RunningHall) -> None:
    answered = demo_hall.command(
        "database", "psql", "-Atc", "SELECT current_user, count(*) > 0 FROM accounts_person"
    )

    assert (answered.stdout, answered.stderr) == ("gighall|t\n", "")


def test_operator_reads_the_mails_that_wait(demo_hall: RunningHall) -> None:
    printed = demo_hall.command("mail").stdout

    assert "  to " in printed
    assert "New order: " in printed


def test_dump_holds_every_table(demo_hall: RunningHall, tmp_path: Path) -> None:
    demo_hall.command("database", "pg_dump", "--format=custom", f"--file={tmp_path / 'hall.dump'}")

    listed = demo_hall.command(
        "database", "psql", "-Atc", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    dumped = subprocess.run(
        [sys.executable, "-m", "gighall", "database", "pg_restore", "--list", str(tmp_path / "hall.dump")],
        cwd=ROOT,
        env=demo_hall.environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert all(f"TABLE DATA public {table} " in dumped for table in listed.stdout.split() if table != "entry")


@pytest.mark.parametrize(
    ("demo", "words", "sentence"),
    [
        ("yes", ("demo", "load"), "This needs an empty hall; this one is demo."),
        (
            "no",
            ("demo", "advance", "1h"),
            "Demo mode is off (GIGHALL_DEMO, GIGHALL_DOMAIN or DATABASE_URL says so).",
        ),
        (
            "no",
            ("migrate",),
            (
                "This database holds a demo hall, which never becomes a real one: "
                "set GIGHALL_HOME or DATABASE_URL to a fresh place."
            ),
        ),
    ],
)
def test_what_does_not_fit_the_hall_is_refused(
    demo_hall: RunningHall, demo: str, words: tuple[str, ...], sentence: str
) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "gighall", *words],
        cwd=ROOT,
        env=demo_hall.environment() | {"GIGHALL_DEMO": demo},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", f"gighall: {sentence}\n")


def test_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    hall = RunningHall(
        home=tmp_path / "absent", settings={"DATABASE_URL": "postgresql://me@127.0.0.1:1/hall"}, port=8000
    )

    refused = hall.command("migrate")

    assert refused.returncode == 2
    assert refused.stderr.startswith("gighall: The database of DATABASE_URL does not answer (")
    assert len(refused.stderr.splitlines()) == 1
