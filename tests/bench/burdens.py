"""What else a hall does beside a measured load: people who read pages, an upload of 1 GB, an export, a scanned file.

Each is a program of ``burden_works`` in a session of its own, as somebody else's would be.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle, islice
from typing import Any

from tests.bench.hall import ROOT, Hall
from tests.bench.texts import plain_talk

READERS = 8
ENTRIES = 50
SCANNED_CHARACTERS = 300_000
ALL_THREE = ("upload", "export", "scan")
NAMES = {
    "upload": "1 GB upload",
    "export": "export",
    "scan": "file scan",
    "pages": f"{READERS} readers of pages",
}
UNITS = {"upload": "MB", "export": "entries", "scan": "files", "pages": "pages"}


class Burden:
    """How much of one work was done."""

    def __init__(self, work: str) -> None:
        self.work = work
        self.count = 0
        self.seconds = 1.0

    def line(self) -> str:
        """Return how much was done in a second."""
        return f"{self.count / self.seconds:,.1f} {UNITS[self.work]} a second"


class Burdens:
    """The works that may run beside a load, with people of their own."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        large = hall.world.with_name("large.txt")
        texts = plain_talk()
        lines = islice(cycle(texts), SCANNED_CHARACTERS // min(map(len, texts)))
        large.write_text("\n".join(lines)[:SCANNED_CHARACTERS], encoding="utf-8")
        readers, sender = _people(hall)
        with hall.world.open(encoding="ascii") as rows:
            tokens = [json.loads(row)["a_token"] for row in rows]
        plans: dict[str, dict[str, Any]] = {
            "pages": {"readers": readers},
            "upload": sender,
            "export": {"tokens": tokens},
            "scan": {"path": str(large)},
        }
        self._plans = {work: plan | {"address": hall.front} for work, plan in plans.items()}

    @contextmanager
    def beside(self, works: tuple[str, ...]) -> Iterator[list[Burden]]:
        """Let these works run while the block runs."""
        with ExitStack() as running:
            yield [running.enter_context(self._running(work)) for work in works]

    @contextmanager
    def _running(self, work: str) -> Iterator[Burden]:
        burden = Burden(work)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.burden_works", work],
            cwd=ROOT, env=self._hall.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{json.dumps(self._plans[work])}\n")
        process.stdin.flush()
        process.stdout.readline()
        began = time.monotonic()
        try:
            yield burden
            burden.seconds = time.monotonic() - began
        finally:
            said, _nothing = process.communicate()
            # What it started ends with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        if process.returncode != 0:
            raise SystemExit(f"The {NAMES[work]} beside the load came to nothing.")
        burden.count = int(said)


def _people(hall: Hall) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Make orders with 50 entries; return their buyers at their pages, signed in, and one who sends a file."""
    os.environ.update(hall.environment() | {"DJANGO_SETTINGS_MODULE": "gighall.config.settings"})
    import django

    django.setup()
    from django.db import transaction
    from django.test import Client

    from gighall.base import clock
    from gighall.cli.talk.stage import new_stage
    from gighall.domain.orders.models import Order
    from gighall.domain.record.actions import NewEntry, append_entries

    readers = []
    for _reader in range(READERS):
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
        readers.append({"path": f"/orders/{order.public_id}/", "cookie": cookie})
    stage = new_stage(["Ada", "Ben"])
    return readers, {"order": stage.order_id, "token": stage.tokens[0]}
