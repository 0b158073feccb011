"""``python -m tests.bench.burden_works WORK``: does one work again and again, beside what is measured.

A plan comes in as a line of JSON; a line says when something is done; how much more was done goes out when the input
ends.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from typing import Any

from tests.bench.hall import ROOT

Plan = dict[str, Any]
UPLOAD_BYTES = 1_000_000_000
MEGABYTE = 1_000_000
TOO_FAST = 429
POLL_SECONDS = 0.02
API = "/api/v1"


class TooFast(Exception):
    """The hall asks to wait."""


class Done:
    """How much was done so far, by each thread."""

    def __init__(self) -> None:
        self.counts = [0]


def read_pages(plan: Plan, done: Done) -> None:
    """Let people read the page of their own order, each again and again."""
    readers = plan["readers"]
    done.counts = [0] * len(readers)

    def read(position: int, reader: dict[str, str]) -> None:
        line = http.client.HTTPConnection(plan["address"])
        while True:
            line.request("GET", reader["path"], headers={"Cookie": reader["cookie"]})
            _body_of(line.getresponse(), reader["path"])
            done.counts[position] += 1

    for position, reader in enumerate(readers):
        _begin(read, position, reader)


def upload(plan: Plan, done: Done) -> None:
    """Send files of 1 GB to an order in one part, as tus says it, through the front."""
    token = {"Authorization": f"Bearer {plan['token']}", "Tus-Resumable": "1.0.0"}
    piece = b"\x5a" * MEGABYTE

    def pieces() -> Iterator[bytes]:
        for _piece in range(UPLOAD_BYTES // MEGABYTE):
            yield piece
            done.counts[0] += 1

    while True:
        line = http.client.HTTPConnection(plan["address"])
        place = f"{API}/orders/{plan['order']}/uploads"
        line.request("POST", place, headers=token | {"Upload-Length": str(UPLOAD_BYTES)})
        answer = line.getresponse()
        _body_of(answer, place)
        part = {
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(UPLOAD_BYTES),
            "Upload-Offset": "0",
        }
        line.request("PATCH", answer.headers["Location"], body=pieces(), headers=token | part)
        _body_of(line.getresponse(), place)
        line.close()


def export(plan: Plan, done: Done) -> None:
    """Fetch all talks of one person after the other from their beginning by the API, page by page."""
    line = http.client.HTTPConnection(plan["address"])

    def fetched(path: str, token: str) -> Any:
        line.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        return json.loads(_body_of(line.getresponse(), path))

    # How often one person may call is limited: whoever has called enough is left for later.
    for token in cycle(plan["tokens"]):
        with suppress(TooFast):
            for talk in fetched(f"{API}/conversations", token):
                more, last = True, 0
                while more:
                    said = fetched(f"{API}/conversations/{talk['id']}/entries?since={last}", token)
                    done.counts[0] += len(said["entries"])
                    more, last = said["more"], said["entries"][-1]["n"]


def scan(plan: Plan, done: Done) -> None:
    """Let a file be scanned for contact details by the guard's program, again and again."""
    scanner = subprocess.Popen(
        [sys.executable, "-m", "gighall", "guard", "scan"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert scanner.stdin is not None
    assert scanner.stdout is not None
    while True:
        scanner.stdin.write(f"{json.dumps({'id': 1, 'path': plan['path']})}\n")
        scanner.stdin.flush()
        scanner.stdout.readline()
        done.counts[0] += 1


WORKS: dict[str, Callable[[Plan, Done], None]] = {
    "pages": read_pages, "upload": upload, "export": export, "scan": scan,
}  # fmt: skip


def main(work: str) -> None:
    """Work until the input ends."""
    plan, done = json.loads(sys.stdin.readline()), Done()
    _begin(WORKS[work], plan, done)
    while not sum(done.counts):
        time.sleep(POLL_SECONDS)
    print("begun", flush=True)
    before = sum(done.counts)
    sys.stdin.readline()
    print(sum(done.counts) - before)


def _begin(work: Callable[..., None], *words: Any) -> None:
    """Work in a thread; whatever fails there ends the program."""

    def run() -> None:
        try:
            work(*words)
        except Exception:  # noqa: BLE001  (whatever it was: nothing is measured beside a work that stands still)
            traceback.print_exc()
            os._exit(1)

    threading.Thread(target=run, daemon=True).start()


def _body_of(answer: http.client.HTTPResponse, path: str) -> bytes:
    body = answer.read()
    if answer.status == TOO_FAST:
        raise TooFast
    if not 200 <= answer.status < 300:
        raise RuntimeError(f"{path} is answered with {answer.status}: {body[:200]!r}")
    return body


if __name__ == "__main__":
    main(*sys.argv[1:])
