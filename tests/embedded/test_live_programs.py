"""``gighall run --live 2``: two live programs behind one front, with a Valkey that comes with the hall."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect

from gighall.base.environment import run_dir_for
from gighall.embedded.front import live_sockets
from gighall.embedded.processes import is_running, marked_processes
from gighall.embedded.readiness import answers_on_socket, pongs_on_socket
from gighall.embedded.valkey import find_valkey
from tests.harness.halls import ROOT, RunningHall, home_for
from tests.patience import PATIENCE_SECONDS, PAUSE_SECONDS, until

pytestmark = pytest.mark.xdist_group("kill_rounds")
# Two people of the demo world who share the record of an order, each with a personal token.
MAKE_TOKENS = """
import django, json
django.setup()
from gighall.base import clock
from gighall.domain.accounts.actions import create_token
from gighall.domain.orders.models import Order
order = Order.objects.filter(state="in_progress").order_by("pk").first()
people = (order.buyer_id, order.seller_id)
tokens = [create_token(person_id=person, name="tests", now=clock.now())[1] for person in people]
print(json.dumps([order.record.public_id, *tokens]))
"""


@pytest.fixture(scope="module")
def hall() -> Iterator[RunningHall]:
    """A hall with two live programs."""
    hall = RunningHall(home=home_for("many"), settings={}, words=("--live", "2"))
    hall.start()
    yield hall
    assert hall.stop() == 0, hall.last_words()
    hall.forget()


@pytest.fixture(scope="module")
def talk(hall: RunningHall) -> list[str]:
    """A record, and the tokens of its two sides."""
    settings = {"DATABASE_URL": hall.database_url, "DJANGO_SETTINGS_MODULE": "gighall.config.settings"}
    environment = hall.environment() | settings | {"GIGHALL_DEMO": "yes"}
    made = subprocess.run(
        [sys.executable, "-c", MAKE_TOKENS], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    found: list[str] = json.loads(made.stdout)
    return found


def processes_of(hall: RunningHall, sign: str) -> list[int]:
    """Return the hall's processes with a sign in their command."""
    found = []
    for pid in marked_processes(hall.home):
        if is_running(pid) and sign in Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0"):
            found.append(pid)
    return found


def kill(hall: RunningHall, sign: str) -> None:
    """Kill a program of the hall without a word, and wait until it is gone."""
    (victim,) = processes_of(hall, sign)
    os.kill(victim, signal.SIGKILL)
    until(lambda: not is_running(victim), what="the kill is done")


async def until_whole(hall: RunningHall) -> None:
    """Wait until both live programs and Valkey answer."""
    checks = [answers_on_socket(path, url="/live/health", host="127.0.0.1") for path in sockets_of(hall)]
    checks.append(pongs_on_socket(run_dir_for(hall.home) / "valkey.sock"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not all([await answers() for answers in checks]):
            await asyncio.sleep(PAUSE_SECONDS)


def sockets_of(hall: RunningHall) -> list[Path]:
    """Return where the live programs listen."""
    return live_sockets(run_dir_for(hall.home), 2)


def open_lines(path: Path) -> int:
    """Return how many lines stand at a socket, as the kernel counts them."""
    rows = [line.split() for line in Path("/proc/net/unix").read_text(encoding="ascii").splitlines()]
    return sum(row[-1] == str(path) and row[3] != "00010000" for row in rows)


async def opened(hall: RunningHall, token: str) -> ClientConnection:
    """Return a line through the front, after its hello."""
    line = await connect(
        f"ws://127.0.0.1:{hall.port}/live/",
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
    )
    await heard(line, "hello")
    return line


async def heard(line: ClientConnection, op: str) -> dict[str, Any]:
    """Return the next frame of a kind."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            frame: dict[str, Any] = json.loads(await line.recv())
            if frame["op"] == op:
                return frame


async def post(line: ClientConnection, c: str, text: str) -> str:
    """Post a message; return the kind of the answer."""
    await line.send(json.dumps({"op": "post", "c": c, "k": str(uuid4()), "t": text}))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            frame: dict[str, Any] = json.loads(await line.recv())
            if frame["op"] in ("ack", "refused"):
                return str(frame["op"])


async def test_lines_are_shared_out_and_what_is_posted_reaches_all(
    hall: RunningHall, talk: list[str]
) -> None:
    c, buyer_token, seller_token = talk
    buyer = await opened(hall, buyer_token)
    others = [await opened(hall, token) for token in (seller_token, buyer_token, seller_token)]

    shares = [open_lines(path) for path in sockets_of(hall)]
    assert await post(buyer, c, "To whom it may concern.") == "ack"
    told = [(await heard(line, "entry"))["t"] for line in others]

    assert shares == [2, 2]
    assert told == ["To whom it may concern."] * 3
    for line in (buyer, *others):
        await line.close()


@pytest.mark.parametrize("which", [0, 1])
async def test_a_killed_live_program_is_missed_by_nobody_and_comes_back(
    hall: RunningHall, talk: list[str], which: int
) -> None:
    c, buyer_token, seller_token = talk
    await until_whole(hall)

    kill(hall, str(sockets_of(hall)[which]))
    buyer, seller = await opened(hall, buyer_token), await opened(hall, seller_token)
    answer = await post(buyer, c, "It goes on.")

    assert answer == "ack"
    assert (await heard(seller, "entry"))["t"] == "It goes on."
    await until_whole(hall)
    for line in (buyer, seller):
        await line.close()


async def test_a_killed_valkey_comes_back_and_words_go_on(hall: RunningHall, talk: list[str]) -> None:
    c, buyer_token, seller_token = talk
    await until_whole(hall)
    lines = [await opened(hall, token) for token in (buyer_token, seller_token, seller_token)]

    kill(hall, str(find_valkey()))
    answer = await post(lines[0], c, "Without it.")

    assert answer == "ack"
    assert [(await heard(line, "entry"))["t"] for line in lines[1:]] == ["Without it."] * 2
    await until_whole(hall)
    for line in lines:
        await line.close()


@pytest.mark.parametrize("count", ["0", "17", "two", "-1"])
def test_a_senseless_number_of_programs_is_refused(count: str, tmp_path: Path) -> None:
    refused = RunningHall(home=tmp_path / "none", settings={}).command("run", f"--live={count}")

    assert refused.returncode == 2
    assert "is not a whole number from 1 to 16" in refused.stderr
