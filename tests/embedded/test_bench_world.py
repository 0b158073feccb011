"""``gighall bench-world``: conversations with tokens for a load generator, never among real people."""

import json
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from gighall.base import clock
from gighall.cli.bench_world import prepare_hall, worlds
from gighall.domain.accounts.actions import publish_first_terms, set_up_hall
from gighall.domain.accounts.models import Person, PersonalToken
from gighall.domain.accounts.queries import hall_kind, present_terms
from gighall.embedded.refusals import CannotStart
from tests.bench.live import run_driver
from tests.harness.halls import RunningHall
from tests.live.line import new_key


def line_of(hall: RunningHall, token: str) -> ClientConnection:
    """Return a socket of whoever has this token."""
    address = hall.origin.replace("http", "ws", 1) + "/live/"
    return connect(address, additional_headers={"Authorization": f"Bearer {token}"})


def heard(line: ClientConnection, op: str) -> dict[str, Any]:
    """Return the next frame of this kind."""
    while True:
        frame: dict[str, Any] = json.loads(line.recv(timeout=30))
        if frame["op"] == op:
            return frame


def test_both_sides_of_a_made_conversation_talk(demo_hall: RunningHall, tmp_path: Path) -> None:
    out = tmp_path / "world.jsonl"

    made = demo_hall.command("bench-world", "--conversations", "3", "--out", str(out))
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]

    assert (made.returncode, made.stderr, len(rows)) == (0, "", 3)
    assert out.stat().st_mode & 0o077 == 0
    with line_of(demo_hall, rows[2]["a_token"]) as asker, line_of(demo_hall, rows[2]["b_token"]) as seller:
        talk = rows[2]["conversation"]
        assert [one["c"] for one in heard(seller, "hello")["records"]] == [talk]
        asker.send(json.dumps({"op": "post", "c": talk, "k": new_key(), "t": "How long does it take?"}))
        assert heard(asker, "ack")["n"] == 2
        assert heard(seller, "entry")["t"] == "How long does it take?"


@pytest.mark.django_db
def test_empty_hall_becomes_one_for_the_bench_and_is_filled_again() -> None:
    publish_first_terms(now=clock.now())

    for _time in range(2):
        prepare_hall(mail=False)
        made = [row for rows in worlds(2) for row in rows]

    assert len({row["conversation"] for row in made}) == 2
    assert hall_kind() == "real"
    assert (Person.objects.count(), PersonalToken.objects.count()) == (1 + 2 * 4, 2 * 4)


@pytest.mark.django_db
def test_real_hall_gets_no_invented_people() -> None:
    publish_first_terms(now=clock.now())
    set_up_hall(
        hall_name="Lantern",
        accent_hue=30,
        name="Odile",
        email="odile@lantern.example",
        password="look-around-here",
        terms_number=present_terms().number,
        now=clock.now(),
    )

    with pytest.raises(CannotStart, match="This hall is a real one"):
        prepare_hall(mail=False)


@pytest.mark.django_db
def test_nobody_invented_is_written_to() -> None:
    with pytest.raises(CannotStart, match="GIGHALL_MAIL_URL is set"):
        prepare_hall(mail=True)


def test_wrong_number_is_refused(demo_hall: RunningHall, tmp_path: Path) -> None:
    refused = demo_hall.command("bench-world", "--conversations", "0", "--out", str(tmp_path / "none"))

    assert refused.returncode == 2
    assert "'0' is not a whole number from 1 to 100000" in refused.stderr


def test_all_that_the_driver_of_the_bench_posts_arrives(demo_hall: RunningHall, tmp_path: Path) -> None:
    out = tmp_path / "world.jsonl"
    demo_hall.command("bench-world", "--conversations", "3", "--out", str(out))
    plan = {
        "mode": "talk",
        "address": f"127.0.0.1:{demo_hall.port}",
        "world": str(out),
        "conversations": 3,
        "texts": ["Shall we begin with the list?", "Yes, and then with the rest of it."],
        "per_second": 40,
        "warm_seconds": 0.2,
        "seconds": 1,
    }

    figures = run_driver("some talk", plan, lambda: {"live": 0.0})

    assert figures.per_second > 0
    assert figures.receipt["p50"] <= figures.receipt["p99"]
    assert (figures.lost, figures.others) == (0, {})
