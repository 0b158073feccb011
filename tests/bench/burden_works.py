"""``python -m tests.bench.burden_works WORK``: does one work again and again, beside what is measured.

A plan comes in as a line of JSON; a line says when the work has begun; how much was done goes out when the input ends.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench.hall import ROOT

Plan = dict[str, Any]
UPLOAD_BYTES = 1_000_000_000
MEGABYTE = 1_000_000
READ_BYTES = 1_048_576
API = "/api/v1"


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
    """Fetch all that somebody wrote and read in a talk, from its beginning, by the API, again and again."""
    line = http.client.HTTPConnection(plan["address"])
    place = f"{API}/conversations/{plan['conversation']}/entries"
    last = 0
    while True:
        path = f"{place}?since={last}"
        line.request("GET", path, headers={"Authorization": f"Bearer {plan['token']}"})
        said = json.loads(_body_of(line.getresponse(), path))
        done.counts[0] += len(said["entries"])
        last = said["entries"][-1]["n"] if said["more"] else 0


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
    print("begun", flush=True)
    sys.stdin.readline()
    print(sum(done.counts))


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
    if not 200 <= answer.status < 300:
        raise RuntimeError(f"{path} is answered with {answer.status}: {body[:200]!r}")
    return body


if __name__ == "__main__":
    main(*sys.argv[1:])
