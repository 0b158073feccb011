"""A talk of 500 lines on real input: replayed through the running hall, alike on both sides, the chain whole."""

import json
import re
from pathlib import Path

import psycopg
import pytest

from tests.harness.halls import RunningHall

TALK = Path(__file__).parent / "help_talk.jsonl"


def said(output: str, name: str) -> str:
    """Return what a command said behind a name at the start of a line."""
    found = re.search(rf"^{name} +(.*)$", output, re.MULTILINE)
    assert found, output
    return found[1]


def test_a_talk_of_500_lines_ends_alike_on_both_sides(demo_hall: RunningHall) -> None:
    lines = [json.loads(line) for line in TALK.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 500
    assert max(len(line["text"]) for line in lines) == 9_000

    replayed = demo_hall.command("replay", str(TALK), "--url", demo_hall.origin)
    order = said(replayed.stdout, "order")
    verified = demo_hall.command("verify", order)

    assert (replayed.returncode, replayed.stderr) == (0, "")
    assert replayed.stdout.strip().endswith("OK: both sides hold the same entries, without a gap")
    assert said(replayed.stdout, "lines") == "500, 4 of them with words withheld"
    assert (verified.returncode, verified.stdout.split()[-1]) == (0, "OK")
    assert int(said(verified.stdout, "entries")) > 500


def test_a_changed_record_is_found_out(demo_hall: RunningHall, tmp_path: Path) -> None:
    short = tmp_path / "short.jsonl"
    short.write_text('{"by": "a", "text": "One"}\n{"by": "b", "text": "Two"}\n', encoding="utf-8")
    order = said(demo_hall.command("replay", str(short), "--url", demo_hall.origin).stdout, "order")
    with psycopg.connect(demo_hall.database_url) as database:
        database.execute("ALTER TABLE entry DISABLE TRIGGER entry_stays")
        database.execute(
            "UPDATE entry SET shown = 'One, two' WHERE shown = 'One' AND record_id IN "
            "(SELECT record_id FROM orders_order WHERE public_id = %s)",
            [order],
        )
        database.execute("ALTER TABLE entry ENABLE TRIGGER entry_stays")

    verified = demo_hall.command("verify", order)

    assert verified.returncode == 1
    assert said(verified.stdout, "BAD") == "entry 3: its words were changed"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('{"by": "a", "text": "One"}\nno line\n', "Line 2 of"),
        ('{"by": "a", "text": "One"}\n', "A talk has exactly two speakers"),
        ('{"by": "a"}\n', "Line 1 of"),
    ],
)
def test_a_file_that_is_no_talk_is_refused_with_a_sentence(
    demo_hall: RunningHall, tmp_path: Path, words: str, sentence: str
) -> None:
    file = tmp_path / "talk.jsonl"
    file.write_text(words, encoding="utf-8")

    refused = demo_hall.command("replay", str(file), "--url", demo_hall.origin)

    assert refused.returncode == 2
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_unknown_order_is_refused_with_a_sentence(demo_hall: RunningHall) -> None:
    for words in (["verify", "nope"], ["replay", str(TALK), "--order", "nope"]):
        refused = demo_hall.command(*words)
        assert refused.returncode == 2
        assert refused.stderr.startswith("gighall: There is no order")
