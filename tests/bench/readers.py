"""People who read order pages without pause, beside what is measured: ``python -m tests.bench.readers HOST:PORT``.

Paths and cookies come in as lines of JSON; how many pages were read goes out when the input ends.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench.hall import ROOT

if TYPE_CHECKING:
    from tests.bench.hall import Hall

ENTRIES = 50
Reader = dict[str, str]


class Pages:
    """What was read."""

    count = 0
    seconds = 1.0

    def per_second(self) -> float:
        """Return how many pages were read each second."""
        return self.count / self.seconds


@contextmanager
def reading_pages(hall: "Hall", readers: int) -> Iterator[Pages]:
    """Let so many people read the page of their own order, each again and again, while the block runs."""
    lines = "".join(f"{json.dumps(reader)}\n" for reader in _readers(hall, readers))
    pages = Pages()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.readers", hall.front],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(f"{lines}\n")
    process.stdin.flush()
    began = time.monotonic()
    yield pages
    pages.seconds = time.monotonic() - began
    said, _nothing = process.communicate()
    pages.count = int(said)


def _readers(hall: "Hall", count: int) -> list[Reader]:
    """Make orders with 50 entries, and sign their buyers in."""
    os.environ.update(hall.environment() | {"DJANGO_SETTINGS_MODULE": "gighall.config.settings"})
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client

    from gighall.base import clock
    from gighall.cli.talk.stage import new_stage
    from gighall.domain.orders.models import Order
    from gighall.domain.record.actions import NewEntry, append_entries

    found = []
    for _reader in range(count):
        order = Order.objects.get(public_id=new_stage(["Ada", "Ben"]).order_id)
        lines = [
            NewEntry(
                record_id=order.record_id,
                kind="message",
                text=f"Line {line} of the talk.",
                at=clock.now(),
                author_id=order.buyer_id,
            )
            for line in range(ENTRIES)
        ]
        with transaction.atomic():
            append_entries(lines)
        client = Client()
        client.force_login(order.buyer)
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        found.append({"path": f"/orders/{order.public_id}/", "cookie": cookie})
    return found


def main(address: str) -> None:
    """Read until the input ends."""
    readers: list[Reader] = []
    while line := sys.stdin.readline().strip():
        readers.append(json.loads(line))
    counts = [0] * len(readers)
    for position, reader in enumerate(readers):
        threading.Thread(target=_read, args=(address, reader, counts, position), daemon=True).start()
    sys.stdin.readline()
    if not all(counts):
        raise SystemExit("Somebody read no page.")
    print(sum(counts))


def _read(address: str, reader: Reader, counts: list[int], position: int) -> None:
    line = http.client.HTTPConnection(address)
    while True:
        line.request("GET", reader["path"], headers={"Cookie": reader["cookie"]})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{reader['path']} is answered with {answer.status}")
        counts[position] += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
